"""The files that the service makes: of the plan that holds, of what was answered, and of the history."""

from __future__ import annotations

import csv
import io

import pytest
from icalendar import Calendar

from core.errors import PlanError
from core.models import HistoryQuery
from core.study.export.tables import ANSWER_COLUMNS
from core.study.service import StudyService
from tests.journey import hand_in, to_quiz
from tests.plan_life import FIVE, TIGHT, accepted, edit


def test_a_calendar_takes_back_what_only_an_earlier_plan_had(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    session = study.plans.edit(session, edit("leave_out", "Seeds"))
    events = Calendar.from_ical(study.exports.plan_calendar(session)).walk("VEVENT")
    cancelled = {str(event["SUMMARY"]) for event in events if event["STATUS"] == "CANCELLED"}
    assert cancelled == {"Left out: Seeds"}
    assert {int(event["SEQUENCE"]) for event in events} == {2}


def test_a_table_is_marked_as_utf_8_and_notes_are_not(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    table = study.exports.plan_table(session)
    assert table.startswith(b"\xef\xbb\xbf")
    assert "Roots" in table.decode("utf-8-sig")
    assert study.exports.plan_notes(session).startswith(b"# Gardening")


def test_where_no_plan_holds_there_is_none_to_take_along(study: StudyService) -> None:
    session = study.generate_plan(study.start(), TIGHT)
    for make in (study.exports.plan_calendar, study.exports.plan_table, study.exports.plan_notes):
        with pytest.raises(PlanError):
            make(session)
    assert study.exports.plan_sheet(session) is None


def test_a_sheet_is_of_the_plan_that_was_accepted_last(study: StudyService) -> None:
    session = study.plans.edit(study.generate_plan(study.start(), FIVE), edit("leave_out", "Seeds"))
    sheet = study.exports.plan_sheet(session)
    assert sheet
    plan = accepted(study, session)
    assert sheet.version.plan == plan
    assert plan.window
    assert sheet.exam_on == plan.window.exam_on
    assert [day.date for week in sheet.weeks for day in week] == list(plan.window.dates)
    assert all(week[0].date.weekday() == 0 for week in sheet.weeks[1:])


def test_a_deck_is_there_once_a_quiz_was_handed_in_and_has_no_void_question(study: StudyService) -> None:
    session = to_quiz(study)
    assert not study.exports.has_deck(session)
    session = hand_in(study, session, wrong=1)
    assert study.exports.has_deck(session)
    whole = study.exports.deck(session)
    for attempt in study.read.attempts(session.id)[1:]:
        study.corrections.void(attempt.question_id, "Not clear.")
    session = study.open(session.id)
    assert len(study.exports.deck(session)) < len(whole)
    rows = list(csv.reader(io.StringIO(study.exports.answers(session).decode("utf-8-sig"))))
    assert tuple(rows[0]) == ANSWER_COLUMNS
    assert [row[ANSWER_COLUMNS.index("is_void")] for row in rows[1:]].count("no") == 1


def test_the_history_is_whole_wherever_its_page_was_turned_to(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study))
    events = study.history.page(HistoryQuery(session_id=session.id)).events
    turned = HistoryQuery(session_id=session.id, before=events[3].id, limit=2)
    rows = list(csv.DictReader(io.StringIO(study.exports.history(turned))))
    assert [int(row["id"]) for row in rows] == [event.id for event in events]
