"""docs/deploy.md and docs/nginx.conf against the code: what they name is there, and limits agree."""

from __future__ import annotations

import re
import tomllib

from streamlit import config

from core import ROOT
from core.bootstrap import Settings
from core.cli.commands import command_parser

DEPLOY = (ROOT / "docs" / "deploy.md").read_text()
CONF = (ROOT / "docs" / "nginx.conf").read_text()


def test_every_file_that_is_named_is_there() -> None:
    linked = {f"docs/{path}" for path in re.findall(r"\]\(([^)#:]+)\)", DEPLOY)}
    named = set(re.findall(r"((?:tests|docs)/[\w/]+\.\w+)", DEPLOY + CONF))
    assert [path for path in sorted(linked | named) if not (ROOT / path).exists()] == []


def test_every_variable_that_is_named_is_read() -> None:
    ours = {
        str(field.validation_alias or f"EXAMMENTOR_{name.upper()}") for name, field in Settings.model_fields.items()
    }
    streamlits = {option.env_var for option in config.get_config_options().values()}
    named = set(re.findall(r"\b((?:EXAMMENTOR|SUPABASE|STREAMLIT)_[A-Z_]+)\b", DEPLOY))
    assert named
    assert named - ours - streamlits == set()


def test_every_command_that_is_named_is_taken() -> None:
    for command in re.findall(r"-m core (\w+.*--database-url)", DEPLOY):
        command_parser().parse_args([*command.split(), "URL"])


def test_an_upload_that_the_app_allows_passes_nginx() -> None:
    limits = [int(megabytes) for megabytes in re.findall(r"client_max_body_size (\d+)m;", CONF)]
    allowed = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["maxUploadSize"]
    assert max(limits) > allowed
