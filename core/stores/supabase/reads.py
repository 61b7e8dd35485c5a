"""What can be looked up in Supabase."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

import httpx
from postgrest.exceptions import APIError
from supabase import Client
from tenacity import wait_random_exponential

from core.errors import MigrationError, StoreAway
from core.models import (
    AgentEvent,
    Attempt,
    ChatMessage,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    ItemEvidence,
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
    Snapshot,
    Topic,
)
from core.stores.stored import LeftOut, each_stored, stored
from core.stores.supabase import answer_log, columns, erasing, plan_cache, snapshot
from core.stores.supabase.call import MOST_ROWS, Answered, Caller, Request, quoted
from core.stores.supabase.refusals import not_found
from core.stores.supabase.snapshot import quiz_fields
from core.words import Said

_NO_SUCH_FUNCTION = ("PGRST202", "42883")


class SupabaseReads:
    """`StudyReads` over a Supabase project, as whoever the token belongs to."""

    is_lasting = True
    read_only: Said | None = None

    def __init__(
        self,
        url: str,
        key: str,
        token: Callable[[], str | None],
        *,
        http: httpx.Client | None = None,
        wait: wait_random_exponential | None = None,
    ) -> None:
        self.url = url
        self._left_out = LeftOut()
        self.caller = Caller(url, key, token, http=http, wait=wait)

    def left_out(self, of: str = "") -> tuple[Said, ...]:
        return self._left_out.names(of)

    def close(self) -> None:
        """Let go of the connections."""
        self.caller.close()

    def was_erased(self, session_id: str) -> bool:
        return erasing.was_erased(self.caller, session_id)

    def load(self, session_id: str) -> Session:
        rows = self._ask(lambda to: to.table("study_sessions").select(columns.SESSION).eq("id", session_id))
        if not rows:
            raise not_found(session_id)
        return stored(Session, rows[0])

    def snapshot(self, session_id: str) -> Snapshot:
        """Everything of a session but its history, as of one moment."""
        return snapshot.snapshot(self.caller, session_id)

    def sessions(
        self,
        user_id: str | None = None,
        *,
        place: Place | None = None,
        limit: int = 50,
        before: tuple[datetime, str] | None = None,
    ) -> tuple[SessionSummary, ...]:

        def request(to: Client) -> Any:
            asked = to.table("session_list").select(columns.SUMMARY)
            if user_id is not None:
                asked = asked.eq("user_id", user_id)
            if place:
                asked = asked.eq("place", place.value)
            if before:
                at, last = before[0].isoformat(), before[1]
                # The pair is only a filter; the bound beside it lets the index begin at the right place.
                asked = asked.lte("updated_at", at)
                asked = asked.or_(f'updated_at.lt."{at}",and(updated_at.eq."{at}",id.lt.{quoted(last)})')
            return asked.order("updated_at", desc=True).order("id", desc=True)

        rows = self.caller.every(request, limit)
        return each_stored(SessionSummary, rows, self._left_out, user_id or "")

    def topics(self, session_id: str) -> tuple[Topic, ...]:
        rows = self._of(session_id, "topics", columns.TOPIC, "position", "name")
        return each_stored(Topic, rows, self._left_out, session_id)

    def plans(self, session_id: str, *, since: int = 1) -> tuple[PlanVersion, ...]:
        rows = self.caller.every(
            lambda to: (
                to.table("plans").select("body").eq("session_id", session_id).gte("version", since).order("version")
            )
        )
        plans = (row["body"] for row in self._known(session_id, rows))
        return each_stored(PlanVersion, plans, self._left_out, session_id)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        with suppress(StoreAway):
            return plan_cache.find(self.caller, user_id, key, now)
        return None

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        rows = self._of(session_id, "lessons", "body", topic=topic)
        return stored(Lesson, rows[0]["body"]) if rows else None

    def lessons(self, session_id: str) -> tuple[Lesson, ...]:
        bodies = (row["body"] for row in self._of(session_id, "lessons", "body", "topic"))
        lessons = each_stored(Lesson, bodies, self._left_out, session_id)
        return tuple(sorted(lessons, key=lambda lesson: lesson.topic))

    def quizzes(
        self, session_id: str, topic: str | None = None, *, kind: QuizKind | None = None, limit: int | None = 100
    ) -> tuple[QuizRecord, ...]:

        def request(to: Client) -> Any:
            asked = to.table("quizzes").select(columns.QUIZ).eq("session_id", session_id)
            if topic is not None:
                asked = asked.eq("topic", topic)
            if kind is not None:
                asked = asked.eq("kind", kind)
            return asked.order("position", desc=True)

        rows = map(quiz_fields, self._known(session_id, self.caller.every(request, limit)))
        return each_stored(QuizRecord, rows, self._left_out, session_id)

    def latest_analysed(self, session_id: str) -> QuizRecord | None:

        def request(to: Client) -> Any:
            asked = to.table("quizzes").select(columns.QUIZ).eq("session_id", session_id)
            asked = asked.eq("kind", QuizKind.QUIZ)
            return asked.not_.is_("analysis", None).order("position", desc=True).limit(1)

        rows = self._known(session_id, self._ask(request))
        return stored(QuizRecord, quiz_fields(rows[0])) if rows else None

    def attempts(self, session_id: str) -> tuple[Attempt, ...]:
        rows = answer_log.attempts(self.caller, session_id)
        return each_stored(Attempt, self._known(session_id, rows), self._left_out, session_id)

    def misconceptions(self, session_id: str) -> tuple[Misconception, ...]:
        rows = self._of(session_id, "misconceptions", columns.MISCONCEPTION, "noticed_at", "id")
        return each_stored(Misconception, rows, self._left_out, session_id)

    def item_evidence(self, question_ids: Collection[str]) -> tuple[ItemEvidence, ...]:
        return answer_log.item_evidence(self.caller, question_ids)

    def sessions_asking(self, question_id: str) -> tuple[str, ...]:
        return answer_log.sessions_asking(self.caller, question_id)

    def dashboard(self, user_id: str, since: datetime) -> tuple[SessionOverview, ...]:
        """The user is whoever has signed in."""
        rows = answer_log.dashboard(self.caller, since)
        return each_stored(SessionOverview, rows, self._left_out, user_id)

    def chat(self, session_id: str, topic: str, *, limit: int | None = 200) -> tuple[ChatMessage, ...]:

        def request(to: Client) -> Any:
            asked = to.table("tutor_chats").select(columns.CHAT).eq("session_id", session_id).eq("topic", topic)
            return asked.order("id", desc=True)

        rows = self._known(session_id, self.caller.every(request, limit))
        return each_stored(ChatMessage, reversed(rows), self._left_out, session_id)

    def materials(self, session_id: str) -> tuple[MaterialSummary, ...]:
        rows = self._of(session_id, "study_materials", columns.MATERIAL_SUMMARY, "position")
        summaries = ({**row, "has_file": bool(row["has_file"])} for row in rows)
        return each_stored(MaterialSummary, summaries, self._left_out, session_id)

    def material(self, session_id: str, material_id: str) -> Material | None:
        rows = self._of(session_id, "study_materials", columns.MATERIAL, id=material_id)
        return stored(Material, rows[0]) if rows else None

    def material_file(self, session_id: str, material_id: str) -> bytes | None:
        asked = {"p_session_id": session_id, "p_material_id": material_id}
        if file := self._ask(lambda to: to.rpc("material_file", asked)):
            return b64decode(file)
        self.load(session_id)
        return None

    def history(self, query: HistoryQuery) -> HistoryPage:
        bounds = {
            "p_session_id": query.session_id,
            "p_user_id": query.user_id,
            "p_agent": query.agent,
            "p_action": query.action,
            "p_phase": query.phase and query.phase.value,
            "p_since": query.since and query.since.isoformat(),
            "p_until": query.until and query.until.isoformat(),
            "p_before": query.before,
            "p_after": query.after,
            "p_limit": query.limit + 1,
        }
        asked = {name: value for name, value in bounds.items() if value not in (None, "")}
        events = self._ask(lambda to: to.rpc("history_page", asked).select(columns.EVENT))
        if len(events) == MOST_ROWS:
            # The one event more, which tells of a next page, was cut off by the API.
            query = query.model_copy(update={"limit": min(query.limit, MOST_ROWS - 1)})
        ids = [event["id"] for event in events]
        return HistoryPage.cut(ids, each_stored(AgentEvent, events, self._left_out, query.session_id), query)

    def facets(self) -> HistoryFacets:
        return stored(HistoryFacets, self._ask(lambda to: to.rpc("history_facets", {})))

    def check(self) -> str:
        return f"Supabase at {self.url}, migrated to {self.applied()}"

    def applied(self) -> str:
        """The newest migration of the database. Asks once: whoever wants to know has no time to wait.

        Raises `MigrationError` where it has none.
        """
        try:
            applied: str | None = self.caller.ask_once(lambda to: to.rpc("check_store", {}))
        except StoreAway as exc:
            if isinstance(exc.__cause__, APIError) and exc.__cause__.code in _NO_SUCH_FUNCTION:
                raise MigrationError("store.no_tables") from exc
            raise
        if applied is None:
            raise MigrationError("store.no_tables")
        return applied

    def _of(self, session_id: str, table: str, wanted: str, *order: str, **where: str) -> list[Answered]:
        def request(to: Client) -> Any:
            asked = to.table(table).select(wanted).eq("session_id", session_id)
            for column, value in where.items():
                asked = asked.eq(column, value)
            for column in order:
                asked = asked.order(column)
            return asked

        return self._known(session_id, self.caller.every(request))

    def _known(self, session_id: str, rows: list[Answered]) -> list[Answered]:
        if not rows:
            self.load(session_id)
        return rows

    def _ask(self, request: Request, *, about: str = "") -> Answered:
        return self.caller.ask(request, about)
