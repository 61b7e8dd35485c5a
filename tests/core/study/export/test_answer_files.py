"""The answers as a table, and the questions as an Anki deck."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import NothingToStudy
from core.models import Answer, Diagram, QuizKind, QuizRecord, Source
from core.study.export.anki import deck_apkg
from core.study.export.tables import ANSWER_COLUMNS, answers_csv
from tests.doubles import NOON, attempt, question, quiz_record

SOURCE = Source(document="leaves.pdf", page=7, quote="Leaves give off oxygen.")
ASKED = question(1, text="=SUM(1) <b>Which</b> gas?", sources=(SOURCE,))
TYPED = question(
    2,
    question_type="fill_blank",
    options=(),
    correct_option_index=None,
    accepted_answers=("oxygen", "O2"),
    text="It is __.",
)
MATH = question(3, text="What is $x < 2$ & y?", has_math=True)


def record(*, handed_in: bool = True) -> QuizRecord:
    answers = (Answer(question_id="q1", chosen=(1,)), Answer(question_id="q2", text="oxygen"))
    record = quiz_record("quiz-1", ASKED, TYPED, MATH, answers=answers)
    return record.model_copy(update={"submitted_at": NOON if handed_in else None})


def test_each_graded_answer_is_a_row_that_no_spreadsheet_runs() -> None:
    log = [
        attempt("q1", is_right=False, forecast=0.25, sureness="think_so"),
        attempt("q2", is_void=True),
        attempt("q3", is_right=False, is_blank=True),
        attempt("gone"),
    ]
    rows = list(csv.DictReader(io.StringIO(answers_csv("Botany", [record()], log))))
    assert tuple(rows[0]) == ANSWER_COLUMNS
    assert [row["question"] for row in rows] == ["'=SUM(1) <b>Which</b> gas?", "It is __.", "What is $x < 2$ & y?"]
    first, typed, blank = rows
    assert (first["given"], first["right_answer"], first["is_right"]) == ("nitrogen", "oxygen", "no")
    assert (first["expected"], first["document"], first["page"]) == ("0.250", "leaves.pdf", "7")
    assert (first["sureness"], typed["sureness"]) == ("think_so", "")
    assert (typed["given"], typed["is_void"]) == ("oxygen", "yes")
    assert (blank["given"], blank["is_blank"]) == ("", "yes")


def notes(deck: bytes, tmp_path: Path) -> dict[str, tuple[str, list[str], list[str]]]:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        package.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as db:
        rows = db.execute("select guid, flds, tags from notes").fetchall()
    return {fields.split("\x1f")[-1]: (guid, fields.split("\x1f"), tags.split()) for guid, fields, tags in rows}


def test_a_deck_has_each_question_with_its_source_and_html_stays_text(tmp_path: Path) -> None:
    cards = notes(deck_apkg("Botany", [record()], [attempt("q1", is_right=False), attempt("q2")]), tmp_path)
    assert set(cards) == {"q1", "q2", "q3"}
    _, fields, tags = cards["q1"]
    assert fields[0] == "<p>=SUM(1) &lt;b&gt;Which&lt;/b&gt; gas?</p>"
    assert "<li>oxygen</li>" in fields[1]
    assert fields[2] == "oxygen"
    assert fields[4] == "leaves.pdf, page 7: “Leaves give off oxygen.”"
    assert tags == ["ExamMentor", "Leaves", "went_wrong"]
    assert cards["q2"][1][2] == "oxygen / O2"
    assert "went_wrong" not in cards["q2"][2]
    assert "\\(x &lt; 2\\) &amp; y" in cards["q3"][1][0]


def test_a_figure_is_a_picture_in_which_nothing_runs(tmp_path: Path) -> None:
    figure = Diagram(svg='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', alt='A "leaf"')
    asked = ASKED.model_copy(update={"figure": figure})
    record = quiz_record("quiz-1", asked).model_copy(update={"submitted_at": NOON})
    front = notes(deck_apkg("Botany", [record]), tmp_path)["q1"][1][0]
    assert "<script" not in front
    assert '<img src="data:image/svg+xml;base64,' in front
    assert 'alt="A &quot;leaf&quot;"' in front


def test_a_deck_imported_twice_doubles_nothing(tmp_path: Path) -> None:
    first, second = notes(deck_apkg("Botany", [record()]), tmp_path), notes(deck_apkg("Botany", [record()]), tmp_path)
    assert {name: guid for name, (guid, *_) in first.items()} == {name: guid for name, (guid, *_) in second.items()}


def test_ids_are_times_since_anki_finds_no_note_under_nought(tmp_path: Path) -> None:
    notes(deck_apkg("Botany", [record()]), tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as db:
        ids = [row[0] for row in db.execute("select id from notes union all select id from cards")]
    assert min(ids) >= 1000 * NOON.timestamp()


def test_of_a_review_only_what_was_answered_is_in_the_deck(tmp_path: Path) -> None:
    review = record().model_copy(update={"kind": QuizKind.REVIEW, "answers": (Answer(question_id="q2", chosen=(0,)),)})
    assert set(notes(deck_apkg("Botany", [review], [attempt("q2")]), tmp_path)) == {"q2"}


def test_what_was_taken_out_or_not_handed_in_is_in_no_deck(tmp_path: Path) -> None:
    assert set(notes(deck_apkg("Botany", [record()], [attempt("q1", is_void=True)]), tmp_path)) == {"q2", "q3"}
    with pytest.raises(NothingToStudy, match="Take a quiz first"):
        deck_apkg("Botany", [record(handed_in=False)])
