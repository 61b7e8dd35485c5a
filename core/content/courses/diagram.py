"""A lesson's diagram: an SVG file, let in only where it can do nothing but be looked at."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from core.errors import InputError
from core.models import Diagram
from core.words import Said

MAX_BYTES = 20 * 1024
_SVG = "{http://www.w3.org/2000/svg}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
# No script, no foreignObject, no image, nothing that moves or links; no <use>, which nested makes a million of one.
_DRAWS = frozenset(
    f"{_SVG}{name}"
    for name in (
        "svg", "title", "desc", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline",
        "polygon", "text", "tspan", "marker", "linearGradient", "radialGradient", "stop", "clipPath", "style",
    )
)  # fmt: skip
# "url" before anything but "(#" also finds one that hides behind an escape or a comment.
_OUTSIDE = re.compile(r"\burl\s*\(\s*(?!['\"]?#)|@import|\\|/\*|\bimage-set\b|\bsrc\s*\(", re.IGNORECASE)


def read_diagram(svg: bytes, name: str) -> Diagram:
    """The diagram of a file's bytes, with its title and description as what it is in words.

    Raises `InputError` for a file that is too large, is no SVG, has no words, or could run, load or link something.
    """
    if len(svg) > MAX_BYTES:
        raise InputError("course.diagram_large", name=name, size=len(svg), most=MAX_BYTES)
    try:
        text = svg.decode("utf-8-sig")
        if re.search(r"<!(?:DOCTYPE|ENTITY)|<\?(?!xml\s)", text, re.IGNORECASE):
            raise InputError("course.diagram_doctype", name=name)
        root = ET.fromstring(text)
    except (UnicodeDecodeError, ET.ParseError) as exc:
        raise InputError("course.diagram_xml", name=name, why=exc) from exc
    # `st.image` knows an SVG by its first characters.
    bare = re.sub(r"^\s*(?:<\?xml[^>]*>\s*)?", "", text).strip()
    if root.tag != f"{_SVG}svg" or not re.match(r"<svg\s", bare):
        raise InputError("course.diagram_begin", name=name)
    if "viewBox" not in root.attrib:
        raise InputError("course.diagram_view_box", name=name)
    for problem in _problems(root):
        raise InputError("course.diagram", name=name, problem=problem)
    words = [_words(root, part) for part in ("title", "desc")]
    if not all(words):
        raise InputError("course.diagram_title", name=name)
    return Diagram(svg=bare, alt=". ".join(word.rstrip(".") for word in words) + ".")


def _problems(root: ET.Element) -> Iterator[Said]:
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1]
        if element.tag not in _DRAWS:
            yield Said("course.draws_not", element=name)
        if name == "style" and _OUTSIDE.search("".join(element.itertext())):
            yield Said("course.style_loads")
        for attribute, value in element.attrib.items():
            bare = attribute.rsplit("}", 1)[-1]
            if bare.lower().startswith("on"):
                yield Said("course.event_attribute", attribute=bare)
            elif attribute in _HREFS and not value.strip().startswith("#"):
                yield Said("course.refers_outside", attribute=bare)
            elif attribute.startswith("{") and not attribute.startswith(_XML) and attribute not in _HREFS:
                yield Said("course.drawing_program", attribute=bare)
            elif _OUTSIDE.search(value):
                yield Said("course.loads", attribute=bare)


def _words(root: ET.Element, part: str) -> str:
    element = root.find(f"{_SVG}{part}")
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
