"""The questions that the built-in engine makes from real documents, as a reader judges them.

`QUALITY_DOCUMENTS` names a folder of documents; without one only the judged sheets are counted. A sheet, one CSV file a
document under tests/data/quality, holds the items of each draw with their source; its judgement column (good, usable or
broken, with a reason) is filled in by hand and survives a new draw. `python -m tests.bench.quality_bench SEED` draws.
"""

from __future__ import annotations

import csv
import hashlib
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from core import ROOT
from core.agents.builtin.items.quiz_items import make_items, sound_items
from core.content.outline.sections import make_material
from core.content.readers.reading import read_document
from core.models import Material, Question
from core.study.service import QUESTIONS_A_QUIZ
from tests.bench import ask_bench
from tests.bench.measure import Figure
from tests.typed import pairs

SHEETS = ROOT / "tests" / "data" / "quality"
FOLDER = "QUALITY_DOCUMENTS"
SAMPLE = 30
A_QUIZ = QUESTIONS_A_QUIZ
ENOUGH = 5
GRADES = ("good", "usable", "broken")
COLUMNS = (
    "draw", "id", "kind", "topic", "stem", "options", "key", "explanation", "source", "page", "judgement", "reason",
)  # fmt: skip

Row = dict[str, str]
_OPENINGS = {
    "Fill the blank": "cloze",
    "Type the missing": "typed cloze",
    "Type the term": "typed definition",
    "Which term": "definition to term",
    "Which of these": "several",
    "According to": "term to definition",
}


def documents() -> list[Path]:
    """The documents to measure, by name; none where no folder is named."""
    folder = os.environ.get(FOLDER, "")
    kinds = (".pdf", ".html", ".md", ".docx", ".txt")
    return sorted(path for path in Path(folder).iterdir() if path.suffix in kinds) if folder else []


def read(path: Path) -> Material:
    """A document as the app would read it."""
    data = path.read_bytes()
    return make_material(read_document(path.name, data), material_id=path.stem, digest=hashlib.sha256(data).hexdigest())


def quizzes(material: Material, seed: int) -> list[tuple[str, tuple[Question, ...]]]:
    """A quiz for each topic, its title first."""
    return [
        (section.title, make_items(section, material.sections, material.name, count=A_QUIZ, seed=seed)[0])
        for section in material.sections
    ]


def drawn(material: Material, seed: int, size: int = SAMPLE) -> list[Row]:
    """A sample of the items of all topics, by lot, as rows of a sheet without a judgement."""
    every = {question.id: (topic, question) for topic, questions in quizzes(material, seed) for question in questions}
    lot = random.Random(f"{seed}:{material.name}")
    chosen = lot.sample(sorted(every), min(size, len(every)))
    return [row_of(every[name][1], every[name][0], seed) for name in chosen]


def row_of(question: Question, topic: str, seed: int) -> Row:
    """A question as a row of the sheet."""
    source = question.sources[0]
    opening = next((kind for begin, kind in _OPENINGS.items() if question.text.startswith(begin)), "")
    return {
        "draw": str(seed),
        "id": question.id,
        "kind": opening or question.right_answer.lower(),
        "topic": topic,
        "stem": question.text,
        "options": " | ".join(question.options),
        "key": " | ".join(question.options[place] for place in question.key) or " | ".join(question.accepted_answers),
        "explanation": question.explanation,
        "source": source.quote,
        "page": str(source.page or ""),
        "judgement": "",
        "reason": "",
    }


def sheet(path: Path) -> list[Row]:
    """The rows of a sheet; none where there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: row[name] for name in COLUMNS} for row in csv.DictReader(file)]


def merged(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """The rows of a sheet with those of a new draw. An item that was judged before takes its judgement along."""
    judged = {row["id"]: row for row in old if row["judgement"]}
    draws = {row["draw"] for row in new}
    before = [row for row in old if row["draw"] not in draws]
    return before + [
        row | {name: judged[row["id"]][name] for name in ("judgement", "reason")} if row["id"] in judged else row
        for row in new
    ]


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write a sheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def rates(rows: Sequence[Mapping[str, str]]) -> dict[str, Counter[str]]:
    """How often each judgement was given, by draw, in the order of the draws."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        if row["judgement"]:
            counts.setdefault(row["draw"], Counter())[row["judgement"]] += 1
    return counts


def rows() -> Iterator[Figure]:
    """The rates on the judged sheets, the yields of the present engine on the documents, and answers to questions."""
    materials = {path.stem: read(path) for path in documents()}
    for path in sorted(SHEETS.glob("*.csv")):
        sheet_rows = sheet(path)
        for draw, counts in rates(sheet_rows).items():
            judged = sum(counts.values())
            shares = ", ".join(f"{grade} {counts[grade] / judged:.0%}" for grade in GRADES)
            yield Figure(f"questions, {path.stem}, draw {draw}, {judged} judged: {shares}", judged, "items")
        if path.stem in materials:
            yield from _still_made(path.stem, sheet_rows, materials[path.stem])
    yield from _typed()
    if not materials:
        print(f"(skipped: the yields of the questions; set {FOLDER} to a folder of documents)", file=sys.stderr)
    for name, material in materials.items():
        yield from _yields(name, material)
    yield from ask_bench.rows(materials)


def _typed() -> Iterator[Figure]:
    """How typed answers are marked: on pairs labelled before the rules were written, with them, and after them by a
    reader who had not seen them."""
    for part in ("unseen", "seen", "fresh"):
        labels = pairs(part)
        let_in = sum(not pair.is_right and not pair.is_marked_so for pair in labels)
        label = (
            f"typed answers, {part} part, {len(labels)} pairs, {let_in} wrong ones taken for right: marked as labelled"
        )
        yield Figure(label, sum(pair.is_marked_so for pair in labels) / len(labels), "share")


def _still_made(name: str, sheet_rows: Sequence[Row], material: Material) -> Iterator[Figure]:
    present = {
        question.id
        for section in material.sections
        for question in sound_items(section, material.sections, material.name)
    }
    for grade in GRADES:
        judged = {row["id"] for row in sheet_rows if row["judgement"] == grade}
        if judged:
            label = f"questions, {name}: of {len(judged)} judged {grade}, made as they are"
            yield Figure(label, len(judged & present) / len(judged), "share")


def _yields(name: str, material: Material) -> Iterator[Figure]:
    counts = [len(questions) for _, questions in quizzes(material, 1)]
    enough = sum(count >= ENOUGH for count in counts)
    yield Figure(f"questions, {name}: of {len(counts)} topics, with {ENOUGH} or more", enough / len(counts), "share")
    yield Figure(f"questions, {name}: to a topic, of {A_QUIZ} asked for", sum(counts) / len(counts), "items")


def draw(seed: int) -> None:
    """Draw from every document and put the items on its sheet."""
    for path in documents():
        place = SHEETS / f"{path.stem}.csv"
        new = drawn(read(path), seed)
        write(place, merged(sheet(place), new))
        print(f"{place}: {len(new)} items")


if __name__ == "__main__":
    draw(int(sys.argv[1]))
