"""What can be looked up in the study file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from core.domain.study_time import PAUSE
from core.errors import MigrationError, SessionNotFound
from core.models import (
    AgentEvent,
    Attempt,
    ChatMessage,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    ItemEvidence,
    Learner,
    Lesson,
    Material,
    MaterialSummary,
    Misconception,
    Place,
    PlannedStudy,
    PlanVersion,
    QuizKind,
    QuizRecord,
    Session,
    SessionOverview,
    SessionSummary,
    Topic,
)
from core.models.attempt import TURNED, item_of
from core.models.plan_request import kept_plan
from core.stores.answers import item_sums
from core.stores.sqlite import queries
from core.stores.sqlite.connections import SqliteFile
from core.stores.sqlite.rows import document, fields, moment
from core.stores.stored import LeftOut, each_stored, stored, stored_json
from core.words import Said


class SqliteReads(SqliteFile):
    """`StudyReads` in the file at `path`. See `SqliteFile` for what it raises."""

    is_lasting = True
    questions_out = queries.OUT
    """What asks which questions are out."""

    def __init__(self, path: Path | str) -> None:
        self._left_out = LeftOut()
        super().__init__(path)

    def left_out(self, of: str = "") -> tuple[Said, ...]:
        return self._left_out.names(of)

    def was_erased(self, session_id: str) -> bool:
        return bool(self._all("select 1 from erased_sessions where id = ?", session_id))

    def load(self, session_id: str) -> Session:
        rows = self._all(queries.SESSION, session_id)
        if not rows:
            raise SessionNotFound("session.not_found", session_id=session_id)
        return stored(Session, fields(rows[0]))

    def sessions(
        self,
        user_id: str | None = None,
        *,
        place: Place | None = None,
        limit: int = 50,
        before: tuple[datetime, str] | None = None,
    ) -> tuple[SessionSummary, ...]:
        sql, values = queries.sessions_query(user_id, place, limit, before)
        return each_stored(SessionSummary, map(fields, self._all(sql, *values)), self._left_out, user_id or "")

    def topics(self, session_id: str) -> tuple[Topic, ...]:
        rows = self._of(session_id, queries.TOPICS)
        return each_stored(Topic, map(fields, rows), self._left_out, session_id)

    def plans(self, session_id: str, *, since: int = 1) -> tuple[PlanVersion, ...]:
        rows = self._of(session_id, queries.PLANS, since)
        return each_stored(PlanVersion, (document(row["body"]) for row in rows), self._left_out, session_id)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        rows = self._all(queries.CACHED, user_id, key, moment(now))
        return kept_plan(rows[0]["plan"]) if rows else None

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        rows = self._of(session_id, queries.LESSON, topic)
        return stored_json(Lesson, rows[0]["body"]) if rows else None

    def lessons(self, session_id: str) -> tuple[Lesson, ...]:
        bodies = (document(row["body"]) for row in self._of(session_id, queries.LESSONS))
        lessons = each_stored(Lesson, bodies, self._left_out, session_id)
        return tuple(sorted(lessons, key=lambda lesson: lesson.topic))

    def quizzes(
        self, session_id: str, topic: str | None = None, *, kind: QuizKind | None = None, limit: int | None = 100
    ) -> tuple[QuizRecord, ...]:
        rows = self._of(session_id, queries.QUIZZES, topic, _most(limit), kind)
        return each_stored(QuizRecord, map(fields, rows), self._left_out, session_id)

    def latest_analysed(self, session_id: str) -> QuizRecord | None:
        rows = self._of(session_id, queries.LATEST_ANALYSED)
        return stored(QuizRecord, fields(rows[0])) if rows else None

    def attempts(self, session_id: str) -> tuple[Attempt, ...]:
        rows = self._of(session_id, queries.ATTEMPTS)
        return each_stored(Attempt, map(fields, rows), self._left_out, session_id)

    def misconceptions(self, session_id: str) -> tuple[Misconception, ...]:
        rows = self._of(session_id, queries.MISCONCEPTIONS)
        return each_stored(Misconception, map(fields, rows), self._left_out, session_id)

    def item_evidence(self, question_ids: Collection[str]) -> tuple[ItemEvidence, ...]:
        answers_to: dict[str, list[tuple[str, Attempt]]] = {name: [] for name in sorted(question_ids)}
        for row in map(fields, self._all(queries.ANSWERS, json.dumps([*answers_to]))):
            user_id = row.pop("user_id")
            answers_to[row["question_id"]].append((user_id, stored(Attempt, row)))
        out = {item_of(row["question_id"]) for row in self._all(self.questions_out)}
        sums = (item_sums(name, answers, is_void=item_of(name) in out) for name, answers in answers_to.items())
        return tuple(item for item in sums if item)

    def sessions_asking(self, question_id: str) -> tuple[str, ...]:
        item = item_of(question_id)
        return tuple(row["session_id"] for row in self._all(queries.ASKING, item, item + TURNED))

    def dashboard(self, user_id: str, since: datetime) -> tuple[SessionOverview, ...]:
        bounds = moment(since), moment(since - PAUSE), PAUSE.total_seconds()
        rows = self._all(queries.DASHBOARD, user_id, *bounds)
        return each_stored(SessionOverview, map(fields, rows), self._left_out, user_id)

    def chat(self, session_id: str, topic: str, *, limit: int | None = 200) -> tuple[ChatMessage, ...]:
        rows = self._of(session_id, queries.CHAT, topic, _most(limit))
        return each_stored(ChatMessage, map(fields, reversed(rows)), self._left_out, session_id)

    def materials(self, session_id: str) -> tuple[MaterialSummary, ...]:
        rows = self._of(session_id, queries.MATERIALS)
        return each_stored(MaterialSummary, map(fields, rows), self._left_out, session_id)

    def material(self, session_id: str, material_id: str) -> Material | None:
        rows = self._of(session_id, queries.MATERIAL, material_id)
        return stored(Material, fields(rows[0])) if rows else None

    def material_file(self, session_id: str, material_id: str) -> bytes | None:
        rows = self._of(session_id, queries.FILE, material_id)
        return bytes(rows[0]["data"]) if rows else None

    def history(self, query: HistoryQuery) -> HistoryPage:
        sql, values = queries.history_query(query)
        rows = self._all(sql, *values)
        events = each_stored(AgentEvent, map(fields, rows), self._left_out, query.session_id)
        return HistoryPage.cut([row["id"] for row in rows], events, query)

    def facets(self) -> HistoryFacets:
        agents, actions = (
            tuple(row[column] for row in self._all(queries.distinct(column))) for column in ("agent", "action")
        )
        learners = each_stored(Learner, map(fields, self._all(queries.LEARNERS)))
        return HistoryFacets(agents=agents, actions=actions, learners=learners)

    def check(self) -> str:
        if self.read_only:
            raise MigrationError(self.read_only)
        self._try_writing()
        self._all("update users set name = name where 0")
        applied = self._all("select max(name) as newest from schema_migrations")[0]["newest"]
        return f"SQLite at {self.path}, migrated to {applied}, writable"

    def _of(self, session_id: str, sql: str, *values: object) -> Sequence[sqlite3.Row]:
        rows = self._all(sql, session_id, *values)
        if not rows:
            self.load(session_id)
        return rows


def _most(limit: int | None) -> int:
    # A negative number is no limit in SQLite.
    return -1 if limit is None else limit
