"""Reading and analysing real books: seconds, memory, and how many questions come of them.

The books are Debian's: from the folder that `MATERIAL_DOCUMENTS` names, else from this machine, else fetched with
`apt-get download`. A book that cannot be had is named and left out. Each is measured in processes of their own.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from core import ROOT
from tests.bench.material_run import COUNT, MB, Run
from tests.bench.measure import Figure, Row
from tests.bench.quality_bench import ENOUGH

FOLDER = "MATERIAL_DOCUMENTS"
ROUNDS = 3
MOST_WHEELS_MB = 100
# What reads and what asks, with all that these bring; pages and stores are no part of the engine.
ENGINE = ("pydantic", "pypdfium2", "python-docx", "python-pptx", "selectolax", "markdown-it-py", "rapidfuzz")
_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Book:
    """A PDF of a Debian package, and the bounds it is held to."""

    package: str
    path: str
    seconds: float
    megabytes: float | None

    @property
    def name(self) -> str:
        return Path(self.path).name.removesuffix(".gz")


BOOKS = (
    Book("gnucash-docs", "usr/share/doc/gnucash-docs/gnucash-guide-en.pdf.gz", 15, 300),
    Book("octave-doc", "usr/share/doc/octave/octave.pdf", 60, None),
)


def rows() -> Iterator[Row | Figure]:
    """Every figure of the books that can be had, and the size of what the engine needs."""
    with tempfile.TemporaryDirectory() as folder:
        for book in BOOKS:
            path = found(book, Path(folder))
            if path is None:
                print(
                    f"(skipped: {book.name}; neither here nor to be had from Debian's {book.package})", file=sys.stderr
                )
                continue
            yield from figures(book.name, best(path, ROUNDS), seconds=book.seconds, megabytes=book.megabytes)
    yield Figure("what the engine needs, wheels unpacked", wheels_mb(ENGINE), "MB", at_most=MOST_WHEELS_MB)


def found(book: Book, folder: Path) -> Path | None:
    """The book as a plain PDF, in `folder` where it had to be fetched or unpacked; None where it cannot be had."""
    named = os.environ.get(FOLDER)
    for place in ([Path(named) / book.name] if named else []) + [Path("/") / book.path]:
        if place.exists():
            return _plain(place, folder)
    return None if shutil.which("apt-get") is None else _fetched(book, folder)


def _fetched(book: Book, folder: Path) -> Path | None:
    for command in (
        ["apt-get", "download", "-q", book.package],
        ["sh", "-c", 'dpkg-deb -x "$1"_*.deb .', "-", book.package],
    ):
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
            return None
    place = folder / book.path
    return _plain(place, folder) if place.exists() else None


def _plain(path: Path, folder: Path) -> Path:
    if path.suffix != ".gz":
        return path
    place = folder / path.stem
    place.write_bytes(gzip.decompress(path.read_bytes()))
    return place


def best(path: Path, rounds: int) -> Run:
    """The quickest of some runs: what else the machine does can only make a run slower.

    The questions are the same in every run, so the first alone counts those of every topic.
    """
    runs = [run(path, counts_items=number == 0) for number in range(rounds)]
    return replace(min(runs, key=lambda run: run.whole), items=runs[0].items)


def run(path: Path, *, counts_items: bool = True) -> Run:
    """One run, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.material_run", str(path), *([COUNT] if counts_items else [])]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    measured = json.loads(printed)
    return Run(**measured | {"items": {int(count): topics for count, topics in measured["items"].items()}})


def figures(name: str, best: Run, *, seconds: float, megabytes: float | None) -> Iterator[Row | Figure]:
    """The lines of one book."""
    what = f"{name}, {best.pages:,} pages"
    yield Row(f"{what}: read in its own process / text alone by pypdfium2", best.read, best.bare, "s")
    yield Figure(f"{what}: read", best.pages / best.read, "pages/s")
    yield Figure(f"{what}: analysed, topics planned", best.analyse, "s")
    yield Figure(f"{what}: first lesson", best.lesson, "s")
    yield Figure(f"{what}: a question asked", best.ask, "s")
    yield Figure(f"{what}: first quiz", best.quiz, "s")
    yield Figure(f"{what}: all of these", best.whole, "s", at_most=seconds)
    yield Figure(f"{what}: most memory of the reader", best.reader_mb, "MB", at_most=megabytes)
    yield Figure(f"{what}: most memory of what analyses and asks", best.app_mb, "MB", at_most=megabytes)
    yield Figure(f"{what}: topics", best.topics, "topics")
    asked = sum(best.items.values())
    enough = sum(topics for count, topics in best.items.items() if count >= ENOUGH)
    items = sum(count * topics for count, topics in best.items.items())
    yield Figure(f"{what}: topics with {ENOUGH} questions of their own or more", enough / asked, "share")
    yield Figure(f"{what}: questions to a topic, of 10 asked for", items / asked, "items")


def wheels_mb(names: tuple[str, ...]) -> float:
    """The installed size of these packages and all that they bring, in MB."""
    return sum(_size(name) for name in _with_needs(names)) / MB


def _with_needs(names: tuple[str, ...]) -> set[str]:
    known: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop().lower().replace("_", "-")
        if name in known:
            continue
        known.add(name)
        needs = metadata.requires(name) or []
        todo += [match.group() for need in needs if "extra ==" not in need and (match := _NAME.match(need))]
    return known


def _size(name: str) -> int:
    places = (Path(str(file.locate())) for file in metadata.files(name) or ())
    return sum(place.stat().st_size for place in places if place.suffix != ".pyc" and place.exists())
