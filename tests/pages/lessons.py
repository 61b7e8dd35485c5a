"""Lessons on texts that say much, little or next to nothing."""

from __future__ import annotations

from core.models import Intake, Session
from core.study.service import StudyService
from tests.pages.app import open_at

LABELS = " ".join(f"See key {n}: it sets it, as above." for n in range(60))
TURGOR = "Turgor is the pressure of the water inside of a cell that stiffens a leaf."
OSMOSIS = "Osmosis is the movement of water across a membrane that lets little else pass."
FILLER = "Stones are heavy and grey and lie about in every field of the plain. " * 3


def learning_from(service: StudyService, text: str, topic: str) -> Session:
    """A session at the lesson on `topic` of the text."""
    session = service.add_material(service.start(), "notes.md", text.encode())
    session = service.generate_plan(session, Intake(exam="Plants", days=9, hours=3))
    return service.start_topic(session, topic)


def infos(page: str, session: Session) -> str:
    """What the page says in blue."""
    return " ".join(info.value for info in open_at(page, session.id).info).replace("\\", "")
