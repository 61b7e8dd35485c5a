"""A lesson: what it quotes, and its diagram."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Intake, StudyPhase
from pages._ui import messages as say
from pages._ui.messages.learn import STEPS
from tests.journey import at_phase
from tests.pages.app import open_at
from tests.textbook import textbook_pdf


def test_what_a_lesson_quotes_has_its_page_below_it() -> None:
    service = build_service()
    session = service.generate_plan(
        service.add_material(service.start(), "book.pdf", textbook_pdf()), Intake(exam="Cells", days=20, hours=3)
    )
    session = service.start_topic(session)
    lesson = service.read.lesson(session.id, session.context.current_topic or "")
    assert lesson
    app = open_at("learn", session.id)
    shown = [str(element.value).replace("\\", "") for element in app.main if element.type in ("markdown", "caption")]
    for text in filter(None, (lesson.intuition, lesson.real_world_example)):
        source = next(source for source in lesson.sources if source.quote == text)
        assert shown[shown.index(text) + 1] == say.source(source.document, source.page)


def test_a_diagram_is_drawn_as_an_image_under_the_steps_heading() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    lesson = service.lesson(session, session.context.current_topic or "")
    assert lesson
    assert lesson.diagram
    drawn = list(open_at("learn", session.id).main)
    place = [element.type for element in drawn].index("image")
    (image,) = drawn[place].proto.imgs
    assert (image.alt, image.url[:26]) == (lesson.diagram.alt, "data:image/svg+xml;base64,")
    assert drawn[place - 1].value == STEPS
