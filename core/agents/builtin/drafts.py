"""Drafts of items: what could be asked of a section, before some are picked. One function per kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from core.agents.builtin.distractors import distractors, fits_elsewhere, is_alike, shape
from core.agents.builtin.index import Index, Mention, content
from core.agents.builtin.stems import BLANK, blanked, is_subject, mentions_here, worth_of
from core.material.definitions import DefinedTerm
from core.material.sentences import is_self_contained
from core.material.words import fold, is_plural

Kind = Literal[
    "definition_to_term", "term_to_definition", "cloze", "true", "false", "typed_definition", "typed_cloze", "several"
]


@dataclass(frozen=True)
class Draft:
    """An item to be: the blanked or asked text, the key, and the keys of the terms that would be wrong.

    `right` and `wrong` are texts of options; `others` the terms that the wrong ones stand for. `worth` ranks drafts of
    one kind, higher first.
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


def definition_drafts(index: Index, number: int) -> Iterator[Draft]:
    """Both ways between a term and its meaning, as a choice, and the term to be typed."""
    own = [one for key in index.defined for one in index.defined[key] if _is_of(index, number, one)]
    for one in own:
        if index.is_everywhere(one.key) or (one.key not in index.mentions and len(one.key.split()) > 3):
            continue
        stem = f"Which term fits this description: “{one.meaning}”?"
        if f" {one.key} " in f" {fold(one.meaning)} ":
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


def _is_of(index: Index, number: int, one: DefinedTerm) -> bool:
    return any(
        mention.sentence.text == one.quote for mention in index.mentions.get(one.key, ()) if mention.section == number
    ) or any(block.text == one.quote or one.quote in block.text for block in index.sections[number].blocks)


def _term_to_definition(index: Index, number: int, one: DefinedTerm) -> Iterator[Draft]:
    rivals = [
        found[0]
        for key, found in sorted(index.defined.items())
        if key != one.key
        and key not in index.synonyms.get(one.key, ())
        and found[0].is_plural == one.is_plural
        and not set(key.split()) & set(one.key.split())
        and 0.5 <= len(found[0].meaning) / len(one.meaning) <= 2
        and len(content(found[0].meaning) & content(one.meaning)) < 0.5 * len(content(one.meaning))
        and not content(key) & content(found[0].meaning)
        and not content(one.key) & content(found[0].meaning)
    ]
    near = sorted(
        rivals,
        key=lambda rival: (
            rival.key not in index.siblings.get(one.key, ()),
            not _is_of(index, number, rival),
            rival.key,
        ),
    )[:3]
    if len(near) < 2:
        return
    verb = "are" if one.is_plural else "is"
    stem = f"According to the material, what {verb} {_with_article(one)}?"
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


def _with_article(one: DefinedTerm) -> str:
    match = re.match(r"(An?|The)\s", one.quote)
    return f"{match.group(1).lower()} {one.term}" if match else one.term


def cloze_drafts(index: Index, number: int) -> Iterator[Draft]:
    """A sentence with a term left out: as a choice, and to be typed."""
    for key, mention in mentions_here(index, number):
        text = mention.sentence.text
        shown = _as_shown(index, key, mention)
        stem = blanked(text, mention.start, mention.end)
        others = distractors(index, key, stem.replace(BLANK, " "), section=number, spelling=shown)
        worth = worth_of(index, number, key, mention)
        starts_alike = any(one.split()[0] == key.split()[0] for one in others) and not is_subject(mention)
        if content(shown) & content(stem) or starts_alike or not _carries(index, number, key, mention, others):
            continue
        if len(others) >= 2 and worth >= 3:
            yield Draft(
                "cloze",
                key,
                f"Fill the blank: {stem}",
                text,
                mention.sentence.page,
                (shown,),
                tuple(index.spelling(one) for one in others),
                others,
                worth,
            )
        if worth >= 5 and key in {one.key for one in index.section_terms[number][:10]}:
            yield Draft(
                "typed_cloze",
                key,
                f"Type the missing term: {stem}",
                text,
                mention.sentence.page,
                (shown,),
                (),
                others,
                worth - 1,
            )


def _carries(index: Index, number: int, key: str, mention: Mention, others: tuple[str, ...]) -> bool:
    """Whether the sentence is about its term or names it, or the term is one that the section teaches."""
    before = mention.sentence.text[: mention.start]
    if is_subject(mention) or re.search(r"\b(?:called|termed|known as|named)(?: an?| the)? $", before):
        return True
    if " " in key and len(others) == 3 and key in {one.key for one in index.section_terms[number][:12]}:
        return True
    taught = {one.key for one in index.section_terms[number] if one.is_marked} | set(index.defined)
    return key in taught and sum(one in taught or one in index.siblings.get(key, ()) for one in others) >= 2


