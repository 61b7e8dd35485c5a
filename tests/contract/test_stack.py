"""The local Supabase behaves as the hosted one does where the product relies on it, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest
from postgrest.exceptions import APIError
from supabase import Client, ClientOptions, create_client
from supabase_auth.errors import AuthApiError, AuthRetryableError
from supabase_auth.types import AuthResponse

from core import ROOT
from tests.stack import Stack
from tests.stack.env_file import MARK, set_in
from tests.stack.keys import mint

PASSWORD = "leaves turn to the light"
TABLE = """
create table if not exists public.stack_notes (
    id bigint generated always as identity primary key,
    user_id uuid not null,
    body text not null
);
alter table public.stack_notes enable row level security;
drop policy if exists stack_notes_all_owner on public.stack_notes;
create policy stack_notes_all_owner on public.stack_notes for all to authenticated
    using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create or replace function public.stack_who() returns jsonb language sql stable set search_path = '' as $$
    select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'email', auth.jwt() ->> 'email')
$$;
notify pgrst, 'reload schema';
"""

Connect = Callable[[], Client]


def until(what: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def whole(stack: Stack) -> None:
    """A test that failed may have left a part of it down."""
    stack.start()


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def connect(stack: Stack) -> Iterator[Connect]:
    """Clients as the app makes them: with the publishable key, one for each user."""
    opened: list[httpx.Client] = []

    def new() -> Client:
        opened.append(httpx.Client(trust_env=False, timeout=20))
        options = ClientOptions(auto_refresh_token=False, httpx_client=opened[-1])
        return create_client(stack.url, stack.publishable_key, options)

    yield new
    for client in opened:
        client.close()


@pytest.fixture
def notes(stack: Stack, web: httpx.Client) -> str:
    """The address of a table that is its owners' own."""
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        connection.execute(TABLE)
    address = f"{stack.url}/rest/v1/stack_notes"
    # Not with a read: it is answered from a table that PostgREST does not know yet, while an insert gets 404 and {}.
    until(lambda: web.options(address, headers={"apikey": stack.publishable_key}).status_code == 200)
    return address


def signed_up(client: Client) -> str:
    """Sign up as somebody new; return the e-mail address."""
    email = f"{uuid4()}@example.com"
    assert client.auth.sign_up({"email": email, "password": PASSWORD}).session
    return email


def user_id(client: Client) -> str:
    session = client.auth.get_session()
    assert session
    return session.user.id


def bodies(client: Client) -> list[object]:
    rows = client.table("stack_notes").select("body").execute().data
    return [row["body"] for row in rows if isinstance(row, dict)]


def code_of(what: Callable[[], object]) -> str | None:
    with pytest.raises(AuthApiError) as caught:
        what()
    return caught.value.code


def test_a_row_is_seen_by_its_owner_alone(stack: Stack, connect: Connect, notes: str) -> None:
    owner, other, nobody = connect(), connect(), connect()
    email = signed_up(owner)
    signed_up(other)
    owner.table("stack_notes").insert({"user_id": user_id(owner), "body": "mine"}).execute()
    assert bodies(owner) == ["mine"]
    assert bodies(other) == []
    assert bodies(nobody) == []
    with pytest.raises(APIError) as caught:
        other.table("stack_notes").insert({"user_id": user_id(owner), "body": "planted"}).execute()
    assert caught.value.code == "42501"
    assert owner.rpc("stack_who").execute().data == {"uid": user_id(owner), "role": "authenticated", "email": email}
    assert nobody.rpc("stack_who").execute().data == {"uid": None, "role": "anon", "email": None}


def test_a_minted_token_is_as_good_and_a_forged_or_old_one_is_refused(
    stack: Stack, web: httpx.Client, notes: str
) -> None:
    mira = str(uuid4())

    def ask(token: str) -> httpx.Response:
        headers = {"apikey": stack.publishable_key, "Authorization": f"Bearer {token}"}
        return web.post(f"{stack.url}/rest/v1/rpc/stack_who", headers=headers)

    assert ask(stack.token(mira, email="mira@example.com")).json()["uid"] == mira
    assert (
        ask(mint("another secret, of enough length for HS256", {"sub": mira, "role": "service_role"})).status_code
        == 401
    )
    assert ask(stack.token(mira, expires_in=-60)).status_code == 401
    assert ask(stack.token(mira, role="service_role")).json()["role"] == "service_role"


