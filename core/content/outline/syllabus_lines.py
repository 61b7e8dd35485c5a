"""The lines of a pasted syllabus that say what to study: without title, totals, and columns of hours and marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

BULLET = re.compile(r"^(?:(?:[•◦▪■●○‣⁃∙·–—*+\-]\s+|[•◦▪■●○‣⁃∙·])(?:\[[ xX]\]\s+)?)+")
HASHES = re.compile(r"^(#{1,6})\s+")
NUMBER = re.compile(
    r"^(?:\(?(?P<decimal>\d+(?:\.\d+)+)[.):]?\s+|\(?(?P<number>\d+)[.):]\s*(?=\D)|\(?(?P<roman>[IVX]{1,5})[.)]\s+"
    r"|\(?(?P<upper>[A-Z])[.)]\s+|\(?(?P<lower>[a-z]|[ivx]{1,5})[.)]\s+)"
)
UNIT = re.compile(
    r"^(?:unit|chapter|module|week|part|topic|lesson|lecture|section|block|day)\s+"
    r"(?:(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])\s*(?P<mark>[:.)–—-]+\s*|$)|\d+(?:\.\d+)*\s+(?=[a-z]))",
    re.IGNORECASE,
)
_AMOUNT = (
    r"(?:approx\.?\s*|about\s+|~\s*)?\d+(?:[.,]\d+)?(?:\s*(?:-|–|to)\s*\d+)?\s*"
    r"(?:h|hrs?\.?|hours?|marks?|periods?|lectures?|credits?|weeks?|sessions?|classes|pts|points?|%)"
)
_CELL = re.compile(rf"(?:{_AMOUNT}|\d+(?:[.,]\d+)?|[-–—]*)", re.IGNORECASE)
_LAST = re.compile(
    rf"\s*(?:[(\[]\s*{_AMOUNT}(?:\s*[,;/]\s*{_AMOUNT})*\s*[)\]]|(?:[-–—:,]\s*|\s){_AMOUNT})\s*$", re.IGNORECASE
)
_COLUMN = re.compile(
    r"(?:s\.?\s*no\.?|sl\.?\s*no\.?|no\.?|#|units?|chapters?|modules?|topics?|contents?|subjects?|weeks?|hours?|hrs?"
    r"|marks?|periods?|lectures?|credits?|weightage|weight|%|time|dates?)(?:\s*\(?(?:no|name|hours?|hrs?|%)?\.?\)?)?",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"(?:(?:grand |sub-?)?total(?: (?:hours|marks|time|periods))?|duration|time(?: allowed)?|max(?:imum)?\.? marks"
    r"|marks|credits|weightage|(?:course|paper|subject) code|instructor|teacher|semester|session|level|class)"
    r"\s*[:=\-–\t|]\s*.{0,60}|total",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:syllabus|syllabi|curriculum|course (?:outline|contents?|plan|structure)|exam(?:ination)? (?:outline|topics)"
    r"|list of topics|topics (?:for|of|to)\b.*|scheme of work|lehrplan|programme d[e']\w*)\b",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^(\s*)(\d{1,2})(?=\s+[^\W\d])")
TITLE_WORDS = 10
COLUMNS = re.compile(r"\t+|\s*\|\s*")


def study_lines(text: str, exams: Collection[str] = ()) -> list[str]:
    """The lines that hold topics or stand above some, heads that stand alone marked by a colon.

    A first line that begins with one of `exams` is the title of the whole.
    """
    lines = text.splitlines()
    lines = [_without_amount(_row(line)) for line in lines if not _FACT.fullmatch(line.strip())]
    lines = _with_heads([line if any(char.isalnum() for char in line) else "" for line in lines])
    return _without_title(_dotted([line for line in lines if line]), exams)


def style_of(line: str) -> str:
    """How a line is marked, bullets aside: heading, unit, roman, upper, number, lower, or plain."""
    bare = BULLET.sub("", line.strip(), count=1)
    if HASHES.match(bare):
        return "heading"
    if UNIT.match(bare):
        return "unit"
    number = NUMBER.match(bare)
    if not number:
        return "plain"
    found = next(name for name, value in number.groupdict().items() if value)
    return "number" if found == "decimal" else found


def _row(line: str) -> str:
    """A line of a table without its columns of figures; empty for the line that names the columns."""
    indent = line[: len(line) - len(line.lstrip())]
    cells = [cell.strip() for cell in COLUMNS.split(line.strip().strip("|"))]
    if len(cells) < 2:
        return line
    if all(_COLUMN.fullmatch(cell) or not cell for cell in cells):
        return ""
    number = f"{cells[0].rstrip('.)')}. " if re.fullmatch(r"\d+[.)]?", cells[0]) else ""
    named = [cell for cell in cells if cell and not _CELL.fullmatch(cell)]
    return f"{indent}{number}{': '.join(named[:2])}" if named else ""


def _without_amount(line: str) -> str:
    while (shorter := _LAST.sub("", line)) != line and any(char.isalpha() for char in shorter):
        line = shorter
    return line


def _dotted(lines: Sequence[str]) -> list[str]:
    """The lines, with a dot after their numbers where they are counted from 1 without one."""
    bare = [match[2] for line in lines if (match := _BARE_NUMBER.match(line))]
    if bare[:1] != ["1"] or (len(bare) == 1 and not any("." in line.split()[0] for line in lines)):
        return list(lines)
    return [_BARE_NUMBER.sub(r"\1\2.", line) for line in lines]


def _with_heads(lines: Sequence[str]) -> list[str]:
    """The lines; one that stands alone above a list of its own is marked as its head."""
    marked = list(lines)
    alone: list[int] = []
    lists = 0
    for start, end in _paragraphs(lines):
        if end - start > 1:
            lists += 1
            continue
        following = next(((s, e) for s, e in _paragraphs(lines) if s >= end), None)
        if following and following[1] - following[0] > 1 and _is_plain(lines[start]):
            alone.append(start)
    if len(alone) > 1 and len(alone) == lists:
        for index in alone:
            marked[index] = f"{lines[index].rstrip(' :')}:"
    return marked


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where runs of lines begin and end, between the empty ones."""
    bounds = [-1, *(index for index, line in enumerate(lines) if not line), len(lines)]
    return [(before + 1, after) for before, after in pairwise(bounds) if after - before > 1]


