"""A misconception's life: suspected, asked about again, confirmed or cleared, and in the end over."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from core.models.attempt import item_of
from core.models.base import Moment, Value
from core.models.days import NO_ZONE, is_night_later

Stage = Literal["suspected", "confirmed", "cleared", "expired", "withdrawn"]
EXPIRES_AFTER = timedelta(days=60)
CONFIRMED = 2
_OPENINGS = ("suggests the idea that ", "This choice ", "You may be ")
SITTINGS = 2
"""On how many later days the very same question must be answered right."""


class Evidence(Value):
    """One answer that speaks for or against a misconception.

    `shows_it` is True where the wrong choice was made that it stands behind, False where the question was answered
    right. `chosen` is that choice in words. `quiz_id` is empty for a redemption question. The answer to a question that
    was declared void counts for nothing, and nor does one whose mark the learner disputes. `is_sure` where the learner
    said so with a wrong choice.
    """

    at: Moment
    question_id: str
    quiz_id: str = ""
    question: str = ""
    chosen: str = ""
    shows_it: bool
    is_void: bool = False
    is_sure: bool = False
    is_disputed: bool = False

    @property
    def counts(self) -> bool:
        """Whether it says something about the learner."""
        return not self.is_void and not self.is_disputed


class Misconception(Value):
    """A confusion that a wrong answer may have shown, with the answers for and against it, oldest first."""

    id: str
    topic: str
    concept: str
    confusion: str
    counter_example: str
    question_id: str
    noticed_at: Moment
    evidence: tuple[Evidence, ...] = ()

    def stage(self, now: datetime, zone: str = NO_ZONE) -> Stage:
        """Where it stands at `now`, for a learner whose days begin at midnight in `zone`.

        One wrong choice is a suspicion, since it may be a slip; a second confirms it. Right answers clear it that are
        given in a quiz, so with the key hidden, and on a later day than the last wrong choice: shortly after the key
        was shown they copy it. Of other questions than those that it was made on, one clears a suspicion and two what
        was confirmed; of any questions, two on two days clear either. Open, and not asked about for 60 days, it has
        expired: what somebody mixed up two months ago says little of what they think today. It is withdrawn where all
        that spoke for it is void or disputed.
        """
        counting = [evidence for evidence in self.evidence if evidence.counts]
        if self.evidence and not any(evidence.shows_it for evidence in counting):
            return "withdrawn"
        doubt = self._doubt(counting, zone)
        if doubt == 0:
            return "cleared"
        if now - max((evidence.at for evidence in counting), default=self.noticed_at) > EXPIRES_AFTER:
            return "expired"
        return "confirmed" if doubt == CONFIRMED else "suspected"

    def is_open(self, now: datetime, zone: str = NO_ZONE) -> bool:
        """Whether it is to be asked about again."""
        return self.stage(now, zone) in ("suspected", "confirmed")

    @property
    def idea(self) -> str:
        """The idea that it is, as a title."""
        return idea_of(self.confusion)

    @property
    def was_sure(self) -> bool:
        """Whether a wrong choice that shows it was made by a learner who was sure: such a one is asked about first.

        What one was wrong about while sure is put right best by being told so (Butterfield and Metcalfe 2001).
        """
        return any(evidence.is_sure and evidence.shows_it and evidence.counts for evidence in self.evidence)

    def _doubt(self, counting: Sequence[Evidence], zone: str) -> int:
        doubt, wrong_at = (0 if counting else 1), self.noticed_at
        made_on, others, sittings = {self.question_id}, 0, list[datetime]()
        for evidence in counting:
            if evidence.shows_it:
                doubt, wrong_at = min(doubt + 1, CONFIRMED), evidence.at
                others, sittings = 0, []
                made_on.add(evidence.question_id)
            elif evidence.quiz_id and is_night_later(wrong_at, evidence.at, zone):
                others += evidence.question_id not in made_on
                if not sittings or is_night_later(sittings[-1], evidence.at, zone):
                    sittings.append(evidence.at)
                if others >= doubt or len(sittings) >= SITTINGS:
                    doubt = 0
        return doubt


def idea_of(confusion: str) -> str:
    """The idea that somebody has who is confused so, as a title: “This choice suggests the idea that glucose passes
    freely.” gives “Glucose passes freely”."""
    idea = " ".join(confusion.split())
    for opening in _OPENINGS:
        idea = idea.partition(opening)[2] or idea
    first = idea.partition(" ")[0].replace("-", "")
    # A name is written as it is written: p53, mRNA.
    capital = idea[:1].upper() if first.isalpha() and first.islower() else idea[:1]
    return capital + (idea[1:] if ". " in idea else idea[1:].removesuffix("."))


def misconception_id(session_id: str, topic: str, concept: str, confusion: str) -> str:
    """The id of a confusion in a session: the same confusion noticed twice is one misconception."""
    return hashlib.sha256("\x1f".join((session_id, topic, concept, confusion)).encode()).hexdigest()[:32]


def with_evidence(
    misconceptions: Sequence[Misconception], noticed: Iterable[Misconception]
) -> tuple[Misconception, ...]:
    """The misconceptions that `noticed` adds or adds evidence to, as they are then. The same answer counts once."""
    by_id = {misconception.id: misconception for misconception in misconceptions}
    changed: dict[str, Misconception] = {}
    for new in noticed:
        before = changed.get(new.id) or by_id.get(new.id)
        if before is None:
            changed[new.id] = new
            continue
        seen = {(evidence.quiz_id, evidence.question_id, evidence.at) for evidence in before.evidence}
        added = tuple(
            evidence for evidence in new.evidence if (evidence.quiz_id, evidence.question_id, evidence.at) not in seen
        )
        if added:
            changed[new.id] = before.model_copy(update={"evidence": _in_order(before.evidence + added)})
    return tuple(changed.values())


def open_misconceptions(misconceptions: Iterable[Misconception], now: datetime, zone: str = NO_ZONE) -> list[str]:
    """What is open, in words, by the time it was noticed; of two states of one misconception the later one counts."""
    latest = {misconception.id: misconception for misconception in misconceptions}
    in_order = sorted(latest.values(), key=lambda misconception: (misconception.noticed_at, misconception.id))
    return list(
        dict.fromkeys(misconception.confusion for misconception in in_order if misconception.is_open(now, zone))
    )


def judged(misconceptions: Iterable[Misconception], out: Collection[str]) -> tuple[Misconception, ...]:
    """The misconceptions with what speaks for and against them void where its item is `out`, and nowhere else."""
    return _marked(misconceptions, "is_void", out)


def disputed_by(misconceptions: Iterable[Misconception], items: Collection[str]) -> tuple[Misconception, ...]:
    """The misconceptions with what speaks for and against them disputed where it answers one of these items, and
    nowhere else."""
    return _marked(misconceptions, "is_disputed", items)


def _marked(misconceptions: Iterable[Misconception], mark: str, items: Collection[str]) -> tuple[Misconception, ...]:
    """The misconceptions with a mark on the evidence that answers one of these items, and on no other."""
    return tuple(
        misconception.model_copy(
            update={
                "evidence": tuple(
                    evidence.model_copy(update={mark: item_of(evidence.question_id) in items})
                    for evidence in misconception.evidence
                )
            }
        )
        for misconception in misconceptions
    )


def _in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda answer: (answer.at, answer.question_id)))
