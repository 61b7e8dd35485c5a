"""The plan page: out of turn, an error on it, and the learner's own word on a topic."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Intake, PlanEdit, StudyPhase
from pages._ui.messages import intake as asked
from pages._ui.messages import plan_topics as say
from tests.journey import NOTES
from tests.pages.app import open_at, words


def test_an_error_that_quotes_a_title_is_drawn_as_text() -> None:
    service = build_service()
    evil = "![x](https://evil.example/t.png)"
    session = service.generate_plan(service.start(), Intake(exam="X", days=2, hours=2, syllabus=f"{evil}\nRoots"))
    app = open_at("plan", session.id)
    app.button(key="action-start_topic").click().run()
    (error,) = app.error
    assert evil not in error.value
    assert "evil" in error.value


def test_out_of_turn_the_plan_is_shown_and_cannot_be_changed() -> None:
    service = build_service()
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=7, hours=3))
    session = service.plans.edit(session, PlanEdit(kind="leave_out", topic=service.topics(session)[-1].name))
    session = service.start_topic(session)
    assert session.phase is StudyPhase.LEARNING
    app = open_at("plan", session.id)
    app.toggle(key="plan-versions").set_value(True).run()
    changing = {"plan-apply", "plan-fit", "plan-accept", "plan-undo", "plan-restore-1"}
    assert not changing & {button.key for button in app.button}
    assert "go-on" in {button.key for button in app.button}
    assert asked.EXAM


def test_a_topic_of_ones_own_book_is_marked_wherever_it_stands_and_the_next_one_is_picked() -> None:
    service = build_service()
    planned = service.generate_plan(service.start(), Intake(exam="Botany", days=9, hours=2, syllabus="Roots\nLeaves"))
    app = open_at("plan", planned.id)
    app.button_group(key="topic-studied-1").set_value("shaky").run()
    assert [topic.own_word for topic in service.topics(planned)] == ["shaky", None]
    assert app.selectbox(key="plan-topic").value == "Leaves"
    app.button_group(key="topic-studied-1").set_value("firm").run()
    # It stands apart as the learner's own word.
    assert "Firm, by your own word" in words(app)
    assert app.button_group(key="topic-studied-1").value == "firm"
    app.button_group(key="topic-studied-1").set_value(None).run()
    assert [(topic.status, topic.own_word) for topic in service.topics(planned)] == [("planned", None)] * 2


def test_a_topic_with_a_text_can_be_marked_too_also_while_another_one_is_learned() -> None:
    service = build_service()
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=30, hours=3))
    service.start_topic(session)
    app = open_at("plan", session.id)
    last = len(service.topics(session))
    app.button_group(key=f"topic-studied-{last}").set_value("fair").run()
    assert service.topics(session)[-1].own_word == "fair"
    assert not app.exception


def test_what_is_known_already_frees_its_days_and_taking_it_back_brings_it_in_again() -> None:
    service = build_service()
    planned = service.generate_plan(service.start(), Intake(exam="Botany", days=9, hours=2, syllabus="Roots\nLeaves"))
    app = open_at("plan", planned.id)
    app.button(key="topic-known-2").click().run()
    held = service.plans.state(service.open(planned.id)).accepted
    assert held
    assert "Leaves" not in {topic.name for day in held.plan.schedule if not day.is_revision for topic in day.topics}
    place = next(place for place, topic in enumerate(service.topics(planned), 1) if topic.name == "Leaves")
    assert app.button_group(key=f"topic-studied-{place}").value == "firm"
    app.button_group(key=f"topic-studied-{place}").set_value(None).run()
    assert "topic-known-2" in {button.key for button in app.button}
    assert {topic.status for topic in service.topics(planned)} == {"planned"}


def test_notes_pasted_at_a_topic_without_a_text_make_it_one_to_start() -> None:
    service = build_service()
    planned = service.generate_plan(service.start(), Intake(exam="Botany", days=9, hours=2, syllabus="Hats\nLeaves"))
    app = open_at("plan", planned.id)
    app.button(key="topic-text-1").click().run()
    app.button(key="topic-notes-keep-1").click().run()
    assert say.NO_NOTES in [info.value for info in app.info]
    app.text_area(key="topic-notes-1").set_value(NOTES).run()
    app.button(key="topic-notes-keep-1").click().run()
    assert service.topics(planned)[0].material_id
    # The way to a text stands at the other one still, and no longer at this one.
    assert {"topic-text-1", "topic-text-2"} & {button.key for button in app.button} == {"topic-text-2"}
    app.button(key="action-start_topic").click().run()
    assert service.open(planned.id).phase is StudyPhase.LEARNING


def test_a_file_at_a_topic_is_read_once_and_one_that_cannot_be_read_says_so_there() -> None:
    service = build_service()
    planned = service.generate_plan(service.start(), Intake(exam="Botany", days=9, hours=2, syllabus="Hats\nLeaves"))
    app = open_at("plan", planned.id)
    app.button(key="topic-text-next").click().run()
    app.file_uploader(key="topic-file-next").upload("empty.md", b"", "text/markdown").run()
    assert app.error
    assert app.run().error
    assert not service.topics(planned)[0].material_id
    app.file_uploader(key="topic-file-next").set_value(("soil.md", NOTES.encode(), "text/markdown")).run()
    assert service.topics(planned)[0].material_id
    assert len(service.materials.summaries(planned)) == 1
    assert not app.exception
