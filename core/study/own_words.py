"""The learner's own word on topics: studied from a book of one's own, or known already."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from core.domain.extra_data import own_words, read_intake, with_own_words
from core.domain.mastery import by_own_word, with_word
from core.domain.planning import Replanned, Syllabus, replan, restored
from core.domain.planning.inputs import verified
from core.models import Action, OwnWord, Parts, Session, StudentContext, Topic
from core.study.lookups import topic_named
from core.study.plan_commits import PlanCommits
from core.study.recorder import Note
from core.words import Said

KNOWN: OwnWord = "firm"


class OwnWords(PlanCommits):
    """What a learner can say of a topic, wherever it stands and until the session is over. Each is one commit on the
    version that was seen. Raises `InputError` for a topic that the plan does not have, and for one whose quiz says how
    it stands."""

    def mark(self, session: Session, topic_name: str, own_word: OwnWord | None) -> Session:
        """Keep the learner's own word on a topic that was studied without the app, with a day to look at it again; None
        takes it back, and a topic that has lost its day gets one where the plan has room."""
        payload = f"{topic_name} {own_word}"
        if repeated := self.repeated(session, Action.MARK_STUDIED, payload):
            return repeated
        marked, context = self._said(session, topic_name, own_word)
        reason = (
            Said("decision.studied_elsewhere", topic=marked.name, own_word=Said(f"own_word.{own_word}"))
            if own_word
            else Said("decision.not_studied", topic=marked.name)
        )
        note = Note(Action.MARK_STUDIED, "learner", reason, {"topic": marked.name, "own_word": own_word})
        rows = self._rows(session, marked)
        if own_word is None and (placed := self._changed(session, rows, marked, is_back=True)):
            return self._taken(session, placed, Said("plan.made_open_again"), rows, context, note, payload)
        context = self.with_next(session, context, rows)
        return self._recorder.save(session, note, parts=Parts(topics=(marked,)), payload=payload, context=context)

    def know(self, session: Session, topic_name: str) -> Session:
        """Keep that the learner knows a topic already: the days ahead that it had are free, and it comes once more as a
        review. Taking the word back brings it into the plan again."""
        payload = f"{topic_name} known"
        if repeated := self.repeated(session, Action.MARK_STUDIED, payload):
            return repeated
        marked, context = self._said(session, topic_name, KNOWN)
        reason = Said("decision.known_already", topic=marked.name)
        metadata: dict[str, JsonValue] = {"topic": marked.name, "own_word": KNOWN, "is_known": True}
        note = Note(Action.MARK_STUDIED, "learner", reason, metadata)
        rows = self._rows(session, marked)
        if freed := self._changed(session, rows, marked, is_back=False):
            return self._taken(session, freed, Said("plan.made_known", topic=marked.name), rows, context, note, payload)
        context = self.with_next(session, context, rows)
        return self._recorder.save(session, note, parts=Parts(topics=(marked,)), payload=payload, context=context)

    def _said(self, session: Session, topic_name: str, word: OwnWord | None) -> tuple[Topic, StudentContext]:
        topic = topic_named(self._store, session.id, topic_name)
        today = session.day_of(self._clock.now())
        words = with_word(own_words(session.context, topic.name), word, today) if word else ()
        return by_own_word(topic, words), with_own_words(session.context, topic.name, words)

    def _rows(self, session: Session, marked: Topic) -> tuple[Topic, ...]:
        return tuple(marked if topic.name == marked.name else topic for topic in self._store.topics(session.id))

    def _changed(
        self, session: Session, rows: Sequence[Topic], marked: Topic, *, is_back: bool
    ) -> tuple[Replanned, Syllabus] | None:
        """The plan that holds, without the days ahead of a topic, or with some again; None where it stays as it is."""
        held = self.state(session).accepted
        window = self.window(session, held.plan) if held else None
        if held is None or window is None or window.days < 1:
            return None
        days = (day for day in held.plan.schedule if day.date in window and not day.is_revision)
        has_days = any(topic.name == marked.name for day in days for topic in day.topics)
        if has_days == is_back:
            return None
        syllabus = self.syllabus(session, held.plan, held.plan.left_out, (), rows)
        goal = read_intake(session.context).goal
        if is_back:
            replanned = replan(held.plan, syllabus, window, goal)
        else:
            replanned = verified(restored(held.plan, syllabus, window, goal), syllabus, window)
        return (replanned, syllabus) if replanned.verification.is_valid else None

    def _taken(
        self,
        session: Session,
        change: tuple[Replanned, Syllabus],
        reason: Said,
        rows: Sequence[Topic],
        context: StudentContext,
        note: Note,
        payload: str,
    ) -> Session:
        replanned, syllabus = change
        checked = Note(Action.VERIFY_PLAN, "planner", replanned.verification.verdict)
        return self.take(
            session, replanned, reason, syllabus, note, checked, payload=payload, rows=rows, context=context
        )
