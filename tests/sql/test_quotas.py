"""How much an account may keep and how fast it may write, through the REST API."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import httpx
import psycopg
import pytest

from core.models import Block, Changes, Material, MaterialFile, NewSession, Section, Session
from tests.doubles import MIRA, NOOR
from tests.people import TEACHER
from tests.sql.classroom import Rest, contents

WHO = {"owner": MIRA, "learner": NOOR}
FILE = b"%PDF-" + bytes(600)


SET = "update private.quotas set most = %s, most_late = %s where name = %s"
LATE = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def limits(db: psycopg.Connection) -> Iterator[None]:
    """Small ones, for what is done now and for what was done before."""
    held = db.execute("select most, most_late, name from private.quotas").fetchall()
    db.cursor().executemany(SET, [(3, 4, "sessions"), (5000, 9000, "text"), (1000, 1500, "files"), (5, 8, "commits")])
    yield
    db.cursor().executemany(SET, held)


def written(
    rest: Rest, session_id: str, base: int, who: str = "owner", *, ago: timedelta = timedelta(), **parts: object
) -> httpx.Response:
    """A commit as the app sends it, of what was done so long ago."""
    blank = Session.unsaved(session_id, WHO[who], datetime.now(UTC) - ago)
    created = None if base else NewSession(user_id=WHO[who])
    changes = Changes(
        at=blank.created_at, phase=blank.phase, context=blank.context, events=(), created=created, **parts
    )
    file = changes.file
    arguments = {
        "p_session_id": session_id,
        "p_base_version": base,
        "p_commit_id": f"{session_id}-{base}",
        "p_changes": changes.model_dump(mode="json", exclude={"file"}),
    }
    if file is None:
        return rest.call(who, "commit_changes", **arguments)
    return rest.call(
        who, "commit_file", **arguments, p_material_id=file.material_id, p_file=file.model_dump(mode="json")["data"]
    )


def refused(answer: httpx.Response, words: str) -> int:
    """The seconds to wait, where it was refused for now with these words."""
    assert (answer.status_code, answer.json()["code"]) == (429, "PT429"), answer.text
    assert words in answer.json()["message"]
    return int(answer.headers["retry-after"])


def text(number: int) -> Material:
    """A material of 3,000 bytes that do not get smaller."""
    words = b64encode(random.Random(number).randbytes(2200)).decode()
    section = Section(title="Leaves", blocks=(Block(kind="paragraph", text=words),))
    return Material(
        id=f"m{number}", name="a.pdf", kind="pdf", page_count=1, digest=sha256(FILE).hexdigest(), sections=(section,)
    )


def test_an_account_has_so_many_sessions_and_a_few_more_from_a_file(rest: Rest, db: psycopg.Connection) -> None:
    # One is there.
    assert [written(rest, f"n{number}", 0).status_code for number in range(2)] == [200, 200]
    before = contents(db)
    assert refused(written(rest, "n2", 0), "sessions") == 3600
    assert contents(db) == before
    assert written(rest, "n2", 0, ago=LATE).status_code == 200
    assert refused(written(rest, "n3", 0, ago=LATE), "sessions") == 3600
    assert written(rest, "other", 0, "learner").status_code == 200
    # What is there can be studied on.
    assert written(rest, "n0", 1).status_code == 200


def test_an_account_keeps_so_much_text(rest: Rest, db: psycopg.Connection) -> None:
    assert written(rest, "n0", 0, material=text(0)).status_code == 200
    before = contents(db)
    assert refused(written(rest, "n1", 0, material=text(1)), "as much text") == 3600
    assert contents(db) == before
    assert written(rest, "n0", 1, ago=LATE, material=text(1)).status_code == 200
    assert written(rest, "other", 0, "learner", material=text(0)).status_code == 200
    # Room is made by taking something out.
    assert written(rest, "n0", 2, removed_material="m0").status_code == 200
    assert written(rest, "n0", 3, removed_material="m1").status_code == 200
    assert written(rest, "n0", 4, material=text(2)).status_code == 200


def test_an_account_keeps_so_many_files(rest: Rest, db: psycopg.Connection) -> None:
    files = [MaterialFile(material_id=f"m{number}", data=FILE) for number in range(2)]
    assert written(rest, "n0", 0, material=text(0), file=files[0]).status_code == 200
    db.execute("update private.quotas set most = 100000, most_late = 100000 where name = 'text'")
    before = contents(db)
    assert refused(written(rest, "n1", 0, material=text(1), file=files[1]), "as many files") == 3600
    assert contents(db) == before
    assert written(rest, "n0", 1, ago=LATE, material=text(1), file=files[1]).status_code == 200


def test_an_account_makes_so_many_commits_a_minute(rest: Rest, db: psycopg.Connection) -> None:
    """Where the minute ends between two of them there are as many again."""

    def until_refused(base: int, ago: timedelta) -> tuple[int, httpx.Response]:
        answer = written(rest, "n0", base, ago=ago)
        while answer.status_code == 200:
            base += 1
            answer = written(rest, "n0", base, ago=ago)
        return base, answer

    base, answer = until_refused(0, timedelta())
    assert base in (5, *range(6, 11))
    assert 1 <= refused(answer, "in a minute") <= 60
    assert written(rest, "other", 0, "learner").status_code == 200
    # What was done before has its own, and what is repeated costs nothing.
    late, answer = until_refused(base, LATE)
    assert late >= base + 3
    assert written(rest, "n0", 0).json() == 1
    db.execute("update private.commit_rates set minute = minute - interval '1 minute'")
    assert written(rest, "n0", late).status_code == 200


def test_what_is_sent_late_takes_no_room_of_what_is_done_now(rest: Rest) -> None:
    """An absence is sent in one go, and the learner studies on at once."""
    assert [written(rest, "n0", base, ago=LATE).status_code for base in range(6)] == [200] * 6
    assert written(rest, "n0", 6).status_code == 200


def test_an_instructor_corrects_a_whole_class_at_once(rest: Rest, db: psycopg.Connection) -> None:
    """What is written in others' sessions is no commit of one's own."""
    db.execute(SET, (1, 1, "commits"))
    db.execute("select set_config('request.jwt.claims', json_build_object('sub', %s::text)::text, false)", (TEACHER,))
    for number in range(5):
        db.execute("insert into commits (session_id, commit_id, version) values ('s1', %s, 2)", (f"c{number}",))
    assert db.execute("select count(*) from private.commit_rates").fetchone() == (0,)


def test_an_account_keeps_so_many_plans_to_hand(rest: Rest, db: psycopg.Connection) -> None:
    def kept(key: str, plan: object = None) -> int:
        row = {"cache_key": key, "user_id": MIRA, "plan": plan or {}, "expires_at": "2126-01-01T00:00:00Z"}
        return rest.ask("owner", "POST", "plan_cache", row).status_code

    assert kept("large", {"x": "x" * 5_000_001}) == 429
    db.execute(
        "insert into plan_cache (cache_key, user_id, plan) select 'n' || n, %s, '{}' from generate_series(1, 198) n",
        (MIRA,),
    )
    assert kept("the last") == 201
    assert kept("one more") == 429
