"""A course on disk: `course.toml`, a file for each topic, and an `.svg` beside it where it has a diagram."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from core.content.courses.diagram import MAX_BYTES, read_diagram
from core.errors import InputError
from core.models import Diagram

COURSE_FILE = "course.toml"


def read_toml(file: Path) -> dict[str, Any]:
    """What a file says. Raises `InputError` where it is not there or is no TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise InputError("course.file_unread", name=file.name, why=exc.strerror) from exc
    except UnicodeDecodeError as exc:
        raise InputError("course.file_not_utf8", name=file.name) from exc
    except tomllib.TOMLDecodeError as exc:
        raise InputError("course.file_not_toml", name=file.name, why=exc) from exc


def document_of(exam_name: str) -> str:
    """What a course is called as a source."""
    return f"{exam_name}, bundled course"


def diagram_beside(file: Path) -> Diagram | None:
    """The diagram of a topic's file, where it has one. Raises `InputError` where it may not be shown."""
    svg = file.with_suffix(".svg")
    if not svg.exists():
        return None
    with svg.open("rb") as opened:
        return read_diagram(opened.read(MAX_BYTES + 1), svg.name)


def with_lesson(data: dict[str, Any], document: str, diagram: Diagram | None) -> dict[str, Any]:
    """A topic's data, its lesson completed: it takes the topic's name, the course as its source, and the diagram."""
    lesson = data.get("lesson")
    if not isinstance(lesson, dict):
        return data
    return {
        **data,
        "lesson": {**lesson, "topic": data.get("name"), "sources": [{"document": document}], "diagram": diagram},
    }
