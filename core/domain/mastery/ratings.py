"""Ratings of a learner in two levels, with their uncertainty, out of the answer log."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.domain.cues import cues, shows_length
from core.domain.mastery.memory import DAY, Memory, reviewed
from core.models import Attempt, Difficulty, ItemEvidence, Question
from core.models.readiness import QuizForecast

PRIOR_VARIANCE, TOPIC_VARIANCE = 1.0, 0.4
LEAST_VARIANCE = 0.1
FARTHEST = 4.0
SUREST = 0.98
SPREAD_80 = 1.2816
"""Standard deviations on both sides that hold 80 % of a normal distribution."""
RATED = {"easy": -0.8, "medium": 0.0, "hard": 0.8}
PRIOR_INFORMATION = 2.0
HARDEST = 3.0
FEWEST_ANSWERS = 5
FADING = 0.1
"""Logits that a topic loses by ln(1 + days) since it was last quizzed."""
MOST_COMPLETED = 0.5


@dataclass(frozen=True)
class Level:
    """A rating in logits, from -4 to 4 (0 is as hard as a medium item), and the variance of what is known of it."""

    rating: float = 0.0
    variance: float = PRIOR_VARIANCE


@dataclass(frozen=True)
class TopicSkill:
    """How one topic stands: its rating beside the overall one, its memory, and the answers that count."""

    level: Level = Level(variance=TOPIC_VARIANCE)
    memory: Memory | None = None
    answered: int = 0
    right: int = 0


@dataclass(frozen=True)
class Ability:
    """A learner's ratings: overall, and for each topic that was quizzed; and the forecasts that led here."""

    overall: Level = field(default_factory=Level)
    topics: Mapping[str, TopicSkill] = field(default_factory=dict)
    forecasts: tuple[QuizForecast, ...] = ()

    def skill(self, topic: str) -> TopicSkill:
        """The skill in a topic, also in one that was never quizzed."""
        return self.topics.get(topic, TopicSkill())

    def rating(self, topic: str) -> Level:
        """Both levels together: what decides on a topic's items."""
        level = self.skill(topic).level
        return Level(self.overall.rating + level.rating, self.overall.variance + level.variance)

    def faded(self, topic: str, at: datetime) -> Level:
        """Both levels as they stand at `at`: lower the longer ago the topic was quizzed, if it ever was."""
        both, memory = self.rating(topic), self.skill(topic).memory
        days = max(at - memory.reviewed_at, timedelta()) / DAY if memory else 0.0
        return Level(both.rating - FADING * math.log1p(days), both.variance)

    def expected(
        self, topic: str, at: datetime, *, rating: float = 0.0, chance: float = 0.0, spread: float = 0
    ) -> float:
        """The chance (0 to 1) of a right answer to an item of that `rating` and guess `chance`, on that day.

        With `spread`, what it would be that many standard deviations off the rating.
        """
        both = self.faded(topic, at)
        return chance + (1 - chance) * _logistic(both.rating + spread * math.sqrt(both.variance) - rating)


def rate(attempts: Iterable[Attempt]) -> Ability:
    """The ability that an answer log gives. Void and skipped ones, and the order of equal times, make no difference."""
    return after(Ability(), attempts)


