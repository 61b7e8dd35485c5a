"""How well topics are known, how hard items are, when to look again, and what comes next.

Learner and item ratings are of the Elo family (Pelánek 2016, Applications of the Elo rating system in adaptive
educational systems, Computers & Education 98) in two levels, over all topics and per topic, each with its uncertainty;
review dates are FSRS's. All is worked out of the answer log, so that an answer that is declared void leaves no trace.
"""

from core.domain.mastery.memory import Memory
from core.domain.mastery.next_topic import next_topic
from core.domain.mastery.own_word import by_own_word, with_word
from core.domain.mastery.proof import topic_proof
from core.domain.mastery.ratings import (
    Ability,
    Level,
    TopicSkill,
    after,
    guess_chance,
    item_rating,
    rate,
    topic_offset,
)
from core.domain.mastery.readiness import forecast_record, overall, readiness, sureness_records
from core.domain.mastery.scores import counted, rescored

__all__ = [
    "Ability",
    "Level",
    "Memory",
    "TopicSkill",
    "after",
    "by_own_word",
    "counted",
    "forecast_record",
    "guess_chance",
    "item_rating",
    "next_topic",
    "overall",
    "rate",
    "readiness",
    "rescored",
    "sureness_records",
    "topic_offset",
    "topic_proof",
    "with_word",
]
