"""The words of the topics of a plan: how they stand, what the learner says of them, and a text for one."""

from __future__ import annotations

from datetime import date

from core.models import OwnWord, Topic
from pages._ui.messages import count, day

ADD_TEXT = "Add a file or notes"
CLOSE = "Close"
TOPIC_FILE = "A file"
TOPIC_NOTES = "Or paste your notes"
TOPIC_NOTES_HOLDER = "Full sentences make the best lessons and questions"
KEEP_NOTES = "Keep these notes"
NO_NOTES = "Paste some notes first, or choose a file."
TOPICS = "Topics"
NO_DAY = "no day"
TOPIC_STATUS = {
    "planned": "Not started",
    "learning": "Started",
    "studied": "Studied",
    "done": "Done",
    "left_out": "Left out",
}
BY_OWN_WORD = "{word}, by your own word"
OWN_WORDS: dict[OwnWord, str] = {"shaky": "Shaky", "fair": "Fair", "firm": "Firm"}
TOPICS_HINT = "Studied a topic in your own book? Say how well you know it: it comes back for review in time."
KNOWN = "I know this already"


def status(topic: Topic) -> str:
    """How a topic stands; apart from the others where it is the learner's own word."""
    return BY_OWN_WORD.format(word=OWN_WORDS[topic.own_word]) if topic.own_word else TOPIC_STATUS[topic.status]


def again(day_on: date) -> str:
    """The day on which a topic is looked at again."""
    return f"again {day(day_on)}"


def topic_line(topic: Topic, planned: date | None) -> str:
    """How a topic stands, and its day or that of its review."""
    told = [status(topic)]
    if topic.mastery_score is not None:
        told.append(f"{topic.mastery_score:.0f} %")
    when = day(planned) if planned else NO_DAY
    told.append(again(topic.review_on) if topic.status != "planned" and topic.review_on else when)
    return " · ".join(told)


def own_word_asked(topic: Topic) -> str:
    """What asks the learner how well a topic is known that was studied without the app."""
    return f"How well do you know {topic.name} from your own book?"


def own_word_kept(topic: Topic, own_word: OwnWord | None) -> str:
    """What is said once it is kept."""
    if own_word is None:
        return f"{topic.name} is open again."
    when = f" It comes back on {day(topic.review_on)}." if topic.review_on else ""
    return f"{topic.name}: {OWN_WORDS[own_word].lower()}, by your own word.{when}"


def more_topics(number: int) -> str:
    """What opens the rest of the list."""
    return f"Show {count(number, 'more topic')}"


def text_for(name: str) -> str:
    """What stands above the place for a topic's text."""
    return f"Something to read on {name}"


def text_kept(name: str) -> str:
    """What is said once a topic has a text."""
    return f"{name} can be learned now."
