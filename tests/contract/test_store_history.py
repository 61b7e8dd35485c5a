"""Every store keeps the history, finds events in it and gives it page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models import HistoryQuery, StudyPhase
from core.study.audit import all_events
from core.study.ports import StudyStore
from tests.doubles import EVE, MIRA, NOON, NOOR, begin, changes, event


def test_an_event_comes_back_whole(store: StudyStore) -> None:
    note = event(
        "s1",
        phase_after=StudyPhase.PLANNING,
        reasoning="Because.",
        metadata={"inputs": {"days": 7, "topics": ["a", None, 2.5]}},
        context_patch={"set": {"current_topic": None}, "set_extra": {"a": {"b": 1}}, "unset_extra": ("c",)},
        seed=2**31 - 1,
        duration_ms=12.5,
        user_id=EVE,
    )
    begin(store, "s1", events=(note,))
    (stored,) = store.history(HistoryQuery(session_id="s1")).events
    assert stored.id > 0
    # Whose it is, the store knows from the session, whatever was said.
    assert stored.model_copy(update={"id": 0}) == note.model_copy(update={"user_id": MIRA})


def test_an_event_of_another_session_is_refused() -> None:
    with pytest.raises(ValueError, match="belong to the session"):
        changes("s1", events=(event("s2"),))


def test_history_filters_and_pages_by_key(store: StudyStore) -> None:
    begin(store, "s1")
    begin(store, "s2", user_id=NOOR)
    for number in range(10):
        at = NOON + timedelta(minutes=number)
        note = event(
            "s1",
            at,
            agent="quiz" if number % 2 else "tutor",
            action="take_quiz" if number % 5 == 0 else "note",
            phase_after=StudyPhase.QUIZZING if number == 5 else StudyPhase.INTAKE,
            metadata={"number": number},
        )
        store.commit("s1", number + 1, f"c{number}", changes("s1", events=(note,)))

    def numbers(**query: object) -> list[object]:
        page = store.history(HistoryQuery.model_validate(query))
        return [note.metadata["number"] for note in page.events if note.metadata]

    assert numbers(session_id="s1") == list(range(9, -1, -1))
    assert numbers(session_id="s1", agent="quiz") == [9, 7, 5, 3, 1]
    assert numbers(action="take_quiz") == [5, 0]
    assert numbers(phase=StudyPhase.QUIZZING) == [5]
    assert numbers(since=NOON + timedelta(minutes=3), until=NOON + timedelta(minutes=6)) == [5, 4, 3]
    assert numbers(session_id="s1", agent="quiz", action="take_quiz") == [5]
    assert numbers(session_id="s2") == []

    seen, before = [], None
    for _ in range(20):
        page = store.history(HistoryQuery(session_id="s1", before=before, limit=4))
        seen += [note.id for note in page.events]
        before = page.next_before
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 11
    assert seen == sorted(seen, reverse=True)


def test_history_pages_oldest_first_after_a_key(store: StudyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(store, "s1")
    begin(store, "s2", user_id=NOOR)
    for number in range(9):
        note = event("s1", agent="quiz" if number % 2 else "tutor", metadata={"number": number})
        store.commit("s1", number + 1, f"c{number}", changes("s1", events=(note,)))
        store.commit("s2", number + 1, f"c{number}", changes("s2", NOOR))
    newest = store.history(HistoryQuery(session_id="s1", limit=1000)).events

    seen, after = [], 0
    for _ in range(20):
        page = store.history(HistoryQuery(session_id="s1", after=after, limit=4))
        assert page.next_before is None
        seen += page.events
        if page.next_after is None:
            break
        assert page.next_after == page.events[-1].id
        after = page.next_after
    assert len(seen) == 10
    assert tuple(seen) == newest[::-1]

    last = seen[-1].id
    assert store.history(HistoryQuery(session_id="s1", after=last)).events == ()
    assert store.history(HistoryQuery(session_id="s1", after=seen[3].id, before=seen[6].id)).events == tuple(seen[4:6])
    of_quiz = store.history(HistoryQuery(session_id="s1", agent="quiz", after=0)).events
    assert [note.metadata["number"] for note in of_quiz] == [1, 3, 5, 7]
    # A full page that is the last says so.
    assert store.history(HistoryQuery(session_id="s1", after=0, limit=10)).next_after is None
    assert store.history(HistoryQuery(session_id="s1", limit=4)).next_after is None

    monkeypatch.setattr("core.study.audit.PAGE", 3)
    assert [*all_events(store, HistoryQuery(session_id="s1", after=0))] == seen
    assert [*all_events(store, HistoryQuery(session_id="s1"))] == seen[::-1]
    within = HistoryQuery(session_id="s1", after=seen[0].id, before=seen[8].id)
    assert [*all_events(store, within)] == seen[1:8]


def test_each_event_names_its_learner_and_the_history_can_be_filtered_by_them(store: StudyStore) -> None:
    begin(store, "s1")
    begin(store, "s2", user_id=NOOR)
    correction = event("s1", agent="instructor", action="void_question", reasoning="Two answers are right.")
    store.correct("s1", 1, "c2", changes("s1", events=(correction,)))
    store.commit("s2", 1, "c2", changes("s2", NOOR))

    def events(**wanted: object) -> list[tuple[str, str]]:
        page = store.history(HistoryQuery.model_validate(wanted))
        return [(note.session_id, note.user_id) for note in page.events]

    assert sorted(events()) == [("s1", MIRA), ("s1", MIRA), ("s2", NOOR), ("s2", NOOR)]
    assert events(user_id=MIRA) == [("s1", MIRA)] * 2
    assert events(user_id=NOOR, after=0) == [("s2", NOOR)] * 2
    assert events(user_id=MIRA, agent="instructor") == [("s1", MIRA)]
    assert events(user_id=NOOR, session_id="s2", limit=1) == [("s2", NOOR)]
    assert events(user_id=NOOR, session_id="s1") == []
    assert events(user_id=EVE) == []
    assert {learner.id for learner in store.facets().learners} == {MIRA, NOOR}


def test_facets_name_each_agent_and_action_once(store: StudyStore) -> None:
    assert store.facets().agents == store.facets().learners == ()
    events = [event("s1", agent=agent, action=action) for agent in ("quiz", "tutor") for action in ("b", "a")]
    begin(store, "s1", events=tuple(events))
    assert store.facets().agents == ("quiz", "tutor")
    assert store.facets().actions == ("a", "b")
