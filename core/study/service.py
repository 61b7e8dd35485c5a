"""The study service: one method for each learner action, and the only door for pages, API and scripts."""

from __future__ import annotations

from collections.abc import Callable, Collection

from core.domain.extra_data import read_intake, with_intake
from core.domain.mastery import next_topic
from core.domain.phases import get_valid_actions, require
from core.errors import NothingToStudy
from core.models import (
    Action,
    AgentEvent,
    Answer,
    Intake,
    Lesson,
    NewSession,
    Parts,
    PlanVersion,
    QuizRecord,
    RouteDecision,
    Session,
    StudentContext,
    StudyPhase,
    Topic,
)
from core.models.days import NO_ZONE
from core.study.audit import Replay, can_run_again, is_by_earlier_rules, replay_session, run_again
from core.study.backup.backup import Backup
from core.study.catalogue import Catalogue
from core.study.classes import Classes, NoPeople, People
from core.study.continuing import Continuing
from core.study.corrections import Corrections
from core.study.disputes import Disputes
from core.study.erasing import Erasing, NoTraces, Traces
from core.study.export.exports import Exports
from core.study.feedback import Feedback
from core.study.filing import Filings
from core.study.goals import Goals
from core.study.history import History
from core.study.intake import heard_so_far, routed
from core.study.library import Library
from core.study.lookups import texts, topic_named
from core.study.materials import Materials
from core.study.outbox import NoQueue, Outbox, Queue
from core.study.overview import Overview
from core.study.own_words import OwnWords
from core.study.placement import Placements
from core.study.plan_versions import PlanVersions
from core.study.plans import Plans
from core.study.ports import Clock, StudyAgents, StudyReads, StudyStore
from core.study.practice import Practice
from core.study.quizzes import QUESTIONS_A_QUIZ, Quizzes
from core.study.recorder import Note, Recorder
from core.study.reviews import Reviews
from core.study.shortcuts import Shortcuts
from core.study.topic_texts import TopicTexts
from core.study.tutoring import Tutoring
from core.words import Said, in_turn


