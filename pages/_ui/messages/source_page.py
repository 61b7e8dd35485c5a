"""The words of a page that is opened beside what is quoted from it."""

from __future__ import annotations

from core.models import PageImage, Source
from core.models.document import MOST_FILE_BYTES

OPENING = "Opening the page"
CLOSE = "Close"
BEFORE = "Page before"
AFTER = "Page after"
_MARKED = {
    "all": "The quoted words are marked.",
    "part": "A part of the quoted words is marked; the rest was not found on this page.",
    "none": "The quoted words were not found on this page, so nothing is marked.",
}
_WITHOUT_WORDS = "This page is shown as it is."


def opener(page: int, *, is_open: bool) -> str:
    """The button beside a source."""
    return f"Close page {page}" if is_open else f"Open page {page}"


def title(shown: PageImage) -> str:
    """What is shown."""
    return f"{shown.document}, page {shown.page} of {shown.page_count}"


def picture(shown: PageImage, *, is_quoted: bool) -> str:
    """The picture in words, for those who do not see it; what it says is quoted beside it."""
    words = " " + _MARKED[shown.marked] if is_quoted else ""
    return f"Page {shown.page} of {shown.document}, as a picture.{words}"


def marked(shown: PageImage, source: Source, *, is_quoted: bool) -> str:
    """What is marked, and where that is not on the page that was named."""
    if not is_quoted:
        return _WITHOUT_WORDS
    moved = f"The words stand on page {shown.page}, where the passage goes on. " if shown.page != source.page else ""
    return moved + _MARKED[shown.marked]


def not_kept(names: tuple[str, ...]) -> str:
    """Why the pages of these files cannot be opened, and what to do."""
    listed = " and ".join(f"“{name}”" for name in names)
    most = MOST_FILE_BYTES // 2**20
    return (
        f"The pages of {listed} cannot be opened here, since only the text was kept. Add the file again on the plan "
        f"page, and its pages open beside the lesson; of one over {most} MB, add the part that you study."
    )
