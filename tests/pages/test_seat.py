"""One browser tab and two learners, one after the other."""

from __future__ import annotations

import time

import pytest

from core.bootstrap import load_settings, sign_in, sign_out
from core.models import Tokens
from pages._ui import session as gate
from tests.doubles import MIRA, NOOR
from tests.pages.app import open_at
from tests.stack import Stack

TYPED = "Mira's own words"


@pytest.mark.parametrize("is_between", [False, True], ids=["at once", "after a run that nobody was signed in for"])
def test_who_sits_down_next_sees_nothing_of_what_was_typed(
    supabase: Stack, monkeypatch: pytest.MonkeyPatch, *, is_between: bool
) -> None:
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    settings = load_settings()
    mira, noor = (
        sign_in(
            settings,
            Tokens(
                user_id=user_id,
                email="",
                access_token=supabase.token(user_id),
                refresh_token=user_id,
                expires_at=time.time() + 3600,
            ),
        )
        for user_id in (MIRA, NOOR)
    )
    # AppTest has no cookies.
    cookie = {"secret": mira}
    monkeypatch.setattr(gate, "secret_in", lambda *_, **__: cookie["secret"])
    app = open_at("intake")
    app.text_area(key="intake-syllabus").set_value(TYPED).run()
    assert app.text_area(key="intake-syllabus").value == TYPED
    if is_between:
        sign_out(settings, mira)
        app.run()
    cookie["secret"] = noor
    app.run()
    # At her own form, whose fields are those that the tab may remember.
    app.query_params.clear()
    app.switch_page("pages/intake.py").run()
    assert app.text_area(key="intake-syllabus")
    assert TYPED not in [*(field.value for field in app.text_area), *(field.value for field in app.text_input)]
