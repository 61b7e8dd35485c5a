"""Whose plan is printed on Supabase: the owner's own, for the owner alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core.bootstrap import load_settings, open_sign_ins, take_seat
from core.models import Intake
from pages._ui.html.printing import routes as printing
from pages._ui.html.sign_in import routes as way_in
from pages._ui.html.sign_in.gate import Gate
from pages._ui.messages import printing as say
from tests.accounts import HERE, account
from tests.asgi import InProcess
from tests.people import make_cohort
from tests.stack import Stack


@pytest.fixture(autouse=True)
def on_supabase(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    way_in._tries.storage.reset()
    return supabase


@contextmanager
def browser() -> Iterator[httpx.Client]:
    app = Starlette(routes=[*way_in.routes(), *printing.routes()], middleware=[Middleware(Gate)])
    with httpx.Client(transport=InProcess(app), base_url=HERE, headers={"origin": HERE}) as client:
        yield client


def planned(client: httpx.Client) -> str:
    """A session with a plan, of whoever is signed in here."""
    service = take_seat(load_settings(), client.cookies["exammentor"], for_one_call=True).service
    return service.generate_plan(service.start(), Intake(exam="Cell biology", days=7, hours=3)).id


def user_of(client: httpx.Client) -> str:
    tokens = open_sign_ins(load_settings()).find(client.cookies["exammentor"])
    assert tokens
    return tokens.user_id


def test_the_owner_gets_the_plan_and_who_has_not_signed_in_the_way_in() -> None:
    with browser() as owner, browser() as stranger:
        account(owner)
        session_id = planned(owner)
        answer = owner.get(f"/print/plan?session={session_id}")
        assert answer.status_code == 200
        assert "The cell membrane and transport" in answer.text
        sent_on = stranger.get(f"/print/plan?session={session_id}")
        there = f"/signin?next=/print/plan%3Fsession%3D{session_id}"
        assert (sent_on.status_code, sent_on.headers["location"]) == (303, there)


def test_anothers_plan_is_as_unknown_as_nobodys_also_to_an_instructor(on_supabase: Stack) -> None:
    with browser() as owner, browser() as other:
        account(owner)
        account(other)
        session_id = planned(owner)
        unknown = other.get("/print/plan?session=no-such-session")
        assert unknown.status_code == 404
        answer = other.get(f"/print/plan?session={session_id}")
        assert (answer.status_code, answer.text) == (404, unknown.text)
        make_cohort(on_supabase, user_of(other), user_of(owner))
        seen = take_seat(load_settings(), other.cookies["exammentor"], for_one_call=True).service.open(session_id)
        assert seen.user_id == user_of(owner)
        answer = other.get(f"/print/plan?session={session_id}")
        assert (answer.status_code, answer.text) == (404, unknown.text)


def test_while_supabase_is_away_what_was_opened_here_is_printed_and_the_rest_said(on_supabase: Stack) -> None:
    with browser() as owner:
        account(owner)
        session_id = planned(owner)
        on_supabase.away()
        try:
            assert owner.get(f"/print/plan?session={session_id}").status_code == 200
            answer = owner.get("/print/plan?session=never-opened-here")
        finally:
            on_supabase.back()
        assert answer.status_code == 503
        assert say.AWAY_TITLE in answer.text


def test_a_sign_in_that_the_database_knows_no_more_leads_to_the_way_in_and_not_in_circles(
    on_supabase: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with browser() as owner:
        account(owner)
        session_id = planned(owner)
        monkeypatch.setattr("core.stores.sign_ins.SignIns.access_token", lambda *_: "forged")
        answer = owner.get(f"/print/plan?session={session_id}")
        assert answer.status_code == 401
        assert f'href="/signin?next=/print/plan%3Fsession%3D{session_id}"' in answer.text


def test_calls_share_their_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    with browser() as owner:
        account(owner)
        address = f"/print/plan?session={planned(owner)}"
        assert owner.get(address).status_code == 200
        opened: list[object] = []
        monkeypatch.setattr("core.stores.supabase.call.new_http_client", opened.append)
        assert owner.get(address).status_code == 200
        assert opened == []
