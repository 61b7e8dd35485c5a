"""The topics that were found, looked over before planning."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Intake
from pages._ui.components.intake import topics
from pages._ui.messages import intake as say
from tests.pages.app import open_at, words

BOTANY = Intake(exam="Botany", days=20, hours=2, syllabus="Roots\nLeaves\nStems")


def key_of(name: str, kind: str = "topic") -> str:
    return f"intake-{kind}-{topics.own_key(name)}"


def test_topics_are_unticked_and_renamed_and_the_plan_has_them_so() -> None:
    service = build_service()
    session = service.save_intake(service.start(), BOTANY)
    app = open_at("intake", session.id)
    assert key_of("Roots") not in {box.key for box in app.checkbox}
    app.session_state["intake-topics"] = True
    app.run()
    app.checkbox(key=key_of("Roots")).uncheck().run()
    app.text_input(key=key_of("Leaves", "topic-name")).input("Foliage").run()
    app.text_input(key=key_of("Stems", "topic-name")).input("foliage").run()
    app.text_input(key=key_of("Stems", "topic-name")).input(" ").run()
    kept = service.intake(service.open(session.id))
    assert (kept.left_out, kept.renamed) == (("Roots",), {"Leaves": "Foliage"})
    app.button(key="action-generate_plan").click().run()
    assert [topic.name for topic in service.topics(session)] == ["Foliage", "Stems"]


def test_a_long_list_is_found_in_and_opened_and_what_is_not_shown_stays_as_it_was() -> None:
    service = build_service()
    many = "\n".join(f"Topic {number}" for number in range(1, 31))
    session = service.save_intake(
        service.start(), BOTANY.model_copy(update={"syllabus": many, "left_out": ("Topic 9",)})
    )
    app = open_at("intake", session.id)
    app.session_state["intake-topics"] = True
    app.run()
    assert key_of("Topic 30") not in {box.key for box in app.checkbox}
    app.text_input(key="intake-topics-find").input("30").run()
    app.checkbox(key=key_of("Topic 30")).uncheck().run()
    assert service.intake(service.open(session.id)).left_out == ("Topic 9", "Topic 30")
    app.text_input(key="intake-topics-find").input("").run()
    app.button(key="intake-topics-more").click().run()
    assert not app.checkbox(key=key_of("Topic 30")).value
    assert not app.checkbox(key=key_of("Topic 9")).value


def test_what_another_tab_ticked_is_taken_over() -> None:
    service = build_service()
    session = service.save_intake(service.start(), BOTANY)
    app = open_at("intake", session.id)
    app.session_state["intake-topics"] = True
    app.run()
    service.save_intake(service.open(session.id), BOTANY.model_copy(update={"left_out": ("Stems",)}))
    app.run()
    assert not app.checkbox(key=key_of("Stems")).value
    assert service.intake(service.open(session.id)).left_out == ("Stems",)


def test_an_exam_with_a_syllabus_and_no_text_says_so_until_there_is_a_file() -> None:
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="NEET", days=60, hours=3))
    assert say.without_text("NEET") in words(open_at("intake", session.id)).replace("\\", "")
    service.add_material(session, "soil.md", b"# Soil\n\nSoil is made of layers that lie above one another.")
    assert say.without_text("NEET") not in words(open_at("intake", session.id)).replace("\\", "")
