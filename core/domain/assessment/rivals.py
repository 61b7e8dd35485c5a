"""What a typed answer may be mistaken for: the terms so near to the right one that a slip could be either."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from core.domain.assessment.typed import fold_answer, is_exact
from core.models import Question, Quiz

NEAR = 2
"""Slips within which another term is a rival."""
_ENDINGS = tuple(
    tuple(group.split())
    for group in (
        "ane ene yne", "ate ite ide", "ase ose", "ine ide", "anal anol anone", "otonic otic", "yl ol", "itis osis",
        "taxis tropism",
    )
)  # fmt: skip
_BEGINNINGS = tuple(
    tuple(group.split())
    for group in (
        "hyper hypo iso", "inter intra", "ab ad", "af ef", "endo exo ecto", "an cat", "ana cata", "homo hetero",
        "pro ana meta telo", "meio mito", "meth eth prop but pent hex hept oct non dec", "im em", "micr macr",
        "molar molal", "mono di tri tetra", "dia sy", "pre post", "oxi redu",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\s.,;:!?()\[\]“”\"«»]+")


def variants(term: str) -> Iterator[str]:
    """The other terms of a folded one's minimal pairs.

    The affixes are those that the nomenclature of organic chemistry (IUPAC 2013, P-31 and P-44), of salts (IUPAC 2005,
    IR-8), of enzymes and sugars, of anatomy's directions and of cell division sets against each other.
    """
    for group in _ENDINGS:
        for ending in group:
            if term.endswith(ending):
                yield from (term[: -len(ending)] + other for other in group if other != ending)
    for group in _BEGINNINGS:
        for beginning in group:
            if term.startswith(beginning):
                yield from (other + term[len(beginning) :] for other in group if other != beginning)


def near_terms(accepted: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The words of texts, and phrases as long as the accepted answers, that are within two slips of one of these."""
    answers = tuple(accepted)
    return _near_of(answers, _phrases(texts, {len(answer.split()) for answer in answers}))


def _phrases(texts: Iterable[str], lengths: Collection[int]) -> Mapping[int, frozenset[str]]:
    """All phrases of so many words, by their length."""
    found: dict[int, set[str]] = {length: set() for length in lengths}
    for text in texts:
        words = _WORD.findall(text.casefold())
        for length, phrases in found.items():
            phrases.update(" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
    return {length: frozenset(phrases) for length, phrases in found.items()}


def _near_of(accepted: Sequence[str], phrases: Mapping[int, frozenset[str]]) -> tuple[str, ...]:
    wanted = {fold_answer(answer) for answer in accepted}
    # Folding is slow, and changes few letters: what is far off before it is far off after it.
    likely = {
        phrase
        for answer in accepted
        for phrase in phrases[len(answer.split())]
        if DamerauLevenshtein.distance(phrase, answer.casefold(), score_cutoff=2 * NEAR) <= 2 * NEAR
    }
    folded = {fold_answer(phrase) for phrase in likely} - wanted - {""}
    return tuple(sorted(term for term in folded if any(_is_near(term, answer) for answer in wanted)))


def with_rivals(quiz: Quiz, texts: Iterable[str]) -> Quiz:
    """The quiz whose typed items take the rivals that they lack from texts; the same where there are none."""
    lacking = [question for question in (*quiz.questions, *quiz.spare) if _is_without(question)]
    words = tuple(texts) if lacking else ()
    if not words:
        return quiz
    lengths = {len(answer.split()) for question in lacking for answer in question.accepted_answers}
    phrases = _phrases(words, lengths)
    return quiz.model_copy(
        update={
            "questions": tuple(_filled(question, phrases) for question in quiz.questions),
            "spare": tuple(_filled(question, phrases) for question in quiz.spare),
        }
    )


def _is_without(question: Question) -> bool:
    return question.question_type == "fill_blank" and question.rivals is None


def _filled(question: Question, phrases: Mapping[int, frozenset[str]]) -> Question:
    if not _is_without(question):
        return question
    return question.model_copy(update={"rivals": _near_of(question.accepted_answers, phrases)})


def _is_near(term: str, answer: str) -> bool:
    return not is_exact(term) and DamerauLevenshtein.distance(term, answer, score_cutoff=NEAR) <= NEAR
