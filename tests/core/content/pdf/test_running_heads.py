"""What the top of each page repeats is left out, and a chapter's title that stands there is not."""

from __future__ import annotations

from core.content.pdf.lines import Line, Style, Word
from core.content.pdf.running_heads import without_running_lines

TEXT, LARGE = Style(10.5, False, False, False), Style(14.0, True, False, False)
TITLES = ("What a tide is", "The force", "Springs", "Datum", "Latitude", "Longitude")


def line(page: int, text: str, y: float, style: Style = TEXT) -> Line:
    return Line(page, (Word(text, 50.0, 300.0, y, style),), text, style, 50.0, 300.0, y, y)


def kept(style: Style) -> list[str]:
    """What is left at the top of pages that each begin with a number and a title in this type."""
    pages = [
        [line(page, f"{page}. {title}", 500.0, style)]
        + [line(page, f"{title} is told in row {row} of its own page.", 480.0 - 12 * row) for row in range(20)]
        for page, title in enumerate(TITLES, 1)
    ]
    return [page[0].text for page in without_running_lines(pages)]


def test_a_title_stays_where_each_chapter_fills_one_page_so_that_its_number_is_the_pages() -> None:
    assert kept(LARGE) == [f"{page}. {title}" for page, title in enumerate(TITLES, 1)]


def test_a_numbered_line_in_the_type_of_the_text_is_a_running_head() -> None:
    assert kept(TEXT) == [f"{title} is told in row 0 of its own page." for title in TITLES]
