"""Your data: what is offered, and a file brought in."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui.messages import data as say
from tests.journey import at_phase
from tests.pages.app import open_at, words


def test_without_a_session_everything_can_be_taken_out_and_in() -> None:
    app = open_at("data")
    assert not app.exception
    assert say.NO_SESSION in words(app)
    links = {link.proto.label: link.proto.url for link in app.get("link_button")}
    assert (links[say.ALL], links[say.IN_OPEN]) == ("/export/account.zip", "/import")


def test_a_session_offers_its_answers_and_a_deck_once_there_is_a_quiz() -> None:
    service = build_service()
    early, late = at_phase(service, StudyPhase.LEARNING), at_phase(service, StudyPhase.ANALYZING)
    for session, has_quiz in ((early, False), (late, True)):
        app = open_at("data", session.id)
        assert not app.exception
        (deck,) = [button for button in app.get("download_button") if button.proto.label == say.DECK]
        assert deck.proto.disabled is not has_quiz
