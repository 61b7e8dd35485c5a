"""One file through the app's own doors, in a process of its own: `python -m tests.bench.material_run FILE`.

Prints one line of JSON with what `Run` holds. Alone in its process, so that the memory counted is that of this work.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from core.bootstrap import Settings, build_service
from core.domain.extra_data import read_intake
from core.stores.sqlite.store import SqliteStudyStore
from tests.bench.quality_bench import quizzes

MB = 2**20


@dataclass(frozen=True)
class Run:
    """Seconds of each step, from the bytes on; memory at its highest, in MB, of the reader and of the app's side."""

    pages: int
    bare: float
    read: float
    analyse: float
    lesson: float
    ask: float
    quiz: float
    reader_mb: float
    app_mb: float
    topics: int
    items: dict[int, int]

    @property
    def whole(self) -> float:
        """Seconds from the bytes to the first quiz, a question asked on the way."""
        return self.read + self.analyse + self.lesson + self.ask + self.quiz


def measured(path: Path) -> Run:
    """Read, plan, open the first topic, ask, set a quiz; only then the bare reading and the yields of every topic."""
    data = path.read_bytes()
    spent: list[float] = []

    @contextlib.contextmanager
    def timed() -> Iterator[None]:
        began = time.perf_counter()
        yield
        spent.append(time.perf_counter() - began)

    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStudyStore(Path(folder) / "bench.sqlite3")
        study = build_service(Settings(_env_file=None), store=store, user_id="bench")
        session = study.start("Bench")
        with timed():
            session = study.add_material(session, path.name, data, progress=lambda share: None)
        # The reader has been the only child so far; the figure is this process's size at that time, at least.
        reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / MB
        (known,) = store.materials(session.id)
        intake = read_intake(session.context).model_copy(update={"exam": "Bench", "days": 365, "hours": 12.0})
        with timed():
            session = study.generate_plan(session, intake)
        with timed():
            session = study.start_topic(session)
        with timed():
            session = study.tutoring.ask(session, f"What is said about {session.context.current_topic}?")
        with timed():
            session = study.take_quiz(session)
        app = _highest_mb()
        material = store.material(session.id, known.id)
        topics = len(store.topics(session.id))
        store.close()
    assert material is not None
    counts = Counter(len(questions) for _, questions in quizzes(material, 1))
    read, analyse, lesson, ask, quiz = spent
    return Run(
        pages=material.page_count or 0,
        bare=_bare(data),
        read=read,
        analyse=analyse,
        lesson=lesson,
        ask=ask,
        quiz=quiz,
        reader_mb=reader,
        app_mb=app,
        topics=topics,
        items=dict(sorted(counts.items())),
    )


def _bare(data: bytes) -> float:
    """Seconds that PDFium alone takes for the text of every page, without fonts and boxes."""
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    began = time.perf_counter()
    with PdfDocument(data) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()
    return time.perf_counter() - began


def _highest_mb() -> float:
    """The most memory that this process has had. `ru_maxrss` would count that of the process that started it too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / MB


if __name__ == "__main__":
    print(json.dumps(asdict(measured(Path(sys.argv[1])))))
