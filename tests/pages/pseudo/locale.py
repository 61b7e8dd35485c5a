"""Puts the pages' words and the core's catalogue into wide letters, before anything imports them.

The strings of `pages/_ui/messages/` are changed in their source as it is imported; for the core's catalogue the pages
get another one, as a second language would be given to them. The core's own English stays as it is: where a page shows
that, and not what was said by its code, it is seen.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import re
import sys
from collections.abc import Sequence
from types import ModuleType

MESSAGES = "pages._ui.messages"
WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"}
# What is no word: fields, tags, marks of Streamlit's Markdown, addresses, and what is typed at a command line.
AS_IT_IS = re.compile(r"\{[^{}]*\}|<[^<>]*>|:[\w/]+:|:[a-z-]+(?=\[)|\]\([^)]*\)|https?:\S*|`[^`]*`|&\w+;")
# The words inside of a field of the catalogue: "{topics:count topic}".
NOUNS = re.compile(r"(\{\w+:(?:count|number) )([^{}]*)(\})")
# What these take is the name of something.
OF_NAMES = {
    "get",
    "pop",
    "replace",
    "removeprefix",
    "removesuffix",
    "startswith",
    "endswith",
    "split",
    "partition",
    "rpartition",
}


def wide(text: str) -> str:
    """The text in wide letters, but for what is no word."""
    kept = [*AS_IT_IS.finditer(text)]
    ends = [0, *(found.end() for found in kept)]
    starts = [*(found.start() for found in kept), len(text)]
    words = [text[end:start].translate(WIDE) for end, start in zip(ends, starts, strict=True)]
    marks = [*(found.group() for found in kept), ""]
    return "".join(word + mark for word, mark in zip(words, marks, strict=True))


class Widened(ast.NodeTransformer):
    """Puts each string that is shown into wide letters; names, keys, formats and docstrings stay."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.copy_location(ast.Constant(wide(node.value)), node) if isinstance(node.value, str) else node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self.visit(node.value)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return node if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        node.values = [self.visit(value) for value in node.values]
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        node.value = self.visit(node.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = node.value and self.visit(node.value)
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and node.func.attr in OF_NAMES:
            node.func = self.visit(node.func)
            return node
        return self.generic_visit(node)


class _Loader(importlib.machinery.SourceFileLoader):
    def source_to_code(self, data, path, *, _optimize=-1):  # type: ignore[no-untyped-def,override]
        tree = Widened().visit(ast.parse(data, path))
        return compile(ast.fix_missing_locations(tree), path, "exec", optimize=_optimize)

    def get_code(self, fullname: str):  # type: ignore[no-untyped-def]
        # No code from a cache, and none into it: it would be that of the plain source.
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != MESSAGES and not fullname.startswith(f"{MESSAGES}."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and spec.origin:
            spec.loader = _Loader(fullname, spec.origin)
        return spec


def install() -> None:
    """Put the pages of this process into wide letters. Nothing of them may be imported yet."""
    assert not any(name.startswith(MESSAGES) for name in sys.modules)
    sys.meta_path.insert(0, _Finder())
    from core.words import ENGLISH
    from pages._ui import messages

    messages.WORDS = {code: NOUNS.sub(_wide_nouns, wide(template)) for code, template in ENGLISH.items()}


def _wide_nouns(found: re.Match[str]) -> str:
    return found[1] + found[2].translate(WIDE) + found[3]
