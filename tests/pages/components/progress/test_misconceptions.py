"""Mix-ups with what they rest on."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui.messages import misconceptions as say
from tests.journey import LONG_COURSE, at_phase, hand_in, to_quiz
from tests.pages.app import open_at, words


def test_misconceptions_show_their_stage_and_what_they_rest_on() -> None:
    service = build_service()
    early = at_phase(service, StudyPhase.LEARNING)
    assert say.EMPTY in words(open_at("misconceptions", early.id))
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=1)
    (noted,) = service.read.misconceptions(session.id)
    text = words(open_at("misconceptions", session.id)).replace("\\", "")
    assert f"**{say.STAGES['suspected']}.** {say.NEXT['suspected']}" in text
    assert f"You chose “{noted.evidence[0].chosen}”: that spoke for it." in text
    service.corrections.void(noted.question_id, "Wrong key.")
    text = words(open_at("misconceptions", session.id)).replace("\\", "")
    assert say.STAGES["withdrawn"] in text
    assert "It no longer counts: the question was taken out." in text
