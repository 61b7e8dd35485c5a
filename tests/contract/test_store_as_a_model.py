"""Any order of commits, retries, stale writers and reads: every store answers as the memory store does."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.errors import ExamMentorError
from core.models import Answer, Changes, Filing, GivenAnswer, HistoryQuery, NewSession, Place, StudyPhase
from core.models.context import diff, replay
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from tests.doubles import MIRA, NOON, context, event, quiz_record, topic

SESSIONS = st.sampled_from(["s1", "s2"])
COMMIT_IDS = st.sampled_from([f"c{n}" for n in range(6)])
EXTRA = st.dictionaries(st.sampled_from("abc"), st.none() | st.integers() | st.text(max_size=4), max_size=3)
FILINGS = st.builds(
    Filing,
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    archived=st.booleans(),
    binned_at=st.none() | st.just(NOON),
)


class StoreModel(RuleBasedStateMachine):
    """The same call on both; what differs is a bug in one of them."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.memory = MemoryStudyStore()
        self.other = SqliteStudyStore(Path(self.folder.name) / "study.sqlite3")
        self.versions = {"s1": 0, "s2": 0}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.other.close()
            self.folder.cleanup()

    @rule(
        session=SESSIONS,
        commit_id=COMMIT_IDS,
        behind=st.sampled_from([0, 0, 0, 0, 1, -1]),
        phase=st.sampled_from(StudyPhase),
        extra=EXTRA,
        score=st.none() | st.floats(0, 100),
        topics=st.dictionaries(
            st.sampled_from(["Roots", "Leaves", "Stems"]),
            st.sampled_from(["planned", "learning", "done", "left_out"]),
            max_size=2,
        ),
        quiz=st.none() | st.sampled_from(["quiz-1", "quiz-2"]),
        answer=st.none() | st.sampled_from(["quiz-1", "quiz-2"]),
        filing=st.none() | FILINGS,
    )
    def commit(self, session, commit_id, behind, phase, extra, score, topics, quiz, answer, filing) -> None:
        base = max(0, self.versions[session] - behind)
        before = context(session)
        with suppress(ExamMentorError):
            before = self.memory.load(session).context
        after = context(session, last_quiz_score=score, extra_data=extra)
        moved = event(session, phase_after=phase, context_patch=diff(before, after), metadata={"id": commit_id})
        changes = Changes(
            at=NOON,
            phase=phase,
            context=after,
            events=(moved,),
            created=NewSession(user_id=MIRA) if base == 0 else None,
            topics=tuple(topic(name, place, status=topics[name]) for place, name in enumerate(topics)),
            quiz=quiz_record(f"{session}-{quiz}") if quiz else None,
            answer=GivenAnswer(quiz_id=f"{session}-{answer}", answer=Answer(question_id="q1")) if answer else None,
            filing=filing,
        )
        outcomes = [outcome(store.commit, session, base, commit_id, changes) for store in (self.memory, self.other)]
        assert outcomes[0] == outcomes[1]
        if isinstance(outcomes[0], int):
            self.versions[session] = max(self.versions[session], outcomes[0])

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "memory"):
            return
        for session in ("s1", "s2"):
            for look in ("load", "topics", "quizzes", "plans", "materials"):
                assert outcome(getattr(self.memory, look), session) == outcome(getattr(self.other, look), session)
        for place in (None, *Place):
            assert self.memory.sessions(place=place) == self.other.sessions(place=place)
        assert self.memory.dashboard(MIRA, NOON) == self.other.dashboard(MIRA, NOON)
        assert self.memory.history(HistoryQuery()).events == self.other.history(HistoryQuery()).events

    @invariant()
    def replays(self) -> None:
        if not hasattr(self, "memory"):
            return
        for session in ("s1", "s2"):
            if self.versions[session]:
                stored = self.other.load(session)
                events = self.other.history(HistoryQuery(session_id=session, limit=1000)).events[::-1]
                assert replay(MIRA, session, events) == (stored.phase, stored.context)


def outcome(call, *arguments):
    """What a call gives: its value, or the kind of error."""
    try:
        return call(*arguments)
    except ExamMentorError as error:
        return type(error)


def test_sqlite_answers_as_memory_does() -> None:
    run_state_machine_as_test(
        StoreModel, settings=settings(max_examples=60, stateful_step_count=25, deadline=None, derandomize=True)
    )


def test_a_reopened_file_has_everything(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        first = Changes(
            at=NOON, phase=StudyPhase.INTAKE, context=context("s1"), events=(), created=NewSession(user_id=MIRA)
        )
        store.commit("s1", 0, "c1", first)
    with closing(SqliteStudyStore(path)) as store:
        assert store.load("s1").version == 1
