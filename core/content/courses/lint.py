"""The linter for course authors: everything that is wrong with the course in a folder, in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.content.courses import Course, CourseTopic
from core.content.courses.balance import key_positions
from core.content.courses.files import COURSE_FILE, diagram_beside, document_of, read_toml, with_lesson
from core.content.courses.findings import ADVICE, CourseReport, Finding
from core.content.courses.rules import order_findings, topic_findings
from core.domain.item_gate import DUPLICATE, is_same, report
from core.errors import InputError

_PLAIN = {
    "missing": ("is missing", "Add it"),
    "extra_forbidden": ("is no field here", "Mend its name or take it out"),
    "string_type": ("has to be text", "Put it in quotation marks"),
    "tuple_type": ("has to be a list", "Put it in square brackets"),
}


def check_course(folder: Path) -> CourseReport:
    """Everything that is wrong with the course in this folder; it need not be a bundled one.

    Raises `InputError` where the folder has no course file.
    """
    if not (folder / COURSE_FILE).is_file():
        raise InputError("course.no_course", file=COURSE_FILE, folder=folder)
    findings: list[Finding] = []
    try:
        course = read_toml(folder / COURSE_FILE)
    except InputError as error:
        return CourseReport(title=folder.name, findings=(_unreadable(COURSE_FILE, error),))
    findings += _course_findings(course, folder)
    listed = course.get("topics")
    files = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    topics: list[tuple[str, CourseTopic]] = []
    for name in files:
        topic, problems = _read_topic(folder / name, document_of(str(course.get("exam_name", ""))))
        findings += problems
        topics += [(name, topic)] if topic else []
    findings += _unlisted(folder, files)
    # A topic that could not be read would be missed by those that need it.
    findings += order_findings(topics) if len(topics) == len(files) else ()
    return _judged(str(course.get("title", folder.name)), topics, findings)


def _judged(title: str, topics: Sequence[tuple[str, CourseTopic]], findings: list[Finding]) -> CourseReport:
    passed = 0
    for file, topic in topics:
        findings += topic_findings(topic, file)
        gated = report(topic.questions, topic.lesson.text)
        passed += gated.passed
        findings += [
            _gate_finding(file, item.question_id, reason) for item in gated.rejected for reason in item.reasons
        ]
    findings += _doubles(topics)
    questions = [question for _, topic in topics for question in topic.questions]
    order = {file: place for place, (file, _) in enumerate(topics)}
    return CourseReport(
        title=title,
        findings=tuple(sorted(findings, key=lambda finding: (finding.is_warning, order.get(finding.file, -1)))),
        topics=len(topics),
        items=len(questions),
        by_difficulty=Counter(question.difficulty for question in questions),
        by_type=Counter(question.question_type for question in questions),
        key_positions=dict(sorted(key_positions(questions).items())),
        pass_rate=passed / len(questions) if questions else 0,
    )


def _course_findings(course: Mapping[str, Any], folder: Path) -> Iterator[Finding]:
    try:
        Course.model_validate({**course, "topics": ()})
    except ValidationError as error:
        yield from _in_plain_words(error, course, COURSE_FILE)
    if isinstance(course.get("id"), str) and course["id"] != folder.resolve().name:
        what = f"its id is “{course['id']}” and its folder “{folder.resolve().name}”"
        yield Finding(file=COURSE_FILE, what=what, advice="Give both one name")
    topics = course.get("topics")
    if not topics or not isinstance(topics, list) or any(Path(str(name)).name != name for name in topics):
        what = "topics has to be a list of files in the course's folder"
        yield Finding(file=COURSE_FILE, what=what, advice='Write topics = ["01_first.toml", "02_second.toml"]')


def _read_topic(file: Path, document: str) -> tuple[CourseTopic | None, list[Finding]]:
    findings: list[Finding] = []
    diagram = None
    try:
        data = read_toml(file)
    except InputError as error:
        return None, [_unreadable(file.name, error)]
    try:
        diagram = diagram_beside(file)
    except InputError as error:
        findings.append(_unreadable(file.with_suffix(".svg").name, error))
    try:
        return CourseTopic.model_validate(with_lesson(data, document, diagram)), findings
    except ValidationError as error:
        return None, [*findings, *_in_plain_words(error, data, file.name)]


def _unreadable(file: str, error: InputError) -> Finding:
    what, _, advice = str(error).removeprefix(f"{file} ").rpartition(". ")
    return Finding(file=file, what=what, advice=advice.rstrip(".?"))


def _in_plain_words(error: ValidationError, data: Mapping[str, Any], file: str) -> Iterator[Finding]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        item, place = "", list(problem["loc"])
        if len(place) > 1 and place[0] == "questions" and isinstance(place[1], int):
            item = str(data["questions"][place[1]].get("id") or f"question {place[1] + 1}")
            place = place[2:]
        field = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in place)
        told = problem["msg"].removeprefix("Value error, ")
        what, advice = _PLAIN.get(problem["type"], (f"is not as it has to be: {told}", "Mend it"))
        yield Finding(file=file, item=item, what=f"{field or 'the question'} {what}", advice=advice)


def _gate_finding(file: str, item: str, reason: str) -> Finding:
    what, advice = ADVICE[reason]
    return Finding(file=file, item=item, what=f"{what} ({reason})", advice=advice)


def _doubles(topics: Sequence[tuple[str, CourseTopic]]) -> Iterator[Finding]:
    """Items that another topic has too; those within a topic are the gate's."""
    before = [(file, question) for file, topic in topics for question in topic.questions]
    for place, (file, question) in enumerate(before):
        first = next((other for where, other in before[:place] if where != file and is_same(question, other)), None)
        if first:
            what, advice = ADVICE[DUPLICATE]
            yield Finding(file=file, item=question.id, what=f"{what}: {first.id} ({DUPLICATE})", advice=advice)


def _unlisted(folder: Path, files: Sequence[str]) -> Iterator[Finding]:
    topics = {path.stem for path in map(Path, files)}
    for path in sorted([*folder.glob("*.toml"), *folder.glob("*.svg")]):
        if path.name != COURSE_FILE and path.stem not in topics:
            what = "no topic of the course uses it"
            advice = f"Name the topic in {COURSE_FILE}, or take the file out"
            yield Finding(file=path.name, what=what, advice=advice, is_warning=True)
