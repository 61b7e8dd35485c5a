"""A lesson's diagram: what is let in, what is refused and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.content.courses.diagram import MAX_BYTES, read_diagram
from core.content.courses.files import diagram_beside
from core.errors import InputError
from core.models import Diagram

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
WORDS = "<title>Two cells</title><desc>One is\n larger.</desc>"


def svg(inside: str = '<rect width="9" height="9"/>', *, head: str = HEAD, words: str = WORDS) -> bytes:
    return f"{head}{words}{inside}</svg>".encode()


@pytest.mark.parametrize("before", ["", '<?xml version="1.0" encoding="UTF-8"?>\n', "\ufeff", "\n"])
def test_a_diagram_is_its_svg_and_what_it_is_in_words(before: str) -> None:
    drawn = Diagram(svg=svg().decode(), alt="Two cells. One is larger.")
    assert read_diagram(before.encode() + svg() + b"\n", "a.svg") == drawn


@pytest.mark.parametrize(
    "inside",
    [
        '<style>.a { fill: url(#g) }</style><g class="a"><path d="M0 0"/></g>',
        '<linearGradient id="g"><stop offset="0"/></linearGradient><linearGradient id="h" xlink:href="#g"/>',
        '<marker id="m"><path d="M0 0"/></marker><line x2="9" marker-end="url(\'#m\')"/>',
        '<text xml:space="preserve">on<tspan>ion</tspan></text>',
    ],
)
def test_what_draws_is_let_in(inside: str) -> None:
    assert inside in read_diagram(svg(inside), "a.svg").svg


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (svg("<script>alert(1)</script>"), "has a <script>"),
        (svg('<x:script xmlns:x="http://www.w3.org/2000/svg">a</x:script>'), "has a <script>"),
        (svg("<foreignObject/>"), "has a <foreignObject>"),
        (svg('<image href="#a"/>'), "has a <image>"),
        (svg('<a href="#a"/>'), "has a <a>"),
        (svg('<use href="#a"/>'), "has a <use>"),
        (svg('<set attributeName="href"/>'), "has a <set>"),
        (svg('<rect xmlns="http://www.w3.org/1999/xhtml"/>'), "has a <rect>"),
        (svg('<rect onclick="a()"/>'), r"event attribute \(onclick\)"),
        (svg(head=HEAD.replace("viewBox", 'onload="a()" viewBox')), r"event attribute \(onload\)"),
        (svg('<linearGradient href="http://a.org/b.svg#c"/>'), "refers to something outside"),
        (svg('<linearGradient xlink:href="b.svg#c"/>'), "refers to something outside"),
        (svg('<rect fill="url(http://a.org/b#c)"/>'), "loads something in fill"),
        (svg("<rect style=\"fill: url( 'http://a.org/b#c')\"/>"), "loads something in style"),
        (svg('<rect style="fill: u\\72l(//a.org)"/>'), "loads something in style"),
        (svg("<style>@import 'a.css';</style>"), "has a style that may load a file"),
        (svg("<style>a { fill: URL(//a.org) }</style>"), "has a style that may load a file"),
        (svg('<rect xmlns:i="http://inkscape" i:label="a"/>'), "attribute of a drawing program"),
        (b'<?xml-stylesheet href="a.css"?>' + svg(), "DOCTYPE or an instruction"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "DOCTYPE or an instruction"),
        (svg() + b" " * MAX_BYTES, r"Make it smaller: 20,480 at most"),
        (b"\xff\xfe" + svg(), "not well-formed XML in UTF-8"),
        (svg("<g>"), "not well-formed XML"),
        (b"<html/>", "has to begin with <svg"),
        (b"<!-- <svg > -->" + svg(), "has to begin with <svg"),
        (svg(head="<svg viewBox='0 0 9 9'>"), "has to begin with <svg"),
        (svg(head='<svg xmlns="http://www.w3.org/2000/svg">'), "Give its <svg> a viewBox"),
        (svg(words="<title>Two cells</title>"), "has no <title> or no <desc>"),
        (svg(words="<desc>One is larger.</desc><title> </title>"), "has no <title> or no <desc>"),
        (svg(f"<g>{WORDS}</g>", words=""), "has no <title> or no <desc>"),
    ],
)
def test_what_may_do_more_is_refused(file: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=rf"^a\.svg .*{reason}"):
        read_diagram(file, "a.svg")


def test_a_file_of_the_largest_size_is_let_in() -> None:
    assert read_diagram(svg() + b" " * (MAX_BYTES - len(svg())), "a.svg")


def test_a_diagram_lies_beside_its_topic(tmp_path: Path) -> None:
    topic = tmp_path / "01_cells.toml"
    assert diagram_beside(topic) is None
    (tmp_path / "01_cells.svg").write_bytes(svg())
    assert diagram_beside(topic) == read_diagram(svg(), "01_cells.svg")
    (tmp_path / "01_cells.svg").write_bytes(svg() + b" " * 2 * MAX_BYTES)
    with pytest.raises(InputError, match=r"^01_cells\.svg "):
        diagram_beside(topic)


@pytest.mark.parametrize("text", ["/etc/passwd", "https://a.org/b.svg", " <svg >"])
def test_only_an_svgs_text_is_a_diagram(text: str) -> None:
    with pytest.raises(ValidationError):
        Diagram(svg=text, alt="A cell.")