def _without_title(lines: Sequence[str], exams: Collection[str]) -> list[str]:
    """The lines without the title of the whole: it says that it is one, or is plain above lines that are numbered."""
    if len(lines) < 2:
        return list(lines)
    first, rest = lines[0], list(lines[1:])
    if len(first.split()) <= TITLE_WORDS and "," not in first and (_TITLE.search(first) or _names(first, exams)):
        return rest
    if _is_plain(first) and _is_marked(rest[0]) and not first.rstrip().endswith(":"):
        heads = [line for line, following in pairwise(rest) if _is_plain(line) and _begins(following)]
        if any(map(_is_plain, rest)) and not heads:
            return rest
    return list(lines)


def _names(line: str, exams: Collection[str]) -> bool:
    words = " ".join(BULLET.sub("", HASHES.sub("", line.strip())).casefold().split())
    names = {" ".join(exam.casefold().split()) for exam in exams}
    # Three letters begin other things too: "CAT scans".
    return any(words == name or (len(name) > 3 and words.startswith(f"{name} ")) for name in names)


def _is_plain(line: str) -> bool:
    return style_of(line) == "plain" and not BULLET.match(line.strip())


def _is_marked(line: str) -> bool:
    return style_of(line) not in ("plain", "heading") and not BULLET.match(line.strip())


def _begins(line: str) -> bool:
    """Whether a line is the first of a numbered list."""
    match = UNIT.match(line.strip()) or NUMBER.match(line.strip())
    return bool(match and re.fullmatch(r"\W*(?:\w+ )?(?:1|1\.1|i|a)\W*", match.group(), re.IGNORECASE))
