"""A review: begun once, answered once, handed in as after a quiz, and beside everything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.bootstrap import build_agents
from core.domain.extra_data import review_part
from core.errors import ActionNotAllowed, Conflict, InputError, NothingToStudy
from core.models import Action, Answer, HistoryQuery, QuizKind, Session, StudyPhase, Topic
from core.models.review import Review, ReviewItem
from core.study.ports import StudyStore
from core.study.recorder import Recorder
from core.study.review_parts import ReviewParts, Wanted
from core.study.service import StudyService
from tests.doubles import NOON, SetClock, changes
from tests.doubles import service as on_store
from tests.journey import LONG_COURSE, NOTES, quiz_of, right_to, to_quiz, wrong_to

STORES = ["memory", "sqlite"]
ZONE = "UTC"
LATER = timedelta(days=30)


def studied(study: StudyService, *, wrong: int = 0) -> Session:
    """A session whose first topic was quizzed, so many answers of it wrong ones that show a mix-up; at ANALYZING."""
    session = to_quiz(study, LONG_COURSE)
    record = quiz_of(study, session)
    noted = [question for question in record.quiz.questions if question.option_notes][:wrong]
    for question in record.quiz.questions:
        answer = wrong_to(question) if question in noted else right_to(question)
        session = study.answer(session, record.id, answer)
    return study.submit_answers(session)


def from_notes(study: StudyService) -> Session:
    """A session on the learner's own notes, its first topic quizzed."""
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    plan = LONG_COURSE.model_copy(update={"exam": "Soil"})
    session = study.take_quiz(study.start_topic(study.generate_plan(session, plan)))
    record = quiz_of(study, session)
    for question in record.quiz.questions:
        session = study.answer(session, record.id, right_to(question))
    return study.submit_answers(session)


def answered(study: StudyService, review: Review, how: Callable[..., Answer] = right_to) -> Review:
    """The review with every question answered."""
    for item in review.items:
        review = review.answered(item.question.id, study.reviews.answer(item, how(item.question), ZONE))
    return review


def topic_of(study: StudyService, item: ReviewItem) -> Topic:
    topics = study.read.topics(item.session_id)
    return next(topic for topic in topics if topic.name == item.question.topic)


def events_of(study: StudyService, session_id: str, action: Action) -> int:
    return len(study.read.history(HistoryQuery(session_id=session_id, action=action)).events)


@pytest.mark.parametrize("sessions", [0, 1, 5])
def test_one_queue_over_all_exams_each_with_a_part_of_its_own(
    study: StudyService, clock: SetClock, sessions: int
) -> None:
    ids = [(from_notes if number % 2 else studied)(study).id for number in range(sessions)]
    assert study.reviews.due(ZONE).questions == 0
    clock.at += LATER
    due = study.reviews.due(ZONE)
    if not sessions:
        assert (due.questions, due.next_on) == (0, None)
        with pytest.raises(NothingToStudy, match="Nothing is due"):
            study.reviews.begin(ZONE)
        return
    review = study.reviews.begin(ZONE)
    assert 0 < len(review.items) <= due.questions
    asked = [item.question.id for item in review.items]
    assert len({*asked}) == len(asked)
    for session_id in ids:
        parts = study.read.quizzes(session_id, kind=QuizKind.REVIEW)
        assert len(parts) == ({item.session_id for item in review.items} >= {session_id})
        assert study.replay(session_id).is_same
    still = study.reviews.due(ZONE)
    assert (still.is_open, still.left) == (True, len(asked))


def test_begun_twice_or_in_two_tabs_it_is_one_review(study: StudyService, store: StudyStore, clock: SetClock) -> None:
    session = studied(study)
    clock.at += LATER
    other = on_store(store, clock)
    first, second = study.reviews.begin(ZONE), other.reviews.begin(ZONE)
    assert [item.question.id for item in first.items] == [item.question.id for item in second.items]
    assert events_of(study, session.id, Action.BEGIN_REVIEW) == 1
    assert [item.question.id for item in study.reviews.look(ZONE).items] == [item.question.id for item in first.items]


