"""The journal: study goes on while the database is away, and comes to it in order, once, or is kept and shown."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import ROOT
from core.domain.planning import make_plan
from core.errors import Conflict, NotSignedIn, StoreAway
from core.models import (
    Answer,
    GivenAnswer,
    HistoryQuery,
    Lesson,
    Material,
    PlannedStudy,
    PlannedTopic,
    Section,
    StudyPhase,
    StudyWindow,
)
from core.stores.journal.local_copy import LINE, LocalCopy
from core.stores.journal.sender import LAST_PAUSE_S
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from tests.doubles import MIRA, NOON, NOOR, asked, begin, changes, context, due, event, question, quiz_record, topic
from tests.journaled import Desk, Remote

TOMORROW = NOON + timedelta(hours=24)
STUDY = PlannedStudy(
    exam_name="Botany",
    outcome=make_plan(
        "Botany", [PlannedTopic(name="Leaves", hours=0.5)], StudyWindow(start=NOON.date(), days=3, hours=1)
    ),
    topics=(topic("Leaves"),),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    yield desk
    desk.copy.close()


def test_study_goes_on_while_the_database_is_away(desk: Desk) -> None:
    begin(desk.store, "s1", quiz=quiz_record("quiz-1", question(1), question(2)), topics=(topic("Leaves"),))
    desk.away()
    answer = GivenAnswer(quiz_id="quiz-1", answer=Answer(question_id="q1", chosen=(2,)))
    version = desk.store.commit("s1", 1, "a1", changes("s1", phase=StudyPhase.QUIZZING, answer=answer))
    assert desk.store.load("s1").version == version
    assert desk.store.load("s1").phase is StudyPhase.QUIZZING
    assert desk.store.quizzes("s1")[0].answers == (answer.answer,)
    assert desk.store.topics("s1") == (topic("Leaves"),)
    assert (desk.store.state().is_away, desk.store.state().pending) == (True, 1)
    assert MemoryStudyStore.load(desk.remote, "s1").version == 1


def test_what_is_asked_while_it_is_away_is_there_at_once_and_sent_once(desk: Desk) -> None:
    before, meanwhile, after = (asked(f"Why, {when}?") for when in ("before", "meanwhile", "after"))
    begin(desk.store, "s1", topics=(topic("Leaves"),), chat=before)
    desk.away()
    version = desk.store.commit("s1", 1, "c2", changes("s1", chat=meanwhile))
    assert desk.store.commit("s1", 1, "c2", changes("s1", chat=meanwhile)) == version
    assert desk.store.chat("s1", "Leaves") == (*before, *meanwhile)
    desk.restart()
    assert desk.store.chat("s1", "Leaves") == (*before, *meanwhile)
    assert desk.remote.chat("s1", "Leaves") == before
    desk.back()
    assert desk.store.send()
    assert desk.remote.chat("s1", "Leaves") == (*before, *meanwhile)
    # What is asked on another device comes to the copy, which then stands as the database does.
    desk.remote.commit("s1", 2, "c3", changes("s1", chat=after))
    desk.store.load("s1")
    assert desk.store.chat("s1", "Leaves") == (*before, *meanwhile, *after)
    assert desk.copy.chat("s1", "Leaves") == (*before, *meanwhile, *after)


def test_a_session_can_be_begun_and_listed_while_it_is_away(desk: Desk) -> None:
    desk.away()
    begin(desk.store, "s1", topics=(topic("Leaves"),))
    assert [summary.id for summary in desk.store.sessions(MIRA)] == ["s1"]
    assert due(desk.store, MIRA, topic("Leaves").planned_on) == ["Leaves"]
    desk.back()
    assert desk.store.send()
    assert MemoryStudyStore.load(desk.remote, "s1").user_id == MIRA


def test_what_waits_is_sent_in_order_and_once_also_after_a_restart(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.note("online", 1)
    desk.away()
    for text in ("first", "second", "third"):
        desk.note(text)
    desk.restart()
    assert desk.store.load("s1").context.extra_data == {"note": "third"}
    shown = desk.note("fourth")
    desk.back()
    assert desk.store.load("s1").version == 6
    assert desk.store.state().pending == 0
    events = desk.remote.history(HistoryQuery(session_id="s1")).events
    assert len(events) == 6
    assert MemoryStudyStore.load(desk.remote, "s1").context.extra_data == {"note": "fourth"}
    assert desk.store.send()
    assert len(desk.remote.history(HistoryQuery(session_id="s1")).events) == 6
    # A page that still shows what was made while it was away goes on from there.
    assert desk.note("fifth", shown) == 7


def test_a_commit_whose_answer_was_lost_is_not_written_twice(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.remote.loses_answers = True
    shown = desk.note("taken", 1)
    assert desk.store.state().pending == 1
    desk.back()
    assert desk.note("next", shown) == 3
    assert desk.store.state().pending == 0
    assert len(desk.remote.history(HistoryQuery(session_id="s1")).events) == 3


def test_a_conflict_at_replay_is_kept_with_the_reason_and_the_session_goes_on(desk: Desk) -> None:
    begin(desk.store, "s1")
    begin(desk.store, "s2")
    desk.away()
    desk.note("mine")
    shown = desk.note("mine too")
    desk.note("elsewhere", session="s2")
    other = context("s1", extra_data={"note": "theirs"})
    desk.remote.is_away = False
    desk.remote.commit("s1", 1, "theirs", changes("s1", context=other))
    desk.back()
    assert desk.store.load("s1").context.extra_data == {"note": "theirs"}
    rejected = desk.store.state().rejected
    assert [entry.changes.context.extra_data["note"] for entry in rejected] == ["mine", "mine too"]
    assert all("another tab or on another device" in str(entry.problem) for entry in rejected)
    assert desk.store.load("s2").context.extra_data == {"note": "elsewhere"}
    with pytest.raises(Conflict):
        desk.note("made on what was refused", shown)
    assert desk.note("going on") == 3
    desk.restart()
    assert len(desk.store.state().rejected) == 2
    for entry in rejected:
        desk.store.dismiss(entry.id)
    assert desk.store.state().rejected == ()


def test_what_is_done_in_the_moment_of_the_conflict_is_kept_too(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.away()
    shown = desk.note("mine")
    desk.remote.is_away = False
    # As many commits as were made here: the numbers alone would not tell the two apart.
    desk.remote.commit("s1", 1, "theirs", changes("s1"))
    desk.back()
    with pytest.raises(Conflict):
        desk.note("typed just now", shown)
    notes = [entry.changes.context.extra_data["note"] for entry in desk.store.state().rejected]
    assert notes == ["mine", "typed just now"]
    # A tab that is merely behind is told so, as ever; its page still shows what was typed.
    for stale in (1, shown):
        with pytest.raises(Conflict):
            desk.note("stale", stale)
    assert len(desk.store.state().rejected) == 2


def test_a_second_refused_line_is_not_taken_for_the_first(desk: Desk) -> None:
    begin(desk.store, "s1")
    shown = []
    for number in range(2):
        desk.away()
        shown.append(desk.note(f"mine {number}"))
        desk.remote.is_away = False
        newest = MemoryStudyStore.load(desk.remote, "s1").version
        desk.remote.commit("s1", newest, f"theirs {number}", changes("s1"))
        desk.back()
        desk.store.load("s1")
    desk.away()
    desk.note("third line")
    for old in shown:
        with pytest.raises(Conflict):
            desk.note("made on a refused line", old)


def test_kept_changes_do_not_hinder_a_second_absence(desk: Desk) -> None:
    begin(desk.store, "s1")
    for number in range(2):
        base = desk.store.load("s1").version
        desk.away()
        desk.note(f"mine {number}", base)
        desk.remote.is_away = False
        desk.remote.commit("s1", base, f"theirs {number}", changes("s1"))
        desk.back()
        assert desk.store.send()
    assert len(desk.store.state().rejected) == 2


def test_signed_out_meanwhile_nothing_is_lost(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.away()
    desk.note("mine")
    desk.back()
    desk.remote.is_signed_out = True
    with pytest.raises(NotSignedIn):
        desk.store.load("s1")
    assert desk.store.state().pending == 1
    desk.remote.is_signed_out = False
    assert desk.store.load("s1").context.extra_data == {"note": "mine"}


def test_what_is_typed_as_a_sign_in_ends_is_kept_for_the_next(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.remote.is_signed_out = True
    with pytest.raises(NotSignedIn):
        desk.note("typed just now", 1)
    assert desk.store.state().pending == 1
    desk.remote.is_signed_out = False
    assert desk.store.load("s1").context.extra_data == {"note": "typed just now"}


def test_a_copy_that_was_set_aside_on_is_not_overwritten(desk: Desk) -> None:
    begin(desk.store, "s1")
    seen = desk.remote.snapshot("s1")
    desk.away()
    desk.note("mine")
    desk.copy.restore(seen)
    assert desk.store.load("s1").context.extra_data == {"note": "mine"}


def test_a_database_that_is_away_is_left_in_peace_for_a_while(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.away()
    desk.note("mine")
    asked = desk.remote.asked
    for _ in range(20):
        desk.store.load("s1")
        desk.store.sessions(MIRA)
        desk.store.send()
    assert desk.remote.asked == asked
    desk.at += LAST_PAUSE_S
    desk.store.load("s1")
    assert desk.remote.asked == asked + 1


def test_a_stale_tab_is_a_conflict_while_away_too(desk: Desk, tmp_path: Path) -> None:
    begin(desk.store, "s1")
    desk.away()
    with closing(LocalCopy(desk.path)) as copy:
        tab = JournaledStudyStore(desk.remote, copy, MIRA, lambda: desk.at, lambda: desk.at)
        version = desk.note("first", 1)
        with pytest.raises(Conflict):
            tab.commit("s1", 1, "second", changes("s1"))
        assert tab.commit("s1", 1, "s1-first", changes("s1")) == version
        assert tab.state().pending == 1


def test_what_another_device_did_is_fetched_whole(desk: Desk) -> None:
    begin(desk.store, "s1", quiz=quiz_record("quiz-1", question(1)))
    material = Material(id="m", name="m.pdf", kind="pdf", page_count=1, digest="d", sections=(Section(title="One"),))
    lesson = Lesson(topic="Leaves", intuition="They feed.", steps=())
    answer = GivenAnswer(quiz_id="quiz-1", answer=Answer(question_id="q1", chosen=(1,)))
    wrote = changes("s1", topics=(topic("Leaves"),), lesson=lesson, material=material, answer=answer)
    desk.remote.commit("s1", 1, "elsewhere", wrote)
    desk.remote.commit("s1", 2, "and more", changes("s1", quiz=quiz_record("quiz-2")))
    desk.store.load("s1")
    desk.away()
    assert desk.store.topics("s1") == (topic("Leaves"),)
    assert desk.store.lesson("s1", "Leaves") == lesson
    assert desk.store.material("s1", "m") == material
    assert [quiz.id for quiz in desk.store.quizzes("s1")] == ["quiz-2", "quiz-1"]
    assert desk.store.quizzes("s1")[1].answers == (answer.answer,)


def test_no_copy_is_kept_of_the_sessions_of_others(desk: Desk) -> None:
    begin(desk.remote, "hers", user_id=NOOR, topics=(topic("Roots"),))
    assert desk.store.load("hers").user_id == NOOR
    assert desk.store.topics("hers") == (topic("Roots"),)
    assert desk.copy.sessions() == ()


def test_history_says_that_it_is_away(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.away()
    with pytest.raises(StoreAway, match="history"):
        desk.store.history(HistoryQuery(session_id="s1"))


def test_while_it_is_away_no_plan_is_found_or_kept(desk: Desk) -> None:
    desk.store.cache_plan(MIRA, "key", STUDY, NOON, TOMORROW)
    assert desk.store.cached_plan(MIRA, "key", NOON) == STUDY
    desk.away()
    assert desk.store.cached_plan(MIRA, "key", NOON) is None
    assert desk.store.state().is_away
    desk.store.cache_plan(MIRA, "other", STUDY, NOON, TOMORROW)
    assert desk.store.state().pending == 0
    asked = desk.remote.asked
    assert desk.store.cached_plan(MIRA, "key", NOON) is None
    assert desk.remote.asked == asked
    desk.back()
    assert desk.store.cached_plan(MIRA, "key", NOON) == STUDY
    assert desk.store.cached_plan(MIRA, "other", NOON) is None


def test_a_database_that_goes_away_as_a_plan_is_kept_is_noticed(desk: Desk) -> None:
    desk.away()
    desk.store.cache_plan(MIRA, "key", STUDY, NOON, TOMORROW)
    assert desk.store.state().is_away
    desk.back()
    assert desk.store.cached_plan(MIRA, "key", NOON) is None


def test_what_waits_is_sent_before_a_plan_is_looked_up(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.away()
    desk.note("mine")
    desk.back()
    assert desk.store.cached_plan(MIRA, "key", NOON) is None
    assert desk.store.state().pending == 0


def test_a_sign_in_that_is_over_is_no_absence(desk: Desk) -> None:
    desk.remote.is_signed_out = True
    with pytest.raises(NotSignedIn):
        desk.store.cached_plan(MIRA, "key", NOON)
    with pytest.raises(NotSignedIn):
        desk.store.cache_plan(MIRA, "key", STUDY, NOON, TOMORROW)
    assert not desk.store.state().is_away


def test_plans_from_a_version_on_and_what_they_leave_out_are_there_while_it_is_away(desk: Desk) -> None:
    (draft, *_) = STUDY.outcome.versions
    later = draft.model_copy(update={"version": 2})
    begin(desk.store, "s1", plans=(draft, later), topics=(topic("Leaves"), topic("Roots", 1, status="left_out")))
    desk.copy.forget("s1")
    desk.store.load("s1")
    desk.away()
    desk.store.load("s1")
    assert desk.store.state().is_away
    assert desk.store.plans("s1", since=2) == (later,)
    assert [topic.status for topic in desk.store.topics("s1")] == ["planned", "left_out"]
    assert due(desk.store, MIRA, topic("Leaves").planned_on) == ["Leaves"]
    assert desk.store.sessions(MIRA)[0].topics_total == 1


def test_signing_out_drops_copies_but_never_what_waits(desk: Desk) -> None:
    begin(desk.store, "s1")
    begin(desk.store, "s2")
    desk.away()
    desk.note("mine")
    desk.copy.forget_all()
    assert [summary.id for summary in desk.copy.sessions()] == ["s1"]
    desk.back()
    assert desk.store.load("s1").context.extra_data == {"note": "mine"}


STEPS = st.lists(st.sampled_from(["commit", "away", "back", "lose", "restart", "look"]), max_size=30)


@given(STEPS)
def test_whatever_happens_nothing_that_was_answered_is_lost_or_doubled(steps: list[str]) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Remote(), Path(folder) / "copy.sqlite3")
        version, names = begin(desk.store, "s1").version, ["begin"]
        for step in steps:
            if step == "commit":
                names.append(f"note {len(names)}")
                noted = event("s1", metadata={"name": names[-1]})
                version = desk.store.commit("s1", version, names[-1], changes("s1", events=(noted,)))
            elif step == "away":
                desk.away()
            elif step == "lose":
                desk.remote.loses_answers = True
            elif step == "back":
                desk.back()
            elif step == "restart":
                desk.restart()
            assert desk.store.load("s1").version in (version, version % LINE)
        desk.back()
        assert desk.store.send()
        assert desk.store.load("s1").version == version % LINE == len(names)
        events = desk.remote.history(HistoryQuery(session_id="s1", limit=1000)).events[::-1]
        assert [event.metadata.get("name", "begin") for event in events] == names
        desk.copy.close()


WRITER = """
import sys
from pathlib import Path
from core.stores.journal.store import JournaledStudyStore
from core.stores.journal.local_copy import LINE, LocalCopy
from tests.journaled import Remote
from tests.doubles import MIRA, begin, changes
remote = Remote()
remote.is_away = True
store = JournaledStudyStore(remote, LocalCopy(Path(sys.argv[1])), MIRA, lambda: 0.0, lambda: 0.0)
version = begin(store, "s1").version
while True:
    version = store.commit("s1", version, f"c{version}", changes("s1"))
    print(version, flush=True)
"""


def test_what_was_answered_while_away_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    started = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with started as process:
        assert process.stdout
        answered = int(process.stdout.readline())
        until = time.monotonic() + 0.2
        for line in process.stdout:
            answered = int(line)
            if time.monotonic() > until:
                break
        process.send_signal(signal.SIGKILL)
    with closing(LocalCopy(path)) as copy:
        version = copy.version("s1")
        assert version >= answered
        assert [entry.base_version % LINE for entry in copy.waiting()] == list(range(version % LINE))
