"""History by day, the catalogue, the outbox where nothing waits, and classes where nobody else is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.errors import AccountError, StoreAway
from core.models import HistoryQuery, Intake, Profile
from core.stores.memory.store import MemoryStudyStore
from core.study.classes import NoPeople
from core.study.service import StudyService
from tests.doubles import SetClock, service
from tests.journey import COURSE, NOTES


def test_a_query_runs_from_the_beginning_of_a_day_to_the_end_of_another(study: StudyService) -> None:
    query = study.history.within(HistoryQuery(agent="tutor"), date(2026, 3, 1), date(2026, 3, 2), "UTC")
    assert (query.since, query.until) == (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC))
    assert query.agent == "tutor"
    assert study.history.within(query, None, None, "UTC") == HistoryQuery(agent="tutor")


def test_the_catalogue_offers_courses_and_exams(study: StudyService) -> None:
    assert [course.exam for course in study.catalogue.courses()] == ["Cell biology"]
    names = study.catalogue.exam_names()
    assert names[0] == "Cell biology"
    assert {"NEET", "JEE"} <= set(names)
    exam = study.catalogue.exam("neet")
    assert exam
    assert "Organic chemistry" in exam.scopes
    assert "Hydrocarbons" in exam.topics
    assert study.catalogue.exam("Botany") is None


def test_an_intake_lacks_what_neither_it_nor_a_file_says(study: StudyService) -> None:
    botany = Intake(exam="Botany")
    assert set(study.catalogue.gaps(None, botany, "UTC")) == {"syllabus"}
    assert not study.catalogue.has_text(None, botany)
    assert study.catalogue.topic_names(None, botany) == ()
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    assert study.catalogue.gaps(session, botany, "UTC") == {}
    assert study.catalogue.has_text(session, botany)
    assert study.catalogue.topic_names(session, botany) == ("Layers of soil", "Life in soil")
    assert study.catalogue.has_text(None, COURSE)


def test_a_plan_can_run_over_a_year_from_a_day(study: StudyService, clock: SetClock) -> None:
    days = study.catalogue.days("UTC")
    assert (days[0], len(days)) == (clock.at.date(), 365)
    assert study.catalogue.days("UTC", date(2026, 7, 1))[0] == date(2026, 7, 1)


def test_on_an_embedded_store_nothing_waits(study: StudyService) -> None:
    state = study.outbox.state()
    assert (state.is_away, state.pending, state.rejected) == (False, 0, ())
    assert study.outbox.send()
    study.outbox.dismiss(1)
    assert study.outbox.rejected() == ()
    assert study.exports.rejected() == "[]"


def test_without_accounts_whoever_runs_the_app_may_correct_and_has_no_classes(study: StudyService) -> None:
    assert study.classes.may_correct()
    mine = study.classes.mine()
    assert mine
    assert (mine.led, mine.joined) == ((), ())
    with pytest.raises(AccountError):
        study.classes.join("CODE")
    with pytest.raises(AccountError):
        study.classes.create("Botany")


def test_while_the_database_is_away_nobody_is_taken_for_an_instructor() -> None:
    class Unreachable(NoPeople):
        def profile(self) -> Profile:
            raise StoreAway("Away.")

    study = service(MemoryStudyStore())
    away = StudyService(
        MemoryStudyStore(), study._agents, SetClock(), str, "mira", study.max_upload_bytes, people=Unreachable()
    )
    assert away.classes.mine() is None
    assert not away.classes.may_correct()