def after(ability: Ability, attempts: Iterable[Attempt]) -> Ability:
    """The ability once later attempts are known too. All of one moment count together, as one quiz."""
    by_time: dict[datetime, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        if attempt.counts:
            by_time[attempt.at].append(attempt)
    for at in sorted(by_time):
        ability = _after_batch(ability, at, by_time[at])
    return ability


def _after_batch(ability: Ability, at: datetime, batch: Sequence[Attempt]) -> Ability:
    by_topic: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in batch:
        by_topic[attempt.topic].append(attempt)
    topics, forecasts = dict(ability.topics), list(ability.forecasts)
    pulls, weights = [], []
    for name in sorted(by_topic):
        answers = by_topic[name]
        skill = ability.skill(name)
        pull, information = _evidence(ability, name, at, answers)
        both = 1 + (ability.overall.variance + skill.level.variance) * information
        # The topic's share of one step on the sum of both levels, each with its own variance (a Kalman step).
        topics[name] = TopicSkill(
            _moved(skill.level, pull / both, information / both * skill.level.variance),
            reviewed(skill.memory, sum(attempt.is_right for attempt in answers) / len(answers), at),
            skill.answered + len(answers),
            skill.right + sum(attempt.is_right for attempt in answers),
        )
        alone = 1 + skill.level.variance * information
        pulls.append(pull / alone)
        weights.append(information / alone)
        forecasts.append(_forecast(ability, name, at, answers))
    weight = math.fsum(weights)
    total = 1 + ability.overall.variance * weight
    overall = _moved(ability.overall, math.fsum(pulls) / total, weight / total * ability.overall.variance)
    return replace(ability, overall=overall, topics=topics, forecasts=tuple(forecasts))


def _moved(level: Level, pull: float, share: float) -> Level:
    rating = min(max(level.rating + level.variance * pull, -FARTHEST), FARTHEST)
    # Who learns must be able to move: the variance keeps a floor, as a constant last step does in Elo.
    return Level(rating, max(level.variance * (1 - share), LEAST_VARIANCE))


def _evidence(ability: Ability, topic: str, at: datetime, answers: Sequence[Attempt]) -> tuple[float, float]:
    """The pull of the answers on the rating (the slope of their log-likelihood) and the information in them."""
    both = ability.faded(topic, at)
    pulls, information = [], []
    for attempt in answers:
        know = _logistic(both.rating - attempt.item_rating)
        # How fast the chance of a right answer grows with the rating.
        slope = (1 - attempt.chance) * know * (1 - know)
        expected = min(max(attempt.chance + (1 - attempt.chance) * know, 1 - SUREST), SUREST)
        pulls.append(slope * (attempt.is_right - expected) / (expected * (1 - expected)))
        information.append(slope**2 / (expected * (1 - expected)))
    return math.fsum(pulls), math.fsum(information)


def _forecast(ability: Ability, topic: str, at: datetime, answers: Sequence[Attempt]) -> QuizForecast:
    asked = len(answers)
    expected = [attempt.forecast for attempt in answers]
    luck = math.fsum(share * (1 - share) for share in expected) / asked**2
    both = ability.faded(topic, at)
    # The slopes out of what was foreseen: an answer's chance may be what the learner said of it afterwards.
    slopes = ((1 - attempt.forecast) * _logistic(both.rating - attempt.item_rating) for attempt in answers)
    doubt = both.variance * (math.fsum(slopes) / asked) ** 2
    spread = SPREAD_80 * math.sqrt(luck + doubt)
    middle = math.fsum(expected) / asked
    came = sum(attempt.is_right for attempt in answers) / asked
    return QuizForecast(topic, at, middle, max(middle - spread, 0.0), min(middle + spread, 1.0), came, asked)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def topic_offset(measured: Iterable[tuple[Difficulty, ItemEvidence]]) -> float:
    """How much harder (in logits) a topic's items are than their authors say, drawn to 0 by an information of 2.

    An item counts from five answers on: one learner's first answers say as much of the learner as of the topic.
    """
    items = [(RATED[difficulty], evidence) for difficulty, evidence in measured if evidence.answered >= FEWEST_ANSWERS]
    harder = math.fsum(evidence.weight - evidence.information * rating for rating, evidence in items)
    return harder / (PRIOR_INFORMATION + math.fsum(evidence.information for _, evidence in items))


def item_rating(difficulty: Difficulty, evidence: ItemEvidence | None = None, *, offset: float = 0.0) -> float:
    """An item's difficulty in logits, from -3 to 3: what its author says of it and the `offset` of its topic, drawn to
    what the answers say.

    Each answer with forecast f and item rating b then is a measurement b + (f - right) / f(1 - f) with the weight
    f(1 - f), the step of a logistic rating; what is known beforehand weighs as much as an information of 2. Sums do not
    depend on the order of the answers (Pelánek 2016, section 3, takes them one by one with a falling step).
    """
    rating = RATED[difficulty] + offset
    if evidence is not None:
        rating = (PRIOR_INFORMATION * rating + evidence.weight) / (PRIOR_INFORMATION + evidence.information)
    return min(max(rating, -HARDEST), HARDEST)


def guess_chance(question: Question) -> float:
    """The chance of being right without knowing anything: one in the options; one in all picks for several; of a typed
    answer what the letters give that the item shows, see `_completed`."""
    if question.question_type == "fill_blank":
        return max(_completed(question.text, answer) for answer in question.accepted_answers)
    if question.question_type == "multi_select":
        # Every pick but none at all and nothing left out can be meant.
        return 1 / float(2 ** len(question.options) - 1)
    return 1 / len(question.options)


def _completed(text: str, answer: str) -> float:
    """The chance of finding an answer by the letters that the text of its item shows, at most that of two options.

    A rule of thumb, not measured: the square of the share of letters that is shown, the number of letters counting as
    one more. So a first letter of eight gives next to nothing (1 in 64), half of a word as much as four options, and
    nothing shown gives nothing.
    """
    word = "".join(letter for letter in answer.casefold() if letter.isalpha())
    fitting = [
        (begin, end)
        for cue in cues(text)
        for begin, end in [(cue.begin.casefold(), cue.end.casefold())]
        if word.startswith(begin) and word.endswith(end)
    ]
    begin = max((len(begin) for begin, _ in fitting), default=0)
    end = max((len(end) for _, end in fitting), default=0)
    shown = begin + end + shows_length(text, len(word))
    return min((shown / len(word)) ** 2, MOST_COMPLETED) if word else 0.0
