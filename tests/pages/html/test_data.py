"""Taking one's study along and bringing it in, as the browser asks for it: on the embedded store, in process."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core.bootstrap import build_service, load_settings
from core.errors import StoreAway, StoreBusy
from core.models import Intake
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from pages._ui.html.data import routes as data
from pages._ui.html.sign_in.gate import Gate
from pages._ui.messages import data as say
from pages._ui.messages import sign_in
from tests.along import brought, entries, in_the_shape_of_before, taken
from tests.asgi import InProcess
from tests.doubles import begin, service

HERE = "http://127.0.0.1:8501"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    data._tries.storage.reset()
    app = Starlette(routes=data.routes(), middleware=[Middleware(Gate)])
    with httpx.Client(transport=InProcess(app), base_url=HERE, headers={"origin": HERE}) as opened:
        yield opened


@pytest.fixture(scope="module")
def archive() -> bytes:
    study = service(MemoryStudyStore())
    study.generate_plan(study.start(), Intake(exam="Cell biology", days=20))
    return taken(study.backup)


def sentence(page: httpx.Response, role: str) -> str:
    said = re.search(rf'role="{role}"[^>]*>([^<]*)<', page.text)
    return unescape(said[1]) if said else ""


def sent(client: httpx.Client, file: bytes, name: str = "file") -> httpx.Response:
    return client.post("/import", files={name: ("along.zip", file)})


def test_a_study_goes_out_comes_in_and_goes_out_the_same(client: httpx.Client, archive: bytes) -> None:
    form = client.get("/import")
    assert 'enctype="multipart/form-data"' in form.text
    assert '<input id="file" name="file" type="file"' in form.text
    came = sent(client, archive)
    assert (came.status_code, sentence(came, "status")) == (200, say.brought(1, 0, 0))
    assert 'href="/data"' in came.text
    went = client.get("/export/account.zip")
    assert went.headers["content-type"] == "application/zip"
    assert re.fullmatch(r'attachment; filename="exammentor-\d{4}-\d\d-\d\d\.zip"', went.headers["content-disposition"])
    assert b"Cell biology" in entries(went.content)["sessions/0001.json"]
    assert brought(service(MemoryStudyStore()).backup, went.content).written
    assert sentence(sent(client, archive), "status") == say.brought(0, 1, 0)
    for answer in (form, came, went):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_json_of_before_comes_in_through_the_same_form(client: httpx.Client, archive: bytes) -> None:
    assert sentence(sent(client, in_the_shape_of_before(archive)), "status") == say.brought(1, 0, 0)


def test_what_is_no_file_of_ours_is_refused_beside_the_form(client: httpx.Client, archive: bytes) -> None:
    for answer, words in (
        (sent(client, archive[:200]), "This is not a file that ExamMentor wrote"),
        (sent(client, b""), say.IN_NONE),
        (sent(client, archive, "another"), say.IN_NONE),
        (client.post("/import", data={"file": "text"}), say.IN_NONE),
        (client.post("/import", content=archive), say.IN_NONE),
        (client.post("/import", content=b"", headers={"content-type": "multipart/form-data; boundary=x"}), say.IN_NONE),
        (
            client.post("/import", content=b"--y\r\n", headers={"content-type": "multipart/form-data; boundary=x"}),
            say.IN_CUT_OFF,
        ),
        (
            client.post("/import", headers={"content-type": f"multipart/form-data; boundary={'x' * 300}"}),
            say.IN_CUT_OFF,
        ),
    ):
        assert answer.status_code == 400
        assert words in sentence(answer, "alert")
        assert '<form method="post" action="/import"' in answer.text
    assert build_service().read.sessions() == ()


def test_what_breaks_off_or_comes_from_elsewhere_or_too_often_is_refused(client: httpx.Client, archive: bytes) -> None:
    sample = client.build_request("POST", "/import", files={"file": ("along.zip", archive)})
    half = sample.read()[: len(archive) // 2]
    answer = client.post("/import", content=half, headers={"content-type": sample.headers["content-type"]})
    assert (answer.status_code, sentence(answer, "alert")) == (400, say.IN_NONE)
    for origin in ("https://evil.example", "null", ""):
        answer = client.post("/import", files={"file": archive}, headers={"origin": origin})
        assert (answer.status_code, sentence(answer, "alert")) == (403, sign_in.FROM_ELSEWHERE)
    assert build_service().read.sessions() == ()
    statuses = [sent(client, b"no zip").status_code for _ in range(data.TRIES.amount)]
    assert statuses[-1] == 429


def test_another_machine_gets_nothing(archive: bytes) -> None:
    app = Starlette(routes=data.routes(), middleware=[Middleware(Gate)])
    with httpx.Client(transport=InProcess(app, peer="10.0.0.9"), base_url=HERE, headers={"origin": HERE}) as stranger:
        assert stranger.get("/export/account.zip").status_code == 403
        assert stranger.get("/import").status_code == 403
        assert sent(stranger, archive).status_code == 403


def test_a_store_that_is_away_or_full_is_said_with_its_own_status(
    client: httpx.Client, archive: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> bool:
        raise StoreAway("It is away.")

    def full(*_: object) -> bool:
        raise StoreBusy("It is full.", 60)

    monkeypatch.setattr(SqliteStudyStore, "bring_in", away)
    answer = sent(client, archive)
    assert (answer.status_code, sentence(answer, "alert")) == (503, "It is away.")
    monkeypatch.setattr(SqliteStudyStore, "bring_in", full)
    answer = sent(client, archive)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    monkeypatch.setattr(SqliteStudyStore, "sessions", away)
    answer = client.get("/export/account.zip")
    assert (answer.status_code, sentence(answer, "alert")) == (503, "It is away.")


def test_what_came_before_the_store_went_away_is_said(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = MemoryStudyStore()
    for name in ("first", "second"):
        begin(elsewhere, name)
    bring_in = SqliteStudyStore.bring_in

    def away_at_the_second(store: SqliteStudyStore, session_id: str, *rest: object) -> bool:
        if session_id == "second":
            raise StoreAway("It is away.")
        return bring_in(store, session_id, *rest)  # type: ignore[arg-type]

    archive = taken(service(elsewhere).backup)
    with monkeypatch.context() as patched:
        patched.setattr(SqliteStudyStore, "bring_in", away_at_the_second)
        answer = sent(client, archive)
    assert answer.status_code == 503
    assert sentence(answer, "alert") == say.IN_PARTLY.format(why="It is away.", brought=say.brought(1, 0, 0))
    assert sentence(sent(client, archive), "status") == say.brought(1, 1, 0)


def test_a_large_file_is_received_on_the_disk_and_leaves_nothing_there(client: httpx.Client) -> None:
    noise = io.BytesIO(bytes(range(256)) * (3 * 2**12))
    answer = sent(client, b"PK" + noise.getvalue())
    assert "This is not a file that ExamMentor wrote" in sentence(answer, "alert")
    folder: Path = load_settings().data_dir
    assert not [path for path in folder.iterdir() if not path.name.startswith("exammentor.sqlite3")]
