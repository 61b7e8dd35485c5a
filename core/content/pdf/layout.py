"""From lines of type to blocks: paragraphs joined, headings, lists, code and captions told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.content.pdf.headings import HeadingRules, heading_rules, is_listing_title
from core.content.pdf.lines import Line, Style
from core.content.pdf.running_heads import without_running_lines
from core.models import Block, BlockKind, Bookmark

_BULLET = re.compile(r"^(?:[•◦▪■●○‣⁃∙·–—*\-➢➤✓]|\(?(?:\d{1,2}|[a-hA-H]|[ivx]{1,4})[.)])(?=\s+\S)")
_BULLET_ALONE = re.compile(r"^[•◦▪■●○‣⁃∙]")
_CAPTION = re.compile(r"^(?:figure|fig\.|table|listing|plate|box)\s*[\dA-Z][\d.\-–]*\s*[.:|–—]?\s", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;…][)\]”’\"']*$")
_OPENS_LOW = re.compile(r"^[(\[“\"']?[a-zà-öø-ÿ]")

LINE_SPACING = (
    1.45  # baselines further apart than this many type sizes part two paragraphs, unless the page is set wider
)


@dataclass(slots=True)
class _Open:
    """A block that is still growing."""

    kind: BlockKind
    lines: list[Line]
    level: int | None = None


def lay_out(pages: Sequence[Sequence[Line]], bookmarks: Sequence[Bookmark]) -> tuple[Block, ...]:
    """The blocks of a document in reading order, from each page's lines in the file's order."""
    bare_pages = without_running_lines(pages)
    rules = heading_rules(bare_pages, bookmarks)
    pitch = _pitch(bare_pages)
    right = _right_edge(bare_pages)
    blocks: list[_Open] = []
    for page in bare_pages:
        for line in page:
            _add(blocks, line, rules, pitch, right)
    hyphenated = _hyphenated_words(bare_pages)
    return tuple(_close(block, hyphenated) for block in _joined(blocks) if block.lines)


def _pitch(pages: Iterable[Sequence[Line]]) -> float:
    """The usual distance of two baselines, in type sizes."""
    seen: Counter[float] = Counter()
    for page in pages:
        for above, line in pairwise(page):
            if above.style.size == line.style.size and line.style.size and (gap := above.y_end - line.y) > 0:
                seen[round(gap / line.style.size, 1)] += len(line.words)
    return max(1.0, min(seen.most_common(1)[0][0], 2.6)) if seen else 1.2


def _right_edge(pages: Iterable[Sequence[Line]]) -> float:
    edges: Counter[int] = Counter(round(line.x1) for page in pages for line in page if len(line.words) > 5)
    return float(edges.most_common(1)[0][0]) if edges else 500.0


def _add(blocks: list[_Open], line: Line, rules: HeadingRules, pitch: float, right: float) -> None:
    last = blocks[-1] if blocks else None
    above = last.lines[-1] if last else None
    if last and above and last.kind == "heading" and _is_near(above, line):
        whole = rules.completes(" ".join(row.text for row in last.lines), line)
        if whole is not None:
            last.lines.append(line)
            last.level = whole
            return
    level = rules.level(line)
    if level is None and last and last.kind == "heading" and above and _goes_on(above, line):
        level = last.level
    if level is not None:
        if last and last.kind == "heading" and above and _same_heading(above, line, last.level, level):
            last.lines.append(line)
        else:
            blocks.append(_Open("heading", [line], level))
        return
    kind = _kind(line, rules)
    if last is None or above is None or _starts_block(last, above, line, kind, pitch, right):
        blocks.append(_Open(kind, [line]))
    else:
        last.lines.append(line)


def _same_heading(above: Line, line: Line, above_level: int | None, level: int) -> bool:
    return _is_near(above, line) and above.style == line.style and above_level == level


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a line that is no title by itself is the second line of the title above it."""
    return bool(_OPENS_LOW.match(line.text)) and above.style == line.style and _is_near(above, line)


def _is_near(above: Line, line: Line) -> bool:
    return above.page == line.page and 0 < above.y_end - line.y < 1.8 * max(line.style.size, 6)


def _kind(line: Line, rules: HeadingRules) -> BlockKind:
    if line.style.mono:
        return "code"
    if _CAPTION.match(line.text) and (line.style != rules.body or len(line.words) < 25):
        return "caption"
    if _BULLET.match(line.text) or _BULLET_ALONE.match(line.text):
        return "list"
    if len(line.cells) > 1 and not is_listing_title(line.text):
        return "table"
    return "paragraph"


