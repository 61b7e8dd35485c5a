"""Whose browser asks for something that is served beside the pages."""

from __future__ import annotations

from starlette.requests import Request

from core.bootstrap import StudyService, build_service, is_multi_user, load_settings, take_seat
from pages._ui.html.sign_in.cookies import secret_in


def service_of(request: Request) -> StudyService:
    """The service of whoever the browser belongs to. Raises `NotSignedIn`."""
    settings = load_settings()
    if not is_multi_user(settings):
        return build_service(settings)
    secret = secret_in(request.cookies, is_https=request.url.is_secure)
    return take_seat(settings, secret, for_one_call=True).service
