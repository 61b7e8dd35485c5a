"""A pasted syllabus, taken apart: what is a topic, what stands above one, and what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.outline.syllabus import syllabus_topics
from core.errors import InputError
from core.models import Block, Section
from tests import documents
from tests.core.content.outline.syllabi import SYLLABI

EXAMS = {"NEET UG", "CAT"}


def topics(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(section.title, section.path) for section in syllabus_topics(text, EXAMS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Limits\nDerivatives\nIntegrals", [("Limits", ()), ("Derivatives", ()), ("Integrals", ())]),
        ("Limits, derivatives; ", [("Limits", ()), ("derivatives", ())]),
        ("Limits; series, sums; integrals", [("Limits", ()), ("series, sums", ()), ("integrals", ())]),
        ("• Limits\n• Derivatives\n• Integrals", [("Limits", ()), ("Derivatives", ()), ("Integrals", ())]),
        (
            "Unit 3: mitosis, meiosis, growth\nUnit 4: Genetics\n - Mendel\n - Linkage",
            [
                ("mitosis", ("Unit 3",)),
                ("meiosis", ("Unit 3",)),
                ("growth", ("Unit 3",)),
                ("Mendel", ("Genetics",)),
                ("Linkage", ("Genetics",)),
            ],
        ),
        (
            "Mechanics:\nForces\nMotion\n\nWaves:\nSound",
            [("Forces", ("Mechanics",)), ("Motion", ("Mechanics",)), ("Sound", ("Waves",))],
        ),
        ("1 Algebra\n1.1 Groups\n1.2 Rings", [("Groups", ("Algebra",)), ("Rings", ("Algebra",))]),
        ("# A\n## B\n- c\n# D\n- e", [("c", ("A", "B")), ("e", ("D",))]),
        ("Groups, rings and fields\nVector spaces", [("Groups, rings and fields", ()), ("Vector spaces", ())]),
        ("Cells\ncells\nTissue", [("Cells", ()), ("Tissue", ())]),
        ("Ions (sodium, potassium), pumps, leaks", [("Ions (sodium, potassium)", ()), ("pumps", ()), ("leaks", ())]),
    ],
)
def test_forms_of_a_syllabus(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert topics(text) == expected


def test_sentences_belong_to_the_topic_above() -> None:
    prose = documents.SENTENCES[0] + " " + documents.SENTENCES[1]
    topics = syllabus_topics(f"Osmosis\n{prose}\nDiffusion")
    assert [section.title for section in topics] == ["Osmosis", "Diffusion"]
    assert topics[0] == Section(title="Osmosis", blocks=(Block(kind="paragraph", text=prose),))


@pytest.mark.parametrize("text", ["", " \n ", "---\n* * *\n;,"])
def test_a_syllabus_without_topics_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no topic"):
        syllabus_topics(text)


def test_a_syllabus_of_more_than_400_topics_is_refused() -> None:
    assert len(syllabus_topics("\n".join(f"Topic number {i} x" for i in range(400)))) == 400
    with pytest.raises(InputError, match="401 topics"):
        syllabus_topics("\n".join(f"Topic number {i} x" for i in range(401)))


NAMES = st.lists(
    st.from_regex(r"[A-Z][a-z]{3,9}( [a-z]{4,9}){0,3}", fullmatch=True), min_size=1, max_size=60, unique_by=str.casefold
)


@given(NAMES, st.sampled_from(["\n", "; ", "\n- ", "\n\n", "\r\n"]), st.booleans())
def test_every_topic_of_a_list_is_kept_in_order(names: list[str], mark: str, numbered: bool) -> None:
    lines = [f"{number}. {name}" for number, name in enumerate(names, 1)] if numbered and "\n" in mark else names
    text = ("- " if mark == "\n- " else "") + mark.join(lines)
    assert [section.title for section in syllabus_topics(text, EXAMS)] == names


@pytest.mark.parametrize("name", SYLLABI)
def test_a_syllabus_as_it_is_found(name: str) -> None:
    text, expected = SYLLABI[name]
    assert topics(text) == expected


@given(NAMES, st.sampled_from(["Biology syllabus 2026", "NEET UG Biology", "Course outline"]), st.booleans())
def test_the_title_of_a_syllabus_is_no_topic(names: list[str], title: str, numbered: bool) -> None:
    lines = [f"{number}. {name}" for number, name in enumerate(names, 1)] if numbered else names
    assert [section.title for section in syllabus_topics("\n".join([title, *lines]), EXAMS)] == names


@given(NAMES, st.integers(0, 59))
def test_a_line_with_commas_among_plain_ones_stays_whole(names: list[str], place: int) -> None:
    if len(names) < 3:
        return
    names[place % len(names)] = "Cells, tissues, organs"
    text = "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))
    assert [section.title for section in syllabus_topics(text, EXAMS)] == names
