"""Drafts of items: what could be asked of a section, before some are picked; those on definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.agents.builtin.items.distractors import distractors, is_spelled_out, squashed
from core.agents.builtin.items.index import Index, content
from core.content.text.definitions import DefinedTerm
from core.content.text.words import fold

Kind = Literal[
    "definition_to_term", "term_to_definition", "cloze", "true", "false", "typed_definition", "typed_cloze", "several"
]


@dataclass(frozen=True)
class Draft:
    """An item to be: the blanked or asked text, the key, and the keys of the terms that would be wrong.

    `right` and `wrong` are texts of options; `others` the terms that the wrong ones stand for. `worth` ranks drafts of
    one kind, higher first. `besides` is what the explanation adds to the quote.
    """

    kind: Kind
    concept: str
    stem: str
    quote: str
    page: int | None
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    worth: float = 0.0
    besides: str = ""


def definition_drafts(index: Index, number: int) -> Iterator[Draft]:
    """Both ways between a term and its meaning, as a choice, and the term to be typed."""
    for one in defined_here(index, number):
        if index.is_everywhere(one.key) or (one.key not in index.mentions and len(one.key.split()) > 3):
            continue
        stem = f"Which term fits this description: “{one.meaning}”?"
        if f" {one.key} " in f" {fold(one.meaning)} " or is_spelled_out(one.term, one.meaning):
            continue
        others = distractors(index, one.key, one.meaning, section=number, spelling=one.term)
        if len(others) >= 2:
            options = tuple(index.spelling(other) for other in others)
            yield Draft(
                "definition_to_term",
                one.key,
                stem,
                one.quote,
                one.page,
                (one.term,),
                options,
                others,
                6.0 + len(others),
            )
        yield Draft(
            "typed_definition",
            one.key,
            f"Type the term that fits this description: “{one.meaning}”.",
            one.quote,
            one.page,
            (one.term,),
            (),
            others,
            5.0,
        )
        yield from _term_to_definition(index, number, one)


def defined_here(index: Index, number: int) -> list[DefinedTerm]:
    """What the section defines."""
    return [one for key in index.defined for one in index.defined[key] if _is_of(index, number, one)]


def _is_of(index: Index, number: int, one: DefinedTerm) -> bool:
    return any(
        mention.sentence.text == one.quote for mention in index.mentions.get(one.key, ()) if mention.section == number
    ) or any(block.text == one.quote or one.quote in block.text for block in index.sections[number].blocks)


def rivals(index: Index, number: int, one: DefinedTerm) -> list[DefinedTerm]:
    """Other terms whose meanings could stand beside the term's, those named with it and in its section first."""
    found = [
        other[0]
        for key, other in sorted(index.defined.items())
        if squashed(key) != squashed(one.key)
        and key not in index.synonyms.get(one.key, ())
        and other[0].is_plural == one.is_plural
        and not set(key.split()) & set(one.key.split())
        and 0.5 <= len(other[0].meaning) / len(one.meaning) <= 2
        and len(content(other[0].meaning) & content(one.meaning)) < 0.5 * len(content(one.meaning))
        and not content(key) & content(other[0].meaning)
        and not content(one.key) & content(other[0].meaning)
    ]
    return sorted(
        found,
        key=lambda rival: (
            rival.key not in index.siblings.get(one.key, ()),
            not _is_of(index, number, rival),
            rival.key,
        ),
    )


def _term_to_definition(index: Index, number: int, one: DefinedTerm) -> Iterator[Draft]:
    near = rivals(index, number, one)[:3]
    if len(near) < 2:
        return
    verb = "are" if one.is_plural else "is"
    stem = f"According to the material, what {verb} {with_article(one)}?"
    yield Draft(
        "term_to_definition",
        one.key,
        stem,
        one.quote,
        one.page,
        (one.meaning,),
        tuple(rival.meaning for rival in near),
        tuple(rival.key for rival in near),
        6.0,
    )


def with_article(one: DefinedTerm) -> str:
    """The term with the article that its sentence gives it."""
    match = re.match(r"(An?|The)\s", one.quote)
    return f"{match.group(1).lower()} {one.term}" if match else one.term
