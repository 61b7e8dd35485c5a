"""All rules together: one item, a set of items, and what came of a set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from core.domain.item_gate import cues, options, sources, stems
from core.domain.item_gate.words import content, keys, plain, statement
from core.models import Question, Value

SAME_STEM = 0.8

_ITEM_RULES: tuple[Callable[[Question], bool], ...] = (
    options.too_few_options,
    options.duplicate_options,
    options.equivalent_options,
    options.overlapping_ranges,
    options.all_or_none,
    options.combined_options,
    options.implausible_distractors,
    options.mixed_options,
    options.true_false_misuse,
    options.vague_terms,
    options.lost_sequence,
    cues.key_in_stem,
    cues.clang_association,
    cues.longest_option,
    cues.absolute_distractors,
    cues.absolute_statement,
    cues.article_cue,
    cues.number_cue,
    cues.convergence_cue,
    cues.opposite_pair,
    stems.unfocused_stem,
    stems.unclear_stem,
    stems.opinion_asked,
    stems.gratuitous_detail,
    stems.negative_stem,
    stems.context_dependent,
    stems.blank_count,
    stems.blank_at_start,
    stems.hard_to_read,
    sources.missing_source,
    sources.missing_explanation,
)
_TEXT_RULES: tuple[Callable[[Question, str], bool], ...] = (sources.unsupported_source, sources.language_mismatch)
EVERY_RULE: tuple[Callable[..., bool], ...] = (*_ITEM_RULES, *_TEXT_RULES)
"""The rules, each true where an item breaks it; its docstring says what it refuses and where that is from."""
DUPLICATE = "duplicate_item"
RULES: tuple[str, ...] = (*(rule.__name__ for rule in EVERY_RULE), DUPLICATE)
"""The rules' names, in the order in which reasons are given."""


class Rejected(Value):
    """A question that was not let through. `reasons` are the names of the rules it breaks."""

    question_id: str
    text: str
    reasons: tuple[str, ...]


class GateReport(Value):
    """What came of a set: how many were `checked` and `passed`, how often each rule was broken, and by which items."""

    checked: int
    passed: int
    by_reason: dict[str, int]
    rejected: tuple[Rejected, ...]

    @property
    def pass_rate(self) -> float:
        """The share that passed, from 0 to 1; 1 where there was nothing to check."""
        return self.passed / self.checked if self.checked else 1.0


def check_item(question: Question, text: str = "") -> tuple[str, ...]:
    """The names of the rules that the question breaks, in the order of `RULES`; empty where it may be shown.

    `text` is what it rests on; without it the item's language is compared with its quotations', and these are taken
    on trust.
    """
    return (
        *(rule.__name__ for rule in _ITEM_RULES if rule(question)),
        *(rule.__name__ for rule in _TEXT_RULES if rule(question, text)),
    )


def gate(questions: Sequence[Question], text: str = "") -> tuple[tuple[Question, ...], tuple[Rejected, ...]]:
    """The questions that may be shown, in their order, and those that may not, with why.

    Between items one more rule holds, "duplicate_item": the same id, or the same key to a stem that says the same,
    comes once.
    """
    passed: list[Question] = []
    rejected: list[Rejected] = []
    for question in questions:
        reasons = check_item(question, text)
        if any(is_same(question, other) for other in passed):
            reasons = (*reasons, DUPLICATE)
        if reasons:
            rejected.append(Rejected(question_id=question.id, text=question.text, reasons=reasons))
        else:
            passed.append(question)
    return tuple(passed), tuple(rejected)


def report(questions: Sequence[Question], text: str = "") -> GateReport:
    """What `gate` says to these questions, counted."""
    passed, rejected = gate(questions, text)
    by_reason = Counter(reason for item in rejected for reason in item.reasons)
    return GateReport(
        checked=len(questions), passed=len(passed), by_reason=dict(by_reason.most_common()), rejected=rejected
    )


def is_same(question: Question, other: Question) -> bool:
    """Whether two items ask the same: one id, or one key and stems that share four fifths of their telling words."""
    if question.id == other.id:
        return True
    if {plain(key) for key in keys(question)} != {plain(key) for key in keys(other)}:
        return False
    mine, theirs = content(statement(question)), content(statement(other))
    return len(mine & theirs) >= SAME_STEM * len(mine | theirs) > 0
