"""Drafts of items: what could be asked of a section, before some are picked. One function per kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.agents.builtin.distractors import distractors, shape, stands_alike
from core.agents.builtin.index import Index, Mention, content
from core.agents.builtin.stems import (
    BLANK,
    blanked,
    is_named,
    is_statement,
    is_subject,
    mentions_here,
    worth_of,
)
from core.material.definitions import DefinedTerm
from core.material.words import STOP, fold, is_plural, singular

Kind = Literal[
    "definition_to_term", "term_to_definition", "cloze", "true", "false", "typed_definition", "typed_cloze", "several"
]

TYPED_FROM = 20  # of a section's terms, so many of the first may be asked to be typed
LEAST_WORTH = 1.0
MOST_WRONG = 3
LEAST_SAID = 6
OFTEN = 3
_ADJECTIVAL = re.compile(r"(?:al|ive|ic|ary|ous|ful|ed|able|ible|ing|ar|less)$")


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
    own = [one for key in index.defined for one in index.defined[key] if _is_of(index, number, one)]
    for one in own:
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
    taught = {one.key for one in index.section_terms[number][:TYPED_FROM]}
    for key, mention in mentions_here(index, number):
        text, page = mention.sentence.text, mention.sentence.page
        shown = _as_shown(index, key, mention)
        stem = blanked(text, mention.start, mention.end)
        worth = worth_of(index, number, key, mention)
        if worth < LEAST_WORTH or gives_away(shown, stem):
            continue
        before, after = text[: mention.start], text[mention.end :]
        found = distractors(index, key, stem.replace(BLANK, " "), section=number, spelling=shown, count=5)
        is_vague = re.search(r"\b[Aa]n? $", before) is not None and not is_subject(mention)
        others = tuple(
            one
            for one in found
            if not stands_alike(index, one, before, after) and not (_may_overlap(index, key, one, is_vague))
        )[:MOST_WRONG]
        carries = _carries(index, number, key, mention, others)
        if len(others) >= 2 and carries and _is_open_choice(index, number, key, mention, others):
            wrong = tuple(index.spelling(one) for one in others)
            best = worth + 2 * (len(others) == MOST_WRONG)
            yield Draft("cloze", key, f"Fill the blank: {stem}", mention.quote, page, (shown,), wrong, others, best)
        is_short = len(shown.split()) <= 3 and not any(char.isdigit() for char in shown)
        is_telling = is_short and (carries if " " not in key and shape(shown) == "word" else True)
        is_telling = is_telling and (
            " " in key or is_subject(mention) or is_named(mention) or _is_taught(index, number, key)
        )
        is_known = key in taught or key in index.defined or (is_named_often(index, key) and tells_much(mention))
        if is_known and is_telling:
            asked = f"Type the missing term ({_cue(shown)}): {stem}"
            yield Draft("typed_cloze", key, asked, mention.quote, page, (shown,), (), others, worth - 1)


def is_named_often(index: Index, key: str) -> bool:
    """Whether a phrase of several words comes so often that it is the material's name for something."""
    return " " in key and index.survey.totals[key] >= OFTEN


def tells_much(mention: Mention) -> bool:
    """Whether the sentence has enough words of weight besides the term to tell which one is missing."""
    text = mention.sentence.text
    return len(content(text[: mention.start] + text[mention.end :])) >= LEAST_SAID


def _is_open_choice(index: Index, number: int, key: str, mention: Mention, others: tuple[str, ...]) -> bool:
    """Whether the sentence is about the term and says enough of it that its neighbours in the text do not fit too."""
    text = mention.sentence.text
    if is_named(mention):
        return True
    if not tells_much(mention):
        return False
    if not is_subject(mention):
        # Elsewhere several terms make sense, unless all are of one kind and the sentence tells which.
        return len(others) == MOST_WRONG and all(one.split()[-1] == key.split()[-1] for one in others)
    # "The block starts with …" is said of one block; "the em is …" of the thing that the section teaches.
    return " " in key or not text[: mention.start].lower().endswith("the ") or _is_taught(index, number, key)


def _is_asked_for(index: Index, number: int, key: str, mention: Mention) -> bool:
    return is_subject(mention) or is_named(mention) or _is_taught(index, number, key)


def _is_taught(index: Index, number: int, key: str) -> bool:
    return key in index.defined or any(one.key == key and one.is_marked for one in index.section_terms[number])


def _may_overlap(index: Index, key: str, other: str, is_vague: bool) -> bool:
    """Whether what is true of one may be true of the other: "numeric values" and "negative values" are no two kinds."""
    mine, theirs = key.split(), other.split()
    if other in index.siblings.get(key, ()):
        return False
    # "Sister group" and "sister lineage" may be one thing.
    if mine[0] == theirs[0]:
        return True
    if mine[-1] != theirs[-1]:
        return False
    return is_vague or any(_ADJECTIVAL.search(word) for word in (mine[0], theirs[0]))


def gives_away(term: str, stem: str) -> bool:
    """Whether the stem has a word of the term, or the words that the term is short for."""
    said = {singular(word.lower()) for word in re.findall(r"[^\W_]+", stem)}
    own = {
        singular(word.lower()) for word in re.findall(r"[^\W_]+", term) if len(word) > 2 and word.lower() not in STOP
    }
    return bool(content(term) & content(stem) or own & said) or is_spelled_out(term, stem)


def is_spelled_out(term: str, stem: str) -> bool:
    """Whether the stem has the words that an abbreviation is made of: "____ stands for Message Passing Interface"."""
    letters = term.rstrip("s").lower()
    if shape(term) != "acronym" or not letters.isalpha():
        return False
    words = re.findall(r"[^\W\d_]+", stem.lower())
    size = len(letters)
    return any("".join(word[0] for word in words[start : start + size]) == letters for start in range(len(words)))


def _cue(term: str) -> str:
    """How many words are missing and how they begin, so that one answer is right."""
    words = term.split()
    number = ("one word", "two words", "three words", "four words")[min(len(words), 4) - 1]
    return f"{number}, “{' '.join(word[0] + '…' for word in words)}”"


def _carries(index: Index, number: int, key: str, mention: Mention, others: tuple[str, ...]) -> bool:
    """Whether the sentence is about its term or names it, or the term is one that the section teaches."""
    before = mention.sentence.text[: mention.start]
    if re.fullmatch(r"(?:If|When|Once|Unless) (?:the |an? )?|There (?:is|are) (?:[\w-]+ ){0,3}", before):
        return False
    if is_subject(mention) or is_named(mention):
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
        if not is_subject(mention) or not is_statement(mention.sentence.text):
            continue
        text = mention.sentence.text
        shown = text[mention.start : mention.end]
        worth = worth_of(index, number, key, mention)
        yield Draft("true", key, text, mention.quote, mention.sentence.page, ("True",), ("False",), (), worth)
        rest = f"{text[: mention.start]} {text[mention.end :]}"
        others = distractors(index, key, rest, section=number, spelling=_as_shown(index, key, mention), count=4)
        other = next((one for one in others if _may_replace(index, key, one, rest)), None)
        if other is not None:
            false = _swapped(text, mention, shown, index.spelling(other))
            yield Draft(
                "false", key, false, mention.quote, mention.sentence.page, ("False",), ("True",), (other,), worth + 1
            )


def _may_replace(index: Index, key: str, other: str, rest: str) -> bool:
    """Whether a learner could believe the swap, and the material's own words on `other` share nothing with the rest."""
    if any(content(rest) & content(one.meaning) for one in index.defined.get(other, ())):
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
