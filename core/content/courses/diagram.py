"""A lesson's diagram: an SVG file, let in only where it can do nothing but be looked at."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from core.errors import InputError
from core.models import Diagram

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
        raise InputError(f"{name} has {len(svg):,} bytes. Make it smaller: {MAX_BYTES:,} at most.")
    try:
        text = svg.decode("utf-8-sig")
        if re.search(r"<!(?:DOCTYPE|ENTITY)|<\?(?!xml\s)", text, re.IGNORECASE):
            raise InputError(f"{name} has a DOCTYPE or an instruction to a program. Take it out.")
        root = ET.fromstring(text)
    except (UnicodeDecodeError, ET.ParseError) as exc:
        raise InputError(f"{name} is not well-formed XML in UTF-8 ({exc}). Export it again as plain SVG.") from exc
    # `st.image` knows an SVG by its first characters.
    bare = re.sub(r"^\s*(?:<\?xml[^>]*>\s*)?", "", text).strip()
    if root.tag != f"{_SVG}svg" or not re.match(r"<svg\s", bare):
        raise InputError(f'{name} has to begin with <svg xmlns="http://www.w3.org/2000/svg">, without a comment.')
    if "viewBox" not in root.attrib:
        raise InputError(f'{name} cannot shrink to a small screen. Give its <svg> a viewBox, as viewBox="0 0 640 400".')
    for problem in _problems(root):
        raise InputError(f"{name} {problem}")
    words = [_words(root, part) for part in ("title", "desc")]
    if not all(words):
        raise InputError(f"{name} has no <title> or no <desc> right under <svg>. Say in them what the picture shows.")
    return Diagram(svg=bare, alt=". ".join(word.rstrip(".") for word in words) + ".")


def _problems(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1]
        if element.tag not in _DRAWS:
            yield f"has a <{name}>, which a diagram may not have. Take it out or draw it with paths."
        if name == "style" and _OUTSIDE.search("".join(element.itertext())):
            yield "has a style that may load a file. Take it out; url(#…) may name a part of the picture."
        for attribute, value in element.attrib.items():
            bare = attribute.rsplit("}", 1)[-1]
            if bare.lower().startswith("on"):
                yield f"has an event attribute ({bare}). Take it out."
            elif attribute in _HREFS and not value.strip().startswith("#"):
                yield f"refers to something outside of it ({bare}). Take it out; #… may name a part of the picture."
            elif attribute.startswith("{") and not attribute.startswith(_XML) and attribute not in _HREFS:
                yield f"has an attribute of a drawing program ({bare}). Export it as plain SVG."
            elif _OUTSIDE.search(value):
                yield f"loads something in {bare}. Take it out; url(#…) may name a part of the picture."


def _words(root: ET.Element, part: str) -> str:
    element = root.find(f"{_SVG}{part}")
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
