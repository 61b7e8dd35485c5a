"""The quality part of `make bench`: the judged sheets hold, and a new draw keeps what was judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models import Block, Material, Section
from tests.bench import ask_bench, quality_bench
from tests.bench.quality_bench import COLUMNS, GRADES, SHEETS, drawn, merged, rates, rows, sheet, write
from tests.pool import POOL

CELLS = Material(id="m", name="cells.pdf", kind="pdf", page_count=6, digest="0" * 64, sections=POOL)


def test_every_item_of_the_sheets_is_judged_and_every_broken_one_has_its_reason() -> None:
    rows = [row for path in SHEETS.glob("*.csv") for row in sheet(path)]
    assert len(rows) >= 30 * 4
    for row in rows:
        assert row["judgement"] in GRADES
        assert row["source"]
        assert bool(row["reason"]) >= (row["judgement"] == "broken")


def test_a_draw_is_the_same_for_a_seed_and_fills_every_column_but_the_judgement() -> None:
    first = drawn(CELLS, 3, 10)
    assert first == drawn(CELLS, 3, 10)
    assert first != drawn(CELLS, 4, 10)
    assert {row["judgement"] for row in first} == {""}
    assert all(row["kind"] and row["key"] and row["explanation"] and row["page"] for row in first)


def test_a_new_draw_keeps_the_judgements_by_item(tmp_path: Path) -> None:
    first = [row | {"judgement": "good"} for row in drawn(CELLS, 3, 10)]
    both = merged(first, drawn(CELLS, 4, 10))
    judged = {row["id"] for row in first}
    assert len(both) == 20
    assert all((row["judgement"] == "good") is (row["id"] in judged) for row in both)
    again = merged(both, drawn(CELLS, 3, 10))
    assert len(again) == 20
    write(tmp_path / "cells.csv", again)
    assert sheet(tmp_path / "cells.csv") == [{name: row[name] for name in COLUMNS} for row in again]
    assert rates(again)["3"] == {"good": 10}


def test_without_documents_the_judged_rates_are_still_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(quality_bench.FOLDER, raising=False)
    names = [figure.name for figure in rows()]
    assert names
    assert all(
        "judged: good" in name or name.startswith(("ask, textbook and notes", "typed answers, ")) for name in names
    )
    assert quality_bench.FOLDER in capsys.readouterr().err
    asked = [figure for figure in rows() if figure.name.startswith("ask, ")]
    assert len(asked) == 3
    assert all(figure.is_met and figure.at_least for figure in asked)


def test_the_questions_to_real_documents_have_answers_and_refusals() -> None:
    for asked in ask_bench.labelled().values():
        assert len({question.question for question in asked}) == len(asked)
        assert min(sum(bool(question.words) for question in asked), sum(not question.words for question in asked)) >= 8


def test_answers_and_refusals_are_counted_by_what_they_should_be() -> None:
    blocks = (Block(kind="paragraph", text="Tin is a soft metal that melts early."),)
    material = CELLS.model_copy(update={"sections": (Section(title="Metals", blocks=blocks),)})
    asked = [
        ask_bench.Asked("What is tin?", "no such words|soft metal"),
        ask_bench.Asked("Is tin a metal?", "hard metal"),
        ask_bench.Asked("What is lead?", ""),
        ask_bench.Asked("What is zinc?", "a metal"),
    ]
    shares = [figure.value for figure in ask_bench.shares("metals", (material,), asked)]
    assert shares == [0.5, 0.5, 0.5]