def test_the_gateway_turns_keys_into_roles(stack: Stack, web: httpx.Client, notes: str) -> None:
    address = f"{stack.url}/rest/v1/rpc/stack_who"

    def role(key: str, *, repeated: bool = False) -> object:
        headers = {"apikey": key} | ({"Authorization": f"Bearer {key}"} if repeated else {})
        return web.post(address, headers=headers).json()["role"]

    for repeated in (False, True):
        assert role(stack.publishable_key, repeated=repeated) == "anon"
        assert role(stack.anon_key, repeated=repeated) == "anon"
        assert role(stack.secret_key, repeated=repeated) == "service_role"
    assert web.get(f"{notes}?apikey={stack.publishable_key}&select=id").json() == []
    for headers in ({}, {"apikey": "sb_publishable_of_another"}, {"Authorization": f"Bearer {stack.secret_key}"}):
        refused = web.post(address, headers=headers)
        assert (refused.status_code, refused.json()["message"]) == (401, "Invalid API key")


def test_large_and_chunked_bodies_pass_the_gateway(stack: Stack, web: httpx.Client, notes: str) -> None:
    headers = {"apikey": stack.secret_key, "Content-Type": "application/json", "Prefer": "return=representation"}
    body = "leaf " * 200_000
    row = f'{{"user_id": "{uuid4()}", "body": "{body}"}}'.encode()
    for content in (row, iter([row[:1000], row[1000:]])):
        answer = web.post(f"{notes}?select=body", headers=headers, content=content)
        assert answer.json() == [{"body": body}]


def test_no_answer_has_more_than_a_thousand_rows(stack: Stack, web: httpx.Client, notes: str) -> None:
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        connection.execute(
            "insert into stack_notes (user_id, body) select gen_random_uuid(), 'x' from generate_series(1, 1200)"
        )
        assert len(web.get(notes, headers={"apikey": stack.secret_key}).json()) == 1000
        connection.execute("delete from stack_notes where body = 'x'")


def test_a_refresh_token_is_good_once_and_its_late_use_ends_the_session(connect: Connect) -> None:
    client, thief = connect(), connect()
    signed_up(client)
    tokens = []
    for _ in range(2):
        session = client.auth.get_session()
        assert session
        tokens.append(session.refresh_token)
        client.auth.refresh_session()
    session = client.auth.get_session()
    assert session
    assert session.refresh_token not in tokens
    # The one before the last is answered with the last: the answer to a refresh may have been lost.
    again = thief.auth.refresh_session(tokens[-1]).session
    assert again
    assert again.refresh_token == session.refresh_token
    assert code_of(lambda: thief.auth.refresh_session(tokens[0])) == "refresh_token_already_used"
    assert code_of(lambda: client.auth.refresh_session()) == "refresh_token_already_used"


def test_signing_out_everywhere_ends_the_other_sessions(connect: Connect) -> None:
    here, there = connect(), connect()
    email = signed_up(here)
    there.auth.sign_in_with_password({"email": email, "password": PASSWORD})
    here.auth.sign_out({"scope": "local"})
    assert there.auth.refresh_session().session
    here.auth.sign_in_with_password({"email": email, "password": PASSWORD})
    here.auth.sign_out({"scope": "global"})
    assert code_of(lambda: there.auth.refresh_session()) == "refresh_token_not_found"


def test_a_reset_mail_leads_to_a_page_of_the_app(stack: Stack, connect: Connect, tmp_path: Path) -> None:
    client = connect()
    email = signed_up(client)
    page = tmp_path / "recovery.html"
    page.write_text('<a href="{{ .RedirectTo }}?token_hash={{ .TokenHash }}&amp;type=recovery">New password</a>')
    with stack.auth_with(templates={"recovery": page}):
        for asked, led in (
            ("http://127.0.0.1:9/reset", "http://127.0.0.1:9/reset"),
            ("https://evil.example/", "http://127.0.0.1:8501"),
        ):
            client.auth.reset_password_for_email(email, {"redirect_to": asked})
            mail = stack.mails()[-1]
            assert mail.to == email
            assert mail.link.startswith(f"{led}?token_hash=")
    token_hash = httpx.URL(mail.link).params["token_hash"]
    visitor = connect()
    assert visitor.auth.verify_otp({"token_hash": token_hash, "type": "recovery"}).session
    visitor.auth.update_user({"password": "another one entirely"})
    assert code_of(lambda: connect().auth.verify_otp({"token_hash": token_hash, "type": "recovery"})) == "otp_expired"
    assert (
        code_of(lambda: connect().auth.sign_in_with_password({"email": email, "password": PASSWORD}))
        == "invalid_credentials"
    )
    assert connect().auth.sign_in_with_password({"email": email, "password": "another one entirely"}).session


