"""Right or wrong, and the score: the same quiz and answers give the same marks, in whatever order they came."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein

from core.domain.assessment.rivals import variants
from core.domain.assessment.symbols import is_another_symbol
from core.domain.assessment.typed import as_typed, fold_answer, fold_words, is_exact, unvowelled
from core.domain.cues import cues
from core.domain.item_gate.language import language_of
from core.models import Answer, Question, Quiz, Value

SLIP_FROM = 5
"""Letters that a word needs before one slip of the finger in it is forgiven."""
DECIMAL_COMMA = frozenset({"de", "fr", "es", "it", "pt", "nl", "CYRILLIC", "GREEK"})
"""Languages and scripts, as `language_of` names them, that write a comma before decimals (Unicode CLDR, numbers)."""
_ALLELES = re.compile(r"(?:([A-Za-z])(?i:\1))+")
_SYMBOLS = re.compile(r"(?:[A-Z][a-z]?){3,}")
_SLIP_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


class Mark(Value):
    """One mark: the question, whether its answer is right, and the answer as it was given."""

    question_id: str
    is_right: bool
    answer: Answer


def is_one_slip(left: str, right: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped, makes one text the other
    (Damerau-Levenshtein distance 1, Damerau 1964)."""
    return DamerauLevenshtein.distance(left, right, score_cutoff=1) == 1


def is_near_miss(question: Question, answer: Answer) -> bool:
    """Whether a typed answer is one letter from a right one, be it forgiven or not; never where a word cannot slip."""
    if question.question_type != "fill_blank":
        return False
    typed = _folded(question, answer.text)
    return typed not in _accepted(question) and any(_slip(typed, right) for right in _accepted(question))


def _folded(question: Question, text: str) -> tuple[str, ...]:
    said = " ".join((question.text, *(source.quote for source in question.sources)))
    return fold_words(text, has_decimal_comma=language_of(said) in DECIMAL_COMMA)


def _accepted(question: Question) -> tuple[tuple[str, ...], ...]:
    return tuple(_folded(question, answer) for answer in question.accepted_answers)


def _slip(typed: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, str] | None:
    """The one word that was typed with one slip, and as it should be; None where there is not just one."""
    if len(typed) != len(right):
        return None
    differing = [pair for pair in zip(typed, right, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return None
    word, wanted = differing[0]
    may_slip = len(wanted) >= SLIP_FROM and unicodedata.name(wanted[0], "").startswith(_SLIP_SCRIPTS)
    is_plain = not is_exact(word) and not is_exact(wanted)
    return (word, wanted) if may_slip and is_plain and is_one_slip(word, wanted) else None


def _is_forgiven(question: Question, typed: tuple[str, ...], right: tuple[str, ...]) -> bool:
    slip = _slip(typed, right)
    if question.rivals is None or slip is None:
        return False
    word, wanted = slip
    shown = (*question.options, *(note.misconception for note in question.option_notes), *question.rivals)
    said = {fold_answer(term) for term in shown}
    words = {
        fold_answer(term)
        for text in (question.text, *(source.quote for source in question.sources))
        for term in text.split()
    }
    near = (said | words | set(variants(wanted))) - {wanted, "".join(right), ""} - set(right)
    is_rivalled = any(is_one_slip(word, rival) or word == rival for rival in near) or any(
        "".join(typed) == rival or is_one_slip("".join(typed), rival) for rival in near
    )
    return not is_rivalled and _keeps_shown(question, word, wanted)


def _keeps_shown(question: Question, word: str, wanted: str) -> bool:
    """Whether a slip is in none of the letters that the item shows at the blank or in a cue."""
    for cue in cues(question.text):
        first, last = fold_answer(cue.begin), fold_answer(cue.end)
        if wanted.startswith(first) and wanted.endswith(last) and not (word.startswith(first) and word.endswith(last)):
            return False
    return True


def _has_right_case(text: str, accepted: str) -> bool:
    """Whether capitals say the same: in short names of two capitals, such as CO, a small letter makes another name, in
    a genotype, such as Aa, another allele, and HTTPS is no plural of HTTP."""
    plain = text.strip()
    if is_another_symbol(plain, accepted):
        return False
    if _ALLELES.fullmatch(accepted) and not set(accepted.casefold()) <= set("ivxlcdm"):
        return not _ALLELES.fullmatch(plain) or plain == accepted
    if re.fullmatch("[A-Z]{3,}", accepted) and plain.upper() in (f"{accepted}S", accepted.removesuffix("S")):
        return plain.upper() == accepted or plain == f"{accepted}s"
    is_name = re.match(r"[A-Z]{2}(?![a-z])", accepted) and re.match(r"[A-Z][a-z](?![a-z])", plain)
    return not is_name or plain[:2].upper() != accepted[:2]


def _is_right_text(question: Question, text: str) -> bool:
    typed = _folded(question, text)
    for accepted, right in zip(question.accepted_answers, _accepted(question), strict=True):
        # What is nothing but punctuation folds to nothing, and is right as it stands.
        if as_typed(text) == as_typed(accepted) or (typed and _is_same("".join(typed), "".join(right))):
            return _has_right_case(text, accepted)
        if not _SYMBOLS.fullmatch(accepted) and _is_forgiven(question, typed, right):
            return True
    return False


def _is_same(typed: str, right: str) -> bool:
    """Whether the folded texts are the same; Arabic vowels are compared where both write them."""
    return typed == right or (unvowelled(typed) == unvowelled(right) and unvowelled(typed) in (typed, right))


def is_right(question: Question, answer: Answer) -> bool:
    """Whether the answer is right. A blank is wrong; several-choice items need exactly the right options.

    A typed answer may differ in what `fold_words` folds, and in one letter of one word from five letters on (Damerau
    1964: four in five slips are one letter), but only where no other term is as near: a rival that the item keeps, a
    word that it shows, or the other half of a minimal pair. An item that does not know its rivals forgives no slip, nor
    does any item one in a letter that it shows.
    """
    if answer.is_blank:
        return False
    if question.question_type == "fill_blank":
        return _is_right_text(question, answer.text)
    return set(answer.chosen) == set(question.key)


def mark(question: Question, answer: Answer) -> Mark:
    """The mark that an answer gets."""
    return Mark(question_id=question.id, is_right=is_right(question, answer), answer=answer)


def grade(quiz: Quiz, answers: Sequence[Answer]) -> tuple[Mark, ...]:
    """One mark per question, in the quiz's order. A missing answer is a blank one; of two for one question the last
    counts."""
    given = {answer.question_id: answer for answer in answers}
    return tuple(mark(question, given.get(question.id, Answer(question_id=question.id))) for question in quiz.questions)


def score(marks: Sequence[Mark]) -> float:
    """The share of right answers, from 0 to 100; 0 where nothing was asked."""
    return 100 * sum(mark.is_right for mark in marks) / len(marks) if marks else 0.0
