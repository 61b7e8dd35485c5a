"""Quizzes that fit the learner, misconceptions that live, and questions that are taken out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.assessment.answers import asked_anew, attempts, retries
from core.domain.assessment.grading import grade
from core.domain.assessment.selection import fitted, forecasts, spare
from core.domain.mastery import rate
from core.errors import ActionNotAllowed, Conflict, InputError
from core.models import Answer, Evidence, HistoryQuery, ItemEvidence, Misconception, Session
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.doubles import NOON, SetClock, question, service
from tests.journey import (
    COURSE,
    LONG_COURSE,
    hand_in,
    once_more,
    quiz_of,
    reply,
    right_to,
    telling_first,
    to_quiz,
    wrong_to,
)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(1, 12))
def test_a_quiz_takes_what_is_nearest_to_seventy_percent(shares: list[float], count: int) -> None:
    pool = [question(number) for number in range(len(shares))]
    expected = {f"q{number}": share for number, share in enumerate(shares)}
    chosen = fitted(pool, expected, count)
    assert len(chosen) == len({question.id for question in chosen}) == min(count, len(pool))
    left = [abs(expected[question.id] - 0.7) for question in pool if question not in chosen]
    taken = [abs(expected[question.id] - 0.7) for question in chosen]
    assert not left or max(taken) <= min(left) + 0.12


def test_what_was_seen_comes_last_and_statements_are_few() -> None:
    statement = {"question_type": "true_false", "options": ("True", "False"), "correct_option_index": 0}
    pool = [question(number, **(statement if number < 6 else {})) for number in range(12)]
    expected = {question.id: 0.7 if number < 6 else 0.6 for number, question in enumerate(pool)}
    chosen = fitted(pool, expected, 6, seen={"q6"})
    assert sum(question.question_type == "true_false" for question in chosen) == 2
    assert "q6" not in {question.id for question in chosen}
    assert len(fitted(pool, expected, 12)) == 12


def test_a_quiz_has_something_of_each_kind_however_far_off_it_is() -> None:
    typed = {"question_type": "fill_blank", "options": (), "correct_option_index": None, "accepted_answers": ("x",)}
    pool = [question(number, **(typed if number == 9 else {})) for number in range(10)]
    expected = {question.id: 0.1 if question.id == "q9" else 0.7 for question in pool}
    assert "q9" in {question.id for question in fitted(pool, expected, 3)}
    assert "q9" not in {question.id for question in fitted(pool, expected, 1)}


def test_a_question_that_nobody_answered_is_as_hard_as_the_others_of_its_own_topic() -> None:
    pool = [question(0), question(1), question(2, difficulty="hard"), question(3, topic="Neighbour")]
    evidence = [
        ItemEvidence(question_id=name, answered=40, information=8, weight=weight)
        for name, weight in (("q0", 8), ("elsewhere", -80))
    ]
    first, second, hard, neighbour = forecasts(rate([]), "Leaves", pool, evidence, NOON)
    assert first.item_rating == pytest.approx((2 * 0.8 + 8) / 10)
    assert (second.item_rating, hard.item_rating) == (pytest.approx(0.8), pytest.approx(1.6))
    assert neighbour.item_rating == 0
    assert hard.forecast < second.forecast < neighbour.forecast


def test_what_is_kept_back_is_on_the_same_concepts() -> None:
    pool = [question(number, concept_tested=f"c{number % 2}") for number in range(8)]
    other = question(9, concept_tested="other")
    spares = spare([*pool, other], pool[:2])
    assert [question.id for question in spares] == ["q2", "q4", "q3", "q5"]


def test_the_quiz_gets_harder_for_who_is_right_and_easier_for_who_is_not(study: StudyService) -> None:
    def rating_and_hardness(wrong: int) -> tuple[float, float]:
        session = once_more(study, hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=wrong))
        record = study.quiz(session)
        assert record
        assert [forecast.question_id for forecast in record.quiz.forecasts] == [
            question.id for question in record.quiz.questions
        ]
        hardness = sum(forecast.item_rating for forecast in record.quiz.forecasts)
        return study.quizzes.ability(session).rating(record.quiz.topic).rating, hardness

    (strong, hard), (weak, easy) = rating_and_hardness(0), rating_and_hardness(5)
    assert strong > 0 > weak
    assert hard > easy


def test_a_quiz_records_what_it_expected_before_it_was_answered(study: StudyService) -> None:
    session = to_quiz(study, LONG_COURSE)
    record = study.quiz(session)
    assert record
    session = hand_in(study, session, wrong=3)
    log = study.read.attempts(session.id)
    assert {(attempt.question_id, attempt.forecast) for attempt in log} == {
        (forecast.question_id, forecast.forecast) for forecast in record.quiz.forecasts
    }
    assert [attempt.is_right for attempt in log].count(False) == 3
    topic = study.topic(session, record.quiz.topic)
    assert topic.mastery_score == round(100 * rate(log).expected(topic.name, log[0].at), 1)
    assert topic.review_on
    assert topic.review_on > NOON.date()


def test_a_wrong_choice_is_suspected_asked_again_and_confirmed_or_cleared(study: StudyService, clock: SetClock) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=3)
    noted = study.read.misconceptions(session.id)
    assert noted
    assert {misconception.stage(clock.at) for misconception in noted} == {"suspected"}
    assert session.context.misconceptions == [misconception.confusion for misconception in noted]
    asked_of = {misconception.question_id for misconception in noted}
    again: set[str] = set()
    for days in (0, 1, 2):
        clock.at = max(clock.at, NOON + timedelta(days=days))
        session = once_more(study, session)
        record = quiz_of(study, session)
        asked = {question.id for question in record.quiz.questions} & asked_of
        again = again & asked or asked
        assert len(asked) == min(3, len(asked_of))
        for item in record.quiz.questions:
            session = study.answer(session, record.id, reply(item, right=item.id != min(again)))
        session = study.submit_answers(session)
        if days == 0:
            # What was seen a minute ago is copied, not known.
            assert "cleared" not in stages(study, session, clock.at).values()
    stands = stages(study, session, clock.at)
    assert stands[min(again)] == "confirmed"
    assert {stands[name] for name in again - {min(again)}} == {"cleared"}
    assert set(stages(study, session, clock.at + timedelta(days=61)).values()) <= {"expired", "cleared"}


def stages(study: StudyService, session: Session, at: datetime) -> dict[str, str]:
    """Where each misconception stands, by the question that showed it."""
    return {
        misconception.question_id: misconception.stage(at) for misconception in study.read.misconceptions(session.id)
    }


def test_a_redemption_question_can_be_answered_once_and_bears_on_the_misconception(
    study: StudyService, clock: SetClock
) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=2)
    record = study.quiz(session)
    assert record
    again = retries(record)
    assert len(again) == 2
    first, question_again = next(iter(again.items()))
    with pytest.raises(InputError, match="Choose or type"):
        study.quizzes.retry(session, Answer(question_id=question_again.id))
    with pytest.raises(InputError, match="not in this quiz"):
        study.quizzes.retry(session, Answer(question_id="nothing", chosen=(0,)))
    before = study.read.topics(session.id)
    session, right = study.quizzes.retry(session, right_to(question_again))
    assert right
    about = [
        misconception for misconception in study.read.misconceptions(session.id) if misconception.question_id == first
    ]
    assert about
    assert [evidence.shows_it for misconception in about for evidence in misconception.evidence] == [True, False]
    assert {misconception.stage(clock.at) for misconception in about} == {"suspected"}
    assert study.read.topics(session.id) == before
    same, right = study.quizzes.retry(session, wrong_to(question_again))
    assert (same.version, right) == (session.version, True)
    session = study.next_topic(session)
    with pytest.raises(ActionNotAllowed):
        study.quizzes.retry(session, right_to(question_again))


def test_a_question_asked_anew_has_the_same_key() -> None:
    first = question(options=("a", "b", "c"), correct_option_index=0)
    assert asked_anew(first).right_answer == "a"
    assert asked_anew(first).options == ("c", "b", "a")


def life(*answers: tuple[float, str, bool], asked_in: str = "quiz", void: Collection[int] = ()) -> Misconception:
    """A misconception with answers to it, each at so many hours: the question, and whether it was right."""
    evidence = tuple(
        Evidence(
            at=NOON + timedelta(hours=hours), question_id=name, quiz_id=asked_in, shows_it=not right, is_void=n in void
        )
        for n, (hours, name, right) in enumerate(answers)
    )
    return Misconception(
        id="m", topic="T", concept="c", confusion="x", counter_example="y", question_id="a", noticed_at=NOON,
        evidence=evidence,
    )  # fmt: skip


WRONG, RIGHT = False, True


@pytest.mark.parametrize(
    ("answers", "stage"),
    [
        ([], "suspected"),
        ([(0, "a", WRONG)], "suspected"),
        ([(0, "a", WRONG), (24, "a", WRONG)], "confirmed"),
        ([(0, "a", WRONG), (24, "b", RIGHT)], "cleared"),
        ([(0, "a", WRONG), (0.1, "b", RIGHT)], "suspected"),
        ([(0, "a", WRONG), (24, "a", RIGHT)], "suspected"),
        ([(0, "a", WRONG), (24, "a", RIGHT), (25, "a", RIGHT)], "suspected"),
        ([(0, "a", WRONG), (24, "a", RIGHT), (48, "a", RIGHT)], "cleared"),
        ([(0, "a", WRONG), (24, "b", WRONG), (48, "b", RIGHT)], "confirmed"),
        ([(0, "a", WRONG), (24, "b", WRONG), (48, "c", RIGHT)], "confirmed"),
        ([(0, "a", WRONG), (24, "b", WRONG), (48, "c", RIGHT), (48, "d", RIGHT)], "cleared"),
        ([(0, "a", WRONG), (24, "b", WRONG), (48, "a", RIGHT), (72, "b", RIGHT)], "cleared"),
        ([(0, "a", WRONG), (24, "a", RIGHT), (48, "a", WRONG), (72, "a", RIGHT)], "confirmed"),
        ([(0, "a", WRONG), (24, "b", RIGHT), (48, "a", WRONG)], "suspected"),
    ],
)
def test_where_a_misconception_stands(answers: list[tuple[float, str, bool]], stage: str) -> None:
    assert life(*answers).stage(NOON + timedelta(days=5)) == stage


def test_a_misconception_expires_once_cleared_no_more_and_is_withdrawn_with_what_spoke_for_it() -> None:
    later = NOON + timedelta(days=65)
    assert life((0, "a", WRONG)).stage(later) == "expired"
    assert life((0, "a", WRONG), (24, "b", RIGHT)).stage(later) == "cleared"
    assert life((0, "a", WRONG), void=[0]).stage(later) == "withdrawn"
    assert life((0, "a", WRONG), (24, "a", WRONG), void=[1]).stage(NOON + timedelta(days=2)) == "suspected"


def test_an_answer_given_beside_the_key_clears_no_misconception() -> None:
    copied = life((0, "a", WRONG), (24, "b", RIGHT), (48, "c", RIGHT), asked_in="")
    assert copied.stage(NOON + timedelta(days=5)) == "suspected"


def test_a_borrowed_question_counts_for_the_topic_that_it_is_about(study: StudyService) -> None:
    session = to_quiz(study, LONG_COURSE)
    record = quiz_of(study, session)
    borrowed = {asked.id: "Osmosis" for asked in record.quiz.questions[:2]}
    lent = record.model_copy(update={"quiz": record.quiz.model_copy(update={"borrowed": borrowed})})
    lines = attempts(lent, grade(lent.quiz, ()), NOON)
    assert [line.topic for line in lines] == ["Osmosis"] * 2 + [record.quiz.topic] * (len(lines) - 2)


def state(study: StudyService, session: Session) -> object:
    stored = study.open(session.id)
    quizzes = [record.model_copy(update={"submitted_at": None}) for record in study.read.quizzes(session.id)]
    parts = (study.read.topics(session.id), study.read.attempts(session.id), study.read.misconceptions(session.id))
    return stored.phase, stored.context, quizzes, parts


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 9))
def test_void_then_not_void_is_as_if_nothing_had_been(first: int, second: int, place: int) -> None:
    study = service(MemoryStudyStore())
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=first)
    session = hand_in(study, once_more(study, session), wrong=second)
    record = study.quiz(session)
    assert record
    name = record.quiz.questions[place % len(record.quiz.questions)].id
    before = state(study, session)
    assert study.corrections.void(name, "Two answers are right.").corrected == (session.id,)
    assert state(study, session) != before
    log = study.read.attempts(session.id)
    topic = study.topic(session, record.quiz.topic)
    assert topic.mastery_score == round(100 * rate(log).expected(topic.name, log[-1].at), 1)
    assert study.corrections.unvoid(name, "It was right after all.").corrected == (session.id,)
    assert state(study, session) == before
    assert study.replay(session.id).is_same


def test_a_report_reaches_the_instructor_and_the_void_question_is_not_asked_again(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=1)
    record = study.quiz(session)
    assert record
    assert record.analysis
    bad = telling_first(record)[0]
    session = study.quizzes.report(session, record.id, bad.id, "  Two of the options\nare right. ")
    with pytest.raises(InputError, match="what is wrong"):
        study.quizzes.report(session, record.id, bad.id, " ")
    with pytest.raises(InputError, match="not in this quiz"):
        study.quizzes.report(session, record.id, "other", "x")
    (told,) = study.corrections.reports()
    assert (told.question_id, told.question, told.reason) == (bad.id, bad.text, "Two of the options are right.")
    assert told.is_void is False
    with pytest.raises(InputError, match="reason"):
        study.corrections.void(bad.id, " ")
    study.corrections.void(bad.id, "Two options are right.")
    assert study.corrections.reports()[0].is_void
    after = study.quiz(session)
    assert after
    assert after.analysis
    assert (record.analysis.overall_score, after.analysis.overall_score) == (90.0, 100.0)
    assert {misconception.stage(NOON) for misconception in study.read.misconceptions(session.id)} == {"withdrawn"}
    (event,) = study.read.history(HistoryQuery(session_id=session.id, action="void_question")).events
    assert event.metadata["quizzes"] == {record.id: [90.0, 100.0]}
    assert event.reasoning == "Two options are right."
    (scores,) = event.metadata["scores"].values()
    assert scores["score"][0] < scores["score"][1]
    assert study.open(session.id).context.last_quiz_score == 100
    session = once_more(study, study.open(session.id))
    again = study.quiz(session)
    assert again
    assert bad.id not in {question.id for question in again.quiz.questions}
    assert study.corrections.void(bad.id, "Once more.").corrected == ()


def test_a_question_that_is_void_before_the_quiz_is_handed_in_counts_for_nothing(study: StudyService) -> None:
    first = hand_in(study, to_quiz(study, LONG_COURSE), wrong=0)
    record = study.quiz(first)
    assert record
    second = to_quiz(study, LONG_COURSE)
    other = study.quiz(second)
    assert other
    name = next(
        question.id for question in telling_first(other) if question.id in {asked.id for asked in record.quiz.questions}
    )
    study.corrections.void(name, "It is wrong.")
    for asked in other.quiz.questions:
        second = study.answer(second, other.id, right_to(asked) if asked.id != name else wrong_to(asked))
    second = study.submit_answers(second)
    assert second.context.last_quiz_score == 100
    assert [attempt.question_id for attempt in study.read.attempts(second.id) if attempt.is_void] == [name]
    events = study.read.history(HistoryQuery(session_id=second.id, action="submit_answers")).events
    assert study.run_again(events[0])
    # Once it is in again, everything is as if it had never been out: its mix-up too.
    assert {misconception.stage(NOON) for misconception in study.read.misconceptions(second.id)} <= {"withdrawn"}
    study.corrections.unvoid(name, "It was right.")
    assert study.open(second.id).context.last_quiz_score == 90
    told = next(question for question in other.quiz.questions if question.id == name)
    shown = {misconception.stage(NOON) for misconception in study.read.misconceptions(second.id)}
    assert shown == ({"suspected"} if told.option_notes else set())


def test_the_clock_of_a_quiz_and_flags_are_kept(study: StudyService) -> None:
    session = study.start_topic(study.generate_plan(study.start(), LONG_COURSE))
    for minutes in (0, 601):
        with pytest.raises(InputError, match="from 1 to 600"):
            study.take_quiz(session, 5, minutes)
    session = study.take_quiz(session, 5, 12)
    record = study.quiz(session)
    assert record
    assert record.quiz.minutes_allowed == 12
    flagged = Answer(question_id=record.quiz.questions[0].id, is_flagged=True)
    session = study.answer(session, record.id, flagged)
    stored = study.quiz(session)
    assert stored
    assert stored.answers == (flagged,)
    assert study.submit_answers(session).context.last_quiz_score == 0


def test_the_learner_may_choose_another_topic_and_the_history_says_so(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=0)
    other = study.read.topics(session.id)[4].name
    session = study.next_topic(session, other)
    assert session.context.current_topic == other
    (event,) = study.read.history(HistoryQuery(session_id=session.id, action="next_topic")).events
    assert f"Next is {other}. The learner chose it instead of" in event.reasoning


def test_the_same_answer_after_another_time_is_the_same_answer(study: StudyService) -> None:
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    answer = right_to(record.quiz.questions[0])
    session = study.answer(session, record.id, answer.model_copy(update={"seconds": 5}))
    again = study.answer(session, record.id, answer.model_copy(update={"seconds": 9.5, "hint_opened": True}))
    assert again.version == session.version
    now = study.quiz(again)
    assert now
    assert [answer.seconds for answer in now.answers] == [5]


def test_two_tabs_that_differ_in_how_sure_the_learner_is_are_no_conflict(study: StudyService) -> None:
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    asked = record.quiz.questions[0]
    plain = right_to(asked)

    def stored() -> Answer:
        now = study.quiz(session)
        assert now
        return next(answer for answer in now.answers if answer.question_id == asked.id)

    sure = plain.model_copy(update={"sureness": "sure"})
    session = study.answer(session, record.id, plain)
    session = study.answer(session, record.id, sure, plain)
    assert stored() == sure
    # Another tab has seen the answer alone: its flag is kept, and so is what was said here.
    flagged = plain.model_copy(update={"is_flagged": True})
    session = study.answer(session, record.id, flagged, plain)
    assert stored() == sure.model_copy(update={"is_flagged": True})
    # It says so itself, then takes it back.
    guess = flagged.model_copy(update={"sureness": "guess"})
    session = study.answer(session, record.id, guess, flagged)
    assert stored() == guess
    again = study.answer(session, record.id, guess, flagged)
    assert again.version == session.version
    session = study.answer(session, record.id, flagged, guess)
    assert stored() == flagged
    # Another answer is one, however sure.
    with pytest.raises(Conflict, match="another tab"):
        study.answer(session, record.id, wrong_to(asked).model_copy(update={"sureness": "sure"}), plain)


def test_how_sure_the_learner_is_may_be_said_before_the_answer(study: StudyService) -> None:
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    answer = Answer(question_id=record.quiz.questions[0].id, sureness="think_so")
    session = study.answer(session, record.id, answer)
    session = study.answer(session, record.id, right_to(record.quiz.questions[0]))
    now = study.quiz(session)
    assert now
    assert [(answer.is_blank, answer.sureness) for answer in now.answers] == [(False, "think_so")]
    (event, _) = study.read.history(HistoryQuery(session_id=session.id, action="answer_question")).events
    assert event.metadata["sureness"] == "think_so"


def test_a_topic_is_done_by_a_right_answer_on_a_later_day_and_opens_what_builds_on_it_before(
    study: StudyService, clock: SetClock
) -> None:
    session = to_quiz(study, LONG_COURSE)
    name = session.context.current_topic or ""
    blank = study.submit_answers(session)
    assert study.topic(blank, name).status == "learning"
    suggestion = study.overview.suggestion(blank)
    assert suggestion
    assert not {suggestion.topic.name, name} & {
        topic.name for topic in study.topics(blank) if name in topic.prerequisites
    }
    studied = hand_in(study, once_more(study, blank))
    assert study.topic(studied, name).status == "learning", "ten blanks are not outweighed by ten right answers"
    for _ in range(2):
        clock.at += timedelta(days=1)
        studied = hand_in(study, once_more(study, studied))
    assert study.topic(studied, name).status == "done"


def test_what_an_instructor_takes_out_takes_the_proof_along_and_gives_it_back(
    study: StudyService, clock: SetClock
) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE))
    name = session.context.current_topic or ""
    clock.at += timedelta(days=1)
    session = hand_in(study, once_more(study, session))
    before = study.topics(session)
    assert study.topic(session, name).status == "done"
    asked = [question.id for record in study.read.quizzes(session.id) for question in record.quiz.questions]
    for question_id in dict.fromkeys(asked):
        study.corrections.void(question_id, "It is wrong.")
    assert study.topic(session, name).status == "learning"
    for question_id in dict.fromkeys(asked):
        study.corrections.unvoid(question_id, "It was right.")
    assert study.topics(session) == before


def test_only_an_exam_whose_day_is_named_waives_the_later_day(study: StudyService, clock: SetClock) -> None:
    dated = COURSE.model_copy(update={"exam_date": NOON.date() + timedelta(days=7)})
    in_days, on_a_day = to_quiz(study, COURSE), to_quiz(study, dated)
    clock.at = NOON + timedelta(days=5)
    for session, status in ((in_days, "studied"), (on_a_day, "done")):
        after = hand_in(study, session)
        assert study.topic(after, after.context.current_topic or "").status == status
