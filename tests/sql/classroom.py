"""A small school on the local Supabase with one row in each table, and the REST API as anybody may call it."""

from __future__ import annotations

import json
import subprocess
import sys

import httpx
import psycopg
from psycopg import sql

from core import ROOT
from tests.doubles import EVE, MIRA, NOOR
from tests.people import EMPTY, TABLES, TEACHER
from tests.stack import Stack
from tests.stack.keys import mint

# Eve leads a cohort too, with Noor in it; Mira is in the teacher's.
PEOPLE = {"owner": MIRA, "learner": NOOR, "instructor": TEACHER, "stranger": EVE}
NEWCOMER = "99999999-0000-4000-8000-000000000000"
COHORT = "c0000000-0000-4000-8000-000000000001"
OTHER_COHORT = "c0000000-0000-4000-8000-000000000002"
CODE, OTHER_CODE = "BOTANY", "ZOOLOGY"
# The tables that hold what belongs to a session.
PARTS = (
    "topics",
    "misconceptions",
    "study_materials",
    "material_files",
    "plans",
    "lessons",
    "quizzes",
    "quiz_answers",
    "attempts",
    "tutor_chats",
)

FILE = "insert into material_files (session_id, material_id, data) values ('s1', 'mat1', '%PDF-');"
# Everything but cohorts is Mira's.
SEED = f"""
{EMPTY}
insert into users (id, email, role) values ('{MIRA}', 'mira@example.org', 'learner'),
    ('{NOOR}', 'noor@example.org', 'learner'), ('{TEACHER}', 'teacher@example.org', 'instructor'),
    ('{EVE}', 'eve@example.org', 'instructor');
insert into cohorts (id, name, instructor_id, join_code)
    values ('{COHORT}', 'Botany', '{TEACHER}', '{CODE}'), ('{OTHER_COHORT}', 'Zoology', '{EVE}', '{OTHER_CODE}');
insert into cohort_members (cohort_id, user_id) values ('{COHORT}', '{MIRA}'), ('{OTHER_COHORT}', '{NOOR}');
insert into cohort_removals (cohort_id, user_id, email) values ('{COHORT}', '{EVE}', 'eve@example.org');
insert into study_sessions (id, user_id, exam_type, version, last_commit_id, current_context)
    values ('s1', '{MIRA}', 'Botany', 1, 'first', '{{"user_id": "{MIRA}", "session_id": "s1"}}');
insert into commits (session_id, commit_id, version) values ('s1', 'first', 1);
insert into agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent)
    values ('s1', '{MIRA}', now(), 'INTAKE', 'INTAKE', 'note', 'tutor');
insert into topics (session_id, name, position, planned_on, difficulty, hours)
    values ('s1', 'Leaves', 0, '2026-03-02', 'easy', 1);
insert into misconceptions (session_id, id, topic, concept, confusion, counter_example, question_id, noticed_at)
    values ('s1', 'm1', 'Leaves', 'gas', 'in', 'out', 'q1', now());
insert into study_materials (session_id, id, position, name, kind, digest, section_titles, sections)
    values ('s1', 'mat1', 0, 'notes.md', 'markdown', 'd', '[]', '[]'),
        ('s1', 'mat3', 1, 'c.pdf', 'pdf', 'f', '[]', '[]');
{FILE}
insert into plans (session_id, version, body) values ('s1', 1, '{{}}');
insert into lessons (session_id, topic, body) values ('s1', 'Leaves', '{{}}');
insert into quizzes (session_id, id, position, topic, body, seed, created_at)
    values ('s1', 'quiz1', 0, 'Leaves', '{{}}', 7, now());
insert into quiz_answers (session_id, quiz_id, question_id, body, given_at)
    values ('s1', 'quiz1', 'q1', '{{"question_id": "q1"}}', now());
insert into attempts (session_id, quiz_id, question_id, user_id, topic, at, is_right, chance, item_rating, forecast)
    values ('s1', 'quiz1', 'q1', '{MIRA}', 'Leaves', now(), true, 0.25, 0, 0.6);
insert into tutor_chats (session_id, topic, speaker, body) values ('s1', 'Leaves', 'learner', 'Why green?');
insert into erased_sessions (id, erased_at) values ('s0', '2026-03-01');
insert into void_questions (cohort_id, question_id) values ('{COHORT}', 'q0');
insert into plan_cache (cache_key, user_id, plan) values ('key', '{MIRA}', '{{"mine": true}}');
"""


def contents(db: psycopg.Connection, *tables: str) -> dict[str, list[str]]:
    """Every row of these tables, or of all, as the superuser sees them."""
    names = tables or TABLES.split(", ")
    selects = sql.SQL(" union all ").join(
        sql.SQL("select {}, t::text from {} as t").format(name, sql.Identifier(name)) for name in names
    )
    rows: dict[str, list[str]] = {name: [] for name in names}
    for name, row in db.execute(sql.SQL("{} order by 1, 2").format(selects)):
        rows[name].append(row)
    return rows


def core(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "core", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


class Rest:
    """The REST API over HTTP, for each kind of asker."""

    def __init__(self, stack: Stack, http: httpx.Client) -> None:
        self._url, self._http = f"{stack.url}/rest/v1", http
        claims: dict[str, object] = {"sub": MIRA, "role": "authenticated", "aud": "authenticated", "exp": 2**31}
        tokens = {who: stack.token(user_id, email=f"{who}@example.org") for who, user_id in PEOPLE.items()}
        tokens["forged"] = mint("another secret, of enough length for HS256", claims)
        tokens["expired"] = stack.token(MIRA, expires_in=-60)
        # What a sign-up form may write into a token: it gives no rights.
        boast = {"sub": NEWCOMER, "role": "authenticated", "exp": 2**31, "user_role": "instructor"}
        boast |= {part: {"role": "instructor"} for part in ("user_metadata", "app_metadata")}
        tokens["newcomer"] = mint(stack.jwt_secret, boast)
        self._headers = {
            who: {"apikey": stack.publishable_key, "Authorization": f"Bearer {token}"} for who, token in tokens.items()
        }
        self._headers["anonymous"] = {"apikey": stack.publishable_key}
        self._headers["service"] = {"apikey": stack.secret_key}

    def ask(
        self, who: str, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        sent = self._headers[who] | {"Prefer": "return=minimal"} | (headers or {})
        if body is not None:
            # Escapes as httpx would not write them: half a character has no form in UTF-8.
            sent["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body)
        return self._http.request(method, f"{self._url}/{path}", content=content, headers=sent)

    def send_text(self, who: str, path: str, body: str) -> httpx.Response:
        """A body that is written by hand."""
        sent = self._headers[who] | {"Content-Type": "application/json"}
        return self._http.post(f"{self._url}/{path}", content=body, headers=sent)

    def with_token(self, token: str) -> int:
        """The status that a request with this token is answered with."""
        sent = self._headers["anonymous"] | {"Authorization": f"Bearer {token}"}
        return self._http.get(f"{self._url}/users", headers=sent).status_code

    def rows(self, who: str, path: str) -> list[dict[str, object]]:
        """The rows that an asker sees; none where it is refused."""
        answer = self.ask(who, "GET", path)
        assert answer.status_code in (200, 401, 403), answer.text
        return answer.json() if answer.status_code == 200 else []

    def call(self, who: str, function: str, **arguments: object) -> httpx.Response:
        return self.ask(who, "POST", f"rpc/{function}", arguments)
