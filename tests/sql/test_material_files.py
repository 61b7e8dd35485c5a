"""The files of materials over the API: who reads one, who adds one, and what is no file."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from typing import Any

import psycopg
import pytest

from tests.doubles import changes
from tests.sql.classroom import Rest, contents

PDF = b"%PDF-1.7\n" + bytes(range(256))
MATERIAL = {"id": "m", "name": "n.pdf", "kind": "pdf", "page_count": 1, "sections": []}
MATERIAL |= {"digest": hashlib.sha256(PDF).hexdigest()}
SENT: dict[str, Any] = {
    "p_session_id": "s1",
    "p_base_version": 1,
    "p_commit_id": "c2",
    "p_changes": changes("s1").model_dump(mode="json", exclude={"created", "file"}) | {"material": MATERIAL},
    "p_material_id": "m",
    "p_file": b64encode(PDF).decode(),
}
WHERE = {"p_session_id": "s1", "p_material_id": "m"}


def test_the_owner_adds_a_file_and_only_who_sees_the_session_reads_it(rest: Rest) -> None:
    assert rest.call("owner", "commit_file", **SENT).json() == 2
    for who in ("owner", "instructor"):
        assert b64decode(rest.call(who, "material_file", **WHERE).json()) == PDF
        assert rest.call(who, "material_file", **WHERE | {"p_material_id": "mat3"}).json() is None
    for who in ("learner", "stranger"):
        assert rest.call(who, "material_file", **WHERE).json() is None
        assert rest.ask(who, "GET", "material_files").json() == []
    for who in ("anonymous", "forged", "expired"):
        assert rest.call(who, "material_file", **WHERE).status_code in (401, 403)


@pytest.mark.parametrize("who", ["learner", "instructor", "stranger", "anonymous", "forged", "expired"])
def test_nobody_else_adds_a_file_to_a_session(rest: Rest, db: psycopg.Connection, who: str) -> None:
    # Also not to one that the owner's own commit made, under the id of that commit.
    rest.call("owner", "commit_changes", **{key: SENT[key] for key in SENT if key not in ("p_material_id", "p_file")})
    before = contents(db, "material_files", "study_materials", "study_sessions", "commits", "agent_events")
    for more in ({}, {"p_base_version": 2, "p_commit_id": "c3"}):
        assert rest.call(who, "commit_file", **SENT | more).status_code in (401, 403, 404)
    assert contents(db, *before) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"p_file": None},
        {"p_file": ""},
        {"p_file": "no base64!"},
        {"p_file": b64encode(b"another file").decode()},
        {"p_material_id": None},
        {"p_material_id": "none"},
        {"p_material_id": "mat3"},
        {"p_base_version": 7},
        {"p_changes": {}},
    ],
    ids=str,
)
def test_what_is_no_file_of_a_material_changes_nothing(
    rest: Rest, db: psycopg.Connection, wrong: dict[str, Any]
) -> None:
    before = contents(db)
    assert 400 <= rest.call("owner", "commit_file", **SENT | wrong).status_code < 500
    assert contents(db) == before


def test_a_file_that_is_too_large_is_refused_whole(rest: Rest, db: psycopg.Connection) -> None:
    large = bytes(32 * 2**20 + 1)
    material = MATERIAL | {"digest": hashlib.sha256(large).hexdigest()}
    sent = SENT | {"p_changes": SENT["p_changes"] | {"material": material}, "p_file": b64encode(large).decode()}
    before = contents(db)
    assert rest.call("owner", "commit_file", **sent).status_code == 400
    assert contents(db) == before