def test_a_link_as_the_hosted_mails_have_it_leads_on_with_a_session(
    stack: Stack, connect: Connect, web: httpx.Client
) -> None:
    client, email = connect(), f"{uuid4()}@example.com"

    def sign_in() -> AuthResponse:
        return client.auth.sign_in_with_password({"email": email, "password": PASSWORD})

    with stack.auth_with(confirm_emails=True, jwt_exp=7, templates={}):
        welcome = "http://127.0.0.1:9/welcome"
        client.auth.sign_up({"email": email, "password": PASSWORD, "options": {"email_redirect_to": welcome}})
        assert code_of(sign_in) == "email_not_confirmed"
        answer = web.get(stack.mails()[-1].link)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{welcome}#access_token=")
        session = sign_in().session
        assert session
        assert session.expires_in == 7


def test_stopped_and_started_it_has_its_users_and_rows(stack: Stack, connect: Connect, notes: str) -> None:
    client = connect()
    email = signed_up(client)
    client.table("stack_notes").insert({"user_id": user_id(client), "body": "kept"}).execute()
    stack.stop()
    with pytest.raises(AuthRetryableError):
        connect().auth.sign_in_with_password({"email": email, "password": PASSWORD})
    stack.start()
    again = connect()
    again.auth.sign_in_with_password({"email": email, "password": PASSWORD})
    assert bodies(again) == ["kept"]
    assert client.auth.refresh_session().session


def test_away_refuses_connections_until_it_is_back(stack: Stack, web: httpx.Client, notes: str) -> None:
    for _ in range(3):
        stack.away()
        with pytest.raises(httpx.ConnectError):
            web.get(notes)
        stack.back()
        assert web.get(notes, headers={"apikey": stack.publishable_key}).status_code == 200


def test_a_part_that_is_down_is_a_503_and_comes_back_by_itself(stack: Stack, web: httpx.Client, notes: str) -> None:
    def ask() -> int:
        return web.get(notes, headers={"apikey": stack.publishable_key}).status_code

    stack.rest.stop()
    assert ask() == 503
    stack.start()
    assert ask() == 200
    stack.postgres.stop()
    assert ask() == 503
    stack.start()
    until(lambda: ask() == 200)


def test_a_stack_whose_owner_is_killed_leaves_no_process(scratch: Path) -> None:
    program = "import sys, pathlib, tests.stack as s\nwith s.Stack.running(pathlib.Path(sys.argv[1])) as stack:\n"
    program += (
        "    print(*[p.process.pid for p in stack.services], stack.keeper.process.pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(scratch)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        owner.kill()
    assert len(pids) == 5
    until(lambda: not any(is_alive(pid) for pid in pids))


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be collected does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_make_supabase_points_the_app_at_it_while_it_runs(scratch: Path) -> None:
    env_file, keys = scratch / ".env.local", scratch / "data" / "supabase" / "keys.json"
    env_file.write_text("EXAMMENTOR_USER=mira")
    command = [sys.executable, "-m", "tests.stack", str(scratch)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        until(lambda: "SUPABASE_KEY" in env_file.read_text() or running.poll() is not None)
        lines = env_file.read_text().splitlines()
        running.send_signal(signal.SIGINT)
        printed, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    assert lines[0] == "EXAMMENTOR_USER=mira"
    assert [line.partition("=")[0] for line in lines[1:]] == ["SUPABASE_URL", "SUPABASE_KEY"]
    assert all(line.removesuffix(MARK).partition("=")[2] in printed for line in lines[1:])
    assert env_file.read_text() == "EXAMMENTOR_USER=mira\n"
    assert stat.S_IMODE(os.stat(keys).st_mode) == 0o600


def test_the_developers_own_lines_stay(tmp_path: Path) -> None:
    env_file = tmp_path / ".env.local"
    own = "SUPABASE_URL=https://mine.example\n# a note\n"
    env_file.write_text(own + f"SUPABASE_URL=left by a run that was killed{MARK}\n")
    with set_in(env_file, {"SUPABASE_URL": "http://127.0.0.1:54321"}):
        assert env_file.read_text() == own + f"SUPABASE_URL=http://127.0.0.1:54321{MARK}\n"
    assert env_file.read_text() == own
    env_file.unlink()
    with set_in(env_file, {"SUPABASE_URL": "http://127.0.0.1:54321"}):
        assert env_file.exists()
    assert not env_file.exists()
