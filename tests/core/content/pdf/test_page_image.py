"""A page of a PDF as a picture: the quoted words are marked where they stand, and nothing else is."""

from __future__ import annotations

import io

import pytest
from fpdf import FPDF
from PIL import Image
from pypdfium2 import PdfDocument

from core.content.pdf.page_image import MOST_BYTES, WIDTH, page_image
from core.content.pdf.quote_place import find_quote
from core.content.readers import sandbox
from core.errors import MaterialError
from core.models import PageImage
from tests import documents
from tests.textbook import textbook_pdf

FIRST = "A cell membrane keeps the inside of a cell apart from what surrounds it."
LAST = "Pumps work against that difference and use energy to do so."


def pages_pdf(*pages: str, width: float = 0) -> bytes:
    pdf = FPDF()
    for text in pages:
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        pdf.multi_cell(width, 8, text)
    return bytes(pdf.output())


def picture_of(shown: PageImage) -> Image.Image:
    return Image.open(io.BytesIO(shown.image)).convert("RGB")


def marked_share(shown: PageImage) -> tuple[float, float]:
    """The upper and the lower end of what is marked, as shares of the height; (0, 0) where nothing is."""
    picture = picture_of(shown)
    red, _, blue = picture.split()
    yellow = [(r > 200 and b < 170) for r, b in zip(red.get_flattened_data(), blue.get_flattened_data(), strict=True)]
    rows = [n // picture.width for n, is_yellow in enumerate(yellow) if is_yellow]
    return (min(rows) / picture.height, max(rows) / picture.height) if rows else (0, 0)


def test_the_quoted_words_are_marked_over_every_line_that_they_fill() -> None:
    shown = page_image("a.pdf", pages_pdf(f"{LAST}\n\n\n{FIRST}\n\n\n{LAST}", width=60), 1, FIRST)
    assert (shown.document, shown.page, shown.page_count, shown.marked) == ("a.pdf", 1, 1, "all")
    upper, lower = marked_share(shown)
    # Lines 5 to 7 of 8 mm each under a margin of 10 mm, on a page of 297 mm.
    assert 50 / 297 < upper < 60 / 297
    assert 66 / 297 < lower < 84 / 297


def test_what_is_not_on_the_page_is_marked_nowhere() -> None:
    shown = page_image("a.pdf", pages_pdf(FIRST), 1, "Chlorophyll takes up red and blue light and leaves the green.")
    assert shown.marked == "none"
    assert marked_share(shown) == (0, 0)
    assert page_image("a.pdf", pages_pdf(FIRST), 1, "").marked == "none"


def test_a_sentence_on_the_page_after_is_followed_there() -> None:
    data = pages_pdf(FIRST, LAST, FIRST)
    shown = page_image("a.pdf", data, 1, LAST)
    assert (shown.page, shown.marked) == (2, "all")
    # Only to the very next: further on it may be said anew.
    assert page_image("a.pdf", pages_pdf(FIRST, FIRST, LAST), 1, LAST).page == 1
    assert page_image("a.pdf", data, 1, FIRST).page == 1


def test_a_sentence_over_the_end_of_a_page_is_marked_as_far_as_it_goes() -> None:
    shown = page_image("a.pdf", pages_pdf(f"{LAST} {FIRST[:45]}", FIRST[45:]), 1, FIRST)
    assert (shown.page, shown.marked) == (1, "part")
    assert marked_share(shown) != (0, 0)


def test_on_a_turned_page_the_mark_turns_too() -> None:
    target = io.BytesIO()
    with PdfDocument(pages_pdf(f"{FIRST}\n\n\n{LAST}")) as pdf:
        page = pdf[0]
        page.set_rotation(180)
        page.close()
        pdf.save(target)
    upper, lower = marked_share(page_image("a.pdf", target.getvalue(), 1, FIRST))
    assert 0.9 < upper < lower < 0.98


@pytest.mark.parametrize(
    ("quote", "characters"),
    [
        ("A membrane is thin.", "x A mem-\r\nbrane   is\r\nthin. y"),
        ("A membrane is thin.", "x A mem\ufffebrane is\x02 thin. y"),
        ("The definition of “flow”", 'x The de\ufb01nition of "\ufb02ow" y'),
        ("The definition of flow", "x The de\ue001nition of \ue002ow y"),
        ("Café au lait, twice", "x CAFE\u0301 AU LAIT twice y"),
        ("where 𝑥 is the mass", "x where \ud835\udc65 is the mass y"),
    ],
)
def test_letters_are_found_whatever_stands_between_them(quote: str, characters: str) -> None:
    span = find_quote(quote, characters)
    assert span
    assert span.is_whole
    marked = characters[span.start : span.end]
    assert (marked[0].lower(), characters[: span.start]) == (quote[0].lower(), "x ")
    assert characters[span.end :].strip('." ,') == "y"


@pytest.mark.parametrize(("quote", "characters"), [("", "text"), ("...", "text"), ("words", ""), ("a cell", "a wall")])
def test_no_words_are_found_nowhere(quote: str, characters: str) -> None:
    assert find_quote(quote, characters) is None


def test_a_chance_likeness_of_a_few_letters_is_no_part_of_a_quotation() -> None:
    assert find_quote(FIRST, "A cell membrane is thin.") is None


@pytest.mark.parametrize("page", [0, -1, 3])
def test_a_page_that_is_not_there_has_its_sentence(page: int) -> None:
    with pytest.raises(MaterialError, match="its pages are 1 to 2"):
        sandbox.page_in_sandbox("a.pdf", pages_pdf(FIRST, LAST), page, FIRST)


@pytest.mark.parametrize(
    ("data", "says"),
    [(textbook_pdf()[:3000], "damaged"), (b"no PDF at all", "damaged"), (documents.locked_pdf(), "password")],
)
def test_a_file_that_cannot_be_opened_has_its_sentence(data: bytes, says: str) -> None:
    with pytest.raises(MaterialError, match=says):
        sandbox.page_in_sandbox("a.pdf", data, 1, FIRST)


def test_a_page_is_drawn_apart_as_it_is_here_and_within_its_limits() -> None:
    data = textbook_pdf()
    assert sandbox.page_in_sandbox("a.pdf", data, 3, FIRST) == page_image("a.pdf", data, 3, FIRST)
    with pytest.raises(MaterialError, match="more time or memory"):
        sandbox.page_in_sandbox("a.pdf", data, 3, FIRST, memory=60 * 2**20)


@pytest.mark.parametrize("size", [(210, 297), (297, 210), (100, 3000), (3000, 40)])
def test_a_page_of_noise_of_any_shape_stays_small(size: tuple[int, int]) -> None:
    pdf = FPDF(format=size)
    pdf.add_page()
    noise = Image.effect_noise((900, 900), 200).convert("RGB")
    pdf.image(noise, x=0, y=0, w=size[0], h=size[1])
    shown = page_image("noise.pdf", bytes(pdf.output()), 1, "")
    assert len(shown.image) <= MOST_BYTES
    assert max(picture_of(shown).size) <= 2 * WIDTH