def test_a_part_that_another_tab_set_meanwhile_stays(store: StudyStore, study: StudyService, clock: SetClock) -> None:
    seen = studied(study)
    parts = ReviewParts(store, build_agents(), Recorder(store, clock), clock)
    first = parts.set(seen, "mine", Wanted({seen.context.current_topic or "": 3}, ()), (), ZONE)
    second = parts.set(seen, "theirs", Wanted({seen.context.current_topic or "": 2}, ()), (), ZONE)
    assert len(first) == 3
    assert second == first
    assert len(store.quizzes(seen.id, kind=QuizKind.REVIEW)) == 1


def test_the_next_review_asks_what_was_not_asked_before(study: StudyService, clock: SetClock) -> None:
    studied(study)
    asked = set[str]()
    for _ in range(2):
        clock.at += timedelta(days=400)
        review = study.reviews.begin(ZONE)
        assert not asked.intersection(item.question.id for item in review.items)
        asked |= {item.question.id for item in review.items}
        answered(study, review)
        study.reviews.finish(ZONE)


def test_an_answer_is_kept_and_marked_at_once_and_stays(study: StudyService, clock: SetClock) -> None:
    session = studied(study)
    clock.at += LATER
    item = study.reviews.begin(ZONE).items[0]
    wrong = wrong_to(item.question)
    marked = study.reviews.answer(item, wrong, ZONE)
    assert (marked.is_right, marked.answer) == (False, wrong)
    version = study.open(session.id).version
    assert study.reviews.answer(item, wrong, ZONE) == marked
    assert study.open(session.id).version == version
    with pytest.raises(Conflict, match="stays as it is"):
        study.reviews.answer(item, right_to(item.question), ZONE)
    with pytest.raises(InputError, match="Choose or type"):
        study.reviews.answer(study.reviews.look(ZONE).items[1], Answer(question_id=item.question.id), ZONE)
    found = study.reviews.look(ZONE)
    assert [shown.marked for shown in found.items if shown.question.id == item.question.id] == [marked]
    assert study.reviews.due(ZONE).left == len(found.items) - 1


@pytest.mark.parametrize("phase", [StudyPhase.PLANNING, StudyPhase.LEARNING, StudyPhase.QUIZZING, StudyPhase.ANALYZING])
def test_it_moves_no_phase_and_touches_no_open_quiz_nor_its_score(
    study: StudyService, clock: SetClock, phase: StudyPhase
) -> None:
    session = studied(study)
    clock.at += LATER
    if phase is not StudyPhase.ANALYZING:
        session = study.next_topic(session)
    if phase in (StudyPhase.LEARNING, StudyPhase.QUIZZING):
        session = study.start_topic(session)
    if phase is StudyPhase.QUIZZING:
        session = study.take_quiz(session)
    latest, analysed = study.quiz(session), study.feedback.latest(session)
    answered(study, study.reviews.begin(ZONE))
    study.reviews.finish(ZONE)
    after = study.open(session.id)
    assert after.phase is phase
    assert after.context.last_quiz_score == session.context.last_quiz_score
    assert (after.context.current_topic, study.quiz(after)) == (session.context.current_topic, latest)
    assert (study.feedback.latest(after) is None) is (analysed is None)
    assert analysed is None or study.feedback.latest(after).record.id == analysed.record.id  # type: ignore[union-attr]
    assert study.replay(session.id).is_same
    if phase is StudyPhase.QUIZZING and latest:
        after = study.answer(after, latest.id, right_to(latest.quiz.questions[0]))
        assert study.submit_answers(after).phase is StudyPhase.ANALYZING


def test_a_completed_course_asks_for_nothing(study: StudyService, clock: SetClock) -> None:
    session = study.complete(studied(study, wrong=1))
    clock.at += LATER
    assert study.reviews.due(ZONE).questions == 0
    (noted,) = study.overview.misconceptions(session)
    with pytest.raises(ActionNotAllowed, match="This course is done"):
        study.reviews.ask_now(session, noted.id)


