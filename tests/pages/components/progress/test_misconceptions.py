"""Mix-ups with what they rest on."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui.messages import PAGES
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


def test_a_mix_up_is_titled_by_its_idea_and_asked_about_at_a_press() -> None:
    service = build_service()
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    notes = service.read.misconceptions(session.id)
    app = open_at("misconceptions", session.id)
    titles = [title.value.replace("\\", "") for title in app.subheader]
    assert {noted.idea for noted in notes} <= {*titles}
    assert not any("This choice" in title for title in titles)
    asked = notes[1]
    app.button(key=f"ask-now-{asked.id}").click().run()
    assert app.title[0].value == PAGES["review"]
    (question,) = (item.question for item in service.reviews.look("UTC").items)
    assert question.id == asked.question_id
    assert question.text.split()[0] in words(app)


def test_a_course_that_is_done_asks_about_no_mix_up() -> None:
    service = build_service()
    session = service.complete(hand_in(service, to_quiz(service, LONG_COURSE), wrong=1))
    app = open_at("misconceptions", session.id)
    assert app.subheader
    assert not [button for button in app.button if str(button.key).startswith("ask-now")]
