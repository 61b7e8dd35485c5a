"""The README against the code: settings, commands and files that it names are there."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys

import pytest

from core import ROOT
from core.api.app import build_routes
from core.bootstrap import Settings, api_context
from tests.calls import HERE, Calls

README = (ROOT / "README.md").read_text()


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    named = set(re.findall(r"`((?:EXAMMENTOR|SUPABASE)_[A-Z_]+)`", README))
    fields = Settings.model_fields.items()
    assert named == {str(field.validation_alias or f"EXAMMENTOR_{name.upper()}") for name, field in fields}


def test_every_command_is_described_and_every_described_one_exists() -> None:
    named = set(re.findall(r"python -m core (\w+)", README))
    printed = subprocess.run(
        [sys.executable, "-m", "core", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert named == set(re.findall(r"^ {4}(\w+) {2,}", printed, re.MULTILINE))


def test_every_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:core|pages|tests|migrations|docs)/[\w/.]*)`", README))
    named |= set(re.findall(r"\]\(([^)#:]+)\)", README))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"make ([a-z-]+)", README)) - {"there"}
    assert named
    assert [name for name in sorted(named) if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


def test_every_route_is_described_and_every_described_one_exists() -> None:
    described = set(re.findall(r"^\| `(GET|POST) /api(/\S+)` \|", README, re.MULTILINE))
    paths = build_routes(api_context()).openapi()["paths"]
    assert described == {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_the_curl_example_begins_a_session() -> None:
    (example,) = re.findall(r"^curl .*$", README, re.MULTILINE)
    _, *words = shlex.split(example)
    assert words[:2] == ["-s", f"{HERE}/api/session/start"]
    header, body = words[words.index("-H") + 1], words[words.index("-d") + 1]
    api = Calls()
    answer = api.post("/session/start", json.loads(body), headers=[tuple(header.split(": "))])
    assert answer.status_code == 200
    assert api.store.load(answer.json()["session_id"]).exam_type == "Cell biology"


def test_the_python_example_of_the_client_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(from core\.client.*?)```", README, re.DOTALL)
    api = Calls()
    monkeypatch.setattr("core.client.ExamMentorClient", lambda base: api.client(base))
    exec(example, {})
    (session,) = api.store.sessions()
    assert api.store.load(session.id).context.model_extra == {"mood": "good"}
    assert (session.exam_type, session.version) == ("Cell biology", 2)
