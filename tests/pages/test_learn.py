"""The lesson page: out of turn, and of a thin text."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui.messages import learn as ask
from pages._ui.messages.quiz import WEAK
from tests.journey import at_phase
from tests.pages.app import open_at
from tests.pages.lessons import FILLER, LABELS, OSMOSIS, TURGOR, infos, learning_from


def test_a_lesson_can_be_read_again_out_of_turn() -> None:
    service = build_service()
    session = service.next_topic(at_phase(service, StudyPhase.ANALYZING))
    app = open_at("learn", session.id)
    assert app.title[0].value == "The cell membrane and transport"


def test_a_document_that_explains_little_says_so_on_the_lesson_and_the_quiz() -> None:
    service = build_service()
    weak = learning_from(service, f"# Water\n\n{TURGOR} {OSMOSIS}\n\n# Keys\n\n{LABELS}\n", "Water")
    assert ask.WEAK in infos("learn", weak)
    assert WEAK in infos("quiz", service.take_quiz(weak))
    strong = learning_from(service, f"# Water\n\n{TURGOR} {OSMOSIS}\n\n# Stones\n\n{FILLER}\n", "Water")
    assert ask.WEAK not in infos("learn", strong)
    assert WEAK not in infos("quiz", service.take_quiz(strong))
