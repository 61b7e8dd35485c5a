"""What a sentence speaks of: a kind of thing or one that only its page tells apart, and how it names it."""

from __future__ import annotations

import re

from core.agents.builtin.items.distractors import shape
from core.agents.builtin.items.index import Index, Mention, kept_in_index
from core.content.text.terms import runs
from core.content.text.words import fold, is_listed_verb
from core.domain.plurals import is_plural

OFTEN = 3

_DEFINITE = re.compile(r"^(?:[A-Z][^,.;:]{1,60}, )?[Tt]he (?=[^\W\d_])")
_MESSAGES = re.compile(
    r"\b(?i:error|warning|status|diagnostic|log) (?i:messages)$"
    r"|\b(?:\w*[a-z][A-Z]\w*|(?i:class|package|compiler|parser|syntax|run-?time|linker|build|import)) "
    r"(?i:errors|warnings|messages)$"
    r"|^(?i:errors?(?: and warnings?)?|warnings?(?: and errors?)?)$"
)
_FINITE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "can",
        "may",
        "might",
        "must",
        "will",
        "would",
        "cannot",
        "does",
        "do",
        "did",
        "should",
        "could",
        "needs",
        "also",
        "then",
    ]
)


def lists_messages(title: str) -> bool:
    """Whether a section lists what a program says when something is wrong: its sentences are the program's own, said
    of the case at hand. "Rounding errors" are a subject."""
    return _MESSAGES.search(title) is not None


@kept_in_index
def is_established(index: Index, number: int, sentence: str) -> bool:
    """Whether "the …" that a sentence is about is a term of the material, so that a reader knows which one is meant.

    "The report shows …" is said of the report in view; "the parsimony model is …" of what the material calls so, and
    "the width of the page is …" says itself which one.
    """
    match = _DEFINITE.match(sentence)
    if match is None:
        return True
    subject = next(
        (run for run in runs(sentence, index.survey.nouns, index.survey.verbs) if run.start == match.end()), None
    )
    if subject is None:
        return True
    after = re.match(r"\s([^\W\d_]+)", sentence[subject.end :])
    word = after.group(1).lower() if after else ""
    if word not in _FINITE and not (is_listed_verb(word) and not word.endswith(("ed", "ing"))):
        return True
    key = fold(" ".join(subject.words))
    return is_taught(index, number, key) or (" " in key and index.survey.totals[key] > 1)


def is_taught(index: Index, number: int, key: str) -> bool:
    """Whether the material defines the term or the section's typesetting marks it."""
    return key in index.defined or any(term.key == key and term.is_marked for term in index.section_terms[number])


def is_named(mention: Mention) -> bool:
    """Whether the sentence says what the term is called."""
    before, after = mention.sentence.text[: mention.start], mention.sentence.text[mention.end :]
    if re.match(r" (?!(?:and|or|that|which|who|because|since|if|when|in|of|by|after)\b)\w", after):
        return False
    return re.search(r"\b(?:called|termed|known as|named|referred to as)(?: an?| the)? $", before) is not None


def as_shown(index: Index, key: str, mention: Mention) -> str:
    """The term as an option has it: the way that the material mostly writes it, where the number agrees."""
    text = mention.sentence.text[mention.start : mention.end]
    usual = index.spelling(key)
    if is_plural(text) == is_plural(usual) and text.lower() == usual.lower():
        return usual
    return (
        text[0].lower() + text[1:]
        if mention.start == 0 and text[1:] == text[1:].lower() and shape(usual) == "word"
        else text
    )
