"""HTML and Markdown, by one walk over the same tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.content.readers.office import spans
from core.content.text.words import clean
from core.models import Block, BlockKind, Document, DocumentKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DROPPED = "script, style, nav, header, footer, noscript, template, svg, form, aside, iframe, button, select, head"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKED = frozenset(("b", "strong", "i", "em", "dfn"))
_KINDS: dict[str, BlockKind] = {"li": "list", "figcaption": "caption", "caption": "caption"}
_CONTAINERS = frozenset(
    (
        *_HEADINGS,
        *_KINDS,
        "p",
        "div",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "figure",
        "blockquote",
    )
) | frozenset(("table", "tbody", "thead", "tr", "td", "th", "details", "summary", "hr", "body", "center", "address"))
_TELLING = frozenset((*_HEADINGS, *_KINDS, "dt", "dd"))
_LAYOUT = "p, h1, h2, h3, h4, table, ul, ol, dl, pre"
_PERMALINK = re.compile(r"\s*[¶#§]\s*$")
_MARKDOWN = re.compile(r"^#{1,6} \S", re.MULTILINE)


def looks_like_markdown(text: str) -> bool:
    """Whether a text has Markdown headings: two at least, so that a comment in a script is not one."""
    return len(_MARKDOWN.findall(text)) >= 2


def read_html(name: str, text: str, *, kind: DocumentKind = "html") -> Document:
    """The text of a page's body, without navigation, scripts and forms."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    for node in tree.css(_DROPPED):
        node.decompose()
    body = tree.css_first("main, [role=main]") or tree.body
    if body is not None and not (body.text() or "").strip():
        body = tree.body
    blocks = _walk(body) if body is not None else ()
    return Document(name=name, kind=kind, page_count=None, blocks=blocks)


def read_markdown(name: str, text: str) -> Document:
    """The text of a Markdown file: CommonMark with tables."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").render(_without_front_matter(text))
    return read_html(name, html, kind="markdown")


def _without_front_matter(text: str) -> str:
    if not text.startswith("---\n"):
        return text
    end = text.find("\n---", 3)
    return text[end + 4 :] if 0 < end < 5_000 else text


class _Writer:
    """Collects the runs of text of one block at a time and closes it where a container begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._runs: list[tuple[str, bool]] = []
        self._inside: list[str] = [""]
        self._marks = 0
        self._terms: list[str] = []

    def enter(self, tag: str) -> None:
        if tag in _CONTAINERS:
            self._flush()
            self._inside.append(tag if tag in _TELLING else self._inside[-1])
        elif tag in _MARKED:
            self._marks += 1

    def leave(self, tag: str) -> None:
        if tag in _CONTAINERS:
            self._flush()
            self._inside.pop()
        elif tag in _MARKED:
            self._marks -= 1
        if tag == "dl":
            self._orphan_terms()

    def text(self, text: str) -> None:
        self._runs.append((text, self._marks > 0))

    def whole(self, kind: BlockKind, text: str) -> None:
        self._flush()
        if text.strip():
            self.blocks.append(Block(kind=kind, text=text))

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        text = " ".join(clean("".join(text for text, _ in runs)).split())
        if not text:
            return
        tag = self._inside[-1]
        if tag in _HEADINGS:
            title = _PERMALINK.sub("", text)
            self.blocks.append(Block(kind="heading", text=title or text, level=_HEADINGS[tag]))
        elif tag == "dt":
            self._terms.append(text)
        elif tag == "dd" and self._terms:
            term = " / ".join(self._terms)
            self._terms = []
            self.blocks.append(Block(kind="definition", text=f"{term}: {text}", emphasis=(term, *spans(runs))))
        else:
            self._orphan_terms()
            self.blocks.append(Block(kind=_KINDS.get(tag, "paragraph"), text=text, emphasis=spans(runs)))

    def _orphan_terms(self) -> None:
        """Terms that no explanation followed, as the paragraphs that they are."""
        self.blocks.extend(Block(kind="paragraph", text=term) for term in self._terms)
        self._terms = []


def _walk(root: LexborNode) -> tuple[Block, ...]:
    writer = _Writer()
    # A stack of our own: a page may be nested deeper than Python's.
    todo: list[tuple[LexborNode, bool]] = [(root, False)]
    while todo:
        node, done = todo.pop()
        tag = node.tag or ""
        if done:
            writer.leave(tag)
        elif node.is_text_node:
            writer.text(node.text_content or "")
        elif tag == "br":
            writer.text("\n")
        elif tag == "pre":
            writer.whole("code", clean(node.text() or "").strip("\n"))
        elif tag == "table" and not node.css_first(f":is(td, th) :is({_LAYOUT})"):
            writer.whole("table", _rows(node))
        elif node.is_element_node:
            writer.enter(tag)
            todo.append((node, True))
            todo.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
    return tuple(writer.blocks)


def _rows(table: LexborNode) -> str:
    rows = ([" ".join(clean(cell.text() or "").split()) for cell in row.css("td, th")] for row in table.css("tr"))
    return "\n".join(" | ".join(row) for row in rows if any(row))
