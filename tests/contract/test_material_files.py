"""The PDF that a material was read from: kept with it, gone with it, and read by nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from core.errors import Conflict, SessionNotFound, StoreAway, StoreUnavailable
from core.models import Changes, Material, MaterialFile
from core.stores.supabase.store import SupabaseStudyStore
from core.study.ports import StudyStore
from tests.doubles import MIRA, begin, changes
from tests.journaled import Desk, Remote
from tests.people import make_cohort
from tests.stack import Stack

# Every byte that there is, so that no encoding on the way leaves one out.
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


def material_of(data: bytes, name: str = "leaves.pdf") -> Material:
    digest = hashlib.sha256(data).hexdigest()
    return Material(id=digest[:16], name=name, kind="pdf", page_count=2, digest=digest, sections=())


LEAVES = material_of(PDF)
FILE = MaterialFile(material_id=LEAVES.id, data=PDF)


def test_a_file_comes_back_byte_for_byte(store: StudyStore) -> None:
    begin(store, "s1", material=LEAVES, file=FILE)
    assert store.material_file("s1", LEAVES.id) == PDF
    assert store.materials("s1")[0].has_file
    assert store.material("s1", LEAVES.id) == LEAVES


def test_a_material_without_its_file_has_none(store: StudyStore) -> None:
    begin(store, "s1", material=LEAVES)
    assert store.material_file("s1", LEAVES.id) is None
    assert store.material_file("s1", "none") is None
    assert not store.materials("s1")[0].has_file
    with pytest.raises(SessionNotFound):
        store.material_file("nobody", LEAVES.id)


def test_a_file_can_be_added_to_a_material_that_is_there(store: StudyStore) -> None:
    begin(store, "s1", material=LEAVES)
    assert store.commit("s1", 1, "c2", changes("s1", file=FILE)) == 2
    assert store.material_file("s1", LEAVES.id) == PDF
    assert store.materials("s1")[0].has_file


def test_a_file_goes_with_its_material(store: StudyStore) -> None:
    begin(store, "s1", material=LEAVES, file=FILE)
    store.commit("s1", 1, "c2", changes("s1", removed_material=LEAVES.id))
    assert store.materials("s1") == ()
    assert store.material_file("s1", LEAVES.id) is None
    store.commit("s1", 2, "c3", changes("s1", material=LEAVES))
    assert store.material_file("s1", LEAVES.id) is None
    store.commit("s1", 3, "c4", changes("s1", material=LEAVES, file=FILE))
    store.commit("s1", 4, "c5", changes("s1", material=LEAVES))
    assert store.material_file("s1", LEAVES.id) is None


def test_each_session_has_files_of_its_own(store: StudyStore) -> None:
    begin(store, "s1", material=LEAVES, file=FILE)
    begin(store, "s2", material=LEAVES)
    assert store.material_file("s2", LEAVES.id) is None
    store.commit("s2", 1, "c2", changes("s2", removed_material=LEAVES.id))
    assert store.material_file("s1", LEAVES.id) == PDF


@pytest.mark.parametrize(
    "file", [MaterialFile(material_id=LEAVES.id, data=b"another"), MaterialFile(material_id="none", data=PDF)]
)
def test_a_file_that_is_none_of_the_materials_is_refused_whole(store: StudyStore, file: MaterialFile) -> None:
    begin(store, "s1")
    with pytest.raises(StoreUnavailable):
        store.commit("s1", 1, "c2", changes("s1", material=LEAVES, file=file))
    assert store.load("s1").version == 1
    assert store.materials("s1") == ()


def test_a_stale_version_keeps_no_file_and_a_retry_answers_as_before(store: StudyStore) -> None:
    begin(store, "s1", material=LEAVES)
    with pytest.raises(Conflict):
        store.commit("s1", 7, "late", changes("s1", file=FILE))
    assert store.material_file("s1", LEAVES.id) is None
    added = changes("s1", file=FILE)
    assert store.commit("s1", 1, "c2", added) == 2
    store.commit("s1", 2, "c3", changes("s1", removed_material=LEAVES.id))
    assert store.commit("s1", 1, "c2", added) == 2
    assert store.materials("s1") == ()


def test_changes_with_a_file_survive_json() -> None:
    upload = changes("s1", material=LEAVES, file=FILE)
    assert Changes.model_validate_json(upload.model_dump_json()) == upload
    assert "%PDF" not in repr(upload)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    yield desk
    desk.copy.close()


def test_a_file_that_is_added_while_the_database_is_away_waits_and_is_sent(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.away()
    desk.store.commit("s1", 1, "c2", changes("s1", material=LEAVES, file=FILE))
    assert desk.store.material_file("s1", LEAVES.id) == PDF
    desk.restart()
    # The queue is looked at with every page; the file in it is not.
    (entry,) = desk.copy.waiting()
    assert entry.changes.file is None
    assert desk.remote.materials("s1") == ()
    desk.back()
    assert desk.store.send()
    assert desk.remote.material_file("s1", LEAVES.id) == PDF
    assert desk.copy._all("select count(*) from waiting_files")[0][0] == 0


def test_a_file_of_another_device_comes_when_it_is_opened_and_stays(desk: Desk) -> None:
    begin(desk.store, "s1")
    desk.remote.commit("s1", 1, "c2", changes("s1", material=LEAVES, file=FILE))
    desk.store.load("s1")
    assert desk.store.materials("s1")[0].has_file
    assert desk.copy.material_file("s1", LEAVES.id) is None
    desk.away()
    with pytest.raises(StoreAway, match="pages of this file"):
        desk.store.material_file("s1", LEAVES.id)
    desk.back()
    assert desk.store.material_file("s1", LEAVES.id) == PDF
    desk.away()
    assert desk.store.material_file("s1", LEAVES.id) == PDF


def test_a_file_stays_in_the_copy_when_the_copy_is_brought_up_to_date(desk: Desk) -> None:
    begin(desk.store, "s1", material=LEAVES, file=FILE)
    desk.remote.commit("s1", 1, "c2", changes("s1"))
    assert desk.store.load("s1").version == 2
    assert desk.copy.material_file("s1", LEAVES.id) == PDF
    desk.remote.commit("s1", 2, "c3", changes("s1", removed_material=LEAVES.id))
    desk.store.load("s1")
    assert desk.store.material_file("s1", LEAVES.id) is None
    assert desk.copy._all("select count(*) from material_files")[0][0] == 0


def test_a_file_that_a_server_on_the_way_finds_too_large_is_left_out(supabase: Stack) -> None:
    make_cohort(supabase, MIRA)

    def small(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/commit_file"):
            return httpx.Response(413, json={"message": "too large"}, request=request)
        return through.handle_request(request)

    token = supabase.token(MIRA, email="mira@example.org")
    from core.stores.supabase.refusals import check_status

    with closing(httpx.HTTPTransport()) as through:
        hooks = {"response": [check_status]}
        with httpx.Client(transport=httpx.MockTransport(small), event_hooks=hooks) as http:
            store = SupabaseStudyStore(supabase.url, supabase.publishable_key, lambda: token, http=http)
            begin(store, "s1", material=LEAVES, file=FILE)
            assert store.material("s1", LEAVES.id) == LEAVES
            assert not store.materials("s1")[0].has_file
