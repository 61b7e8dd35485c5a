"""The course linter: the example of docs/courses.md is sound, and each way to break it is found and named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core import ROOT
from core.cli.commands import main
from core.content.courses import course_ids
from core.content.courses.findings import ADVICE, CourseReport
from core.content.courses.lint import check_course
from core.domain.item_gate import RULES
from core.errors import InputError

TOPIC, COURSE, DIAGRAM = "01_osmosis.toml", "course.toml", "01_osmosis.svg"
_LISTING = re.compile(r"^```(?:toml|svg)\n(?:# |<!-- )(\S+)(?: -->)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUESTION = """
[[questions]]
id = "more-{number}"
text = "{text}"
question_type = "multiple_choice"
options = [{options}]
correct_option_index = {key}
explanation = "This is what the lesson says."
difficulty = "easy"
concept_tested = "osmosis"
sources = [{{ document = "Osmosis, bundled course", quote = "A pump has no part in it." }}]
option_notes = [{notes}]
"""
TEXTS = (
    "Which thing has no part in osmosis?",
    "What does a potato lose when it turns limp?",
    "Which thing holds the dissolved salt back?",
    "Which of them takes no part in osmosis?",
)


def note(index: int) -> str:
    return f'{{ option_index = {index}, misconception = "It is thought so.", counter_example = "It is not so." }}'


def more(number: int, key: int, options: tuple[str, ...] = ("a pump", "water", "a skin")) -> str:
    """A further question of the topic, as its file has it."""
    quoted = ", ".join(f'"{option}"' for option in options)
    notes = ", ".join(note(index) for index in range(len(options)) if index != key)
    return QUESTION.format(number=number, text=TEXTS[number], options=quoted, key=key, notes=notes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The course that docs/courses.md shows, written out."""
    for name, text in _LISTING.findall((ROOT / "docs/courses.md").read_text()):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path / "osmosis_101"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))


def add(folder: Path, text: str, name: str = TOPIC) -> None:
    with (folder / name).open("a") as opened:
        opened.write(text)


def lines(report: CourseReport, *, warnings: bool = False) -> list[str]:
    return [
        f"{finding.file} {finding.item}: {finding.what}"
        for finding in report.findings
        if finding.is_warning is warnings
    ]


def test_the_documented_course_is_sound(folder: Path) -> None:
    report = check_course(folder)
    assert report.findings == ()
    assert report.is_sound
    assert (report.title, report.topics, report.items, report.pass_rate) == ("Osmosis: water on the move", 1, 3, 1)
    assert report.by_difficulty == {"easy": 1, "medium": 1, "hard": 1}
    assert report.by_type == {"multiple_choice": 1, "fill_blank": 1, "true_false": 1}
    assert report.key_positions == {"B": 1}


@pytest.mark.parametrize("course_id", course_ids())
def test_bundled_courses_are_sound(course_id: str) -> None:
    report = check_course(ROOT / "core/content/courses" / course_id)
    assert lines(report) == []