class StudyService:
    """What a learner can do. Each action takes the session as the caller saw it and returns it as it is now.

    Every action is one commit on the version that was seen. Raises `Conflict` where the session has moved on
    since, `ActionNotAllowed` where the phase does not have the action, `InputError` for what cannot be used
    and `StoreUnavailable`; in each case nothing was changed.
    """

    def __init__(
        self,
        store: StudyStore,
        agents: StudyAgents,
        clock: Clock,
        new_id: Callable[[], str],
        user_id: str,
        max_upload_bytes: int,
        queue: Queue | None = None,
        people: People | None = None,
        traces: Traces | None = None,
    ) -> None:
        self.read: StudyReads = store
        self.user_id, self.clock, self.max_upload_bytes = user_id, clock, max_upload_bytes
        self._agents, self.new_id = agents, new_id
        self._recorder = Recorder(store, clock)
        self.plans = Plans(store, agents, self._recorder, clock)
        self.own_words = OwnWords(store, self._recorder, clock)
        self.plan_versions = PlanVersions(store, self._recorder, clock)
        self.placements = Placements(store, agents, self._recorder, clock)
        self.materials = Materials(store, self._recorder, clock, max_upload_bytes)
        self.topic_texts = TopicTexts(store, self._recorder, max_upload_bytes)
        self.goals = Goals(self._recorder)
        self.tutoring = Tutoring(store, agents, self._recorder, clock)
        self.quizzes = Quizzes(store, agents, self._recorder, clock)
        self.reviews = Reviews(store, agents, self._recorder, clock, user_id)
        self.practice = Practice(store, self._recorder)
        self.corrections = Corrections(store, agents, self._recorder, clock)
        self.disputes = Disputes(store, self._recorder, self.corrections, clock, decides=people is None)
        self.backup = Backup(store, clock, user_id)
        self.erasing = Erasing(store, clock, user_id, traces or NoTraces())
        self.overview = Overview(store, clock, user_id)
        self.feedback = Feedback(store)
        self.continuing = Continuing(store, clock)
        self.filings = Filings(store, self._recorder, clock, user_id)
        self.history = History(store)
        self.catalogue = Catalogue(store, clock)
        self.library = Library(store, self._recorder, clock)
        self.outbox = Outbox(store, queue or NoQueue())
        self.exports = Exports(store, queue or NoQueue(), clock)
        self.classes = Classes(people or NoPeople(), user_id)
        self.shortcuts = Shortcuts(self, clock)

    @property
    def is_lasting(self) -> bool:
        """Whether what is studied is still there when the app was stopped."""
        return self.read.is_lasting

    @property
    def read_only(self) -> Said | None:
        """Why nothing can be changed, in a sentence; empty where all can."""
        return self.read.read_only

    @property
    def left_out(self) -> tuple[Said, ...]:
        """What the lists that were read last left out, since it cannot be read."""
        return self.read.left_out()

    def start(self, exam: str = "", *, session_id: str = "", user_id: str = "", zone: str = NO_ZONE) -> Session:
        """Begin a session at INTAKE, for the service's own user by default; the same `session_id` begins it once.

        Raises `Conflict` where it is one that was begun for another exam, or elsewhere.
        """
        blank = Session.unsaved(session_id or self.new_id(), user_id or self.user_id, self.clock.now(), exam, zone)
        note = Note(Action.START_SESSION, reasoning=Said("decision.session_started"))
        context = with_intake(blank.context, Intake(exam=exam))
        created = NewSession(user_id=blank.user_id, exam_type=exam)
        payload = exam if zone == NO_ZONE else f"{exam}\n{zone}"
        return self._recorder.save(blank, note, context=context, created=created, payload=payload)

    def open(self, session_id: str) -> Session:
        """The session as it is now. Raises `SessionNotFound`."""
        session = self.read.load(session_id)
        if session.user_id != self.user_id or self.read_only:
            return session
        return self.reviews.settled(self.corrections.worked_out(session) if session.is_outdated else session)

    def intake(self, session: Session) -> Intake:
        """What was typed at intake so far. Raises `InputError` where a script wrote what is none."""
        return read_intake(session.context)

    def save_state(
        self, session: Session, phase: StudyPhase, context: StudentContext, version: int | None = None
    ) -> Session:
        """Keep `phase` and `context` as a front end has them; user and session stay the session's own.

        `version` is the one that the front end has seen. Raises `InputError` where the context's intake is none.
        """
        read_intake(context)
        return self._recorder.save_state(session, phase, context, session.version if version is None else version)

    def made(self, session: Session, version: int, action: Action) -> int:
        """The version that `action`, with nothing said beside it, made of an earlier `version` of the session, for who
        got no answer to it. Raises `Conflict` where that is not what was done then."""
        typed = self.intake(session).model_dump_json()
        payloads = {Action.GENERATE_PLAN: typed, Action.TAKE_QUIZ: str(QUESTIONS_A_QUIZ)}
        return self._recorder.made(session, version, action, payloads.get(action, ""))

    def save_intake(self, session: Session, intake: Intake) -> Session:
        """Keep what was typed at intake. Only at INTAKE."""
        require(session, Action.EDIT_INTAKE)
        note = Note(Action.EDIT_INTAKE, reasoning=Said("decision.intake_filled"))
        context, payload = with_intake(session.context, intake), intake.model_dump_json()
        return self._recorder.save(session, note, payload=payload, context=context, exam_type=intake.exam)

    def add_material(
        self, session: Session, name: str, data: bytes, progress: Callable[[float], None] | None = None
    ) -> Session:
        """Read a file and keep it for this session (see `Materials.add`). At INTAKE and PLANNING."""
        return self.materials.add(session, name, data, progress)

    def remove_material(self, session: Session, material_id: str) -> Session:
        """Take a file out again. Only at INTAKE."""
        return self.materials.remove(session, material_id)

    def route(self, session: Session, text: str) -> tuple[Session, RouteDecision]:
        """Take a learner's own sentence, or answer to a question, and fill in what is clear of it. Only at INTAKE."""
        require(session, Action.ROUTE)
        began, today, before = self.clock.monotonic(), session.day_of(self.clock.now()), self.intake(session)
        heard = heard_so_far(before.said, text, lambda sentence: self._agents.route(sentence, today).value)
        decision = self._agents.route(heard, today)
        intake = routed(before, heard, decision.value)
        note = self._recorder.decided(Action.ROUTE, decision, 0, began)
        context = with_intake(session.context, intake)
        return self._recorder.save(session, note, payload=text, context=context, exam_type=intake.exam), decision.value

    def generate_plan(
        self, session: Session, intake: Intake, watch: Callable[[PlanVersion], None] | None = None
    ) -> Session:
        """Make the day plan from what was said and added; `watch` is told of each draft. INTAKE to PLANNING.

        Where no draft keeps every rule, no topic can be started before the learner leaves some out or gives more time.
        """
        require(session, Action.GENERATE_PLAN)
        return self.plans.generate(session, intake, texts(self.read, session.id), watch)

    def start_topic(self, session: Session, topic_name: str | None = None) -> Session:
        """Begin a topic (the suggested one by default) with its lesson. PLANNING to LEARNING."""
        require(session, Action.START_TOPIC)
        self.plans.require_one(session)
        topic = self.topic(session, topic_name or session.context.current_topic or "")
        began, seed = self.clock.monotonic(), self._recorder.seed(session, Action.START_TOPIC)
        decision = self._agents.teach(topic, texts(self.read, session.id), seed=seed)
        begun = topic.model_copy(update={"status": "learning" if topic.status == "planned" else topic.status})
        return self._recorder.save(
            session,
            self._recorder.decided(Action.START_TOPIC, decision, seed, began),
            payload=topic_name or "",
            context=session.context.model_copy(update={"current_topic": topic.name}),
            parts=Parts(topics=(begun,), lesson=decision.value),
        )

    def take_quiz(self, session: Session, count: int = QUESTIONS_A_QUIZ, minutes: int | None = None) -> Session:
        """Set a quiz on the current topic, with a clock where `minutes` are given. LEARNING to QUIZZING."""
        require(session, Action.TAKE_QUIZ)
        return self.quizzes.take(session, self.topic(session, session.context.current_topic or ""), count, minutes)

    def answer(
        self,
        session: Session,
        quiz_id: str,
        answer: Answer,
        seen: Answer | None = None,
        *,
        sent: Collection[Answer] = (),
    ) -> Session:
        """Keep one answer as it was given. `seen` is the answer that the caller showed before, `sent` what it has given
        since without hearing whether it was kept. Another tab's answer to this very question is a conflict."""
        return self.quizzes.answer(session, quiz_id, answer, seen, sent)

    def submit_answers(self, session: Session) -> Session:
        """Grade the quiz and say what went wrong; a question without an answer is wrong. QUIZZING to ANALYZING."""
        require(session, Action.SUBMIT_ANSWERS)
        return self.quizzes.submit(session)

    def next_topic(self, session: Session, topic_name: str = "") -> Session:
        """Go back to the plan with the next topic (or the learner's own choice), and why. ANALYZING to PLANNING."""
        require(session, Action.NEXT_TOPIC)
        picked = next_topic(self.read.topics(session.id), session.day_of(self.clock.now()))
        if picked is None:
            raise NothingToStudy("session.no_topics")
        topic, why = picked
        said = Said("decision.next", topic=topic.name)
        if topic_name and topic_name != topic.name:
            chosen = self.topic(session, topic_name)
            topic, said = chosen, Said("decision.next_chosen", topic=chosen.name, instead=topic.name)
        note = Note(Action.NEXT_TOPIC, "planner", in_turn(said, why), {"topic": topic.name})
        context = session.context.model_copy(update={"current_topic": topic.name})
        return self._recorder.save(session, note, payload=topic_name, context=context)

    def complete(self, session: Session) -> Session:
        """End the session. ANALYZING to COMPLETED."""
        require(session, Action.COMPLETE)
        return self._recorder.save(session, Note(Action.COMPLETE, reasoning=Said("decision.session_ended")))

    def get_valid_actions(self, phase: StudyPhase) -> list[str]:
        """The actions that lead on from a phase, the first one first."""
        return get_valid_actions(phase)

    def topics(self, session: Session) -> tuple[Topic, ...]:
        """The topics of the session's plan, in its order."""
        return self.read.topics(session.id)

    def lesson(self, session: Session, topic: str) -> Lesson | None:
        """The lesson on a topic where one was given."""
        return self.read.lesson(session.id, topic)

    def topic(self, session: Session, name: str) -> Topic:
        """The session's topic of that name. Raises `InputError`."""
        return topic_named(self.read, session.id, name)

    def quiz(self, session: Session) -> QuizRecord | None:
        """The session's latest quiz with its answers; None before the first. A placement is none."""
        return self.quizzes.latest(session)

    def replay(self, session_id: str) -> Replay:
        """The session's events replayed, and whether they give what is stored."""
        return replay_session(self.read, session_id)

    def can_run_again(self, event: AgentEvent) -> bool:
        """Whether an event is an agent's decision whose inputs were recorded."""
        return can_run_again(event)

    def is_by_earlier_rules(self, event: AgentEvent) -> bool:
        """Whether an earlier version of the agents made the decision."""
        return is_by_earlier_rules(event)

    def run_again(self, event: AgentEvent) -> bool:
        """Run an agent's decision again; True where the same comes out."""
        return run_again(self.read, self._agents, event)
