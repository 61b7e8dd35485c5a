"""Accounts and sign-ins against the real auth server: who gets in, for how long, and what is left on the disk."""

from __future__ import annotations

import re
import sqlite3
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest

from core.errors import AccountError, NotSignedIn, StoreAway
from core.models import MailedProof, Tokens
from core.stores.sign_ins import SignIns
from core.stores.supabase.accounts import Accounts
from tests.stack import Stack

PASSWORD = "a quiet green desk"


def address() -> str:
    return f"mira-{uuid4().hex[:10]}@example.org"


@pytest.fixture
def accounts(supabase: Stack) -> Accounts:
    return Accounts(supabase.url, supabase.publishable_key)


def sign_ins(path: Path, renew: Callable[[str], Tokens], now: Callable[[], float] = time.time) -> SignIns:
    return SignIns(path / "sign_ins.sqlite3", renew, now)


def test_an_account_is_made_and_entered(accounts: Accounts) -> None:
    email = address()
    signed_up = accounts.sign_up(email, PASSWORD, "http://127.0.0.1:8501/")
    assert isinstance(signed_up, Tokens)
    tokens = accounts.sign_in(email, PASSWORD)
    assert (tokens.user_id, tokens.email) == (signed_up.user_id, email)
    assert tokens.expires_at > time.time() + 600


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("nobody@example.org", PASSWORD, "do not belong together"),
        ("nobody@example.org", "x" * 500, "do not belong together"),
    ],
)
def test_a_wrong_sign_in_says_so_and_not_why(accounts: Accounts, email: str, password: str, sentence: str) -> None:
    with pytest.raises(AccountError, match=sentence):
        accounts.sign_in(email, password)


def test_a_second_account_and_a_short_password_are_refused(accounts: Accounts) -> None:
    email = address()
    accounts.sign_up(email, PASSWORD, "http://127.0.0.1:8501/")
    with pytest.raises(AccountError, match="There is an account"):
        accounts.sign_up(email, PASSWORD, "http://127.0.0.1:8501/")
    with pytest.raises(AccountError, match="8 to 72"):
        accounts.sign_up(address(), "short", "http://127.0.0.1:8501/")


def test_a_forgotten_password_is_reset_by_the_mailed_hash_once(supabase: Stack, accounts: Accounts) -> None:
    email = address()
    accounts.sign_up(email, PASSWORD, "http://127.0.0.1:8501/")
    accounts.ask_reset(email, "http://127.0.0.1:8501/auth/confirm?type=recovery")
    body = supabase.mails()[-1].body
    link = re.search(r"token_hash=([\w.-]+)", body)
    assert link, body
    proof = MailedProof(token_hash=link[1], kind="recovery")
    assert accounts.reset_password(proof, "another green desk").email == email
    with pytest.raises(AccountError, match="used before or is too old"):
        accounts.reset_password(proof, "a third green desk")
    assert accounts.sign_in(email, "another green desk").email == email
    with pytest.raises(AccountError):
        accounts.sign_in(email, PASSWORD)


def test_without_the_auth_server_it_is_away(supabase: Stack, accounts: Accounts) -> None:
    supabase.away()
    try:
        for ask in (
            lambda: accounts.sign_in(address(), PASSWORD),
            lambda: accounts.renew("whatever"),
            lambda: accounts.ask_reset(address(), ""),
        ):
            with pytest.raises(StoreAway, match="sign-in service"):
                ask()
    finally:
        supabase.back()


def test_a_sign_in_lives_until_it_is_ended_everywhere(accounts: Accounts, tmp_path: Path) -> None:
    tokens = accounts.sign_up(address(), PASSWORD, "")
    assert isinstance(tokens, Tokens)
    first = sign_ins(tmp_path, accounts.renew)
    secret = first.begin(tokens)
    other_process = sign_ins(tmp_path, accounts.renew)
    assert other_process.find(secret) == tokens
    assert other_process.access_token(secret) == tokens.access_token
    first.end(secret)
    assert other_process.find(secret) is None
    with pytest.raises(NotSignedIn):
        other_process.access_token(secret)


def test_the_disk_holds_neither_secret_nor_token(accounts: Accounts, tmp_path: Path) -> None:
    tokens = accounts.sign_up(address(), PASSWORD, "")
    assert isinstance(tokens, Tokens)
    seats = sign_ins(tmp_path, accounts.renew)
    secret = seats.begin(tokens)
    file = tmp_path / "sign_ins.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = file.read_bytes()
    for hidden in (secret, tokens.access_token, tokens.refresh_token, tokens.email):
        assert hidden.encode() not in written
    for wrong in ("", "x", secret[:-1], secret + "x", "\udc80"):
        assert seats.find(wrong) is None


def test_a_token_is_renewed_before_it_ends_and_by_one_alone(supabase: Stack, tmp_path: Path) -> None:
    accounts, renewals = Accounts(supabase.url, supabase.publishable_key), []

    def renew(refresh_token: str) -> Tokens:
        renewals.append(refresh_token)
        return accounts.renew(refresh_token)

    with supabase.auth_with(jwt_exp=30):
        tokens = accounts.sign_up(address(), PASSWORD, "")
    assert isinstance(tokens, Tokens)
    secret = sign_ins(tmp_path, renew).begin(tokens)
    with ThreadPoolExecutor(8) as pool:
        access_tokens = list(pool.map(lambda _: sign_ins(tmp_path, renew).access_token(secret), range(16)))
    assert len(renewals) == 1
    renewed = sign_ins(tmp_path, renew).access_token(secret)
    assert renewed != tokens.access_token
    assert set(access_tokens) <= {tokens.access_token, renewed}