def test_handed_in_it_counts_as_a_quiz_does(study: StudyService, clock: SetClock) -> None:
    session = studied(study)
    clock.at += LATER
    review = answered(study, study.reviews.begin(ZONE))
    before = topic_of(study, review.items[0])
    ended = study.reviews.finish(ZONE).ended
    after = topic_of(study, review.items[0])
    assert ended
    assert (ended.right, ended.asked) == (len(review.items), len(review.items))
    assert (after.answered, after.status) == (before.answered + len(review.items), "done")
    assert after.review_on
    assert after.review_on > clock.at.date()
    assert [(topic.topic, topic.review_on) for topic in ended.topics] == [(after.name, after.review_on)]
    log = [attempt for attempt in study.read.attempts(session.id) if attempt.quiz_id == review.items[0].quiz_id]
    assert {attempt.question_id for attempt in log} == {item.question.id for item in review.items}
    assert {attempt.topic for attempt in log} == {before.name}
    assert not study.reviews.due(ZONE).questions
    assert study.reviews.finish(ZONE).ended == ended
    assert events_of(study, session.id, Action.HAND_IN_REVIEW) == 1


def test_what_was_not_answered_counts_for_nothing(study: StudyService, clock: SetClock) -> None:
    session = studied(study)
    clock.at += LATER
    items = study.reviews.begin(ZONE).items
    study.reviews.answer(items[0], right_to(items[0].question), ZONE)
    ended = study.reviews.finish(ZONE).ended
    assert ended
    assert (ended.right, ended.asked) == (1, 1)
    log = [attempt for attempt in study.read.attempts(session.id) if attempt.quiz_id == items[0].quiz_id]
    assert [attempt.question_id for attempt in log] == [items[0].question.id]


def test_one_that_nothing_was_answered_of_leaves_everything_as_it_was(study: StudyService, clock: SetClock) -> None:
    session = studied(study)
    clock.at += LATER
    study.reviews.begin(ZONE)
    topics, log = study.read.topics(session.id), study.read.attempts(session.id)
    assert not study.reviews.finish(ZONE).items
    assert (study.read.topics(session.id), study.read.attempts(session.id)) == (topics, log)
    assert study.reviews.due(ZONE).questions


def test_left_half_way_it_is_gone_on_with_and_handed_in_after_a_day(study: StudyService, clock: SetClock) -> None:
    session = studied(study)
    clock.at += LATER
    items = study.reviews.begin(ZONE).items
    study.reviews.answer(items[0], right_to(items[0].question), ZONE)
    answered_at = clock.at
    clock.at += timedelta(hours=20)
    assert study.reviews.look(ZONE).left == len(items) - 1
    clock.at += timedelta(hours=5)
    opened = study.open(session.id)
    part = review_part(opened.context)
    assert part
    assert not part.is_open
    (attempt,) = (attempt for attempt in study.read.attempts(session.id) if attempt.quiz_id == part.quiz_id)
    assert attempt.at <= answered_at
    assert study.open(session.id).version == opened.version
    assert not study.reviews.due(ZONE).is_open
    with pytest.raises(Conflict, match="handed in meanwhile"):
        study.reviews.answer(items[1], right_to(items[1].question), ZONE)


def test_the_next_review_hands_in_what_was_left_of_the_last(study: StudyService, clock: SetClock) -> None:
    first, second = studied(study), from_notes(study)
    clock.at += LATER
    items = study.reviews.begin(ZONE).items
    for item in items:
        if item.session_id == first.id:
            study.reviews.answer(item, right_to(item.question), ZONE)
    clock.at += timedelta(days=2)
    # The look of another day hands in both parts, and only what was not answered is due again.
    assert not study.reviews.look(ZONE).items
    assert {item.session_id for item in study.reviews.begin(ZONE).items} == {second.id}


def test_a_mix_up_is_asked_again_and_two_days_of_right_answers_clear_it(study: StudyService, clock: SetClock) -> None:
    session = studied(study, wrong=1)
    (noted,) = study.overview.misconceptions(session)
    for _ in range(2):
        clock.at += timedelta(days=2)
        review = study.reviews.begin(ZONE)
        assert noted.question_id in {item.question.id for item in review.items}
        answered(study, review)
        ended = study.reviews.finish(ZONE).ended
    assert study.overview.misconceptions(session)[0].stage(clock.at) == "cleared"
    assert ended
    assert ended.cleared == (noted.idea,)
    assert study.open(session.id).context.misconceptions == []


