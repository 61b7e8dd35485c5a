"""The answer log as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from core.attempts import Attempt
from core.export.cells import safe_cell
from core.records import QuizRecord

ANSWER_COLUMNS = (
    "at",
    "exam",
    "topic",
    "question",
    "kind",
    "difficulty",
    "given",
    "right_answer",
    "is_right",
    "is_blank",
    "is_void",
    "expected",
    "document",
    "page",
)


def answers_csv(exam: str, records: Iterable[QuizRecord], attempts: Iterable[Attempt]) -> str:
    """The graded answers as CSV with a header, one a row, in the log's order; `expected` from 0 to 1."""
    known = {record.id: record for record in records}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(ANSWER_COLUMNS)
    for one in attempts:
        record = known.get(one.quiz_id)
        question = (
            next((each for each in record.quiz.questions if each.id == one.question_id), None) if record else None
        )
        if record is None or question is None:
            continue
        given = next((each for each in record.answers if each.question_id == one.question_id), None)
        source = question.sources[0] if question.sources else None
        row = (
            one.at.isoformat(timespec="seconds"),
            exam,
            one.topic,
            question.text,
            question.question_type,
            question.difficulty,
            question.words_of(given),
            question.right_answer,
            _yes(one.is_right),
            _yes(one.is_blank),
            _yes(one.is_void),
            f"{one.forecast:.3f}",
            source.document if source else "",
            str(source.page) if source and source.page else "",
        )
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def _yes(value: bool) -> str:
    return "yes" if value else "no"
