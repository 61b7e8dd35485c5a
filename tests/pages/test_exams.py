"""Which exam a page is about: the last one where the address names none, and the way to the others."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.models import Intake, StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from core.study.service import StudyService
from pages._ui import messages as say
from pages._ui.desk import PAGE_IN_TURN
from tests.journey import at_phase
from tests.pages.app import current_step, open_at, words

ABOUT_AN_EXAM = sorted({*PAGE_IN_TURN.values(), "progress", "library", "misconceptions"} - {"intake"})


def exam(app: AppTest) -> str:
    """The name of the exam that the page is about; empty where it is about none."""
    names = re.findall(r'<p class="em-exam">(.*?)</p>|</span>([^<]*)</summary>', _html(app))
    return "".join(names[0]) if names else ""


def others(app: AppTest) -> dict[str, str]:
    """The other exams that the page leads to, each with its address."""
    listed = re.search(r"<details.*?</details>", _html(app), re.DOTALL)
    return dict(re.findall(r'href="([^"]*)">([^<]*)</a>', listed.group())) if listed else {}


def _html(app: AppTest) -> str:
    return "".join(html.body for html in app.get("html") if "<style" not in html.body)


@pytest.mark.parametrize("page", ABOUT_AN_EXAM)
def test_a_page_without_an_address_opens_the_last_exam(service: StudyService, page: str) -> None:
    service.save_intake(service.start(), Intake(exam="Botany"))
    last = at_phase(service, StudyPhase.PLANNING)
    over = at_phase(service, StudyPhase.COMPLETED)
    app = open_at(page)
    assert app.query_params["session"] == last.id != over.id
    assert exam(app).startswith("Cell biology")


def test_where_everything_is_over_its_results_are_there(service: StudyService) -> None:
    over = at_phase(service, StudyPhase.COMPLETED)
    assert open_at("plan").query_params["session"] == over.id


@pytest.mark.parametrize("page", ABOUT_AN_EXAM)
def test_without_any_exam_a_page_says_what_will_be_there_and_how_to_begin(service: StudyService, page: str) -> None:
    app = open_at(page)
    assert say.NOTHING_YET[page] in words(app)
    assert 'class="em-bar"' in _html(app), "on a phone the way to the other pages is there"
    assert [link.proto.label for link in app.get("page_link")] == [say.TRY_COURSE]
    app.button(key="begin").click().run()
    assert current_step(app) == "Set up"
    assert service.read.sessions() == (), "nothing is begun before the first input"


def test_one_exam_is_named_and_several_can_be_turned_to(service: StudyService) -> None:
    first = at_phase(service, StudyPhase.LEARNING)
    app = open_at("plan", first.id)
    assert (exam(app), others(app)) == ("Cell biology", {})
    other = service.save_intake(service.start(), Intake(exam="Botany & <b>bees</b>"))
    app = open_at("plan", first.id)
    assert (exam(app), others(app)) == (
        "Cell biology",
        {f"./plan?session={other.id}": "Botany &amp; &lt;b&gt;bees&lt;/b&gt;", "./": say.ALL_EXAMS},
    )
    # Of the steps of a course, the other exam's may not be there yet.
    assert f"./intake?session={other.id}" in others(open_at("learn", first.id))
    assert f"./learn?session={first.id}" in others(open_at("intake", other.id))


def test_the_list_of_exams_is_not_read_at_every_run(service: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    at_phase(service, StudyPhase.INTAKE)
    session = at_phase(service, StudyPhase.QUIZZING)
    asked: list[object] = []
    sessions = SqliteStudyStore.sessions

    def counted(self: SqliteStudyStore, *values: object, **more: object) -> object:
        asked.append(values)
        return sessions(self, *values, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteStudyStore, "sessions", counted)
    app = open_at("quiz", session.id)
    assert len(asked) == 1
    app.run()
    app.run()
    assert len(asked) == 1
    assert others(app)


def test_an_exam_that_is_named_is_called_so_at_once(service: StudyService) -> None:
    session = service.start()
    app = open_at("intake", session.id)
    assert exam(app) == say.NO_EXAM
    service.save_intake(session, Intake(exam="Botany"))
    assert exam(app.run()) == "Botany"


def test_an_exam_that_is_put_away_is_not_opened_and_not_offered(service: StudyService) -> None:
    kept, gone = at_phase(service, StudyPhase.PLANNING), at_phase(service, StudyPhase.PLANNING)
    assert others(open_at("plan", kept.id))
    service.erasing.session(gone.id)
    assert others(open_at("plan", kept.id)) == {}
    assert open_at("plan").query_params["session"] == kept.id
