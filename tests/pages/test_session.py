"""The way of every click: taken, refused where it happened, reloaded on a conflict, or led to the way in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import ROOT
from core.errors import Conflict, ExamMentorError, InputError, NotSignedIn, StoreAway
from pages._ui import messages as say
from tests.pages.app import errors

COMPONENTS = sorted((ROOT / "pages" / "_ui" / "components").rglob("*.py"))


def _page(error: object) -> None:
    import streamlit as st

    from core.bootstrap import build_service
    from pages._ui.desk import Desk, Visit, memory
    from pages._ui.session import attempt

    def call() -> str:
        if error:
            raise error  # type: ignore[misc]
        return "taken"

    st.text(f"warned:{memory(Visit).warning}")
    if st.button("Press", key="press"):
        st.text(f"gave: {attempt(Desk(build_service(), 'home'), call)}")


def pressed(error: ExamMentorError | None) -> AppTest:
    app = AppTest.from_function(_page, args=(error,)).run()
    app.button(key="press").click().run()
    assert not app.exception
    return app


def texts(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def test_what_is_taken_gives_what_the_service_gave() -> None:
    assert texts(pressed(None)) == ["warned:", "gave: taken"]


@pytest.mark.parametrize("error", [InputError("Not *so*."), StoreAway("Away.")], ids=lambda error: type(error).__name__)
def test_what_is_refused_is_said_as_text_where_it_happened(error: ExamMentorError) -> None:
    app = pressed(error)
    (message,) = (message.replace("\\", "") for message in errors(app))
    # A store that fails is in the log too, under the id that follows its sentence.
    assert message.startswith(str(error))
    assert (message == str(error)) == (not isinstance(error, StoreAway))
    assert "*so" not in errors(app)[0].replace("\\*", "")
    assert texts(app)[-1] == "gave: None"


def test_a_conflict_draws_the_page_again_and_says_so() -> None:
    app = pressed(Conflict("Elsewhere."))
    assert texts(app) == [f"warned:{say.CONFLICT}"]
    assert errors(app) == []


def test_who_is_signed_out_is_led_to_the_way_in_and_sees_no_red_line() -> None:
    app = pressed(NotSignedIn("Sign in."))
    assert any("/signin" in html.body for html in app.get("html"))
    assert errors(app) == []
    assert texts(app) == ["warned:"]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_component_leaves_errors_and_the_session_state_to_the_frame(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"^\s*except ", source, re.MULTILINE)
    assert "session_state" not in source
    assert "service.read" not in source
