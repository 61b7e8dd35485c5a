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
    for defined in defined_here(index, number):
        if index.is_everywhere(defined.key) or (defined.key not in index.mentions and len(defined.key.split()) > 3):
            continue
        stem = f"Which term fits this description: “{defined.meaning}”?"
        if f" {defined.key} " in f" {fold(defined.meaning)} " or is_spelled_out(defined.term, defined.meaning):
            continue
        others = distractors(index, defined.key, defined.meaning, section=number, spelling=defined.term)
        if len(others) >= 2:
            options = tuple(index.spelling(other) for other in others)
            yield Draft(
                "definition_to_term",
                defined.key,
                stem,
                defined.quote,
                defined.page,
                (defined.term,),
                options,
                others,
                6.0 + len(others),
            )
        yield Draft(
            "typed_definition",
            defined.key,
            f"Type the term that fits this description: “{defined.meaning}”.",
            defined.quote,
            defined.page,
            (defined.term,),
            (),
            others,
            5.0,
        )
        yield from _term_to_definition(index, number, defined)


def defined_here(index: Index, number: int) -> list[DefinedTerm]:
    """What the section defines."""
    return [defined for key in index.defined for defined in index.defined[key] if _is_of(index, number, defined)]


def _is_of(index: Index, number: int, defined: DefinedTerm) -> bool:
    return any(
        mention.sentence.text == defined.quote
        for mention in index.mentions.get(defined.key, ())
        if mention.section == number
    ) or any(block.text == defined.quote or defined.quote in block.text for block in index.sections[number].blocks)


def rivals(index: Index, number: int, defined: DefinedTerm) -> list[DefinedTerm]:
    """Other terms whose meanings could stand beside the term's, those named with it and in its section first."""
    others = [
        other[0]
        for key, other in sorted(index.defined.items())
        if squashed(key) != squashed(defined.key)
        and key not in index.synonyms.get(defined.key, ())
        and other[0].is_plural == defined.is_plural
        and not set(key.split()) & set(defined.key.split())
        and 0.5 <= len(other[0].meaning) / len(defined.meaning) <= 2
        and len(content(other[0].meaning) & content(defined.meaning)) < 0.5 * len(content(defined.meaning))
        and not content(key) & content(other[0].meaning)
        and not content(defined.key) & content(other[0].meaning)
    ]
    return sorted(
        others,
        key=lambda rival: (
            rival.key not in index.siblings.get(defined.key, ()),
            not _is_of(index, number, rival),
            rival.key,
        ),
    )


def _term_to_definition(index: Index, number: int, defined: DefinedTerm) -> Iterator[Draft]:
    near = rivals(index, number, defined)[:3]
    if len(near) < 2:
        return
    verb = "are" if defined.is_plural else "is"
    stem = f"According to the material, what {verb} {with_article(defined)}?"
    yield Draft(
        "term_to_definition",
        defined.key,
        stem,
        defined.quote,
        defined.page,
        (defined.meaning,),
        tuple(rival.meaning for rival in near),
        tuple(rival.key for rival in near),
        6.0,
    )


def with_article(defined: DefinedTerm) -> str:
    """The term with the article that its sentence gives it."""
    match = re.match(r"(An?|The)\s", defined.quote)
    return f"{match.group(1).lower()} {defined.term}" if match else defined.term
