"""What the study service needs from outside: a place to keep things, agents who write, and the time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from core.domain.assessment.grading import Mark
from core.models import (
    Attempt,
    Changes,
    ChatMessage,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    ItemEvidence,
    Lesson,
    MadeFromFile,
    Material,
    MaterialSummary,
    Misconception,
    PerformanceAnalysis,
    Place,
    PlannedStudy,
    PlanRequest,
    PlanVersion,
    Quiz,
    QuizKind,
    QuizRecord,
    RouteDecision,
    Session,
    SessionOverview,
    SessionSummary,
    Topic,
    TutorAnswer,
    Value,
)
from core.words import Said

T = TypeVar("T", covariant=True)


class Clock(Protocol):
    """The time, given so that a test can set it."""

    def now(self) -> datetime:
        """The present moment, with its time zone."""

    def monotonic(self) -> float:
        """Seconds from some fixed start, for durations."""


class StudyReads(Protocol):
    """What can be looked up. Every method may be called from any thread; all raise `StoreUnavailable`, and those
    about one session `SessionNotFound`. `is_lasting` is False where everything is gone when the app stops; `read_only`
    says in a sentence why nothing can be changed, where that is so."""

    is_lasting: bool
    read_only: Said | None

    def left_out(self, of: str = "") -> tuple[Said, ...]:
        """What the lists (of the session `of`, or all) that were read last left out, since it cannot be read: each row
        by its noun and its name."""

    def load(self, session_id: str) -> Session:
        """The session as it is now. Raises `SessionNotFound`."""

    def sessions(
        self,
        user_id: str | None = None,
        *,
        place: Place | None = None,
        limit: int = 50,
        before: tuple[datetime, str] | None = None,
    ) -> tuple[SessionSummary, ...]:
        """Sessions (of one user, or all; in one place, or anywhere), newest change first. `before` is (updated_at, id)
        of the last one seen."""

    def topics(self, session_id: str) -> tuple[Topic, ...]:
        """The session's topics in the plan's order."""

    def plans(self, session_id: str, *, since: int = 1) -> tuple[PlanVersion, ...]:
        """The versions of the session's plan from number `since` on, oldest first."""

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        """The plan that is kept for the user (or for everybody) under `key` and not over at `now`.

        None where there is none, where it cannot be read by this version, and while the store is away.
        """

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        """The lesson on `topic` where one was given."""

    def lessons(self, session_id: str) -> tuple[Lesson, ...]:
        """Every lesson that was given in the session, by topic."""

    def quizzes(
        self, session_id: str, topic: str | None = None, *, kind: QuizKind | None = None, limit: int | None = 100
    ) -> tuple[QuizRecord, ...]:
        """The session's quizzes (on one topic, of one kind, or all) with their answers, newest first; all of them
        without a `limit`."""

    def latest_analysed(self, session_id: str) -> QuizRecord | None:
        """The session's newest of the kind `quiz` that has an analysis, with its answers; None before the first."""

    def attempts(self, session_id: str) -> tuple[Attempt, ...]:
        """The session's answer log, by time, quiz and question."""

    def misconceptions(self, session_id: str) -> tuple[Misconception, ...]:
        """The session's misconceptions with their evidence, by the time they were noticed."""

    def item_evidence(self, question_ids: Collection[str]) -> tuple[ItemEvidence, ...]:
        """What others' answers on this store say about these questions, and which are out; none for those of which
        there is nothing to say."""

    def sessions_asking(self, question_id: str) -> tuple[str, ...]:
        """The ids of the sessions that the question was answered in, of those that one may see."""

    def dashboard(self, user_id: str, since: datetime) -> tuple[SessionOverview, ...]:
        """The user's sessions that are open or were changed since then, all of them, newest change first.

        Their stretches are those of `core.domain.study_time.stretches`, as far as they reach beyond `since`: one that
        began before may be there from its start or from some moment before `since`.
        """

    def chat(self, session_id: str, topic: str, *, limit: int | None = 200) -> tuple[ChatMessage, ...]:
        """The last `limit` messages of the session's conversation about `topic`, oldest first; all of them
        without a `limit`."""

    def materials(self, session_id: str) -> tuple[MaterialSummary, ...]:
        """What the session studies from, in the order it was added, without the text."""

    def material(self, session_id: str, material_id: str) -> Material | None:
        """One material with its text."""

    def material_file(self, session_id: str, material_id: str) -> bytes | None:
        """The file that a material was read from; None where it is not kept. Nothing else reads it."""

    def history(self, query: HistoryQuery) -> HistoryPage:
        """A page of events, by key, newest first or (with `after`) oldest first: the same cost however long the
        history is, but for a filter by time alone."""

    def facets(self) -> HistoryFacets:
        """The agents, actions and learners that the history holds."""

    def was_erased(self, session_id: str) -> bool:
        """Whether there was a session of this id that was erased."""

    def check(self) -> str:
        """Reach and write the store without changing it. Says in a few words where the store is and that it works."""