def test_ask_me_now_asks_about_a_mix_up_at_once(study: StudyService, clock: SetClock) -> None:
    session = studied(study, wrong=1)
    (noted,) = study.overview.misconceptions(session)
    assert study.reviews.due(ZONE).questions == 0
    asked = study.reviews.ask_now(session, noted.id)
    review = study.reviews.look(ZONE, asked)
    assert [item.question.id for item in review.items] == [asked] == [noted.question_id]
    version = study.open(session.id).version
    assert study.reviews.ask_now(study.open(session.id), noted.id) == asked
    assert study.open(session.id).version == version
    answered(study, review, wrong_to)
    study.reviews.finish(ZONE)
    assert study.overview.misconceptions(session)[0].stage(clock.at) == "confirmed"


def test_ask_me_now_takes_the_rest_of_an_open_review_along(study: StudyService, clock: SetClock) -> None:
    session = studied(study, wrong=2)
    clock.at += LATER
    items = study.reviews.begin(ZONE).items
    noted = next(noted for noted in study.overview.misconceptions(session) if noted.is_open(clock.at))
    first = next(item for item in items if item.question.id == noted.question_id)
    study.reviews.answer(first, wrong_to(first.question), ZONE)
    asked = study.reviews.ask_now(study.open(session.id), noted.id)
    review = study.reviews.look(ZONE, asked)
    assert review.items[0].question.id == asked
    assert {item.question.id for item in review.items} == {item.question.id for item in items}
    assert review.left == len(items)
    assert len(study.read.quizzes(session.id, kind=QuizKind.REVIEW)) == 2


def test_a_question_that_is_taken_out_and_in_again_is_as_if_nothing_had_been(
    study: StudyService, clock: SetClock
) -> None:
    session = studied(study, wrong=1)
    clock.at += LATER
    review = study.reviews.begin(ZONE)
    answered(study, review, lambda question: (wrong_to if question.option_notes else right_to)(question))
    ended = study.reviews.finish(ZONE).ended
    before = study.open(session.id), study.read.topics(session.id), study.overview.misconceptions(session)
    for item in review.items:
        study.corrections.void(item.question.id, "The key is wrong.")
    nothing = study.reviews.look(ZONE).ended
    assert nothing
    assert nothing.asked == 0
    # It has no score, so nothing is written into its place.
    assert [record.analysis for record in study.read.quizzes(session.id, kind=QuizKind.REVIEW)] == [None]
    assert topic_of(study, review.items[0]).answered < before[1][0].answered
    for item in review.items:
        study.corrections.unvoid(item.question.id, "The key was right.")
    after = study.open(session.id)
    assert (study.read.topics(session.id), study.overview.misconceptions(session)) == before[1:]
    assert (after.context.misconceptions, after.context.last_quiz_score) == (
        before[0].context.misconceptions,
        before[0].context.last_quiz_score,
    )
    assert study.reviews.look(ZONE).ended == ended
    assert study.replay(session.id).is_same


def test_a_review_makes_a_topic_done_and_a_void_answer_of_it_takes_that_back(
    study: StudyService, clock: SetClock
) -> None:
    """How a topic stands is worked out anew where the answer that proved it to last is void."""
    session = studied(study)
    clock.at += LATER
    review = answered(study, study.reviews.begin(ZONE))
    assert topic_of(study, review.items[0]).status == "studied"
    study.reviews.finish(ZONE)
    assert topic_of(study, review.items[0]).status == "done"
    for item in review.items:
        study.corrections.void(item.question.id, "The key is wrong.")
    assert study.read.topics(session.id)[0].status != "done"


def test_what_a_review_was_drawn_from_is_recorded_and_gives_the_same_again(
    study: StudyService, clock: SetClock
) -> None:
    sessions = studied(study, wrong=1), from_notes(study)
    clock.at += LATER
    study.reviews.begin(ZONE)
    for session in sessions:
        (event,) = study.read.history(HistoryQuery(session_id=session.id, action=Action.BEGIN_REVIEW)).events
        assert study.can_run_again(event)
        assert study.run_again(event)


