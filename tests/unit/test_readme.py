"""The README against the code: settings, commands and files that it names are there."""

from __future__ import annotations

import re
import subprocess
import sys

from core.settings import Settings
from tests.doubles import ROOT

README = (ROOT / "README.md").read_text()


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    named = set(re.findall(r"`EXAMMENTOR_([A-Z_]+)`", README))
    assert named == {field.upper() for field in Settings.model_fields}


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
