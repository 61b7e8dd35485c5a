"""The unit of a file that a topic is studied from, whatever the file's own headings call it."""

from __future__ import annotations

from core.content.outline.sections import LONGEST
from core.content.outline.unit_titles import pages_of
from core.content.text.titles import key
from core.models import Material, Section


def bound_to(material: Material, topic: str) -> tuple[Material, int]:
    """The material, with the unit in it that is for `topic`: the one of that name, else the whole where it is short
    enough for one unit, else the one that has most of the name's words."""
    titles = [key(section.title) for section in material.sections]
    if key(topic) in titles:
        return material, titles.index(key(topic))
    if sum(section.words for section in material.sections) > LONGEST:
        return material, nearest(material, topic)
    blocks = tuple(block for section in material.sections for block in section.blocks)
    whole = Section(title=topic, blocks=blocks)
    return material.model_copy(update={"sections": (whole.model_copy(update=pages_of(whole)),)}), 0


def nearest(material: Material, topic: str) -> int:
    """The unit that has most of a name's words in its title, and then in its text; the first of equals."""
    words = {word for word in topic.casefold().split() if len(word) > 3}

    def nearness(section: Section) -> tuple[int, int]:
        text = " ".join(block.text for block in section.blocks).casefold()
        return sum(word in section.title.casefold() for word in words), sum(text.count(word) for word in words)

    return max(range(len(material.sections)), key=lambda number: nearness(material.sections[number]))
