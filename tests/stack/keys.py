"""The stack's secrets: random for each data folder and kept there, and the tokens signed with them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

TEN_YEARS_S = 10 * 365 * 24 * 3600


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def mint(secret: str, claims: dict[str, object]) -> str:
    """A JWT signed with HS256."""
    head, body = ({"alg": "HS256", "typ": "JWT"}, claims)
    signed = ".".join(encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (head, body))
    return f"{signed}.{encoded(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))}"


@dataclass(frozen=True)
class Keys:
    """What the parts of one stack share. The names are those of the hosted service."""

    jwt_secret: str
    publishable_key: str
    secret_key: str
    anon_key: str
    service_role_key: str
    postgres_password: str
    authenticator_password: str

    @classmethod
    def made(cls) -> Keys:
        jwt_secret = secrets.token_urlsafe(36)
        now = int(time.time())
        claims: dict[str, object] = {"iss": "supabase", "ref": "local", "iat": now, "exp": now + TEN_YEARS_S}
        return cls(
            jwt_secret=jwt_secret,
            publishable_key=f"sb_publishable_{secrets.token_urlsafe(24)}",
            secret_key=f"sb_secret_{secrets.token_urlsafe(24)}",
            anon_key=mint(jwt_secret, claims | {"role": "anon"}),
            service_role_key=mint(jwt_secret, claims | {"role": "service_role"}),
            postgres_password=secrets.token_urlsafe(24),
            authenticator_password=secrets.token_urlsafe(24),
        )

    @classmethod
    def kept_in(cls, folder: Path) -> Keys:
        """The keys of this folder, made at the first call."""
        path = folder / "keys.json"
        if path.exists():
            return cls(**json.loads(path.read_text()))
        keys = cls.made()
        # Written whole before it has its name: a start that is cut off leaves no half of a file.
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(keys), file, indent=2)
        fresh.rename(path)
        return keys
