"""Opens every page in every phase with the pages' words in wide letters, and prints as JSON what is plain on each.

    python -m tests.pages.pseudo.walk

What may be plain, and why:

- what the item writer and the lesson writer make of the learner's document: questions, options, explanations, hints,
  what may lie behind a wrong option, lessons, and what is quoted. It is content, in the document's language.
- names of exams and courses that come with the app, and what they hold: content too.
- names: ExamMentor, time zones, a person's name, ids.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator

from tests.pages.pseudo import locale

locale.install()

from streamlit.testing.v1 import AppTest  # noqa: E402

import tests.conftest  # noqa: E402, F401 - it lets AppTest draw pages as the server does
from core.bootstrap import build_service  # noqa: E402
from core.content.courses import course_ids, load_course  # noqa: E402
from core.content.courses.exams import exams  # noqa: E402
from core.models import Session, StudyPhase  # noqa: E402
from core.study.lookups import all_parts  # noqa: E402
from core.study.service import StudyService  # noqa: E402
from pages._ui import messages as say  # noqa: E402
from tests.pages.app import open_at  # noqa: E402
from tests.pages.pseudo.reading import texts  # noqa: E402
from tests.pages.pseudo.study import at_phase  # noqa: E402

PLAIN = re.compile(r"(?<![^\W\d_])[A-Za-z]{3,}(?![^\W\d_])")
NAMES = ("ExamMentor", "UTC", "learner")
# A literal that the test plants, to see that it is found.
PLANTED = os.environ.get("PLANTED", "")
# Only where there is a sign-in, which AppTest has no cookie for: its parts are walked by themselves.
PAGES = [page for page in say.PAGES if page != "account"]


def content(study: StudyService, session: Session) -> Iterator[str]:
    """What is made of the learner's document."""
    yield session.id
    for lesson in all_parts(study.read, session.id).lessons:
        yield from _leaves(lesson.model_dump())
    for record in study.read.quizzes(session.id, limit=None):
        for question in (*record.quiz.questions, *record.quiz.spare):
            yield from _leaves(question.model_dump(exclude={"id", "question_type", "difficulty"}))
        if record.analysis:
            yield from _leaves([noted.model_dump() for noted in record.analysis.misconceptions])
    for misconception in study.read.misconceptions(session.id):
        yield from (misconception.confusion, misconception.idea, misconception.counter_example)


def shipped() -> Iterator[str]:
    """The exams and the courses that come with the app."""
    yield from _leaves([exam.model_dump() for exam in exams()])
    yield from _leaves([load_course(course_id).model_dump() for course_id in course_ids()])


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, Iterable):
        for part in value:
            yield from _leaves(part)


def plain_on(app: AppTest, exempt: list[re.Pattern[str]]) -> list[str]:
    """The texts of a page that hold a plain word, without what is exempt."""
    left = []
    for text in texts(app):
        rest = " ".join(text.split())
        for known in exempt:
            rest = known.sub(" ", rest)
        if PLAIN.search(rest):
            left.append(f"{' '.join(dict.fromkeys(PLAIN.findall(rest)))} in: {text[:300]}")
    return [*dict.fromkeys(left)]


def exempted(strings: Iterable[str]) -> list[re.Pattern[str]]:
    """Where these stand in a text as whole words; the longest are looked for first."""
    longest_first = sorted({text for text in strings if PLAIN.search(text)}, key=len, reverse=True)
    return [
        re.compile(rf"(?<!\w){re.escape(text)}(?!\w)" if text[0].isalnum() and text[-1].isalnum() else re.escape(text))
        for text in longest_first
    ]


def walk() -> dict[str, list[str]]:
    """What is plain, by page and state."""
    study, found = build_service(), dict[str, list[str]]()
    known: set[str] = {*NAMES, *shipped()}
    for phase in StudyPhase:
        session = at_phase(study, phase)
        known |= {*content(study, session)}
        exempt = exempted(known)
        for page in PAGES:
            found[f"{page} {phase}"] = plain_on(open_at(page, session.id), exempt)
        if PLANTED:
            found[PLANTED] = plain_on(
                AppTest.from_string(f"import streamlit as st\nst.write({PLANTED!r})").run(), exempt
            )
    return found


if __name__ == "__main__":
    json.dump({place: left for place, left in walk().items() if left}, sys.stdout, ensure_ascii=False, indent=1)
