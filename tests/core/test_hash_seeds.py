"""What the core writes is the same under every hash seed: under each, Python gives a set in another order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from core import ROOT
from core.agents.builtin.question_answering import answered, course_index
from core.agents.router import route
from core.bootstrap import build_agents
from core.cli.commands import main
from core.content.outline.sections import make_material
from core.content.readers.reading import read_document
from core.domain.assessment.placement import findings, next_question
from core.models import Answer, PlanRequest
from tests.asked import ANSWERABLE, NOT_THERE
from tests.core.agents.builtin.items import test_kinds as kinds
from tests.journey import NOTES, reply
from tests.pool import POOL, questions_on
from tests.textbook import textbook_pdf

TODAY = date(2026, 3, 2)


def a_route() -> str:
    return repr(route("organic chemsitry and polity for upsc, weak in ethics", TODAY))


def a_book() -> str:
    """In this very process: the reader's own has no seed, so that each reading there has another."""
    document = read_document("book.pdf", textbook_pdf())
    return document.model_dump_json() + make_material(document, material_id="m", digest="d").model_dump_json()


def items() -> str:
    return "\n".join(question.model_dump_json() for section in POOL for question in questions_on(section, seed=5))


def items_of_a_manual() -> str:
    return "\n".join(question.model_dump_json() for question in kinds.all_questions())


def a_quiz_at_the_command_line() -> str:
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()) as printed:
        notes = Path(folder, "soil.md")
        notes.write_text(NOTES)
        assert main(["quiz", str(notes), "--n", "5", "--seed", "3", "--json"]) == 0
    return printed.getvalue()


def answers_from_a_course() -> str:
    indexes = dict([course_index("cell_biology")])
    return "\n".join(answered(question, indexes).model_dump_json() for question in (*ANSWERABLE, *NOT_THERE))


def _placements() -> Iterator[str]:
    notes = make_material(read_document("notes.md", NOTES.encode()), material_id="m", digest="d")
    for materials in ((), (notes,)):
        request = PlanRequest(exam="Cell biology", start=TODAY, days=7, hours=3, materials=materials)
        quiz = build_agents().placement(request, seed=7).value
        yield quiz.model_dump_json()
        answers: list[Answer] = []
        while question := next_question(quiz.covers, quiz.questions, answers):
            answers.append(reply(question, right=len(answers) % 2 == 0))
        yield repr((answers, findings(quiz.covers, quiz.questions, answers)))


def placements() -> str:
    return "\n".join(_placements())


WRITERS: dict[str, Callable[[], str]] = {
    writer.__name__: writer
    for writer in (
        a_route,
        a_book,
        items,
        items_of_a_manual,
        a_quiz_at_the_command_line,
        answers_from_a_course,
        placements,
    )
}


@pytest.fixture(scope="module")
def written() -> list[dict[str, str]]:
    """What all of them write, in one process a seed."""
    return [
        json.loads(
            subprocess.run(
                [sys.executable, "-m", __name__],
                cwd=ROOT,
                env=os.environ | {"PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for seed in ("0", "1", "4242")
    ]


@pytest.mark.parametrize("writer", WRITERS)
def test_every_hash_seed_gives_the_same(written: list[dict[str, str]], writer: str) -> None:
    first, *others = (texts[writer] for texts in written)
    assert len(first) > 100
    assert others == [first, first]


if __name__ == "__main__":
    print(json.dumps({name: write() for name, write in WRITERS.items()}))
