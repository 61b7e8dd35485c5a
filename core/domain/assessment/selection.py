"""Which questions a quiz asks, how long they take, and what is expected of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from core.domain.mastery import Ability, guess_chance, item_rating, topic_offset
from core.models import Difficulty, ItemEvidence, ItemForecast, Misconception, Question
from core.models.days import NO_ZONE

AGAIN = 3
TARGET = 0.7
NEAR = 0.12
LEVELS = ("easy", "medium", "hard")
MINUTES_A_QUESTION = {"multiple_choice": 1.0, "true_false": 0.5, "fill_blank": 1.0, "multi_select": 1.5}


def fitted(
    pool: Sequence[Question], expected: Mapping[str, float], count: int, *, seen: Collection[str] = ()
) -> tuple[Question, ...]:
    """`count` questions of the pool, easy before hard: those whose chance of a right answer is nearest to 70 %.

    About that share keeps learners going and still says much about them (Pelánek 2016, section 4.2, works with 65 to
    75 %). Chances that differ by little count as one, so that the pool's own order, best first, decides between them;
    what was `seen` before comes last. Each kind of question has a place; at most a third are true-false while others
    last.
    """

    def misfit(question: Question) -> tuple[bool, int]:
        return question.id in seen, int(abs(expected[question.id] - TARGET) / NEAR)

    ranked = sorted(pool, key=misfit)
    statements = [question for question in ranked if question.question_type == "true_false"]
    beyond = {question.id for question in statements[max(count // 3, 1) :]}
    # A quiz has something of each kind: what somebody can choose, they need not be able to type.
    first_of_kind = {kind: question.id for question in reversed(ranked) for kind in [question.question_type]}
    firsts = set(first_of_kind.values()) if count >= len(first_of_kind) else set()
    chosen = sorted(ranked, key=lambda question: (question.id not in firsts, question.id in beyond))[:count]
    return tuple(sorted(chosen, key=lambda question: LEVELS.index(question.difficulty)))


def to_ask_again(
    misconceptions: Iterable[Misconception],
    topic: str,
    asked: Mapping[str, Question],
    at: datetime,
    zone: str = NO_ZONE,
) -> tuple[Question, ...]:
    """Up to three questions, of those `asked` before, that showed a misconception on the topic that is still open.

    Those that the learner was sure of come first, then those that were confirmed, then those that were not asked about
    for longest.
    """
    doubted = [
        misconception
        for misconception in misconceptions
        if misconception.topic == topic and misconception.is_open(at, zone)
    ]
    ranked = sorted(doubted, key=lambda misconception: urgency(misconception, at, zone))
    question_ids = dict.fromkeys(
        misconception.question_id for misconception in ranked if misconception.question_id in asked
    )
    return tuple(asked[name] for name in [*question_ids][:AGAIN])


def urgency(misconception: Misconception, at: datetime, zone: str) -> tuple[bool, bool, datetime, str]:
    """What to sort misconceptions by, to ask first about those that the learner was sure of, then about those that were
    confirmed, then about those that were not asked about for longest."""
    return (
        not misconception.was_sure,
        misconception.stage(at, zone) != "confirmed",
        # One from before the answer log has no evidence but that it was noticed.
        max((evidence.at for evidence in misconception.evidence), default=misconception.noticed_at),
        misconception.id,
    )


def time_needed(questions: Iterable[Question]) -> int:
    """How long the questions take, in whole minutes: a rule of thumb by kind."""
    return round(sum(MINUTES_A_QUESTION[question.question_type] for question in questions) + 0.5)


def spare(pool: Iterable[Question], chosen: Sequence[Question]) -> tuple[Question, ...]:
    """Questions of the pool that were not chosen, at most two on each concept that the chosen ones ask about."""
    left: dict[str, list[Question]] = {question.concept_tested: [] for question in chosen}
    ids = {question.id for question in chosen}
    for question in pool:
        if question.id not in ids and question.concept_tested in left:
            left[question.concept_tested].append(question)
    return tuple(question for questions in left.values() for question in questions[:2])


def forecasts(
    ability: Ability, topic: str, questions: Sequence[Question], evidence: Iterable[ItemEvidence], at: datetime
) -> tuple[ItemForecast, ...]:
    """What is expected of each question before it is answered; of those that name no topic, as of one on `topic`.

    A question that nobody has answered is as hard for its difficulty as the others of its topic have turned out.
    """
    evidence_of = {item.question_id: item for item in evidence}
    measured = defaultdict[str, list[tuple[Difficulty, ItemEvidence]]](list)
    for question in questions:
        if question.id in evidence_of:
            measured[question.topic or topic].append((question.difficulty, evidence_of[question.id]))
    offsets = {name: topic_offset(items) for name, items in measured.items()}

    def forecast(question: Question) -> ItemForecast:
        name = question.topic or topic
        rating = item_rating(question.difficulty, evidence_of.get(question.id), offset=offsets.get(name, 0.0))
        expected = ability.expected(name, at, rating=rating, chance=guess_chance(question))
        return ItemForecast(question_id=question.id, item_rating=rating, forecast=expected)

    return tuple(forecast(question) for question in questions)