def test_a_topic_whose_answers_are_all_void_is_not_due_and_nothing_is_lost(
    study: StudyService, clock: SetClock
) -> None:
    session = from_notes(study)
    clock.at += LATER
    topics = study.read.topics(session.id)
    for attempt in study.read.attempts(session.id):
        study.corrections.void(attempt.question_id, "The key is wrong.")
    assert study.reviews.due(ZONE).questions == 0
    with pytest.raises(NothingToStudy, match="Nothing is due"):
        study.reviews.begin(ZONE)
    assert [topic.name for topic in study.read.topics(session.id)] == [topic.name for topic in topics]


def test_a_due_topic_without_questions_is_said_and_the_others_are_asked(
    study: StudyService, store: StudyStore, clock: SetClock
) -> None:
    session = from_notes(study)
    clock.at += LATER
    (material,) = store.materials(session.id)
    without = changes(session.id, phase=session.phase, context=session.context, removed_material=material.id)
    store.commit(session.id, session.version, "without", without)
    with pytest.raises(NothingToStudy, match="no question left on what is due"):
        study.reviews.begin(ZONE)
    assert study.open(session.id).version == session.version + 1
    other = studied(study)
    clock.at += LATER
    assert {item.session_id for item in study.reviews.begin(ZONE).items} == {other.id}


def test_a_session_that_is_erased_takes_its_questions_along_and_no_others(study: StudyService, clock: SetClock) -> None:
    first, second = studied(study), from_notes(study)
    clock.at += LATER
    study.reviews.begin(ZONE)
    study.erasing.session(first.id)
    left = study.reviews.look(ZONE)
    assert {item.session_id for item in left.items} == {second.id}
    answered(study, left)
    ended = study.reviews.finish(ZONE).ended
    assert ended
    assert ended.asked == len(left.items)


def test_what_is_put_away_asks_for_nothing_and_is_gone_on_with_when_it_is_back(
    study: StudyService, clock: SetClock
) -> None:
    session = studied(study)
    clock.at += LATER
    items = study.reviews.begin(ZONE).items
    study.filings.archive(session.id)
    assert study.reviews.look(ZONE) == Review()
    assert study.reviews.due(ZONE).questions == 0
    study.filings.restore(session.id)
    assert [item.question.id for item in study.reviews.look(ZONE).items] == [item.question.id for item in items]


def test_a_file_that_is_erased_takes_the_review_of_it_along(study: StudyService, clock: SetClock) -> None:
    session = from_notes(study)
    clock.at += LATER
    study.reviews.begin(ZONE)
    (material,) = study.read.materials(session.id)
    study.erasing.file(study.open(session.id), material.id)
    assert study.reviews.look(ZONE) == Review()
    due = study.reviews.due(ZONE)
    assert (due.is_open, due.questions) == (False, 0)
    assert study.replay(session.id).is_same


def test_days_are_those_of_where_the_learner_is(study: StudyService, clock: SetClock) -> None:
    clock.at = NOON.replace(hour=18)
    session = studied(study)
    due_on = study.read.topics(session.id)[0].review_on
    assert due_on
    clock.at = NOON.replace(hour=20) + (due_on - NOON.date() - timedelta(days=1))
    assert study.reviews.due("UTC").questions == 0
    assert study.reviews.due("Asia/Kolkata").questions
    review = study.reviews.begin("Asia/Kolkata")
    study.reviews.answer(review.items[0], right_to(review.items[0].question), "Asia/Kolkata")
    assert study.reviews.finish("Asia/Kolkata").ended
    assert study.open(session.id).zone == "Asia/Kolkata"


def test_what_two_exams_are_asked_at_once_ends_as_one_review(study: StudyService, clock: SetClock) -> None:
    sessions = [studied(study, wrong=1), studied(study, wrong=1)]
    for session in sessions:
        (noted,) = study.overview.misconceptions(session)
        study.reviews.ask_now(study.open(session.id), noted.id)
        clock.at += timedelta(minutes=1)
    review = study.reviews.look(ZONE)
    assert {item.session_id for item in review.items} == {session.id for session in sessions}
    answered(study, review)
    ended = study.reviews.finish(ZONE).ended
    assert ended
    assert ended.asked == len(review.items) == 2
