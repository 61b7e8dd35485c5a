"""The titles of units: clean, telling, and each unlike the others; and the pages that a unit stands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.content.text.titles import MAX_TITLE, clean_title, in_context, needs_context
from core.models import Section


def named(units: Sequence[Section]) -> tuple[Section, ...]:
    """The units with their final titles, paths and pages."""
    plain = [clean_title(unit.title) for unit in units]
    paths = [tuple(clean_title(title) for title in unit.path) for unit in units]
    count = Counter(title.casefold() for title in plain)
    titles = [
        in_context(path[-1], title) if path and (count[title.casefold()] > 1 or needs_context(title)) else title
        for title, path in zip(plain, paths, strict=True)
    ]
    return tuple(
        unit.model_copy(update={"title": title, "path": path, **pages_of(unit)})
        for unit, title, path in zip(units, _unlike(titles), paths, strict=True)
    )


def _unlike(titles: Sequence[str]) -> list[str]:
    """The titles with a number after those that are still the same."""
    seen: set[str] = set()
    result = []
    for title in titles:
        own, number = title, 2
        while own.casefold() in seen:
            own = f"{title[: MAX_TITLE - 7].rstrip()} ({number})"
            number += 1
        seen.add(own.casefold())
        result.append(own)
    return result


def pages_of(unit: Section) -> dict[str, int | None]:
    """The first and the last page that a unit's text stands on, as its fields."""
    pages = [block.page for block in unit.blocks if block.page is not None]
    return {"page_from": min(pages, default=None), "page_to": max(pages, default=None)}
