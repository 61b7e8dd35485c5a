"""The cookie that says which browser this is. Scripts cannot read it, and other sites cannot send it along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

_NAME: Final = "exammentor"
# A browser takes a cookie of this name only from this very host, over HTTPS, for every path.
_SECURE_NAME: Final = "__Host-exammentor"
DAYS = 30
_DAY_S = 86_400


def secret_in(cookies: Mapping[str, str], *, is_https: bool) -> str:
    """The secret that the browser holds; empty where it holds none."""
    return cookies.get(_SECURE_NAME if is_https else _NAME, "")


def give(response: Response, secret: str, *, is_https: bool) -> None:
    """Have the browser keep `secret`."""
    response.set_cookie(
        _SECURE_NAME if is_https else _NAME,
        secret,
        max_age=DAYS * _DAY_S,
        path="/",
        secure=is_https,
        httponly=True,
        samesite="lax",
    )


def take(response: Response, *, is_https: bool) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        _SECURE_NAME if is_https else _NAME, path="/", secure=is_https, httponly=True, samesite="lax"
    )