BROKEN = [
    (COURSE, "id = ", "id == ", f"{COURSE} : is no TOML"),
    (COURSE, "overview = ", "summary = ", f"{COURSE} : overview is missing"),
    (COURSE, "overview = ", "summary = ", f"{COURSE} : summary is no field here"),
    (COURSE, 'id = "osmosis_101"', 'id = "osmosis"', f"{COURSE} : its id is “osmosis” and its folder “osmosis_101”"),
    (COURSE, '["01_osmosis.toml"]', "[]", f"{COURSE} : topics has to be a list of files"),
    (COURSE, "01_osmosis.toml", "../osmosis_101/01_osmosis.toml", f"{COURSE} : topics has to be a list of files"),
    (COURSE, "01_osmosis.toml", "02_osmosis.toml", "02_osmosis.toml : cannot be read"),
    (TOPIC, "hours = 0.5", "hours = 0", f"{TOPIC} : hours is not as it has to be: Input should be greater than 0"),
    (TOPIC, 'difficulty = "easy"      #', "difficulty = 1 #", f"{TOPIC} : difficulty is not as it has to be"),
    (TOPIC, "[lesson]\n", "[lessons]\n", f"{TOPIC} : lessons is no field here"),
    (TOPIC, 'title = "What moves"', "", f"{TOPIC} : lesson.steps.1.title is missing"),
    (
        TOPIC,
        "correct_option_index = 1",
        "correct_option_index = 3",
        f"{TOPIC} osmosis-1: the question is not as it has",
    ),
    (TOPIC, 'id = "osmosis-2"', "", f"{TOPIC} question 2: id is missing"),
    (TOPIC, '"osmosis"]', "1]", f"{TOPIC} osmosis-2: accepted_answers.1 has to be text"),
    (TOPIC, '["osmosis"]', '"osmosis"', f"{TOPIC} osmosis-2: accepted_answers has to be a list"),
    (
        TOPIC,
        'intuition = "Water goes where more is dissolved in it."',
        'intuition = " "',
        "the lesson has no intuition",
    ),
    (TOPIC, "A slice of potato turns limp in salty water.", "", "the lesson has no real_world_example"),
    (TOPIC, "The water moves, and the salt stays where it is.", "", "the lesson has no common_pitfall"),
    (TOPIC, 'difficulty = "hard"', 'difficulty = "easy"', "there is no question that is hard"),
    (
        TOPIC,
        'options = ["Sugar"',
        'options = ["All of the above"',
        "osmosis-1: an option is “all” or “none",
    ),
    (TOPIC, 'quote = "A pump has no', 'quote = "No pump has a', "its quote does not stand in the lesson"),
    (
        TOPIC,
        "This choice takes every osmosis for one with salt.",
        "",
        "option “Salt” has no misconception or",
    ),
    (TOPIC, "There is next to no salt in rain.", "", "option “Salt” has no misconception or no counter-example"),
    (TOPIC, "option_index = 2", "option_index = 0", "option “Salt” has no misconception or no counter-example"),
    (TOPIC, 'document = "Osmosis, bundled course"', 'document = "Osmosis"', "it names another document as its source"),
    (TOPIC, "prerequisites = []", 'prerequisites = ["Cells"]', "it needs “Cells”, which is no topic of the course"),
    (TOPIC, "prerequisites = []", 'prerequisites = ["Osmosis"]', "in a circle: Osmosis → Osmosis"),
    (DIAGRAM, "<rect", '<script href="x"/><rect', f"{DIAGRAM} : has a <script>"),
    (DIAGRAM, "<desc>", "<desc/><desc>", f"{DIAGRAM} : has no <title> or no <desc>"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), BROKEN)
def test_what_is_broken_is_found(folder: Path, name: str, old: str, new: str, says: str) -> None:
    edit(folder, name, old, new)
    report = check_course(folder)
    assert not report.is_sound
    assert [line for line in lines(report) if says in line], lines(report)


def test_a_key_that_often_stands_at_one_place_is_found(folder: Path) -> None:
    add(folder, "".join(more(number, 0) for number in range(4)))
    finding = "A is the key of 4 of 5 choices with 3 options"
    assert lines(check_course(folder)) == [f"{TOPIC} : {finding}"]


def test_keys_that_are_spread_are_let_be(folder: Path) -> None:
    add(folder, "".join(more(number, number % 3) for number in range(4)))
    assert lines(check_course(folder)) == []


def test_keys_that_are_longer_on_average_are_found(folder: Path) -> None:
    for number in range(3):
        options = ["a pump", "water", "a skin"]
        options[number] += " in the cell of a plant"
        add(folder, more(number, number, tuple(options)))
    assert lines(check_course(folder)) == [
        f"{TOPIC} : keys have 23 characters on average and wrong options 5",
    ]


def test_statements_that_are_all_false_are_found(folder: Path) -> None:
    text = (folder / TOPIC).read_text()
    statement = text[text.index('[[questions]]\nid = "osmosis-3"') :]
    for number, sentence in enumerate(
        ("Rain dries a cherry.", "Salt leaves a potato slice.", "A membrane lets salt pass.")
    ):
        again = statement.replace("osmosis-3", f"more-{number}")
        add(folder, again.replace("A cell has to drive osmosis with a pump.", sentence))
    assert lines(check_course(folder)) == [f"{TOPIC} : every statement to judge is false"]


def test_a_double_within_a_topic_is_said_once(folder: Path) -> None:
    edit(folder, TOPIC, 'id = "osmosis-3"', 'id = "osmosis-1"')
    finding = "it asks what an item before it asks (duplicate_item)"
    assert lines(check_course(folder)) == [f"{TOPIC} osmosis-1: {finding}"]


