from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core import ROOT, errors
from core.errors import ExamMentorError, InputError
from core.words import ENGLISH, Said, told

CORE = ROOT / "core"
TREE = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ExamMentorError)}
OF_THE_ERROR = {"StoreBusy": {"seconds"}}
# Codes that are put together with the name of a phase, of a kind of edit and the like; and the lists of names.
PUT_TOGETHER = ("phase.", "stored.", "intent.", "edit.", "stage.", "own_word.")
NAMES = {"months", "short_months", "weekdays", "short_weekdays"}


def calls(names: set[str]) -> Iterator[tuple[Path, str, ast.Call]]:
    """What the core makes of these names: each with its file."""
    for file in sorted(CORE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield file.relative_to(ROOT), node.func.id, node


def fields_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def constants() -> dict[str, str]:
    """The texts that stand under a name of their own."""
    return {
        target.id: node.value.value
        for file in CORE.rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name) and " " in node.value.value
    }


def is_sentence(argument: ast.expr, named: dict[str, str]) -> bool:
    """Whether words stand where a code should: a text with a space, or one that is put together here."""
    if isinstance(argument, ast.Name):
        return argument.id in named
    if isinstance(argument, ast.Constant):
        return isinstance(argument.value, str) and " " in argument.value
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute):
        return argument.func.attr in ("format", "join")
    is_code = isinstance(argument, ast.JoinedStr) and ast.unparse(argument)[2:].startswith(PUT_TOGETHER)
    return isinstance(argument, (ast.JoinedStr, ast.BinOp)) and not is_code


def test_errors_and_what_is_said_name_codes_and_no_sentences() -> None:
    named = constants()
    wrong = [
        f"{file}:{call.lineno}: {ast.unparse(call)}"
        for file, _, call in calls(TREE | {"Said"})
        if call.args and is_sentence(call.args[0], named)
    ]
    assert wrong == []


def test_each_code_has_words_that_take_just_the_fields_that_are_given() -> None:
    wrong = []
    for file, name, call in calls(TREE | {"Said"}):
        code = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        given = {word.arg for word in call.keywords} - OF_THE_ERROR.get(name, set())
        if isinstance(code, str) and None not in given and fields_of(ENGLISH.get(code, "{nothing}")) != given:
            wrong.append(f"{file}:{call.lineno}: {ast.unparse(call)}")
    assert wrong == []


def test_the_catalogue_has_no_words_that_nobody_says() -> None:
    said = {
        node.value
        for file in CORE.rglob("*.py")
        if "english" not in file.parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in ENGLISH if not (code in said | NAMES or code.startswith(PUT_TOGETHER))] == []


@pytest.mark.parametrize(
    ("template", "fields", "sentence"),
    [
        ("{topics:count topic}", {"topics": 1}, "1 topic"),
        ("{topics:count topic}", {"topics": 0}, "0 topics"),
        ("{children:count child|children}", {"children": 2}, "2 children"),
        ("{number} {number:number is|are} open", {"number": 1}, "1 is open"),
        ("{number} {number:number is|are} open", {"number": 2}, "2 are open"),
        ("{names:listed}", {"names": "abcde"}, "a, b, c, d, e"),
        ("{names:listed}", {"names": "abcdefg"}, "a, b, c, d, e and 2 more"),
        ("{names:and}", {"names": "a"}, "a"),
        ("{names:and}", {"names": "abc"}, "a, b and c"),
        ("{names:or}", {"names": "ab"}, "a or b"),
        ("{why:inside}", {"why": "It is full."}, "It is full"),
        ("{on:day}, {on:long}", {"on": date(2026, 12, 2)}, "Wed 2 Dec, 2 December"),
        ("{share:.0%}", {"share": 0.357}, "36%"),
    ],
)
def test_fields_are_written_as_the_template_says(template: str, fields: dict[str, object], sentence: str) -> None:
    names = {name: tuple(value) if name == "names" else value for name, value in fields.items()}
    assert told(Said("a.code", **names), {**ENGLISH, "a.code": template}) == sentence


def test_what_is_said_comes_back_from_json_and_says_the_same() -> None:
    inner = Said("plan.not_on_day", topic="Osmosis", day=date(2026, 12, 2))
    said = Said("plan.does_not_hold", critique=(inner, Said("plan.none_yet")))
    again = Said.read(said.written())
    assert str(again) == str(said) == f"This plan does not hold. {inner} {Said('plan.none_yet')}"
    assert again.written() == said.written()


def test_a_sentence_from_before_there_were_codes_is_said_as_it_stands() -> None:
    assert str(Said.read("It was {so} in 2020. 100 % sure.")) == "It was {so} in 2020. 100 % sure."


def test_an_error_carries_its_code_and_its_english() -> None:
    error = InputError("plan.no_topic", topic="Osmosis")
    assert (error.said.code, error.said.fields) == ("plan.no_topic", {"topic": "Osmosis"})
    assert str(error) == "This plan has no topic “Osmosis”. Pick one from the list."
