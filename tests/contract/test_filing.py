"""How a session is filed, on every store: its title, the archive and the bin, in what it is and in every list."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import SessionErased, StoreBusy
from core.models import Filing, Place
from core.models.filing import KEPT_IN_BIN
from core.stores.journal.local_copy import LocalCopy
from core.stores.memory.store import MemoryStudyStore
from core.study.backup.backup import Backup
from core.study.ports import StudyStore
from tests.along import brought, taken
from tests.doubles import MIRA, NOON, NOOR, SetClock, begin, changes, service, topic
from tests.journaled import Desk, Remote

NAMED = Filing(title="Botany, “the second try” — végétale", archived=True)
BINNED = NAMED.model_copy(update={"binned_at": NOON + timedelta(microseconds=1)})


@pytest.mark.parametrize("filing", [Filing(title="Botany"), NAMED, BINNED, Filing(binned_at=NOON)])
def test_a_filing_is_kept_whole_and_stays_until_another_is_named(store: StudyStore, filing: Filing) -> None:
    begin(store, "s1", zone="Asia/Tokyo")
    assert store.load("s1").filing == Filing()
    store.commit("s1", 1, "c2", changes("s1", filing=filing))
    store.commit("s1", 2, "c3", changes("s1", zone="Asia/Kolkata"))
    session = store.load("s1")
    assert (session.filing, session.zone, session.version) == (filing, "Asia/Kolkata", 3)
    (listed,) = store.sessions(MIRA)
    assert listed.filing == filing
    (desk,) = store.dashboard(MIRA, NOON - timedelta(days=1))
    assert desk.filing == filing
    store.commit("s1", 3, "c4", changes("s1", filing=Filing()))
    again = store.load("s1")
    assert (again.filing, again.zone) == (Filing(), "Asia/Kolkata")


def test_each_place_has_a_list_of_its_own(store: StudyStore) -> None:
    filings = {"s1": Filing(title="T"), "s2": NAMED, "s3": BINNED, "s4": Filing(binned_at=NOON), "s5": Filing()}
    for number, (name, filing) in enumerate(filings.items()):
        begin(store, name, at=NOON + timedelta(minutes=number), filing=filing)
    begin(store, "hers", NOOR, filing=NAMED)
    listed = {place: [summary.id for summary in store.sessions(MIRA, place=place)] for place in Place}
    assert listed == {Place.DESK: ["s5", "s1"], Place.ARCHIVE: ["s2"], Place.BIN: ["s4", "s3"]}
    assert [summary.id for summary in store.sessions(MIRA)] == ["s5", "s4", "s3", "s2", "s1"]
    first, second = (
        store.sessions(MIRA, place=Place.DESK, limit=1, before=before)
        for before in (None, (NOON + timedelta(minutes=4), "s5"))
    )
    assert [summary.id for summary in (*first, *second)] == ["s5", "s1"]


def test_what_is_put_away_is_on_the_desk_for_its_time_of_study_alone(store: StudyStore) -> None:
    for name, filing in {"open": Filing(title="T"), "archived": NAMED, "binned": BINNED}.items():
        begin(store, name, topics=(topic("Leaves"),), filing=filing)
    lately = {desk.id: desk.is_open for desk in store.dashboard(MIRA, NOON - timedelta(days=1))}
    assert lately == {"open": True, "archived": False, "binned": False}
    assert [desk.id for desk in store.dashboard(MIRA, NOON + timedelta(days=1))] == ["open"]


def test_what_is_filed_once_is_not_filed_twice(store: StudyStore) -> None:
    begin(store, "s1")
    for _ in range(2):
        assert store.commit("s1", 1, "bin", changes("s1", filing=BINNED)) == 2
    assert store.load("s1").version == 2


def test_what_is_in_the_bin_is_erased_as_any_session(store: StudyStore) -> None:
    begin(store, "s1", filing=BINNED)
    store.erase_session("s1", NOON)
    assert store.sessions(MIRA, place=Place.BIN) == ()
    with pytest.raises(SessionErased):
        store.commit("s1", 1, "late", changes("s1", filing=Filing()))


def test_a_filing_is_taken_along_and_comes_in_again(store: StudyStore) -> None:
    begin(store, "s1", filing=NAMED)
    begin(store, "s2", filing=BINNED)
    other, clock = MemoryStudyStore(), SetClock()
    clock.at += timedelta(days=30)
    brought(Backup(other, clock, MIRA), taken(Backup(store, SetClock(), MIRA)))
    assert other.load("s1").filing == NAMED
    # Its days in the bin begin anew: whoever brings a file in does not want it erased at once.
    binned = other.load("s2")
    assert binned.binned_at
    assert clock.at - binned.binned_at < timedelta(minutes=1)
    assert binned.filing.model_copy(update={"binned_at": BINNED.binned_at}) == BINNED


def test_a_session_is_filed_through_an_outage(tmp_path: Path) -> None:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    for name in ("s1", "s2"):
        begin(desk.store, name, topics=(topic("Leaves"),))
        desk.store.load(name)
    desk.away()
    version = desk.store.commit("s1", 1, "bin", changes("s1", filing=BINNED))
    assert desk.store.commit("s1", 1, "bin", changes("s1", filing=BINNED)) == version
    desk.restart()
    assert desk.store.load("s1").filing == BINNED
    assert [summary.id for summary in desk.store.sessions(MIRA, place=Place.DESK)] == ["s2"]
    assert [summary.id for summary in desk.store.sessions(MIRA, place=Place.BIN)] == ["s1"]
    assert [overview.id for overview in desk.store.dashboard(MIRA, NOON + timedelta(days=1))] == ["s2"]
    assert MemoryStudyStore.load(desk.remote, "s1").filing == Filing()
    desk.back()
    assert desk.store.load("s1").filing == BINNED
    assert (desk.remote.load("s1").filing, desk.remote.load("s1").version) == (BINNED, 2)
    with closing(LocalCopy(tmp_path / "other.sqlite3")) as copy:
        copy.restore(desk.remote.snapshot("s1"))
        assert copy.load("s1").filing == BINNED


def test_while_one_line_waits_each_session_is_listed_where_it_lies_here(tmp_path: Path) -> None:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    for name in ("s1", "s2"):
        begin(desk.store, name)
        desk.store.load(name)
    desk.remote.troubles["s1"] = StoreBusy("Busy.", 60)
    desk.store.commit("s1", 1, "archive", changes("s1", filing=NAMED))
    assert [summary.id for summary in desk.store.sessions(MIRA, place=Place.DESK)] == ["s2"]
    assert [summary.id for summary in desk.store.sessions(MIRA, place=Place.ARCHIVE)] == ["s1"]


def test_on_its_owners_next_visit_what_has_been_in_the_bin_for_seven_days_is_erased(store: StudyStore) -> None:
    late = NOON + KEPT_IN_BIN
    begin(store, "over", filing=Filing(binned_at=NOON))
    begin(store, "kept", filing=Filing(binned_at=late))
    begin(store, "hers", NOOR, filing=Filing(binned_at=NOON))
    bin_of_mira = service(store, SetClock(late)).erasing
    for _ in range(2):
        assert [summary.id for summary in bin_of_mira.empty_bin()] == ["kept"]
    assert store.was_erased("over")
    assert not store.was_erased("hers")
    assert [summary.id for summary in store.sessions(MIRA)] == ["kept"]