def _as_shown(index: Index, key: str, mention: Mention) -> str:
    text = mention.sentence.text[mention.start : mention.end]
    usual = index.spelling(key)
    if is_plural(text) == is_plural(usual) and text.lower() == usual.lower():
        return usual
    return (
        text[0].lower() + text[1:]
        if mention.start == 0 and text[1:] == text[1:].lower() and shape(usual) == "word"
        else text
    )


def statement_drafts(index: Index, number: int) -> Iterator[Draft]:
    """A sentence as it stands, and the same with its term swapped for one that the material keeps apart from it."""
    for key, mention in mentions_here(index, number):
        if not is_subject(mention):
            continue
        text = mention.sentence.text
        shown = text[mention.start : mention.end]
        worth = worth_of(index, number, key, mention)
        yield Draft("true", key, text, text, mention.sentence.page, ("True",), ("False",), (), worth)
        rest = f"{text[: mention.start]} {text[mention.end :]}"
        others = distractors(index, key, rest, section=number, spelling=_as_shown(index, key, mention), count=4)
        other = next((one for one in others if _may_replace(index, key, one, rest)), None)
        if other is not None:
            false = _swapped(text, mention, shown, index.spelling(other))
            yield Draft("false", key, false, text, mention.sentence.page, ("False",), ("True",), (other,), worth + 1)


def _may_replace(index: Index, key: str, other: str, rest: str) -> bool:
    """Whether a learner could believe the swap, and the material's own words on `other` share nothing with the rest."""
    if any(content(rest) & content(one.meaning) for one in index.defined.get(other, ())):
        return False
    if (key in index.countable) != (other in index.countable) and not is_plural(index.spelling(key)):
        return False
    are_defined = other in index.defined and key in index.defined and index.likeness(key, other) >= 0.08
    return other in index.siblings.get(key, ()) or are_defined or key.split()[-1] == other.split()[-1]


def _swapped(text: str, mention: Mention, shown: str, other: str) -> str:
    new = other[0].upper() + other[1:] if shown[0].isupper() and mention.start == 0 else other
    before = re.sub(
        r"\b([Aa])n? $",
        lambda match: f"{match.group(1)}{'n' if other[0].lower() in 'aeio' else ''} ",
        text[: mention.start],
    )
    return f"{before}{new[0].upper() + new[1:] if not before else new}{text[mention.end :]}"


def several_drafts(index: Index, number: int) -> Iterator[Draft]:
    """What a sentence lists, among things that other sentences name."""
    for listing in index.listings:
        text = listing.sentence.text
        members = listing.members[:4]
        if listing.section != number or not is_self_contained(text) or not _is_good_head(index, listing.hyper):
            continue
        if (
            len({shape(one) for one in members}) > 1
            or len({is_plural(one) for one in members}) > 1
            or any(len(one.split()) > 3 for one in members)
        ):
            continue
        folded = {fold(one) for one in listing.members}
        pool = [one.key for one in index.section_terms[number]] + [
            fold(one) for other in index.listings for one in other.members if other != listing
        ]
        wrong: list[str] = []
        for other in dict.fromkeys(pool):
            shown = index.spelling(other)
            apart = (
                other not in folded
                and not index.siblings.get(other, frozenset()) & folded
                and content(shown) - content(text) == content(shown)
            )
            alike = all(is_alike(one, shown) for one in members) and all(
                is_alike(index.spelling(one), shown) for one in wrong
            )
            if (
                apart
                and alike
                and content(shown)
                and index.statement(other)[0]
                and not fits_elsewhere(index, other, text)
            ):
                wrong.append(other)
            if len(wrong) == min(3, len(members)):
                break
        if len(wrong) >= 2:
            hyper = re.sub(
                r"^(?:\w+ing\s+)?(?:the|an?|these|those|some|many|several)\s+(?:(?:different|various)\s+)?",
                "",
                listing.hyper,
                flags=re.IGNORECASE,
            )
            stem = f"Which of these does the material name under “{hyper}”? Choose every one that applies."
            yield Draft(
                "several",
                fold(hyper),
                stem,
                text,
                listing.sentence.page,
                members,
                tuple(index.spelling(one) for one in wrong),
                tuple(wrong),
                6.0,
            )


def _is_good_head(index: Index, hyper: str) -> bool:
    words = hyper.lower().split()
    return (
        bool(words)
        and index.survey.heads[fold(words[-1])] > 0
        and not {"there", "this", "that", "which", "you", "we", "it", "they"} & set(words)
    )


ALL_DRAFTS = tuple(partial(one) for one in (definition_drafts, cloze_drafts, statement_drafts, several_drafts))
