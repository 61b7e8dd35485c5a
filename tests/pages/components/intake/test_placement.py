"""The placement check: offered, answered, and taken over into the form."""

from __future__ import annotations

from core.bootstrap import build_service
from tests.pages.app import current_step, open_at, words


def test_the_placement_check_is_offered_and_fills_in_what_is_known() -> None:
    service = build_service()
    session = service.start("Cell biology")
    app = open_at("intake", session.id)
    app.button(key="placement-begin").click().run()
    state = service.placements.state(service.open(session.id))
    assert state
    assert state.next
    app.button(key="placement-answer").click().run()
    assert "Choose an answer first" in words(app)
    while (state := service.placements.state(service.open(session.id))) and state.next:
        question = state.next
        key = f"answer-{question.id}"
        if question.question_type == "fill_blank":
            app.text_input(key=key).input(question.accepted_answers[0]).run()
        elif question.question_type == "multi_select":
            for index in question.key:
                app.checkbox(key=f"{key}-{index}").check().run()
        else:
            app.radio(key=key).set_value(question.key[0]).run()
        app.button(key="placement-answer").click().run()
        assert not app.exception
    # A refresh finds it where it was.
    app = open_at("intake", session.id)
    app.button(key="placement-stop").click().run()
    log = service.read.attempts(session.id)
    assert log
    assert all(logged.seconds is not None and logged.chosen for logged in log)
    known = service.intake(service.open(session.id)).known
    assert len(known) >= 8, "every answer was right, and each tells of what it needs"
    assert app.multiselect(key="intake-known").value == list(known)
    assert not app.warning
    app.button(key="action-generate_plan").click().run()
    assert current_step(app) == "Plan"


def test_no_check_is_offered_where_there_is_no_text_to_ask_about() -> None:
    service = build_service()
    app = open_at("intake", service.start("NEET").id)
    assert "placement-begin" not in {button.key for button in app.button}
