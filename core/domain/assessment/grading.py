"""Right or wrong, and the score: the same quiz and answers give the same marks, in whatever order they came."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein

from core.domain.plurals import singular
from core.models import Answer, Question, Quiz, Value

TYPO_FROM = 6
"""Letters that an answer needs before one slip of the finger is forgiven."""

_OUR = re.compile(r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|al$|able$|ful$|ist$|ite$|less$)")
_ISE = re.compile(r"(?<=[a-z]{3})is(?=e$|es$|ed$|er$|ers$|ing$|ation$|ations$)")
_RE = re.compile(r"(?<=[bt])re$")


class Mark(Value):
    """One mark: the question, whether its answer is right, and the answer as it was given."""

    question_id: str
    is_right: bool
    answer: Answer


def _word(word: str) -> str:
    folded = _ISE.sub("iz", _OUR.sub("or", singular(word)))
    folded = _RE.sub("er", folded)
    return folded.replace("ae", "e").replace("oe", "e") if len(folded) > 3 else folded


def fold_answer(text: str) -> str:
    """A typed answer without what does not matter: case, spacing, punctuation, hyphens, accents, a plural, a
    leading article, and British against American spelling (-our/-or, -ise/-ize, -re/-er, ae/e, oe/e)."""
    letters = text.casefold().replace("æ", "ae").replace("œ", "oe").replace("ß", "ss")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", plain))
    if len(words) > 1 and words[0] in ("a", "an", "the"):
        words = words[1:]
    return "".join(_word(word) for word in words)


def _symbols(text: str) -> str:
    return "".join(text.casefold().split())


def is_one_slip(left: str, right: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped, makes one text the other
    (Damerau-Levenshtein distance 1, Damerau 1964)."""
    return DamerauLevenshtein.distance(left, right, score_cutoff=1) == 1


def _other_meanings(question: Question) -> frozenset[str]:
    noted = {fold_answer(note.misconception) for note in question.option_notes}
    listed = {fold_answer(option) for option in question.options}
    quoted = {fold_answer(word) for source in question.sources for word in source.quote.split()}
    stem = {fold_answer(word) for word in question.text.split()}
    return frozenset(noted | listed | quoted | stem)


def _is_right_text(question: Question, text: str) -> bool:
    typed = fold_answer(text)
    accepted = [fold_answer(answer) for answer in question.accepted_answers]
    if not typed:
        # Answers such as "+" or "=>" have no letters to fold.
        return bool(_symbols(text)) and _symbols(text) in [_symbols(answer) for answer in question.accepted_answers]
    if typed in accepted:
        return True
    if typed in _other_meanings(question):
        return False
    # A slip in a number is another number.
    return any(
        len(answer) >= TYPO_FROM
        and is_one_slip(typed, answer)
        and re.sub(r"\D", "", typed) == re.sub(r"\D", "", answer)
        for answer in accepted
    )


def is_right(question: Question, answer: Answer) -> bool:
    """Whether the answer is right. A blank is wrong; several-choice items need exactly the right options.

    A typed answer may differ in what `fold_answer` folds, and from six letters on by one slip, unless what was typed is
    another word of the item itself.
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
