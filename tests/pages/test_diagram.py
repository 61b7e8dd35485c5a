"""A lesson's diagram on the page: an image with its words, right under the heading of the steps."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages._ui.messages.learn import STEPS


def _page() -> None:
    from core.content.courses import load_course
    from core.models import Diagram
    from pages._ui.components.learn.lesson import show_lesson

    drawn = Diagram(svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>', alt="Two cells.")
    show_lesson(
        load_course("cell_biology").topics[0].lesson.model_copy(update={"diagram": drawn}), lambda source, place: None
    )


def test_the_page_draws_it_as_an_image_under_the_steps_heading() -> None:
    page = AppTest.from_function(_page, default_timeout=30).run()
    assert not page.exception
    drawn = list(page.main)
    place = [element.type for element in drawn].index("image")
    (image,) = drawn[place].proto.imgs
    assert (image.alt, image.url[:26]) == ("Two cells.", "data:image/svg+xml;base64,")
    assert (drawn[place - 1].value, drawn[place + 1].type) == (STEPS, "subheader")
