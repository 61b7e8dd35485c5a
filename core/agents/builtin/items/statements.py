"""Drafts of statements to judge: the material's own, and those with a term or a meaning swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.agents.builtin.items.distractors import distractors
from core.agents.builtin.items.drafts import Draft, defined_here, rivals, with_article
from core.agents.builtin.items.index import Index, Mention, content
from core.agents.builtin.items.stems import mentions_here
from core.agents.builtin.items.subjects import as_shown
from core.agents.builtin.items.worth import is_statement, is_subject, worth_of
from core.content.text.words import fold
from core.domain.plurals import is_plural

_ARTICLES = frozenset(("A", "An", "The", "Any"))


def statement_drafts(index: Index, number: int) -> Iterator[Draft]:
    """A sentence as it stands, and the same with its term swapped for one that the material keeps apart from it."""
    for key, mention in mentions_here(index, number):
        if not is_subject(mention) or not is_statement(mention.sentence.text):
            continue
        text = mention.sentence.text
        shown = text[mention.start : mention.end]
        worth = worth_of(index, number, key, mention)
        yield Draft("true", key, text, mention.quote, mention.sentence.page, ("True",), ("False",), (), worth)
        rest = f"{text[: mention.start]} {text[mention.end :]}"
        others = distractors(index, key, rest, section=number, spelling=as_shown(index, key, mention), count=4)
        other = next((rival for rival in others if _may_replace(index, key, rival, rest)), None)
        if other is not None:
            false = _swapped(text, mention, shown, index.spelling(other))
            yield Draft(
                "false", key, false, mention.quote, mention.sentence.page, ("False",), ("True",), (other,), worth + 1
            )


def misdefined_drafts(index: Index, number: int) -> Iterator[Draft]:
    """A term with the meaning that the material gives to another one."""
    for defined in defined_here(index, number):
        rival = next(iter(rivals(index, number, defined)), None)
        if rival is None or index.is_everywhere(defined.key):
            continue
        name = with_article(defined)
        meaning = (
            rival.meaning[0].lower() + rival.meaning[1:] if rival.meaning.split()[0] in _ARTICLES else rival.meaning
        )
        yield Draft(
            "false",
            defined.key,
            f"{name[0].upper()}{name[1:]} {'are' if defined.is_plural else 'is'} {meaning}.",
            defined.quote,
            defined.page,
            ("False",),
            ("True",),
            (rival.key,),
            worth=7.0,
            besides=f"that is what the material says of “{rival.term}”, not of “{defined.term}”",
        )


def _may_replace(index: Index, key: str, other: str, rest: str) -> bool:
    """Whether a learner could believe the swap, and the material's own words on `other` share nothing with the rest."""
    if any(content(rest) & content(definition.meaning) for definition in index.defined.get(other, ())):
        return False
    if (key in index.countable) != (other in index.countable) and not is_plural(index.spelling(key)):
        return False
    return other in index.siblings.get(key, ()) and _are_told_apart(index, key, other)


def _are_told_apart(index: Index, key: str, other: str) -> bool:
    """Whether the material treats two terms as two of a kind: it defines both, lists both, or they have one head."""
    if key in index.defined and other in index.defined:
        return True
    if " " in key and key.split()[-1] == other.split()[-1]:
        return True
    return any({key, other} <= {fold(member) for member in listing.members} for listing in index.listings)


def _swapped(text: str, mention: Mention, shown: str, other: str) -> str:
    new = other[0].upper() + other[1:] if shown[0].isupper() and mention.start == 0 else other
    before = re.sub(
        r"\b([Aa])n? $",
        lambda match: f"{match.group(1)}{'n' if other[0].lower() in 'aeio' else ''} ",
        text[: mention.start],
    )
    return f"{before}{new[0].upper() + new[1:] if not before else new}{text[mention.end :]}"
