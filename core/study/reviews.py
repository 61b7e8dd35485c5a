"""The reviews part of the study service: what is due of all exams in one queue, answered one by one and marked at once.

A review is what the open parts of the sessions make together, so it is the same in every tab and on every device.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from core.domain.assessment.review_draw import shown_by
from core.domain.assessment.review_end import review_end
from core.domain.assessment.review_queue import interleaved, open_parts, review_due, review_queue
from core.domain.extra_data import is_disputed, review_part
from core.domain.phases import require
from core.errors import Conflict, InputError, NothingToStudy, SessionNotFound, StoreUnavailable
from core.models import Action, Answer, Session, SessionOverview
from core.models.days import day_of
from core.models.feedback import MarkedAnswer
from core.models.review import Review, ReviewDue, ReviewEnd, ReviewItem
from core.study.ports import Clock, StudyAgents, StudyStore
from core.study.recorder import Recorder
from core.study.review_parts import ReviewParts, Wanted, unanswered

LATELY = timedelta(days=1)
"""How long what is completed is looked at still: a review of it may be open, or just handed in."""


class Reviews:
    """What a learner can do with a review. It moves no phase; each step is one commit on each session that it is of.

    Days begin at midnight in `zone`. Raises what `StudyService` names.
    """

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock, user_id: str) -> None:
        self._store, self._clock, self._user_id = store, clock, user_id
        self._parts = ReviewParts(store, agents, recorder, clock)

    def due(self, zone: str) -> ReviewDue:
        """What a review asks now, out of one look at all sessions; of one that is open, what is left of it."""
        return review_due(self._overviews(), self._clock.now(), zone)

    def look(self, zone: str, first: str = "") -> Review:
        """The open review, with the question `first` before the others, or the one that was handed in today.

        A part that was left a day ago is handed in with what was answered, dated to the last answer.
        """
        overviews = self._overviews()
        # Where another device went on, the local copy is brought up to date by this.
        sessions = [self.settled(session) for session in self._with_part(overviews)]
        items = {item.question.id: item for session in sessions for item in self._parts.items(session)}
        if items:
            return Review(items=interleaved(items.values(), first))
        return Review(ended=self._ended(self._overviews() if sessions else overviews, zone))

    def begin(self, zone: str) -> Review:
        """Set what is due; an open review is gone on with. Raises `NothingToStudy` where there is nothing to ask."""
        review = self.look(zone)
        if review.items:
            return review
        queue = review_queue(self._overviews(), self._clock.now(), zone)
        if not queue.questions:
            raise NothingToStudy("quiz.review_nothing_due")
        sessions = self._found(queue.session_ids)
        name, asked = _name(sessions), frozenset[str]()
        for session in sessions:
            asked |= self._parts.set(session, name, Wanted.of(queue, session.id), asked, zone)
        if not asked:
            raise NothingToStudy("quiz.review_no_questions")
        return self.look(zone)

    def ask_now(self, session: Session, misconception_id: str) -> str:
        """Ask about a misconception at once; the id of its question, which the review then has.

        An open part of the session is handed in with what was answered, and the rest of it is asked with this.
        """
        require(session, Action.BEGIN_REVIEW)
        noted = [noted for noted in self._store.misconceptions(session.id) if noted.id == misconception_id]
        found = shown_by(noted, self._store.quizzes(session.id, limit=None))
        if not found:
            raise InputError("quiz.review_mix_up_gone")
        record, part = self._parts.open_quiz(session), review_part(session.context)
        left = unanswered(record) if record else ()
        if found[0].id not in {question.id for question in left}:
            name = part.id if record and part else self._open_name() or _name([session])
            after = self._parts.hand_in(session, session.zone)
            if not self._parts.set(after, name, Wanted({}, (misconception_id,), left), (), session.zone):
                raise NothingToStudy("quiz.review_no_questions")
        return found[0].id

    def answer(self, item: ReviewItem, answer: Answer, zone: str) -> MarkedAnswer:
        """Keep an answer, and say at once whether it is right. See `ReviewParts.answer`."""
        return self._parts.answer(item, answer, zone)

    def disputed(self, session: Session, marked: MarkedAnswer) -> MarkedAnswer:
        """A marked answer of the session with what the learner says of its mark by now."""
        return marked.model_copy(update={"is_disputed": is_disputed(session.context, marked.question.id)})

    def finish(self, zone: str) -> Review:
        """Hand in every open part: scores, dates and misconceptions are worked out anew, as after a quiz, from what was
        answered. What was not counts for nothing."""
        for session in self._with_part(self._overviews()):
            self._parts.hand_in(session, zone)
        return self.look(zone)

    def settled(self, session: Session) -> Session:
        """The session, its part of a review handed in where that was left a day ago. Where the store is away or the
        learner went on elsewhere, the session as it was: it is handed in at the next look."""
        part = review_part(session.context)
        if part is None or not part.is_over(self._clock.now()):
            return session
        try:
            return self._parts.hand_in(session, session.zone, part.at)
        except (Conflict, StoreUnavailable):
            return session

    def _overviews(self) -> tuple[SessionOverview, ...]:
        return self._store.dashboard(self._user_id, self._clock.now() - LATELY)

    def _with_part(self, overviews: Sequence[SessionOverview]) -> list[Session]:
        """The sessions that have an open part."""
        return self._found([overview.id for overview, _ in open_parts(overviews)])

    def _open_name(self) -> str:
        """The name of the open review, which what is asked now belongs to; empty where none is open."""
        now = self._clock.now()
        return next((part.id for _, part in open_parts(self._overviews()) if not part.is_over(now)), "")

    def _found(self, session_ids: Sequence[str]) -> list[Session]:
        """The sessions of these ids, but for one that was erased a moment ago."""
        sessions = []
        for session_id in session_ids:
            try:
                sessions.append(self._store.load(session_id))
            except SessionNotFound:
                continue
        return sessions

    def _ended(self, overviews: Sequence[SessionOverview], zone: str) -> ReviewEnd | None:
        """What the review that was handed in last on this day came to; None where none was."""
        now = self._clock.now()
        parts = {overview.id: part for overview in overviews if (part := review_part(overview.context))}
        closed = [part for part in parts.values() if not part.is_open and day_of(part.at, zone) == day_of(now, zone)]
        if not closed:
            return None
        newest = max(closed, key=lambda part: part.at).id
        shown = [
            (overview, parts[overview.id].quiz_id)
            for overview in overviews
            if overview.id in parts and parts[overview.id].id == newest
        ]
        # Where another device went on, the local copy is brought up to date by this.
        self._found([overview.id for overview, _ in shown])
        return review_end(
            [(overview, quiz_id, self._store.attempts(overview.id)) for overview, quiz_id in shown], now, zone
        )


def _name(sessions: Sequence[Session]) -> str:
    """The name of a review that is begun on these sessions as they were seen."""
    seen = " ".join(f"{session.id}:{session.version}" for session in sessions)
    return Recorder.commit_id(sessions[0], Action.BEGIN_REVIEW, seen)[:32] if sessions else ""
