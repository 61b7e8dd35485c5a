"""A page of a PDF as a picture, with quoted words marked on it."""

from __future__ import annotations

from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from core.content.pdf.pdf import PDFIUM, broken, characters
from core.content.pdf.quote_place import find_quote
from core.errors import MaterialError
from core.models import PageImage

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage  # type: ignore[import-untyped]

WIDTH, TALLEST = 1000, 2000  # pixels
MOST_BYTES = 200_000  # what a phone with a bad line loads in a few seconds
_QUALITIES = (80, 60, 40, 25)
_MARKER = (255, 224, 112)
_MARGIN = 2  # pixels that a marker goes beyond the letters

Box = tuple[int, int, int, int]


def page_image(name: str, data: bytes, page: int, quote: str) -> PageImage:
    """The page (from 1) of the PDF as WebP of up to `MOST_BYTES`, with `quote` marked where it stands there.

    A paragraph goes by the page that it begins on: where the quotation stands on the next page alone, that is drawn.

    Raises MaterialError where the file cannot be opened as a PDF or has no such page.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with PDFIUM:
        try:
            with PdfDocument(data) as pdf:
                count = len(pdf)
                if not 1 <= page <= count:
                    raise MaterialError("material.no_page", name=name, page=page, pages=count)
                drawn = _drawn(pdf, page - 1, quote)
                if quote and drawn.marked == "none" and page < count:
                    after = _drawn(pdf, page, quote)
                    page, drawn = (page, drawn) if after.marked == "none" else (page + 1, after)
        except PdfiumError as exc:
            raise broken(name, exc.err_code) from exc
    return PageImage(
        document=name,
        page=page,
        page_count=count,
        image=_encoded(drawn.picture),
        marked=drawn.marked,
        mark_at=drawn.mark_at,
    )


class _Drawn(NamedTuple):
    picture: Image
    marked: Literal["all", "part", "none"]
    mark_at: float = 0


def _drawn(pdf: PdfDocument, index: int, quote: str) -> _Drawn:
    page = pdf[index]
    try:
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        textpage = page.get_textpage()
        try:
            span = find_quote(quote, characters(textpage))
            if span is None:
                return _Drawn(picture, "none")
            boxes = _boxes(page, textpage, span.start, span.end, picture.size)
        finally:
            textpage.close()
    finally:
        page.close()
    first = max(min((top for _, top, _, _ in boxes), default=0), 0)
    return _Drawn(_marked(picture, boxes), "all" if span.is_whole else "part", round(first / picture.height, 3))


def _boxes(page: PdfPage, textpage: PdfTextPage, start: int, end: int, size: tuple[int, int]) -> list[Box]:
    """Where these characters are on the picture, one box for a run on a line."""
    rects = [textpage.get_rect(n) for n in range(textpage.count_rects(start, end - start))]
    boxes = []
    for left, bottom, right, top in rects:
        corners = [_on_picture(page, size, x, y) for x, y in ((left, bottom), (right, top))]
        across, down = zip(*corners, strict=True)
        boxes.append(
            (min(across) - _MARGIN, min(down) - _MARGIN, max(across) + _MARGIN, max(down) + _MARGIN),
        )
    return boxes


def _on_picture(page: PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    """A point of the page in pixels, however the page is turned and cropped."""
    from ctypes import byref, c_int

    import pypdfium2.raw as c  # type: ignore[import-untyped]

    across, down = c_int(), c_int()
    c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
    return across.value, down.value


def _marked(picture: Image, boxes: list[Box]) -> Image:
    """The picture as a highlighter leaves it: the paper is coloured and the letters stay black."""
    from PIL import Image, ImageChops, ImageDraw

    colour = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(colour)
    for box in boxes:
        pen.rectangle(box, fill=_MARKER)
    return ImageChops.multiply(picture, colour)


def _encoded(picture: Image) -> bytes:
    while True:
        for quality in _QUALITIES:
            target = BytesIO()
            picture.save(target, "WEBP", quality=quality)
            if target.tell() <= MOST_BYTES:
                return target.getvalue()
        picture = picture.resize((ceil(picture.width * 0.7), ceil(picture.height * 0.7)))
