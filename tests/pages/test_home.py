"""Home as a dashboard, and the pages that look back: what they say, and how little they ask for."""

from __future__ import annotations

import pytest

from core.bootstrap import build_service
from core.models import Answer, Intake, Session, StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from core.study.service import StudyService
from pages._ui.messages import home as say
from pages._ui.messages import misconceptions as mixups
from pages._ui.messages import readiness
from tests.pages.test_pages import at_phase, open_at, words


def quizzed(service: StudyService) -> Session:
    """A course with one quiz handed in, one telling choice wrong."""
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=20, hours=2.0))
    session = service.take_quiz(service.start_topic(session))
    record = service.quiz(session)
    assert record
    noted = next(one for one in record.quiz.questions if one.option_notes)
    wrong = Answer(question_id=noted.id, chosen=(noted.option_notes[0].option_index,))
    return service.submit_answers(service.answer(session, record.id, wrong))


def test_home_asks_the_store_twice_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = quizzed(service)
    asked: list[str] = []
    plain = SqliteStudyStore._all  # type: ignore[attr-defined]

    def counted(self: SqliteStudyStore, sql: str, *values: object) -> object:
        asked.append(sql)
        return plain(self, sql, *values)

    monkeypatch.setattr(SqliteStudyStore, "_all", counted)
    app = open_at("home")
    assert not app.exception
    assert len(asked) == 2, asked
    app.run()
    assert len(asked) == 4
    monkeypatch.setattr(SqliteStudyStore, "_all", plain)
    assert service.open(session.id).version == session.version


def test_home_says_what_to_do_how_it_goes_and_what_is_mixed_up() -> None:
    service = build_service()
    at_phase(service, StudyPhase.LEARNING)
    session = quizzed(service)
    app = open_at("home")
    said = words(app)
    labels = {one.label: one.value for one in app.metric}
    assert set(labels) == {say.DAYS_TO_END, say.DUE_TODAY, say.MIXUPS, say.STUDIED}
    assert labels[say.MIXUPS] == "1"
    assert labels[say.DUE_TODAY] == "2"
    assert say.MIXUPS_TITLE in said
    assert app.selectbox(key="home-mastery").options
    assert service.read.misconceptions(session.id)[0].confusion[:20] in said.replace("\\", "")
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")


def test_before_a_quiz_home_says_what_will_be_there() -> None:
    service = build_service()
    service.generate_plan(service.start(), Intake(exam="Cell biology", days=20, hours=2.0))
    said = words(open_at("home"))
    assert say.MASTERY_EMPTY in said
    assert say.MIXUPS_TITLE not in said


def test_progress_is_empty_before_a_quiz_and_then_has_a_forecast_with_an_interval() -> None:
    service = build_service()
    early = at_phase(service, StudyPhase.LEARNING)
    assert readiness.EMPTY in words(open_at("progress", early.id))
    session = quizzed(service)
    app = open_at("progress", session.id)
    assert not app.exception
    labels = {one.label: one.value for one in app.metric}
    assert readiness.READY_END in labels
    assert " to " in labels[readiness.INTERVAL]
    assert "These are too few quizzes to judge by." in words(app)


def test_mixups_show_their_stage_and_what_they_rest_on() -> None:
    service = build_service()
    early = at_phase(service, StudyPhase.LEARNING)
    assert mixups.EMPTY in words(open_at("misconceptions", early.id))
    session = quizzed(service)
    (noted,) = service.read.misconceptions(session.id)
    said = words(open_at("misconceptions", session.id)).replace("\\", "")
    assert f"**{mixups.STAGES['suspected']}.** {mixups.NEXT['suspected']}" in said
    assert f"You chose “{noted.evidence[0].chosen}”: that spoke for it." in said
    service.corrections.void(noted.question_id, "Wrong key.")
    said = words(open_at("misconceptions", session.id)).replace("\\", "")
    assert mixups.STAGES["withdrawn"] in said
    assert "It no longer counts: the question was taken out." in said
