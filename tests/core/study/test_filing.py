"""What a learner does with a session as a whole: it is named, archived, binned, brought back, erased in the end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Conflict, SessionErased, SessionNotFound, StoreAway
from core.models import Action, Changes, Filing, HistoryQuery, Place
from core.models.filing import KEPT_IN_BIN
from core.models.limits import LONGEST_TITLE
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.doubles import MIRA, NOON, SetClock, begin, changes, service, topic


def actions(study: StudyService, session_id: str) -> list[str]:
    page = study.history.page(HistoryQuery(session_id=session_id, after=0))
    return [event.action for event in page.events]


def test_each_step_is_one_event_and_leaves_the_study_as_it_was(store: MemoryStudyStore, study: StudyService) -> None:
    before = begin(store, "s1", events=(), topics=(topic("Leaves"),))
    steps = [
        (study.filings.rename("s1", "  Botany,\n again "), Filing(title="Botany, again")),
        (study.filings.archive("s1"), Filing(title="Botany, again", archived=True)),
    ]
    binned = study.filings.bin("s1")
    assert (binned.place, binned.archived, binned.title) == (Place.BIN, True, "Botany, again")
    steps += [
        (study.filings.restore("s1"), Filing(title="Botany, again", archived=True)),
        (study.filings.restore("s1"), Filing(title="Botany, again")),
        (study.filings.rename("s1", ""), Filing()),
    ]
    assert [session.filing for session, _ in steps] == [filing for _, filing in steps]
    after = study.open("s1")
    assert (after.phase, after.context, after.zone, after.filing) == (
        before.phase,
        before.context,
        before.zone,
        Filing(),
    )
    assert actions(study, "s1") == [
        Action.RENAME_SESSION,
        Action.ARCHIVE_SESSION,
        Action.BIN_SESSION,
        Action.RESTORE_SESSION,
        Action.RESTORE_SESSION,
        Action.RENAME_SESSION,
    ]
    replayed = study.replay("s1")
    assert replayed.context == after.context


def test_what_is_so_already_is_not_written(store: MemoryStudyStore, study: StudyService) -> None:
    begin(store, "s1", events=())
    binned = study.filings.bin("s1")
    assert study.filings.bin("s1") == binned
    # A title that says what the exam says is none.
    assert study.filings.rename("s1", "Botany") == binned
    assert study.filings.rename("s1", " ").version == binned.version
    assert len(study.filings.rename("s1", "x" * 500).title) == LONGEST_TITLE


def test_a_step_that_somebody_else_took_meanwhile_stays(store: MemoryStudyStore, study: StudyService) -> None:
    begin(store, "s1", events=())
    write, overtaken = store.commit, [1]

    def commit(session_id: str, base_version: int, commit_id: str, made: Changes) -> int:
        if overtaken:
            write(session_id, overtaken.pop(), "elsewhere", changes(session_id, filing=Filing(title="Mine"), events=()))
        return write(session_id, base_version, commit_id, made)

    store.commit = commit  # type: ignore[method-assign]
    assert study.filings.archive("s1").filing == Filing(title="Mine", archived=True)
    assert study.open("s1").version == 3


def test_where_somebody_is_always_first_nothing_is_filed(store: MemoryStudyStore, study: StudyService) -> None:
    begin(store, "s1")

    def commit(*_: object) -> int:
        raise Conflict("Elsewhere.")

    store.commit = commit  # type: ignore[assignment]
    with pytest.raises(Conflict):
        study.filings.archive("s1")
    with pytest.raises(SessionNotFound):
        study.filings.archive("none")


def test_what_is_put_away_asks_for_nothing(store: MemoryStudyStore, study: StudyService) -> None:
    for name in ("s1", "s2", "s3"):
        begin(store, name, topics=(topic("Leaves"),))
    study.filings.archive("s2")
    study.filings.bin("s3")
    home = study.overview.home(20)
    assert [summary.id for summary in home.sessions] == ["s1"]
    assert {work.session_id for work in home.dashboard.work} == {"s1"}
    assert [mastery.session_id for mastery in home.mastery] == ["s1"]
    assert [summary.id for summary in study.filings.archived()] == ["s2"]
    assert [summary.id for summary in study.erasing.empty_bin()] == ["s3"]
    study.filings.restore("s3")
    assert {work.session_id for work in study.overview.home(20).dashboard.work} == {"s1", "s3"}


def test_after_seven_days_what_is_in_the_bin_is_erased_and_nothing_else(
    store: MemoryStudyStore, clock: SetClock, study: StudyService
) -> None:
    for name in ("s1", "s2", "s3", "s4"):
        begin(store, name)
    study.filings.bin("s1")
    study.filings.archive("s2")
    clock.at += KEPT_IN_BIN - timedelta(minutes=1)
    study.filings.bin("s3")
    assert {summary.id for summary in study.erasing.empty_bin()} == {"s1", "s3"}
    clock.at += timedelta(minutes=1)
    assert [summary.id for summary in study.erasing.empty_bin()] == ["s3"]
    assert [summary.id for summary in study.erasing.empty_bin()] == ["s3"]
    assert store.was_erased("s1")
    with pytest.raises(SessionErased):
        store.commit("s1", 2, "late", changes("s1"))
    assert {summary.id for summary in store.sessions(MIRA)} == {"s2", "s3", "s4"}


def test_the_bin_of_somebody_else_is_not_emptied(store: MemoryStudyStore, clock: SetClock, study: StudyService) -> None:
    begin(store, "hers", "noor", filing=Filing(binned_at=NOON))
    clock.at += 2 * KEPT_IN_BIN
    assert study.erasing.empty_bin() == ()
    assert not store.was_erased("hers")


class Trouble(MemoryStudyStore):
    """A store in which the session was brought back on another device, or that goes away, before it is erased."""

    is_away = False

    def load(self, session_id: str):
        if self._shelf(session_id).session.binned_at and not self.is_away:
            self.commit(session_id, 1, "elsewhere", changes(session_id, filing=Filing()))
        return super().load(session_id)

    def erase_session(self, session_id: str, at: datetime) -> None:
        raise StoreAway("Nothing was erased.")


@pytest.mark.parametrize("is_away", [True, False], ids=["away", "brought back"])
def test_what_cannot_be_erased_now_or_was_brought_back_is_still_there(clock: SetClock, is_away: bool) -> None:
    store = Trouble()
    store.is_away = True
    begin(store, "s1", filing=Filing(binned_at=NOON))
    store.is_away = is_away
    clock.at += 2 * KEPT_IN_BIN
    assert [summary.id for summary in service(store, clock).erasing.empty_bin()] == (["s1"] if is_away else [])
    assert store.sessions(MIRA)[0].place is (Place.BIN if is_away else Place.DESK)


STEPS = st.sampled_from(["rename", "rename away", "archive", "bin", "restore"])


@given(st.lists(STEPS, max_size=8))
def test_whatever_is_done_with_a_session_it_comes_back_as_it_was_and_studies_on(steps: list[str]) -> None:
    store = MemoryStudyStore()
    study = service(store)
    before = begin(store, "s1", events=(), topics=(topic("Leaves"),))
    title, archived, binned, written = "", False, False, 1
    for step in steps:
        was = (title, archived, binned)
        if step.startswith("rename"):
            title = "" if step == "rename away" else "Plants"
            study.filings.rename("s1", title)
        elif step == "archive":
            archived = True
            study.filings.archive("s1")
        elif step == "bin":
            binned = True
            study.filings.bin("s1")
        else:
            archived, binned = archived and binned, False
            study.filings.restore("s1")
        written += was != (title, archived, binned)
        now = study.open("s1")
        assert (now.title, now.archived, now.binned_at is not None, now.version) == (title, archived, binned, written)
        assert bool(study.overview.home(5).dashboard.work) == (now.place is Place.DESK)
    after = study.open("s1")
    assert (after.phase, after.context, study.topics(after)) == (before.phase, before.context, study.topics(before))
    assert study.replay("s1").context == before.context
    assert len(actions(study, "s1")) == written - 1
