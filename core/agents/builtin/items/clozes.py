"""Drafts of items with a blank: a sentence with a term left out, as a choice and to be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.agents.builtin.items.distractors import distractors, gives_away, shape, stands_alike
from core.agents.builtin.items.drafts import Draft
from core.agents.builtin.items.index import Index, Mention, content
from core.agents.builtin.items.stems import BLANK, blanked, mentions_here
from core.agents.builtin.items.subjects import OFTEN, as_shown, is_named, is_taught
from core.agents.builtin.items.worth import is_subject, worth_of

TYPED_FROM = 20  # of a section's terms, so many of the first may be asked to be typed
LEAST_WORTH = 1.0
MOST_WRONG = 3
LEAST_SAID = 6
_ADJECTIVAL = re.compile(r"(?:al|ive|ic|ary|ous|ful|ed|able|ible|ing|ar|less)$")


def cloze_drafts(index: Index, number: int) -> Iterator[Draft]:
    """A sentence with a term left out: as a choice, and to be typed."""
    taught = {term.key for term in index.section_terms[number][:TYPED_FROM]}
    for key, mention in mentions_here(index, number):
        text, page = mention.sentence.text, mention.sentence.page
        shown = as_shown(index, key, mention)
        stem = blanked(text, mention.start, mention.end)
        worth = worth_of(index, number, key, mention)
        if worth < LEAST_WORTH or gives_away(shown, stem):
            continue
        before, after = text[: mention.start], text[mention.end :]
        rivals = distractors(index, key, stem.replace(BLANK, " "), section=number, spelling=shown, count=5)
        is_vague = re.search(r"\b[Aa]n? $", before) is not None and not is_subject(mention)
        others = tuple(
            other
            for other in rivals
            if not stands_alike(index, other, before, after) and not (_may_overlap(index, key, other, is_vague))
        )[:MOST_WRONG]
        carries = _carries(index, number, key, mention, others)
        if len(others) >= 2 and carries and _is_open_choice(index, number, key, mention, others):
            wrong = tuple(index.spelling(other) for other in others)
            best = worth + 2 * (len(others) == MOST_WRONG)
            yield Draft("cloze", key, f"Fill the blank: {stem}", mention.quote, page, (shown,), wrong, others, best)
        is_short = len(shown.split()) <= 3 and not any(char.isdigit() for char in shown)
        is_telling = is_short and (carries if " " not in key and shape(shown) == "word" else True)
        is_telling = is_telling and (
            " " in key or is_subject(mention) or is_named(mention) or is_taught(index, number, key)
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
    """Whether the sentence is about the term and says so much about it that no neighbouring term fits too."""
    text = mention.sentence.text
    if is_named(mention):
        return True
    if not tells_much(mention):
        return False
    if not is_subject(mention):
        # Elsewhere several terms make sense, unless all are of one kind and the sentence tells which.
        return len(others) == MOST_WRONG and all(other.split()[-1] == key.split()[-1] for other in others)
    # "The block starts with …" is said of one block; "the em is …" of the thing that the section teaches.
    return " " in key or not text[: mention.start].lower().endswith("the ") or is_taught(index, number, key)


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
    if " " in key and len(others) == 3 and key in {term.key for term in index.section_terms[number][:12]}:
        return True
    taught = {term.key for term in index.section_terms[number] if term.is_marked} | set(index.defined)
    return key in taught and sum(other in taught or other in index.siblings.get(key, ()) for other in others) >= 2
