"""Taking one's study along and bringing it in with accounts: each gets their own, and only through the sign-in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core.models import Intake
from core.stores.memory.store import MemoryStudyStore
from pages._ui.html.data import routes as data
from pages._ui.html.sign_in import routes as way_in
from pages._ui.html.sign_in.gate import Gate
from pages._ui.messages import data as say
from tests.accounts import HERE, account
from tests.along import entries, taken
from tests.asgi import InProcess
from tests.doubles import service
from tests.stack import Stack


@pytest.fixture(autouse=True)
def on_supabase(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    way_in._tries.storage.reset()
    data._tries.storage.reset()
    return supabase


@pytest.fixture
def clients() -> Iterator[tuple[httpx.Client, httpx.Client]]:
    app = Starlette(routes=[*data.routes(), *way_in.routes()], middleware=[Middleware(Gate)])

    def browser() -> httpx.Client:
        return httpx.Client(transport=InProcess(app), base_url=HERE, headers={"origin": HERE})

    with browser() as one, browser() as other:
        yield one, other


def sent(client: httpx.Client, file: bytes) -> httpx.Response:
    return client.post("/import", files={"file": ("along.zip", file)})


def sessions(client: httpx.Client) -> list[str]:
    account = json.loads(entries(client.get("/export/account.zip").content)["account.json"])
    return [session["id"] for session in account["sessions"]]


def test_each_takes_and_brings_their_own_and_nobody_without_a_sign_in(
    clients: tuple[httpx.Client, httpx.Client],
) -> None:
    one, other = clients
    study = service(MemoryStudyStore())
    session = study.generate_plan(study.start(), Intake(exam="Cell biology", days=20))
    archive = taken(study.backup)

    assert one.get("/export/account.zip").headers["location"].startswith("/signin?next=/export/account.zip")
    assert one.get("/import").status_code == 303
    assert sent(one, archive).status_code == 401

    account(one)
    account(other)
    came = sent(one, archive)
    assert re.search(re.escape(say.brought(1, 0, 0)), came.text)
    assert sessions(one) == [session.id]
    assert sessions(other) == []
    # What is somebody else's cannot be brought in over it, nor be told from what was studied on.
    assert "was here before, or is in another account" in sent(other, archive).text
    assert sessions(other) == []

    for origin in ("https://evil.example", ""):
        answer = one.post("/import", files={"file": archive}, headers={"origin": origin})
        assert answer.status_code == 403
    one.post("/auth/logout")
    assert one.get("/export/account.zip").status_code == 303


def test_more_than_an_account_may_hold_is_refused_as_it_comes(
    clients: tuple[httpx.Client, httpx.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = clients
    account(one)
    monkeypatch.setattr(data, "LARGEST_ACCOUNT_MB", 1)
    answer = sent(one, bytes(2**20 + 1))
    assert answer.status_code == 413
    assert say.IN_TOO_LARGE.format(most=1) in answer.text
