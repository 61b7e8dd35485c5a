"""What the answer log says of a plan's topics, in the numbers that are kept with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from pydantic import JsonValue

from core.domain.mastery.proof import topic_proof
from core.domain.mastery.ratings import Ability, rate
from core.models import Attempt, Percent, Topic
from core.models.days import NO_ZONE
from core.models.parts import TopicStatus


def counted(ability: Ability, topic: Topic, zone: str = NO_ZONE) -> Topic:
    """The topic with its counts, its expected score and its next review as the answers give them.

    `mastery_score` is the chance of a right answer to a medium item where guessing does not help, 0 to 100.
    """
    if topic.name not in ability.topics:
        return topic.model_copy(update={"answered": 0, "right": 0, "mastery_score": None, "review_on": None})
    skill = ability.skill(topic.name)
    return topic.model_copy(
        update={
            "answered": skill.answered,
            "right": skill.right,
            "mastery_score": _score(ability, topic.name),
            "review_on": skill.memory.due_on(zone) if skill.memory else None,
        }
    )


def rescored(
    log: Sequence[Attempt],
    topics: Iterable[Topic],
    exam_on: date | None = None,
    *,
    judged: Collection[str] = (),
    quizzed: Mapping[str, bool] = {},
    zone: str = NO_ZONE,
) -> tuple[Topic, ...]:
    """The topics that the answer log changes, as they are after it.

    Scores and dates follow the log wherever it says something; days begin at midnight in `zone`. How a topic stands is
    worked out for those `judged`, of which those `quizzed` had a quiz of their own (True where anything of it counts):
    `done` is what is proven to last, `studied` what is proven for now. A topic without a question of its own is studied
    with its quiz. One that was left out stays so.
    """
    ability = rate(log)
    answers: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in log:
        answers[attempt.topic].append(attempt)

    def after(topic: Topic) -> Topic:
        now = counted(ability, topic, zone) if topic.name in answers else topic
        if topic.name not in {*judged, *quizzed} or topic.status == "left_out":
            return now
        status = _status(now, answers.get(topic.name, ()), exam_on, quizzed.get(topic.name), zone)
        # What answers say goes before the learner's own word.
        return now.model_copy(update={"status": status, "own_word": None})

    return tuple(now for topic in topics for now in [after(topic)] if now != topic)


def _status(
    topic: Topic, answers: Sequence[Attempt], exam_on: date | None, quiz_counts: bool | None, zone: str
) -> TopicStatus:
    if quiz_counts and not answers:
        return "studied"
    proof = topic_proof(answers, topic.mastery_score or 0, exam_on, zone)
    if proof.is_enough:
        return "done" if proof.is_lasting else "studied"
    return "planned" if topic.status == "planned" and quiz_counts is None else "learning"


def _score(ability: Ability, topic: str) -> Percent:
    memory = ability.skill(topic).memory
    at = memory.reviewed_at if memory else None
    return round(100 * ability.expected(topic, at), 1) if at else 0.0


def score_changes(before: tuple[Topic, ...], after: tuple[Topic, ...]) -> dict[str, JsonValue]:
    """The scores and review dates that changed, by topic: each as it was and as it is."""
    was = {topic.name: topic for topic in before}
    return {
        topic.name: {
            "score": [was[topic.name].mastery_score, topic.mastery_score],
            "review_on": [_day(was[topic.name]), _day(topic)],
        }
        for topic in after
    }


def _day(topic: Topic) -> str | None:
    return topic.review_on.isoformat() if topic.review_on else None