@pytest.fixture
def two_topics(folder: Path) -> Path:
    """The course with a second topic, which has the first one's text and other questions."""
    text = (folder / TOPIC).read_text().replace('name = "Osmosis"', 'name = "Pumps"').replace("osmosis-", "pump-")
    (folder / "02_pumps.toml").write_text(text)
    edit(folder, COURSE, '"01_osmosis.toml"', '"01_osmosis.toml", "02_pumps.toml"')
    return folder


def test_what_two_topics_ask_is_found(two_topics: Path) -> None:
    doubles = [
        f"02_pumps.toml pump-{n}: it asks what an item before it asks: osmosis-{n} (duplicate_item)" for n in (1, 2, 3)
    ]
    assert lines(check_course(two_topics)) == doubles


def test_the_order_of_topics_is_checked(two_topics: Path) -> None:
    edit(two_topics, TOPIC, "prerequisites = []", 'prerequisites = ["Pumps"]')
    assert f"{TOPIC} : it needs “Pumps”, which comes later" in lines(check_course(two_topics))
    edit(two_topics, "02_pumps.toml", "prerequisites = []", 'prerequisites = ["Osmosis"]')
    assert any("in a circle" in line for line in lines(check_course(two_topics)))
    edit(two_topics, "02_pumps.toml", 'name = "Pumps"', 'name = "Osmosis"')
    assert "02_pumps.toml : “Osmosis” is the name of two topics" in lines(check_course(two_topics))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('["osmosis"]', '["turgor"]', "“turgor”"),
        ('"Water", "Salt"', '"Ethanol", "Salt"', "“ethanol”"),
        ("What crosses", "What, as ATP shows, crosses", "“ATP”"),
        ('concept_tested = "what moves"', 'concept_tested = "diffusion"', "“diffusion”"),
    ],
)
def test_what_the_lesson_does_not_teach_is_a_warning(folder: Path, old: str, new: str, word: str) -> None:
    edit(folder, TOPIC, old, new)
    report = check_course(folder)
    assert report.is_sound
    assert len(lines(report, warnings=True)) == 1
    assert f"the lesson does not have {word}" in lines(report, warnings=True)[0]


@pytest.mark.parametrize("key", ["9 per cent", "Water", "Waters", "12345 volts of it and more"])
def test_short_words_figures_and_forms_of_taught_words_are_no_terms(folder: Path, key: str) -> None:
    edit(folder, TOPIC, '"Water", "Salt"', f'"{key}", "Salt"')
    edit(folder, TOPIC, "What crosses", "What, of “ATGCCT”, crosses")
    assert lines(check_course(folder), warnings=True) == []


def test_a_file_that_no_topic_uses_is_a_warning(folder: Path) -> None:
    (folder / "02_osmosis.svg").write_text("")
    report = check_course(folder)
    assert report.is_sound
    assert lines(report, warnings=True) == ["02_osmosis.svg : no topic of the course uses it"]


def test_a_folder_without_a_course_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no course\.toml"):
        check_course(tmp_path)


def test_every_rule_of_the_gate_has_its_advice() -> None:
    assert set(ADVICE) == set(RULES)


def test_the_command_prints_findings_and_a_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", "check", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Osmosis: water on the move: sound. To mend: 0, warnings: 0.",
        "Topics: 1, items: 3 (easy 1, medium 1, hard 1; multiple_choice 1, fill_blank 1, true_false 1).",
        "The item gate passes 100%. Keys of choices: B 1.",
    ]
    edit(folder, TOPIC, "There is next to no salt in rain.", "")
    edit(folder, TOPIC, '["osmosis"]', '["turgor"]')
    assert main(["course", "check", str(folder)]) == 1
    first, second, _, summary, *_ = capsys.readouterr().out.splitlines()
    assert first == (
        f"{TOPIC} osmosis-1: its wrong option “Salt” has no misconception or no counter-example. "
        "Write [[questions.option_notes]] with option_index = 2 and both."
    )
    assert second.startswith(f"warning: {TOPIC} osmosis-2: the lesson does not have “turgor”.")
    assert "NOT sound. To mend: 1, warnings: 1." in summary
    assert main(["course", "check", str(folder), "--json"]) == 1
    assert not CourseReport.model_validate_json(capsys.readouterr().out).is_sound
    assert main(["course", "check", str(folder / "none")]) == 1
    assert "There is no course.toml" in capsys.readouterr().err
