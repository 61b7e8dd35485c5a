"""The papers' tables, written from the code: `make tables` writes them, `make check` fails where one is stale.

A table stands in a paper between `<!-- table: NAME -->` and `<!-- end of table -->`.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any
from unittest import mock

from pydantic import SecretStr

from core import ROOT
from core.api.app import build_routes
from core.bootstrap import Settings, api_context
from core.cli.commands import command_parser

PAPERS = ("README.md", "docs/architecture.md")
TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end of table -->)", re.DOTALL)
COMMAND = re.compile(r"^ {4}([\w-]+) +(\S.*)$", re.MULTILINE)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the tables; with `--check` name the papers that have a stale one instead, and return 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.docs.tables")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(argv)
    papers = {path: path.read_text() for path in (ROOT / name for name in PAPERS)}
    stale = {path: renewed(text) for path, text in papers.items() if renewed(text) != text}
    for path, text in stale.items():
        if options.check:
            print(f"{path.relative_to(ROOT)} has a stale table: run `make tables`", file=sys.stderr)
        else:
            path.write_text(text)
    return int(options.check and bool(stale))


def renewed(paper: str) -> str:
    """The paper with each of its tables as the code has it now."""
    return TABLE.sub(lambda match: f"{match[1]}{TABLES[match[2]]()}\n{match[3]}", paper)


def settings_table() -> str:
    """Each variable with its default and its meaning."""
    rows = []
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or f"EXAMMENTOR_{name.upper()}")
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else str(field.default)
        rows.append((f"`{variable}`", f"`{default.lower()}`" if default else "", _one_line(field.description or "")))
    return _table(("variable", "default", "meaning"), rows)


def commands_table() -> str:
    """Each command with what it takes and what it gives."""
    return _table(("`python -m core …`", "gives"), [(f"`{usage}`", gives) for usage, gives in _commands()])


def routes_table() -> str:
    """Each route of the HTTP API with what it takes and what it gives; what may be left out has a `?`."""
    document = build_routes(api_context()).openapi()
    shapes: Mapping[str, Any] = document["components"]["schemas"]
    rows = []
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            taken = _fields(_shape(route["requestBody"], shapes)) if "requestBody" in route else []
            beside = [parameter for parameter in route.get("parameters", ()) if parameter["in"] != "path"]
            taken += [f"`{parameter['name']}`{'' if parameter['required'] else '?'}" for parameter in beside]
            fields = [f"`{name}`" for name in _shape(route["responses"]["200"], shapes)["properties"]]
            rows.append((f"`{method.upper()} /api{path}`", ", ".join(taken), ", ".join(fields)))
    return _table(("route", "takes", "gives"), rows)


def folders_table() -> str:
    """The folders that say the layer, and the files beside them in the core."""
    core, pages = ROOT / "core", ROOT / "pages"
    layers = [path.parent for path in sorted(core.glob("*/__init__.py"))]
    files = [path for path in sorted(core.glob("*.py")) if not path.name.startswith("__")]
    return _places([*layers, *files, pages, pages / "_ui", ROOT / "tests"])


def house_table() -> str:
    """Every folder of the core and of the pages."""
    return _places(sorted(path.parent for top in ("core", "pages") for path in (ROOT / top).rglob("__init__.py")))


TABLES: Mapping[str, Callable[[], str]] = {
    "settings": settings_table,
    "commands": commands_table,
    "routes": routes_table,
    "folders": folders_table,
    "house": house_table,
}


def _commands(*words: str) -> Iterable[tuple[str, str]]:
    for name, gives in COMMAND.findall(_help(*words)):
        usage = " ".join(_help(*words, name).partition("\n\n")[0].split())
        if usage.endswith(" ..."):
            yield from _commands(*words, name)
        else:
            yield re.sub(r"^usage: python -m core | \[-h\]", "", usage), gives


def _help(*words: str) -> str:
    # In a terminal this wide argparse breaks no line.
    wide = mock.patch.dict(os.environ, COLUMNS="1000")
    with wide, redirect_stdout(io.StringIO()) as printed, suppress(SystemExit):
        command_parser().parse_args([*words, "--help"])
    return printed.getvalue()


def _shape(part: Mapping[str, Any], shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    shape: Mapping[str, Any] = shapes[part["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
    return shape


def _fields(shape: Mapping[str, Any]) -> list[str]:
    return [f"`{name}`{'' if name in shape.get('required', ()) else '?'}" for name in shape["properties"]]


def _places(paths: Iterable[Path]) -> str:
    return _table(("place", "what lives there"), [(_name(path), _first_line(path)) for path in paths])


def _name(path: Path) -> str:
    return f"`{path.relative_to(ROOT)}{'/' if path.is_dir() else ''}`"


def _first_line(path: Path) -> str:
    source = path / "__init__.py" if path.is_dir() else path
    return (ast.get_docstring(ast.parse(source.read_text())) or "").partition("\n")[0]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |".replace("  ", " ") for cells in lines)


if __name__ == "__main__":
    sys.exit(main())
