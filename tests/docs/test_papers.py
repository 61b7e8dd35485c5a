"""The papers against the code: what they name is there, their tables are fresh, and their examples run."""

from __future__ import annotations

import ast
import json
import re
import shlex
from pathlib import Path

import pytest

from core import ROOT
from tests.calls import HERE, Calls
from tests.docs import tables

README = ROOT / "README.md"
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
PLACE = re.compile(r"`((?:core|pages|tests|migrations|docs)/[\w/.]*)(?:: ([\w., ]+))?`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[\w-]+)?\)")
every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))


@every_paper
def test_every_file_that_is_named_is_there(paper: Path) -> None:
    text = paper.read_text()
    named = {ROOT / place for place, _ in PLACE.findall(text)} | {paper.parent / link for link in LINK.findall(text)}
    assert [str(path) for path in sorted(named) if not path.exists()] == []


@every_paper
def test_every_function_that_is_named_is_in_its_file(paper: Path) -> None:
    """As in `core/study/quizzes.py: Quizzes.submit, Quizzes.take`."""
    named = {(place, name) for place, names in PLACE.findall(paper.read_text()) for name in names.split(", ") if name}
    assert [f"{place}: {name}" for place, name in sorted(named) if name not in _defined(ROOT / place)] == []


@every_paper
def test_the_make_targets_that_are_named_exist(paper: Path) -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", paper.read_text(), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert named - targets == set()


def test_the_readme_has_each_of_its_tables_and_is_no_book() -> None:
    text = README.read_text()
    assert [name for _, name, _ in tables.TABLE.findall(text)] == ["settings", "commands", "routes", "folders"]
    assert len(text.splitlines()) < 160


def test_a_stale_table_is_written_anew() -> None:
    fresh = tables.renewed(README.read_text())
    stale = fresh.replace("`EXAMMENTOR_USER`", "`EXAMMENTOR_NAME`")
    assert stale != fresh
    assert tables.renewed(stale) == fresh


def test_the_curl_example_begins_a_session() -> None:
    (example,) = re.findall(r"^curl .*$", (ROOT / "docs/api.md").read_text(), re.MULTILINE)
    _, *words = shlex.split(example)
    assert words[:2] == ["-s", f"{HERE}/api/session/start"]
    header, body = words[words.index("-H") + 1], words[words.index("-d") + 1]
    api = Calls()
    answer = api.post("/session/start", json.loads(body), headers=[tuple(header.split(": "))])
    assert answer.status_code == 200
    assert api.store.load(answer.json()["session_id"]).exam_type == "Cell biology"


def test_the_python_example_of_the_client_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(from core\.client.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL)
    api = Calls()
    monkeypatch.setattr("core.client.ExamMentorClient", lambda base: api.client(base))
    exec(example, {})
    (session,) = api.store.sessions()
    assert api.store.load(session.id).context.model_extra == {"mood": "good"}
    assert (session.exam_type, session.version) == ("Cell biology", 2)


def _defined(path: Path) -> set[str]:
    """What a module or a SQL file defines at its top, and the members of its classes as `Class.member`."""
    if path.suffix != ".py":
        return set(re.findall(r"create (?:or replace )?(?:function|table|view) (?:public\.)?(\w+)", path.read_text()))
    names = set[str]()
    for node in ast.parse(path.read_text()).body:
        names |= _names(node)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{name}" for member in node.body for name in _names(member)}
    return names


def _names(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()
