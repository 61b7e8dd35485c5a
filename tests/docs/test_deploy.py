"""docs/deploy.md and what it lays beside it against the code: what they name is there, and limits agree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from core import ROOT
from core.bootstrap import Settings
from core.cli.commands import command_parser
from pages._ui.html.data.routes import LARGEST_ACCOUNT_MB

DEPLOY = (ROOT / "docs" / "deploy.md").read_text()
CONF = (ROOT / "docs" / "nginx.conf").read_text()
UNIT = ROOT / "docs" / "deploy" / "exammentor@.service"
CONTAINERFILE = ROOT / "docs" / "deploy" / "Containerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")


def test_every_file_that_is_named_is_there() -> None:
    linked = {f"docs/{path}" for path in re.findall(r"\]\(([^)#:]+)\)", DEPLOY)}
    named = set(re.findall(r"((?:tests|docs)/[\w/]+\.\w+)", DEPLOY + CONF))
    assert [path for path in sorted(linked | named) if not (ROOT / path).exists()] == []


def test_every_variable_that_is_named_is_read() -> None:
    ours = {
        str(field.validation_alias or f"EXAMMENTOR_{name.upper()}") for name, field in Settings.model_fields.items()
    }
    beside = UNIT.read_text() + CONTAINERFILE.read_text()
    streamlits = {option.env_var for option in config.get_config_options().values()}
    named = set(re.findall(r"\b((?:EXAMMENTOR|SUPABASE|STREAMLIT)_[A-Z_]+)\b", DEPLOY + beside))
    assert named
    assert named - ours - streamlits == set()


def test_every_command_that_is_named_is_taken() -> None:
    for command in re.findall(r"-m core (\w+.*--database-url)", DEPLOY):
        command_parser().parse_args([*command.split(), "URL"])


def test_an_upload_that_the_app_allows_passes_nginx() -> None:
    limits = [int(megabytes) for megabytes in re.findall(r"client_max_body_size (\d+)m;", CONF)]
    allowed = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["maxUploadSize"]
    assert max(limits) > allowed


def test_a_study_that_an_account_may_hold_passes_nginx_and_goes_on_to_the_app_as_it_comes() -> None:
    (block,) = re.findall(r"location = /import \{(.*?)\n    \}", CONF, re.DOTALL)
    assert f"client_max_body_size {LARGEST_ACCOUNT_MB}m;" in block
    assert "proxy_request_buffering off;" in block


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit, program = UNIT.read_text(), "/opt/exammentor/.venv/bin/streamlit"
    assert program in unit
    # The one thing that is there only where the app is installed.
    there = tmp_path / UNIT.name
    there.write_text(unit.replace(program, sys.executable))
    checked = subprocess.run(["systemd-analyze", "verify", str(there)], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint comes for Linux on x86-64 alone")
def test_hadolint_finds_nothing_in_the_containerfile() -> None:
    checked = subprocess.run([HADOLINT, CONTAINERFILE], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_container_has_what_the_app_needs_and_no_more() -> None:
    copied = {
        name
        for line in re.findall(r"^COPY (.+) \S+$", CONTAINERFILE.read_text(), re.MULTILINE)
        for name in line.split()
    }
    assert [name for name in copied if not (ROOT / name).exists()] == []
    allowed = re.findall(r"^!(\S+)$", (ROOT / ".containerignore").read_text(), re.MULTILINE)
    assert copied == set(allowed)
