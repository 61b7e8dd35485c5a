"""What a plan is asked for: the learner's own sentence, what is missing, and the same asked again within a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.agents.router import route
from core.errors import ActionNotAllowed
from core.models import Intake, PlanVersion, Session
from core.stores.memory.store import MemoryStudyStore
from core.study.intake import gaps, heard_so_far, routed
from core.study.service import StudyService
from tests.doubles import NOON, NOOR, SetClock, service
from tests.journey import NOTES
from tests.plan_life import FIVE, ORGANIC, accepted, days_later, events_of, hours_of, proposed

STORES = ("memory", "sqlite")
TODAY = date(2026, 3, 2)


def made_from(study: StudyService, intake: Intake, notes: str = "", name: str = "soil.md") -> Session:
    session = study.start()
    if notes:
        session = study.add_material(session, name, notes.encode())
    return study.generate_plan(session, intake)


def is_hit(study: StudyService, session: Session) -> bool:
    newest = events_of(study, session)[0]
    assert newest.action == "generate_plan"
    assert newest.metadata["plan_cache_key"] == session.context.plan_cache_key
    return "plan cache" in newest.reasoning


def test_the_same_asked_again_is_the_plan_that_was_kept(study: StudyService, clock: SetClock) -> None:
    first = made_from(study, FIVE)
    assert not is_hit(study, first)
    spaced = FIVE.model_copy(update={"exam": " gardening", "syllabus": "\n  roots \nSTEMS\n\nleaves\nFlowers\nseeds\n"})
    seen: list[PlanVersion] = []
    session = study.start()
    again = study.generate_plan(session, spaced, watch=seen.append)
    assert is_hit(study, again)
    assert accepted(study, again) == accepted(study, first)
    assert study.read.topics(again.id) == study.read.topics(first.id)
    assert tuple(seen) == study.read.plans(first.id)
    for planned in (first, again):
        event = events_of(study, planned)[0]
        assert study.run_again(event), "with the inputs that its event holds"
    assert events_of(study, first)[0].metadata["digest"] == events_of(study, again)[0].metadata["digest"]
    assert study.replay(again.id).is_same


def test_a_plan_from_a_file_is_kept_for_that_file(study: StudyService) -> None:
    intake = Intake(exam="Soil", days=5, hours=2)
    first = made_from(study, intake, NOTES)
    again = made_from(study, intake, NOTES)
    assert is_hit(study, again)
    assert study.run_again(events_of(study, again)[0])
    assert not is_hit(study, made_from(study, intake, NOTES.replace("Humus", "Loam")))
    # Its name stands in the plan too.
    assert not is_hit(study, made_from(study, intake, NOTES, "earth.md"))
    assert accepted(study, again) == accepted(study, first)


@pytest.mark.parametrize(
    "other",
    [
        {"hours": 1.25},
        {"days": 13},
        {"goal": "weak in roots"},
        {"known": ("Roots",)},
        {"weekdays_off": (6,)},
        {"dates_off": (date(2026, 3, 5),)},
        {"syllabus": "Stems\nRoots\nLeaves\nFlowers\nSeeds"},
        {"exam": "Botany"},
    ],
)
def test_another_wish_is_planned_anew(study: StudyService, other: dict[str, object]) -> None:
    made_from(study, FIVE)
    assert not is_hit(study, made_from(study, FIVE.model_copy(update=other)))


def test_a_kept_plan_is_its_owners_and_of_its_day() -> None:
    store, clock = MemoryStudyStore(), SetClock()
    mira, noor = service(store, clock), service(store, clock, NOOR)
    first = made_from(mira, FIVE)
    assert not is_hit(noor, made_from(noor, FIVE))
    key = first.context.plan_cache_key
    assert key
    assert store.cached_plan(mira.user_id, key, NOON + timedelta(hours=23, minutes=59))
    assert store.cached_plan(mira.user_id, key, NOON + timedelta(hours=24, minutes=1)) is None
    days_later(clock, 1)
    assert not is_hit(mira, made_from(mira, FIVE))


def test_a_plan_that_did_not_verify_is_kept_as_such(study: StudyService) -> None:
    tight = FIVE.model_copy(update={"days": 1, "hours": 0.5})
    first, again = made_from(study, tight), made_from(study, tight)
    assert is_hit(study, again)
    assert study.plans.state(again).accepted is None
    assert proposed(study, again) == proposed(study, first)


def test_a_sentence_fills_the_intake_in(study: StudyService) -> None:
    text = "21 days for NEET organic chemistry, 3 hours a day, weak in hydrocarbons and biomolecules"
    session, decision = study.route(study.start(), text)
    assert not decision.needs_clarification
    intake = study.intake(study.open(session.id))
    assert (intake.said, intake.exam, intake.scope) == (text, "NEET", ("Organic chemistry",))
    assert (intake.days, intake.exam_date, intake.hours) == (21, None, 3)
    assert session.exam_type == "NEET"
    plain = accepted(study, study.generate_plan(study.start(), intake.model_copy(update={"goal": ""})))
    planned = accepted(study, study.generate_plan(session, intake))
    for weak in ("Hydrocarbons", "Chemistry of biomolecules"):
        assert hours_of(planned, weak) == 1.5 * hours_of(plain, weak), "both that the sentence names get more time"
    event = events_of(study, session)[1]
    assert (event.action, event.agent) == ("route", "router")
    assert "plan, about NEET" in event.reasoning
    assert event.metadata["inputs"] == {"text": text, "today": "2026-03-02"}
    assert study.run_again(event)
    assert not study.run_again(event.model_copy(update={"metadata": event.metadata | {"digest": "x"}}))
    assert study.replay(session.id).is_same


def test_a_date_takes_the_place_of_days_and_the_other_way_round(study: StudyService) -> None:
    session, _ = study.route(study.start(), "NEET physics by 3 May")
    assert study.intake(session).dated == date(2026, 5, 3)
    session, _ = study.route(session, "NEET physics in 30 days")
    assert (study.intake(session).dated, study.intake(session).days) == (None, 30)


def test_a_weak_spot_does_not_narrow_the_exam(study: StudyService) -> None:
    session, _ = study.route(study.start(), "NEET in 200 days, weak in hydrocarbons")
    assert (study.intake(session).scope, study.intake(session).goal) == ((), "Weak in hydrocarbons")


@pytest.mark.parametrize("text", ["neet or jee plan for 30 days", "History for NEET in 9 days", "make me a plan"])
def test_where_it_has_to_ask_or_refuses_only_the_sentence_is_kept(study: StudyService, text: str) -> None:
    typed = study.save_intake(study.start(), ORGANIC)
    session, decision = study.route(typed, text)
    assert decision.needs_clarification or decision.refusal
    assert study.intake(session) == ORGANIC.model_copy(update={"said": text})
    reasoning = events_of(study, session)[0].reasoning
    assert (decision.clarifying_question or decision.refusal) in reasoning


def test_what_a_sentence_does_not_say_stays(study: StudyService) -> None:
    typed = study.save_intake(study.start(), ORGANIC.model_copy(update={"goal": "Pass", "exam_date": date(2026, 4, 1)}))
    session, decision = study.route(typed, "autopilot please")
    assert decision.intent == "autopilot"
    assert study.intake(session) == study.intake(typed).model_copy(update={"said": "autopilot please"})
    session, _ = study.route(session, "plan for JEE, 4 hours a day")
    intake = study.intake(session)
    assert (intake.exam, intake.scope, intake.hours) == ("JEE", (), 4), "no part of another exam"
    assert (intake.goal, intake.exam_date) == ("Pass", date(2026, 4, 1))
    own, decision = study.route(session, "20 days plan for pottery glazing")
    assert not decision.exam
    assert (study.intake(own).exam, study.intake(own).scope) == ("Pottery glazing", ())
    assert routed(ORGANIC, "x", decision).scope == ()


def test_an_answer_is_read_with_the_sentence_that_was_asked_about(study: StudyService) -> None:
    session, decision = study.route(study.start(), "neet or jee in 30 days, sundays off")
    assert decision.needs_clarification
    # As after a refresh: nothing but what is stored is known.
    session, decision = study.route(study.open(session.id), "NEET")
    intake = study.intake(session)
    assert intake.said == "neet or jee in 30 days, sundays off\nNEET"
    assert (intake.exam, intake.days, intake.weekdays_off) == ("NEET", 30, (6,))
    assert study.run_again(events_of(study, session)[0])
    session, _ = study.route(session, "JEE in 9 days")
    assert study.intake(session).said == "JEE in 9 days", "what is clear waits for no answer"
    session, decision = study.route(study.start(), "quiz me on thermodynamics")
    assert (study.intake(session).exam, decision.needs_clarification) == ("", False)
    session, _ = study.route(session, "for NEET")
    assert (study.intake(session).exam, study.intake(session).scope) == ("NEET", ("Thermodynamics",))


def test_what_waits_for_an_answer_does_not_grow_for_ever() -> None:
    decision = route("make me a plan", TODAY)
    assert heard_so_far("", "NEET", lambda _: decision) == "NEET"
    assert heard_so_far("plan", "NEET", lambda _: decision) == "plan\nNEET"
    assert heard_so_far("plan", "plan", lambda _: decision) == "plan"
    assert heard_so_far("x" * 500, "NEET", lambda _: decision) == "NEET"


def test_what_cannot_be_taken_is_kept_out_and_stands_in_the_history(study: StudyService) -> None:
    typed = study.save_intake(study.start(), ORGANIC.model_copy(update={"days": 30, "hours": 3.0}))
    session, decision = study.route(typed, "400 days for NEET biology and polity, 500 hours a day")
    intake = study.intake(session)
    assert (intake.exam, intake.scope, intake.days, intake.hours) == ("NEET", ("Biology",), 30, 3)
    assert len(decision.not_taken) == 3
    assert all(sentence in events_of(study, session)[0].reasoning for sentence in decision.not_taken)


def test_what_is_known_is_filled_in_where_the_scope_has_it(study: StudyService) -> None:
    session, _ = study.route(study.start(), "NEET physics in 90 days, I know optics and genetics already")
    intake = study.intake(session)
    assert (intake.scope, len(intake.known)) == (("Physics",), 2)
    assert gaps(intake, TODAY, has_material=False) == {}
    session, _ = study.route(session, "NEET without organic chemistry")
    intake = study.intake(session)
    assert intake.scope == ("Physics", "Physical chemistry", "Inorganic chemistry", "Biology")
    assert study.generate_plan(session, intake.model_copy(update={"hours": 12, "days": 120}))


def test_the_same_sentence_twice_is_one_commit_and_only_at_intake(study: StudyService) -> None:
    start = study.start()
    session, decision = study.route(start, "NEET in 30 days")
    again, decided = study.route(start, "NEET in 30 days")
    assert (again.version, again.context, decided) == (session.version, session.context, decision)
    assert len(events_of(study, session)) == 2
    planned = study.generate_plan(session, study.intake(session).model_copy(update={"hours": 8}))
    with pytest.raises(ActionNotAllowed):
        study.route(planned, "JEE in 30 days")
    assert study.open(planned.id) == planned


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"exam": " "}, "exam", "Name the exam"),
        ({"exam": "Pottery"}, "syllabus", "Upload a file or paste one"),
        ({"days": 0}, "days", "1 to 365"),
        ({"days": 366}, "days", "1 to 365"),
        ({"exam_date": TODAY}, "exam_date", "from tomorrow"),
        ({"exam_date": TODAY + timedelta(days=366)}, "exam_date", "a year from now"),
        ({"hours": 0.2}, "hours", "quarter of an hour"),
        ({"hours": 24.5}, "hours", "24 hours"),
        ({"weekdays_off": tuple(range(7))}, "weekdays_off", "at least one day"),
        ({"days": 2, "weekdays_off": (0, 1)}, "weekdays_off", "at least one day"),
        ({"days": 2, "weekdays_off": (0,), "dates_off": (date(2026, 3, 3),)}, "weekdays_off", "at least one day"),
    ],
)
def test_each_gap_is_said_at_its_field(typed: dict[str, object], field: str, says: str) -> None:
    assert gaps(ORGANIC, TODAY, has_material=False) == {}
    messages = gaps(ORGANIC.model_copy(update=typed), TODAY, has_material=False)
    assert list(messages) == [field]
    assert says in str(messages[field])


def test_what_fills_a_gap() -> None:
    own = Intake(exam="Pottery", days=9)
    assert gaps(own, TODAY, has_material=True) == {}
    assert gaps(own.model_copy(update={"syllabus": "Glazes"}), TODAY, has_material=False) == {}
    assert gaps(Intake(exam="cell biology"), TODAY, has_material=False) == {}
    far = Intake(exam="NEET", days=0, exam_date=TODAY + timedelta(days=365))
    assert gaps(far, TODAY, has_material=False) == {}, "the date says it, not the days"


@pytest.mark.parametrize(
    ("sentence", "exam"),
    [
        ("I have a statistics exam in 10 days", "Statistics"),
        ("statistics 101 midterm next friday, 2 hours a day", "Statistics"),
        ("History of art final, 3 weeks", "History of art"),
        ("20 days for my AWS certification exam", "AWS certification"),
        ("Roman history", "Roman history"),
        ("30 days for NEET", "NEET"),
        ("hello", ""),
        ("my exam is on 12 Dec", ""),
    ],
)
def test_a_sentence_that_names_no_known_exam_gives_it_its_words(study: StudyService, sentence: str, exam: str) -> None:
    session, _ = study.route(study.start(), sentence)
    assert study.intake(session).exam == session.exam_type == exam


def test_the_words_of_a_sentence_that_is_asked_about_leave_a_name_that_was_given(study: StudyService) -> None:
    session = study.save_intake(study.start(), Intake(exam="Latin"))
    session, decision = study.route(session, "Roman history")
    assert decision.needs_clarification
    assert study.intake(session).exam == "Latin"