def _starts_block(last: _Open, above: Line, line: Line, kind: BlockKind, pitch: float, right: float) -> bool:
    if last.kind == "heading" or kind in ("caption", "list") or line.page != above.page:
        return True
    if (kind == "code") != (last.kind == "code") or (kind == "table" and last.kind != "table"):
        return True
    size = line.style.size or above.style.size or 10.0
    drop = above.y_end - line.y
    if abs(line.style.size - above.style.size) > 0.12 * size and drop > 0.5 * size:
        return True
    if drop < -size or drop > size * max(pitch * 1.3, pitch + 0.2, LINE_SPACING if last.kind != "paragraph" else 0):
        return True
    if kind in ("code", "table"):
        return False
    return _turns(last, above, line, size, right)


def _turns(last: _Open, above: Line, line: Line, size: float, right: float) -> bool:
    """Whether a line of running text opens a paragraph by its indent or by the short line above it."""
    first = last.lines[0]
    if last.kind == "table":
        return True
    if last.kind == "list":
        return line.x0 < first.x0 + 0.3 * size and bool(_ENDS.search(above.text))
    indented = line.x0 - min(row.x0 for row in last.lines) > 0.8 * size
    if indented and len(last.lines) > 1 and abs(above.x0 - line.x0) > 0.8 * size:
        return True
    return above.x1 < right - 0.25 * (right - above.x0) and bool(_ENDS.search(above.text)) and line.text[:1].isupper()


def _joined(blocks: list[_Open]) -> list[_Open]:
    """Paragraphs and lists that run on over a page or a column put together; the first page's number stays."""
    joined: list[_Open] = []
    for block in blocks:
        if joined and _runs_on(joined[-1], block):
            joined[-1].lines.extend(block.lines)
        else:
            joined.append(block)
    return joined


def _runs_on(last: _Open, block: _Open) -> bool:
    if last.kind not in ("paragraph", "list") or block.kind != "paragraph":
        return False
    above, line = last.lines[-1], block.lines[0]
    turned = line.page == above.page + 1 or (line.page == above.page and line.y > above.y_end)
    low = _OPENS_LOW.match(line.text) or above.text.endswith((",", "-"))
    return turned and bool(low) and not _ENDS.search(above.text)


def _hyphenated_words(pages: Iterable[Sequence[Line]]) -> frozenset[str]:
    """Words that the text itself writes with a hyphen, so that a line end does not take it away."""
    return frozenset(
        word.text.strip(".,;:()").lower()
        for page in pages
        for line in page
        for word in line.words
        if "-" in word.text[1:-1]
    )


def _close(block: _Open, hyphenated: frozenset[str]) -> Block:
    page = block.lines[0].page
    if block.kind == "code":
        text = "\n".join(line.text for line in block.lines)
    elif block.kind == "table":
        text = "\n".join(" | ".join(line.cells) if line.cells else line.text for line in block.lines)
    else:
        text = _flow(block.lines, hyphenated)
    if block.kind == "heading":
        return Block(kind="heading", text=text, page=page, level=block.level)
    return Block(kind=block.kind, text=text, page=page, emphasis=_emphasis(block) if block.kind != "code" else ())


def _flow(lines: Sequence[Line], hyphenated: frozenset[str]) -> str:
    text = ""
    for line in lines:
        if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line.text[:1].islower():
            whole = text.rsplit(" ", 1)[-1] + line.text.split(" ", 1)[0]
            is_hyphenated = whole.strip(".,;:()").lower() in hyphenated
            text = (text if is_hyphenated else text[:-1]) + line.text
        else:
            text = f"{text} {line.text}" if text else line.text
    return text


def _emphasis(block: _Open) -> tuple[str, ...]:
    """The runs of words set bold or italic within a block that is not so as a whole."""
    words = [word for line in block.lines for word in line.words]
    runs: list[list[str]] = []
    before: Style | None = None
    for word in words:
        marked = word.style.bold or word.style.italic
        if marked and before and (before.bold, before.italic) == (word.style.bold, word.style.italic):
            runs[-1].append(word.text)
        elif marked:
            runs.append([word.text])
        before = word.style if marked else None
    if sum(map(len, runs)) == len(words):
        return ()
    spans = (" ".join(run).strip(" ,.;:()[]“”\"'") for run in runs)
    return tuple(dict.fromkeys(span for span in spans if any(char.isalnum() for char in span) and len(span) <= 120))
