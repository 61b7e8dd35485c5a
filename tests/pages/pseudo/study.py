"""A learner whose book, exam and topics have no word that could be taken for one of ours."""

from __future__ import annotations

import re

from core.models import Intake, Session, StudyPhase
from core.study.service import StudyService
from tests.journey import NOTES, hand_in

# Two of three letters that English has none of; the first of a word stays, since sentences begin with a capital.
_FOREIGN = str.maketrans("abcdefghijklmnopqrstuvwxyz", "áƀčďéƒğħíǰķľɱňóþɋřšťúʋŵχýž")
# What makes sentences of the words, and is in a document's text alone.
_GRAMMAR = (
    *("the", "that", "when", "which", "with", "where", "most", "all", "such", "its", "their", "these", "this", "are"),
    *("and", "for", "from", "into", "only", "each", "both", "has", "have", "send", "let", "turn", "break", "feed"),
    *("carry", "lie", "lies", "holds", "grow", "gain", "mix", "value", "house", "reach", "under", "down", "on", "in"),
    *("of", "is", "a", "an", "by", "it", "as"),
)


def foreign(text: str) -> str:
    """The text in letters that English does not have, but for what makes sentences of it."""

    def word(found: re.Match[str]) -> str:
        plain = found.group()
        return plain if plain.lower() in _GRAMMAR else plain[0] + plain[1:].translate(_FOREIGN)

    return re.sub(r"[A-Za-z]+", word, text)


BOOK = foreign(NOTES)
EXAM, GOAL = foreign("Botany"), foreign("Mastery")


def at_phase(study: StudyService, phase: StudyPhase, **intake: object) -> Session:
    """A session with the book that was taken to a phase, with wrong answers in its quiz."""
    session = study.add_material(study.start(), foreign("Notes") + ".md", BOOK.encode())
    steps = [
        lambda session: study.generate_plan(
            session, Intake.model_validate({"exam": EXAM, "goal": GOAL, "days": 9, "hours": 2} | intake)
        ),
        study.start_topic,
        study.take_quiz,
        lambda session: hand_in(study, session, wrong=2),
        study.complete,
    ]
    for step in steps:
        if session.phase is phase:
            break
        session = step(session)
    assert session.phase is phase
    return session
