"""Accounts in Supabase Auth: sign-up, sign-in, a token's renewal, a forgotten password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from supabase_auth import SyncGoTrueClient, SyncMemoryStorage
from supabase_auth.errors import AuthApiError, AuthError, AuthRetryableError, AuthSessionMissingError
from supabase_auth.types import AuthResponse

from core.errors import AccountError, ExamMentorError, NotSignedIn, StoreAway
from core.models import AwaitedProof, MailedProof, Tokens
from core.models.account import LONGEST_PASSWORD, SHORTEST_PASSWORD
from core.stores.supabase.call import tls

TIMEOUT = httpx.Timeout(10, connect=3)
_STORAGE = "proof"
_VERIFIER = f"{_STORAGE}-code-verifier"
_OVER = (
    "refresh_token_not_found",
    "refresh_token_already_used",
    "session_not_found",
    "session_expired",
    "user_not_found",
    "user_banned",
)
_CODES = {
    "invalid_credentials": "account.not_together",
    "email_not_confirmed": "account.not_confirmed",
    "user_already_exists": "account.address_taken",
    "email_exists": "account.address_taken",
    "email_address_invalid": "account.address_invalid",
    "validation_failed": "account.address_invalid",
    "signup_disabled": "account.no_new_accounts",
    "weak_password": "account.password_weak",
    "same_password": "account.password_same",
    "over_request_rate_limit": "account.many_tries",
    "over_email_send_rate_limit": "account.many_mails",
    "otp_expired": "account.link_over",
    "flow_state_not_found": "account.link_over",
    "flow_state_expired": "account.link_over",
    "bad_code_verifier": "account.link_elsewhere",
    "user_banned": "account.closed",
}


class Accounts:
    """The auth server of a Supabase project, with its publishable key. Keeps nothing between two calls.

    All raise `AccountError` with a sentence for who is signing in, and `StoreAway` where the server cannot be reached.
    """

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url.rstrip("/"), key

    def sign_in(self, email: str, password: str) -> Tokens:
        """Raises `AccountError` where the two do not belong together."""
        with self._client() as client:
            return _tokens(client.sign_in_with_password({"email": email, "password": password}))

    def sign_up(self, email: str, password: str, back_to: str) -> Tokens | AwaitedProof:
        """Make an account. An `AwaitedProof` where a mail was sent whose link (it leads to `back_to`) comes first."""
        _check_password(password)
        storage = SyncMemoryStorage()
        with self._client(storage) as client:
            answer = client.sign_up({"email": email, "password": password, "options": {"email_redirect_to": back_to}})
            return _tokens(answer) if answer.session else _awaited(storage)

    def renew(self, refresh_token: str) -> Tokens:
        """New tokens for old; the refresh token is spent. Raises `NotSignedIn` where it is spent or unknown."""
        with self._client() as client:
            try:
                return _tokens(client.refresh_session(refresh_token))
            except AuthApiError as exc:
                if exc.code not in _OVER:
                    # A proxy's or a network's own answer says nothing of the sign-in.
                    raise StoreAway("account.service_away") from exc
                raise NotSignedIn("account.sign_in_over") from exc
            except (AuthError, ValueError) as exc:
                raise StoreAway("account.service_away") from exc

    def ask_reset(self, email: str, back_to: str) -> AwaitedProof:
        """Have a mail sent with a link to `back_to`. Says nothing of whether there is such an account."""
        storage = SyncMemoryStorage()
        with self._client(storage) as client:
            client.reset_password_for_email(email, {"redirect_to": back_to})
        return _awaited(storage)

    def confirm(self, proof: MailedProof) -> Tokens:
        """Sign in by the link of a mail. A link is good for one time."""
        with self._client() as client:
            return _tokens(_redeem(client, proof))

    def reset_password(self, proof: MailedProof, password: str) -> Tokens:
        """Set a new password by the link of a mail, and sign in."""
        _check_password(password)
        with self._client() as client:
            tokens = _tokens(_redeem(client, proof))
            client.update_user({"password": password})
            return tokens

    def sign_out(self, access_token: str) -> None:
        """Revoke the sign-in that a token belongs to, and no other of the same account."""
        with self._client() as client:
            client.admin.sign_out(access_token, "local")

    @contextmanager
    def _client(self, storage: SyncMemoryStorage | None = None) -> Iterator[SyncGoTrueClient]:
        with httpx.Client(verify=tls(), timeout=TIMEOUT) as http:
            client = SyncGoTrueClient(
                url=f"{self._url}/auth/v1",
                headers={"apikey": self._key, "Authorization": f"Bearer {self._key}"},
                storage_key=_STORAGE,
                storage=storage,
                auto_refresh_token=False,
                persist_session=False,
                flow_type="implicit" if storage is None else "pkce",
                http_client=http,
            )
            try:
                yield client
            except AuthError as exc:
                raise _translated(exc) from exc


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password.encode()) <= LONGEST_PASSWORD:
        raise AccountError("account.password_length", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)


def _redeem(client: SyncGoTrueClient, proof: MailedProof) -> AuthResponse:
    if proof.code:
        return client.exchange_code_for_session(
            {"auth_code": proof.code, "code_verifier": proof.verifier, "redirect_to": ""}
        )
    return client.verify_otp({"token_hash": proof.token_hash, "type": proof.kind})


def _awaited(storage: SyncMemoryStorage) -> AwaitedProof:
    return AwaitedProof(verifier=(storage.get_item(_VERIFIER) or "").partition("/")[0])


def _tokens(answer: AuthResponse) -> Tokens:
    session = answer.session
    if session is None or session.expires_at is None:
        raise AuthSessionMissingError
    return Tokens(
        user_id=session.user.id,
        email=session.user.email or "",
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        expires_at=session.expires_at,
    )


def _translated(error: AuthError) -> ExamMentorError:
    status = getattr(error, "status", 0)
    if isinstance(error, AuthRetryableError) or status >= 500:
        return StoreAway("account.service_away")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return AccountError("account.many_tries")
    return AccountError(_CODES.get(error.code or "", "account.failed"))
