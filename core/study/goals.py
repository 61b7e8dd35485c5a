"""The daily goal: how many minutes a day of study is meant to have."""

from __future__ import annotations

from core.domain.extra_data import GOAL_KEY, daily_goal, with_extra
from core.domain.phases import require
from core.errors import InputError
from core.models import Action, Session
from core.models.limits import GOAL
from core.study.recorder import Note, Recorder
from core.words import Said


class Goals:
    """What a learner means to do each day for an exam."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def of(self, session: Session) -> int:
        """The minutes that a day is meant to have."""
        return daily_goal(session.context)

    def set(self, session: Session, minutes: int) -> Session:
        """Keep the goal of so many minutes a day. Raises `InputError` where a day does not have them."""
        require(session, Action.SET_GOAL)
        if not GOAL[0] <= minutes <= GOAL[1]:
            raise InputError("plan.goal_outside", least=GOAL[0], most=GOAL[1])
        note = Note(Action.SET_GOAL, reasoning=Said("decision.goal_set", minutes=minutes))
        context = with_extra(session.context, {GOAL_KEY: minutes})
        return self._recorder.save(session, note, payload=str(minutes), context=context)