class StudyStore(StudyReads, Protocol):
    """Where sessions are kept.

    What must hold (tests/contract): a commit is whole or absent, also when the process is killed; one that
    was answered is there afterwards; a stale version changes nothing; history only grows.
    """

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """Write `changes` in one transaction and return the new version (`base_version` + 1).

        `base_version` 0 with `changes.created` makes the session. A `commit_id` that was written before
        returns the version it returned then, and writes nothing. Where nothing but corrections came since
        `base_version`, it is written on these, which stay, and the session is outdated then; so it is where an answer
        counts otherwise than `changes` say. Raises `Conflict` where the session's version is another,
        `SessionNotFound` where there is none (`SessionErased` where there was one), and `StoreUnavailable` where an
        answer is to no quiz of the session, a misconception on no topic of it, a file none of its materials', or an
        event says that it is an instructor's.
        """

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """As `commit`, by an instructor in a learner's session: what a question that is void touched, and nothing else.

        Raises `SessionNotFound` where the session is not of a learner of theirs, and `StoreAway` where the store cannot
        be reached: a correction does not wait.
        """

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        """Take a question out for the instructor's classes, or in again, and mark what was answered to it.

        It holds for the same question asked anew too, and for what is answered to it later: what a commit says of
        `is_void` makes no difference. Returns the ids of the sessions that it was answered in. Raises `AccountError`
        where one is no instructor, `StoreUnavailable` where one leads no class, and `StoreAway`.
        """

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        """Write a whole session out of a file, or nothing: nobody sees any of it before its last commit is there.

        `commits` are those that make the session, each on the one before; the first one has `created`. They are taken
        one at a time. False where this import was written before: then nothing is. Raises `Conflict` where a session of
        that id is here otherwise, and what `commit` raises; `StoreAway` where the store cannot be reached, since an
        import does not wait.
        """

    def erase_session(self, session_id: str, at: datetime) -> None:
        """Erase a session at once with all that belongs to it: no word of it remains, also none where a list or a sum
        is made later. Its id and the time are kept, and what comes late to it raises `SessionErased`; only a commit
        whose id begins with `BROUGHT_IN` may begin it anew.

        The same again finishes what was cut off. Raises `SessionNotFound` where there is none of the caller's, and
        `StoreAway`: erasing does not wait.
        """

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        """As `commit`, and with it what was made from the material that `changes` remove. Raises `StoreAway`."""

    def erase_account(self, user_id: str, at: datetime) -> None:
        """Erase each session of the user's as `erase_session` does, and whatever else there is of the user."""

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        """Keep a plan for the user under `key` until `until`, and drop the user's own that are over at `now`.

        What is kept there already gives way. A cache is no study: nothing is kept, and nothing raised, while the store
        is away.
        """


@dataclass(frozen=True)
class Decision(Generic[T]):
    """What an agent decided, why, and the inputs that give the same again with the same seed."""

    agent: str
    value: T
    reasoning: Said | str
    inputs: Value = field(default_factory=Value)


class StudyAgents(Protocol):
    """Those who write. The same inputs and seed give the same value.

    All raise `InputError` with a sentence for the learner where there is nothing to work from.
    """

    def route(self, text: str, today: date) -> Decision[RouteDecision]:
        """What a learner's free text asks for."""

    def plan(
        self, request: PlanRequest, *, seed: int, watch: Callable[[PlanVersion], None] | None = None
    ) -> Decision[PlannedStudy]:
        """Topics and a day plan, drafted, verified and revised; `watch` is told of each draft.

        Where no draft keeps every rule, the outcome has no final plan, and its last version says what to leave out.
        Raises `PlanError` where there is nothing to plan.
        """

    def teach(self, topic: Topic, materials: tuple[Material, ...], *, seed: int) -> Decision[Lesson]:
        """A lesson from the topic's own text. Raises `NothingToStudy` where there is none."""

    def quiz(
        self, topic: Topic, materials: tuple[Material, ...], *, count: int, seed: int, avoid: Collection[str] = ()
    ) -> Decision[Quiz]:
        """Up to `count` items that passed the gate, best first; those in `avoid` only where there are too few others.

        Raises `NothingToStudy` where the text gives no item at all.
        """

    def ask(self, question: str, topic: Topic, materials: tuple[Material, ...], *, seed: int) -> Decision[TutorAnswer]:
        """What the materials (and the topic's course) say to a question, word for word, or that they do not say.

        Raises `NothingToStudy` where there is no text to look in.
        """

    def placement(self, request: PlanRequest, *, seed: int) -> Decision[Quiz]:
        """What a placement quiz may ask: up to 3 items that passed the gate on each of up to 12 topics.

        Each question names its topic, and the quiz `covers` the topics that its answers can say something about.
        Raises `NothingToStudy` where there is no text to ask about.
        """

    def analyse(self, quiz: Quiz, marks: tuple[Mark, ...]) -> Decision[PerformanceAnalysis]:
        """What a quiz shows. It was marked already: `marks` has one for each of its questions, in their order. What the
        analysis rests on is recorded by who asks for it."""
