"""The material part of `make bench` in small: a made book through the same doors, and its bounds are seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import material_bench
from tests.bench.material_bench import BOOKS, ENGINE, figures, found, run, wheels_mb
from tests.bench.material_run import Run
from tests.bench.measure import Figure
from tests.textbook import textbook_pdf


def test_a_made_book_is_read_analysed_and_asked_about_within_its_bounds(tmp_path: Path) -> None:
    path = tmp_path / "cells.pdf"
    path.write_bytes(textbook_pdf())
    measured = run(path)
    lines = {line.name: line for line in figures("cells.pdf", measured, seconds=60, megabytes=300)}
    assert all(line.is_met for line in lines.values()), lines
    assert measured.pages > 30
    assert sum(measured.items.values()) == measured.topics > 3
    assert 20 < measured.reader_mb < 300
    assert 20 < measured.app_mb < 300
    assert sum(count * topics for count, topics in measured.items.items()) > 5 * measured.topics
    (late,) = (line for line in figures("x", measured, seconds=0.01, megabytes=1) if "all of these" in line.name)
    assert not late.is_met


def test_the_quickest_run_is_told_with_the_questions_that_the_first_alone_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[bool] = []

    def timed(path: Path, *, counts_items: bool) -> Run:
        counted.append(counts_items)
        seconds = (3.0, 1.0, 2.0)[len(counted) - 1]
        return Run(1, 1, seconds, 0, 0, 0, 0, 1, 1, 1, {5: 7} if counts_items else {})

    monkeypatch.setattr(material_bench, "run", timed)
    quickest = material_bench.best(tmp_path, 3)
    assert (quickest.whole, quickest.items, counted) == (1.0, {5: 7}, [True, False, False])


def test_a_book_that_cannot_be_had_is_said_and_nothing_invented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(material_bench, "BOOKS", [BOOKS[0].__class__("no-such", "usr/no/such.pdf.gz", 1, None)])
    (size,) = material_bench.rows()
    assert isinstance(size, Figure)
    assert size.unit == "MB"
    assert "such.pdf; neither here nor to be had from Debian's no-such" in capsys.readouterr().err


def test_a_book_of_ones_own_folder_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(material_bench.FOLDER, str(tmp_path))
    (tmp_path / BOOKS[0].name).write_bytes(b"%PDF-")
    assert found(BOOKS[0], tmp_path / "unpacked") == tmp_path / BOOKS[0].name


def test_what_the_engine_needs_is_light() -> None:
    assert 20 < wheels_mb(ENGINE) < material_bench.MOST_WHEELS_MB
    assert wheels_mb(("python-docx",)) > wheels_mb(("lxml",)) > 1
