"""What every store must do, whatever it is made of."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta

import pytest

from core.domain.planning import make_plan
from core.errors import Conflict, SessionNotFound, StoreUnavailable
from core.models import (
    Answer,
    Block,
    GivenAnswer,
    HistoryQuery,
    Lesson,
    Material,
    NewSession,
    PlannedTopic,
    Section,
    StudyPhase,
    StudyWindow,
)
from core.study.ports import StudyStore
from tests.doubles import EVE, MIRA, NOON, NOOR, asked, begin, changes, context, due, event, quiz_record, topic
from tests.people import store_of
from tests.stack import Stack

THREE_DAYS = StudyWindow(start=date(2026, 3, 2), days=3, hours=1)


def test_a_first_commit_makes_the_session(store: StudyStore) -> None:
    session = begin(store, "s1", context=context("s1", current_topic="Leaves"))
    assert (session.id, session.user_id, session.exam_type, session.version) == ("s1", MIRA, "Botany", 1)
    assert session.phase is StudyPhase.INTAKE
    assert session.context.current_topic == "Leaves"
    assert session.created_at == session.updated_at == NOON


def test_a_commit_moves_phase_context_and_version(store: StudyStore) -> None:
    begin(store, "s1")
    after = changes("s1", phase=StudyPhase.PLANNING, context=context("s1", last_quiz_score=62.5), exam_type="Zoology")
    assert store.commit("s1", 1, "c2", after) == 2
    session = store.load("s1")
    assert (session.phase, session.version, session.exam_type) == (StudyPhase.PLANNING, 2, "Zoology")
    assert session.context.last_quiz_score == 62.5


def test_an_unknown_session_is_not_found(store: StudyStore) -> None:
    with pytest.raises(SessionNotFound):
        store.load("nobody")
    with pytest.raises(SessionNotFound):
        store.commit("nobody", 3, "c", changes("nobody"))
    for look in (store.topics, store.plans, store.quizzes, store.materials):
        with pytest.raises(SessionNotFound):
            look("nobody")


@pytest.mark.parametrize("stale", [0, 1, 3, 99])
def test_a_stale_version_changes_nothing(store: StudyStore, stale: int) -> None:
    begin(store, "s1")
    store.commit("s1", 1, "c2", changes("s1"))
    before = (store.load("s1"), store.history(HistoryQuery(session_id="s1")))
    late = changes(
        "s1", phase=StudyPhase.COMPLETED, topics=(topic("Late"),), created=NewSession(user_id=EVE, exam_type="X")
    )
    with pytest.raises(Conflict):
        store.commit("s1", stale, "late", late)
    assert (store.load("s1"), store.history(HistoryQuery(session_id="s1"))) == before
    assert store.topics("s1") == ()


def test_a_retry_answers_as_the_first_did_and_writes_nothing(store: StudyStore) -> None:
    begin(store, "s1")
    assert store.commit("s1", 1, "c2", changes("s1", phase=StudyPhase.PLANNING)) == 2
    assert store.commit("s1", 2, "c3", changes("s1", phase=StudyPhase.LEARNING)) == 3
    before = (store.load("s1"), store.history(HistoryQuery(session_id="s1")))
    # Late, with the version of then; and under the same id with the version of now.
    assert store.commit("s1", 1, "c2", changes("s1", phase=StudyPhase.PLANNING)) == 2
    assert store.commit("s1", 3, "c2", changes("s1", phase=StudyPhase.COMPLETED)) == 2
    assert (store.load("s1"), store.history(HistoryQuery(session_id="s1"))) == before
    assert store.commit("s1", 0, "begin-s1", changes("s1", created=NewSession(user_id=MIRA))) == 1


def test_the_same_commit_id_in_another_session_is_another_commit(store: StudyStore) -> None:
    begin(store, "s1")
    begin(store, "s2")
    assert store.commit("s1", 1, "same", changes("s1")) == 2
    assert store.commit("s2", 1, "same", changes("s2")) == 2


def test_a_commit_that_fails_half_way_leaves_nothing(store: StudyStore) -> None:
    begin(store, "s1")
    store.commit("s1", 1, "c2", changes("s1", quiz=quiz_record("quiz-1")))
    before = (store.load("s1"), store.topics("s1"), store.history(HistoryQuery(session_id="s1")))
    # The answer is written after events and topics, and belongs to a quiz that is not there.
    broken = changes(
        "s1",
        phase=StudyPhase.COMPLETED,
        topics=(topic("Half"),),
        answer=GivenAnswer(quiz_id="no-such-quiz", answer=Answer(question_id="q1", chosen=(0,))),
    )
    with pytest.raises(StoreUnavailable):
        store.commit("s1", 2, "c3", broken)
    assert (store.load("s1"), store.topics("s1"), store.history(HistoryQuery(session_id="s1"))) == before
    assert store.commit("s1", 2, "c3", changes("s1")) == 3


def test_unknown_context_keys_survive(store: StudyStore) -> None:
    begin(
        store, "s1", context=context("s1", streak={"days": 3}, extra_data={"theme": "dark", "deep": {"a": [1, None]}})
    )
    loaded = store.load("s1").context
    assert loaded.model_extra == {"streak": {"days": 3}}
    assert loaded.extra_data == {"theme": "dark", "deep": {"a": [1, None]}}


def test_a_loaded_context_is_the_callers_own(store: StudyStore) -> None:
    begin(store, "s1")
    store.load("s1").context.extra_data["stray"] = True
    assert store.load("s1").context.extra_data == {}


def test_text_of_every_script_comes_back_as_it_was(store: StudyStore) -> None:
    text = "Photosynthèse · प्रकाश संश्लेषण · 光合作用 · \"quotes\" 'and' \\ % _ ; -- \u202e 🌱"
    begin(store, "s1", context=context("s1", current_topic=text), events=(event("s1", reasoning=text),))
    store.commit("s1", 1, "c2", changes("s1", context=context("s1", current_topic=text), topics=(topic(text),)))
    assert store.load("s1").context.current_topic == text
    assert store.topics("s1")[0].name == text
    assert store.sessions()[0].current_topic == text
    assert text in [note.reasoning for note in store.history(HistoryQuery(session_id="s1")).events]


def test_topics_are_kept_by_name_in_the_plans_order(store: StudyStore) -> None:
    begin(store, "s1", topics=(topic("Roots", 1), topic("Leaves", 0, prerequisites=("Roots",))))
    done = topic("Roots", 1, status="done", answered=10, right=7, mastery_score=70.0, review_on=date(2026, 3, 5))
    store.commit("s1", 1, "c2", changes("s1", topics=(done,)))
    assert store.topics("s1") == (topic("Leaves", 0, prerequisites=("Roots",)), done)


def test_plans_and_lessons_come_back(store: StudyStore) -> None:
    outcome = make_plan("Botany", [PlannedTopic(name="Leaves", hours=0.5)], THREE_DAYS)
    lesson = Lesson(topic="Leaves", intuition="Leaves feed the plant.", steps=())
    begin(store, "s1", plans=outcome.versions, lesson=lesson)
    assert store.plans("s1") == outcome.versions
    assert store.lesson("s1", "Leaves") == lesson
    assert store.lesson("s1", "Roots") is None
    store.commit("s1", 1, "c2", changes("s1", lesson=lesson.model_copy(update={"intuition": "Anew."})))
    stored = store.lesson("s1", "Leaves")
    assert stored
    assert stored.intuition == "Anew."
    roots = Lesson(topic="Bark", intuition="", steps=())
    store.commit("s1", 2, "c3", changes("s1", lesson=roots))
    assert store.lessons("s1") == (roots, stored)
    with pytest.raises(SessionNotFound):
        store.lessons("s2")


def test_plans_are_given_from_a_version_on(store: StudyStore) -> None:
    (first, *_) = make_plan("B", [PlannedTopic(name="A", hours=0.5)], THREE_DAYS).versions
    drafts = tuple(first.model_copy(update={"version": number, "reason": f"{number}"}) for number in range(1, 13))
    begin(store, "s1", plans=drafts[:2][::-1])
    begin(store, "s2", user_id=NOOR)
    store.commit("s1", 1, "c2", changes("s1", plans=drafts[2:]))
    assert store.plans("s1") == store.plans("s1", since=1) == store.plans("s1", since=0) == drafts
    assert store.plans("s1", since=2) == drafts[1:]
    assert store.plans("s1", since=12) == drafts[11:]
    assert store.plans("s1", since=13) == store.plans("s2") == ()
    with pytest.raises(SessionNotFound):
        store.plans("nobody", since=13)


def test_materials_keep_text_pages_and_order(store: StudyStore) -> None:
    def material(name: str) -> Material:
        block = Block(kind="paragraph", text=f"{name} text", page=3, emphasis=("text",))
        section = Section(title="One", path=("Part",), page_from=3, page_to=4, blocks=(block,))
        return Material(id=name, name=f"{name}.pdf", kind="pdf", page_count=9, digest=name * 4, sections=(section,))

    begin(store, "s1", material=material("b"))
    store.commit("s1", 1, "c2", changes("s1", material=material("a")))
    assert [known.id for known in store.materials("s1")] == ["b", "a"]
    assert store.materials("s1")[0].section_titles == ("One",)
    assert store.material("s1", "a") == material("a")
    assert store.material("s1", "none") is None
    store.commit("s1", 2, "c3", changes("s1", removed_material="b"))
    assert [known.id for known in store.materials("s1")] == ["a"]


def test_what_was_asked_comes_back_by_topic_in_the_order_it_was_said(store: StudyStore) -> None:
    odd = "Pourquoi <b>vert</b>? · 光合作用 · \"q\" 'q' \\ % _ \u202e 🌱"
    rounds = [asked("Why green?"), asked("Why roots?", topic="Roots"), asked(odd, odd), asked("Why green?")]
    begin(store, "s1", chat=rounds[0])
    begin(store, "s2", user_id=NOOR)
    for version, messages in enumerate(rounds[1:], 1):
        assert store.commit("s1", version, f"c{version}", changes("s1", chat=messages)) == version + 1
    # The same commit again says nothing twice.
    store.commit("s1", 3, "c3", changes("s1", chat=rounds[3]))
    assert store.chat("s1", "Leaves") == (*rounds[0], *rounds[2], *rounds[3])
    assert store.chat("s1", "Roots") == rounds[1]
    assert store.chat("s1", "Leaves", limit=3) == (rounds[2][1], *rounds[3])
    assert store.chat("s1", "Stems") == store.chat("s2", "Leaves") == ()
    with pytest.raises(SessionNotFound):
        store.chat("nobody", "Leaves")
    with pytest.raises(Conflict):
        store.commit("s1", 1, "late", changes("s1", chat=asked("Late?")))
    assert len(store.chat("s1", "Leaves")) == 6


def test_sessions_come_newest_change_first_page_by_page(store: StudyStore) -> None:
    for number in range(5):
        at = NOON + timedelta(minutes=number // 2)
        begin(store, f"s{number}", user_id=MIRA if number < 4 else NOOR, at=at)
    seen, before = [], None
    while page := store.sessions(MIRA, limit=2, before=before):
        seen += [summary.id for summary in page]
        before = (page[-1].updated_at, page[-1].id)
    assert seen == ["s3", "s2", "s1", "s0"]
    assert [summary.id for summary in store.sessions()] == ["s4", "s3", "s2", "s1", "s0"]
    topics = (topic("A"), topic("B", status="done"), topic("C", status="studied"))
    store.commit("s0", 1, "c2", changes("s0", at=NOON + timedelta(hours=1), topics=topics))
    first = store.sessions(MIRA)[0]
    assert (first.id, first.topics_total, first.topics_studied, first.topics_done) == ("s0", 3, 2, 1)


def test_due_is_what_is_planned_or_to_be_reviewed_by_today(store: StudyStore) -> None:
    today = date(2026, 3, 4)
    begin(
        store,
        "s1",
        topics=(
            topic("late", planned_on=date(2026, 3, 2)),
            topic("today", planned_on=today),
            topic("tomorrow", planned_on=date(2026, 3, 5)),
            topic("learned", planned_on=date(2026, 3, 1), status="done", review_on=date(2026, 3, 9)),
            topic("faded", planned_on=date(2026, 3, 1), status="done", review_on=date(2026, 3, 3)),
        ),
    )
    begin(store, "s2", user_id=NOOR, topics=(topic("hers", planned_on=today),))
    begin(store, "s3", topics=(topic("over", planned_on=today),), phase=StudyPhase.COMPLETED)
    assert due(store, MIRA, today) == ["late", "faded", "today"]


def test_what_a_plan_leaves_out_is_kept_but_neither_due_nor_counted(store: StudyStore) -> None:
    today = date(2026, 3, 4)
    planned = topic("kept", planned_on=today)
    out = topic("out", 1, planned_on=today, status="left_out", review_on=today)
    begin(store, "s1", topics=(planned, out, topic("done", 2, status="done")))
    assert store.topics("s1")[1] == out
    assert due(store, MIRA, today) == ["kept"]
    (listed,) = store.sessions(MIRA)
    assert (listed.topics_total, listed.topics_done) == (2, 1)
    # There is time again, and none for the other.
    back, left_out = (
        topic(name, planned_on=today, status=to) for name, to in (("out", "planned"), ("kept", "left_out"))
    )
    store.commit("s1", 1, "c2", changes("s1", topics=(back, left_out)))
    assert due(store, MIRA, today) == ["out"]
    assert store.sessions(MIRA)[0].topics_total == 2


def test_the_store_says_that_it_works(store: StudyStore) -> None:
    assert store.check()


def test_a_snapshot_from_supabase_has_the_chat_in_the_order_it_was_said(supabase: Stack) -> None:
    with closing(store_of(supabase, MIRA)) as remote:
        rounds = [asked(f"Why green, time {number}?") for number in range(4)]
        begin(remote, "s1", topics=(topic("Leaves"),), chat=rounds[0])
        for version, messages in enumerate(rounds[1:], 1):
            remote.commit("s1", version, f"c{version}", changes("s1", chat=messages))
        everything = tuple(message for messages in rounds for message in messages)
        assert remote.snapshot("s1").chat == remote.chat("s1", "Leaves") == everything
