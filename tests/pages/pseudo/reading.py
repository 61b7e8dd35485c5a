"""All that a page shows, tells a screen reader or offers, as texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

# What is no words of a page: keys, addresses, colours, names of icons and of formats.
NOT_SHOWN = {
    "id", "element_id", "form_id", "icon", "key", "url", "url_pathname", "page_script_hash", "script_hash", "query",
    "mime", "language", "type", "file_name", "query_param_key", "user_key", "border_color", "color", "background",
    "deferred_file_id", "raw", "position", "style", "page", "query_string", "columns", "format",
    "theme",
}  # fmt: skip
HASH = re.compile(r"[0-9a-f]{32,}")
SPOKEN = ("aria-label", "alt", "title", "placeholder", "value", "content")
TITLES = {"title", "description", "text"}
# Signs of the icon font, and the name that scripts know a phase by: neither is shown or spoken.
UNREAD = ("em-icon", "em-phase")


def texts(app: AppTest) -> Iterator[str]:
    """Every text of a page, one after the other."""
    for element in _elements(app._tree):
        yield from _of_element(element)


def _elements(node: Any) -> Iterator[Any]:
    if getattr(node, "proto", None) is not None:
        yield node
    for child in (getattr(node, "children", None) or {}).values():
        yield from _elements(child)


def _of_element(element: Any) -> Iterator[str]:
    if element.type in ("arrow_data_frame", "dataframe", "table", "arrow_table"):
        table = element.value
        yield from map(str, table.columns)
        yield from (str(cell) for column in table.columns for cell in table[column] if isinstance(cell, str))
        yield from _of_columns(getattr(element.proto, "columns", ""))
        return
    if element.type == "html":
        yield from of_html(element.proto.body)
        return
    yield from _of_message(element.proto)


def _of_columns(columns: str) -> Iterator[str]:
    for column in json.loads(columns or "{}").values():
        yield from (str(column[name]) for name in ("label", "help") if column.get(name))


def _of_message(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in NOT_SHOWN:
            continue
        values = [value] if isinstance(value, (str, Message)) else value if hasattr(value, "__iter__") else []
        for part in values:
            if isinstance(part, Message):
                yield from _of_message(part)
            elif isinstance(part, str) and not HASH.fullmatch(part):
                yield from _of_chart(json.loads(part)) if field.name == "spec" else [_shown(part)]


def _of_chart(spec: Any) -> Iterator[str]:
    """The titles and descriptions of a chart."""
    for name, value in spec.items() if isinstance(spec, dict) else enumerate(spec) if isinstance(spec, list) else ():
        if name in TITLES and isinstance(value, str):
            yield value
        yield from _of_chart(value)


def _shown(markdown: str) -> str:
    """Markdown as it is read: without the names of icons and colours, and without escapes."""
    text = re.sub(r":material/\w+:|:[a-z-]+(?=\[)|\]\([^)]*\)|<[^<>]*>", " ", markdown)
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", text)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts = list[str]()
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._silent += tag in ("style", "script") or named.get("class") in UNREAD
        is_shown = tag != "input" or named.get("type") not in ("hidden",)
        is_meta = tag == "meta" and named.get("name") != "description"
        self.texts += [value for name, value in attrs if name in SPOKEN and value and is_shown and not is_meta]

    def handle_endtag(self, tag: str) -> None:
        self._silent = 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def of_html(body: str) -> list[str]:
    """What HTML shows, and what it tells a screen reader."""
    reader = _Html()
    reader.feed(body)
    return reader.texts
