"""The answer log: what was asked, what was expected of it, and what came. Ratings and dates are worked out of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.models.base import Fraction, Moment, Sureness, Value
from core.models.limits import LONGEST_CHOSEN
from core.models.quiz import LONGEST_ANSWERING

TURNED = "-again"
"""What ends the id of a question that is asked anew, its options turned."""
PEOPLE_A_GROUP = 5
SUREST_FORECAST, FARTHEST_RATING = 0.95, 3.0


class Attempt(Value):
    """One graded answer.

    `at` is when the quiz was handed in: the answers of one quiz have one time. `chance` is that of being right by
    guessing. `item_rating` is the item's difficulty (in logits, 0 is medium) as it was known when the quiz was set,
    and `forecast` the chance of a right answer that was worked out before the answer was seen; neither is ever changed
    afterwards. A void one counts for nothing: a store says which are void, and not whoever writes an attempt. Neither
    does a skipped one count, for which the time had run out: a blank that is handed in is wrong.

    `chosen` is the answer in words: the options', which may stand in another order the next time, or what was typed,
    without case and spacing. `seconds` is how long the question was on the screen, None where that is not known. An
    answer `is_helped` where something helped with it, as a hint that was opened does. `concept` is what the question
    tests, empty where that is not known, and `sureness` what the learner said with the answer, None for nothing.
    """

    quiz_id: str
    question_id: str
    topic: str
    at: Moment
    is_right: bool
    is_blank: bool = False
    chance: Fraction = 0
    item_rating: float = Field(default=0, ge=-10, le=10)
    forecast: Fraction
    is_void: bool = False
    chosen: Annotated[str, Field(max_length=LONGEST_CHOSEN)] = ""
    seconds: float | None = Field(default=None, ge=0, le=LONGEST_ANSWERING)
    hint_opened: bool = False
    is_helped: bool = False
    is_skipped: bool = False
    concept: str = ""
    sureness: Sureness | None = None

    @property
    def proves(self) -> bool:
        """Whether it shows that the learner knows something: right, without help, and not called a guess."""
        return self.counts and self.is_right and not self.is_helped and self.sureness != "guess"

    @property
    def counts(self) -> bool:
        """Whether it says something about the learner."""
        return not self.is_void and not self.is_skipped


class ItemEvidence(Value):
    """What others' answers say about one item: the first answer of each, in whole groups of five as they came.

    `information` is the sum of f(1 - f) over their forecasts f, held to 0.05 to 0.95, and `weight` the sum of
    f(1 - f) b + f - right, with b the item's rating at the time, held to -3 to 3. All are 0 where there are fewer than
    five. `is_void` where an instructor took the item out for whoever asks.
    """

    question_id: str
    answered: int = Field(ge=0)
    information: float = Field(ge=0)
    weight: float
    is_void: bool = False


def item_of(question_id: str) -> str:
    """The item that a question is: one that is asked anew is the same."""
    return question_id.removesuffix(TURNED)