def test_a_token_that_is_over_waits_for_the_one_who_renews(supabase: Stack, tmp_path: Path) -> None:
    accounts, renewals = Accounts(supabase.url, supabase.publishable_key), []

    def renew(refresh_token: str) -> Tokens:
        renewals.append(refresh_token)
        return accounts.renew(refresh_token)

    tokens = accounts.sign_up(address(), PASSWORD, "")
    assert isinstance(tokens, Tokens)
    secret = sign_ins(tmp_path, renew).begin(tokens.model_copy(update={"expires_at": time.time() - 5}))
    with ThreadPoolExecutor(8) as pool:
        access_tokens = list(pool.map(lambda _: sign_ins(tmp_path, renew).access_token(secret), range(8)))
    assert len(renewals) == 1
    assert len(set(access_tokens)) == 1


def test_where_it_cannot_be_renewed_the_old_token_serves_to_its_end(tmp_path: Path) -> None:
    at = 1000.0

    def away(_: str) -> Tokens:
        raise StoreAway("away")

    seats = sign_ins(tmp_path, away, lambda: at)
    tokens = Tokens(user_id=str(uuid4()), email="", access_token="a", refresh_token="r", expires_at=1030)
    secret = seats.begin(tokens)
    assert seats.access_token(secret) == "a"
    at = 1031.0
    with pytest.raises(StoreAway):
        seats.access_token(secret)
    # The sign-in is still there, for when the server is back.
    assert seats.find(secret) == tokens


def test_a_revoked_sign_in_is_over(accounts: Accounts, tmp_path: Path) -> None:
    tokens = accounts.sign_up(address(), PASSWORD, "")
    assert isinstance(tokens, Tokens)
    seats = sign_ins(tmp_path, accounts.renew)
    secret = seats.begin(tokens.model_copy(update={"expires_at": time.time()}))
    accounts.sign_out(tokens.access_token)
    with pytest.raises(NotSignedIn):
        seats.access_token(secret)
    assert seats.find(secret) is None


def test_a_sign_in_that_nobody_used_for_a_month_is_dropped(tmp_path: Path) -> None:
    at = 1000.0
    seats = sign_ins(tmp_path, lambda _: pytest.fail("no renewal"), lambda: at)
    old = Tokens(user_id=str(uuid4()), email="", access_token="a", refresh_token="r", expires_at=2000)
    secret = seats.begin(old)
    at += 31 * 86_400
    seats.begin(old)
    assert seats.find(secret) is None
    with sqlite3.connect(tmp_path / "sign_ins.sqlite3") as db:
        assert db.execute("select count(*) from sign_ins").fetchone() == (1,)
    db.close()


def test_a_refresh_token_is_not_spent_twice_where_another_was_just_done(tmp_path: Path) -> None:
    renewals: list[str] = []

    def renew(refresh_token: str) -> Tokens:
        renewals.append(refresh_token)
        return Tokens(user_id=owner, email="", access_token="new", refresh_token="r2", expires_at=time.time() + 3600)

    class Slow(SignIns):
        """Comes to its claim only when another process has renewed and let go."""

        def _claim(self, secret: str) -> bool:
            assert sign_ins(tmp_path, renew).access_token(secret) == "new"
            return super()._claim(secret)

    owner = str(uuid4())
    old = Tokens(user_id=owner, email="", access_token="old", refresh_token="r1", expires_at=time.time() + 5)
    secret = sign_ins(tmp_path, renew).begin(old)
    assert Slow(tmp_path / "sign_ins.sqlite3", renew, time.time).access_token(secret) == "new"
    assert renewals == ["r1"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, "<html>"), (403, "<html>"), (404, "<html>"), (200, "<html>the hotel's page"), (429, "{}"), (401, "{}")],
)
def test_a_proxys_answer_ends_no_sign_in(tmp_path: Path, status: int, body: str) -> None:
    class Proxy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        accounts = Accounts(f"http://127.0.0.1:{server.server_port}", "sb_publishable_x")
        seats = sign_ins(tmp_path, accounts.renew)
        tokens = Tokens(
            user_id=str(uuid4()), email="", access_token="a", refresh_token="r", expires_at=time.time() + 30
        )
        secret = seats.begin(tokens)
        assert seats.access_token(secret) == "a"
        assert seats.find(secret) == tokens
        server.shutdown()


def test_every_sign_in_of_an_account_ends_at_once_and_nobody_elses(tmp_path: Path) -> None:
    def tokens(user_id: str) -> Tokens:
        return Tokens(user_id=user_id, email="m@example.org", access_token="a", refresh_token="r", expires_at=2**40)

    seats, mine = sign_ins(tmp_path, lambda _: tokens(mine)), str(uuid4())
    secrets, other = [seats.begin(tokens(mine)) for _ in range(3)], seats.begin(tokens(str(uuid4())))
    seats.end_all(mine)
    assert [seats.find(secret) for secret in secrets] == [None] * 3
    assert seats.find(other)


def test_a_file_of_sign_ins_that_an_earlier_version_made_goes_on(tmp_path: Path) -> None:
    mine = str(uuid4())
    new = Tokens(user_id=mine, email="", access_token="new", refresh_token="r2", expires_at=int(time.time()) + 3600)
    seats = sign_ins(tmp_path, lambda _: new)
    secret = seats.begin(new.model_copy(update={"expires_at": int(time.time()) + 5}))
    with closing(sqlite3.connect(tmp_path / "sign_ins.sqlite3")) as db:
        db.execute("alter table sign_ins drop column owner")
        db.commit()
    assert seats.find(secret)
    assert seats.access_token(secret) == "new"
    # From its renewal on it is known whose it is.
    seats.end_all(mine)
    assert seats.find(secret) is None
