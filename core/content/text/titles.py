"""Titles: numbering, cleaning, and what belongs to the front and back matter."""

from __future__ import annotations

import re
import unicodedata

MAX_TITLE = 100

_NUMBERING = re.compile(
    r"^\s*(?:(?:chapter|part|unit|module|lesson|lecture|section|week|topic|appendix|kapitel|chapitre|teil)\s+"
    r"(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])(?=[\s.:)\-–—]|$)\s*[.:)\-–—]*\s*"
    r"|§\s*\d+\s*|\(?\d+(?:\.\d+)+[.:)]?\s+|\(?\d{1,3}[.:)]\s+|\d{1,2}\s+(?=[A-Z])|[IVXLC]{1,6}[.)]\s+|[A-Z](?:\.\d+)+[.:)]?\s+|[A-Za-z][.)]\s+)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:[\s.…·]{3,}\s*\d*|[\s.:;,–—-]+)$")
_MATTER = re.compile(
    r"(?:the |a )?(?:(?:table of |brief |detailed |short )?contents|preface|forew[oa]rd|acknowledge?ments?|dedication"
    r"|colophon|imprint|legal (?:notices?|information)|copyright(?: notice| page| information| and licen[cs]e)?"
    r"|(?:(?:gnu|mit|bsd|apache|creative commons|free|public|software|document|documentation) .*)?licen[cs]es?"
    r"(?: text| terms| agreement)?|creative commons.*|gnu (?:free|general) .*|licen[cs]ing"
    r"|(?:subject|author|name|general|command|function|keyword|topic|symbol|alphabetical|cumulative) index"
    r"|index (?:of|to) (?:the )?(?:first lines|names|terms|subjects|authors|titles|commands|functions|keywords|symbols"
    r"|definitions|examples|figures|tables|persons|places|topics|concepts|theorems|notation)"
    r"|(?:selected |annotated |general )?bibliography|works cited"
    r"|literature cited"
    r"|(?:further|suggested|recommended) reading"
    r"|(?:list|table) of (?:[\w-]+ )?(?:figures|tables"
    r"|illustrations|abbreviations|symbols|contributors|examples|equations|listings|procedures|boxes)"
    r"|about the (?:authors?|editors?|book|document)"
    r"|about this (?:book|document|manual|guide|text)|contributors|authors|change ?log|revision history|release notes"
    r"|(?:practice |review |self-test |homework |chapter |end-of-chapter |programming )?exercises"
    r"|(?:practice|review|self-test|homework|chapter|end-of-chapter|discussion) (?:problems|questions)"
    r"|(?:answers|solutions) to .*(?:exercises|problems|questions)|answer key|title page|cover|half title"
    r"|(?:front|back) ?matter|inhaltsverzeichnis|inhalt|vorwort|literaturverzeichnis|stichwortverzeichnis"
    r"|table des mati[eè]res|bibliographie|índice|indice|bibliograf[ií]a)",
    re.IGNORECASE,
)
# Matter at the end of a chapter or book, a topic elsewhere: indexes of databases, references of C++.
_BACK_ONLY = frozenset(
    ("index", "references", "problems", "questions", "answers", "solutions", "literature", "sources")
)
_CONTENTS = re.compile(r"(?:table of |brief |detailed |short )?contents|inhaltsverzeichnis|inhalt", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:note|notes|tip|tips|hint|warning|caution|important|attention|danger|remark|outdated|n\.b)\s*[.:!]?$"
    r"|please note\b"
    r"|(?:figure|fig\.|table|listing|plate|box|example|procedure|equation)\s+[\dA-Z]{1,3}(?:[.\-–]\d+)*[.:]?(?:\s|$))",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    ("introduction", "overview", "summary", "conclusion", "conclusions", "background", "basics", "example", "examples")
) | frozenset(("concepts", "discussion", "results", "methods", "definitions", "general", "notes", "usage", "purpose"))

_OF_SOMETHING = frozenset(
    (
        "application",
        "applications",
        "properties",
        "types",
        "uses",
        "theory",
        "practice",
        "formulas",
        "formulae",
        "history",
    )
) | frozenset(
    (
        "classification",
        "causes",
        "effects",
        "advantages",
        "disadvantages",
        "special cases",
        "further topics",
        "extensions",
    )
)
_INSTANCE = re.compile(r"an? \w")


def numbering(text: str) -> str:
    """The number or label a title begins with (“1.2”, “Chapter 3:”), or an empty string."""
    match = _NUMBERING.match(text)
    return match.group().strip() if match else ""


def clean_title(text: str) -> str:
    """A title without numbering, trailing dots and page number, whitespace folded, at most MAX_TITLE characters.

    A title that is nothing but its label (“Chapter 3”) stays as it is.
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    bare = _TRAILING.sub("", _NUMBERING.sub("", folded, count=1)).strip() or _TRAILING.sub("", folded).strip() or folded
    if len(bare) <= MAX_TITLE:
        return bare
    return bare[: MAX_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"


def key(text: str) -> str:
    """What two forms of one title have in common: letters and digits, folded, without numbering."""
    return "".join(char for char in clean_title(text).casefold() if char.isalnum())


def is_matter(title: str) -> bool:
    """Whether a title names front or back matter (contents, licence, index, references, exercises), not a topic."""
    return bool(_MATTER.fullmatch(clean_title(title).strip(" .:")))


def is_contents_title(title: str) -> bool:
    """Whether a title stands over a table of contents."""
    return bool(_CONTENTS.fullmatch(title.strip(" .:")))


def is_back_matter(title: str) -> bool:
    """Whether a title names back matter where it stands last: references, index, problems."""
    return clean_title(title).strip(" .:").casefold() in _BACK_ONLY


def is_label(title: str) -> bool:
    """Whether a line marks a box (“Note”, “Figure 3. …”) and is no title."""
    return bool(_LABEL.match(title.strip()))


def is_generic(title: str) -> bool:
    """Whether a title says nothing of what it is about."""
    return title.casefold() in _GENERIC


def needs_context(title: str) -> bool:
    """Whether a title is understood only under the one above it: “Applications”, “A single mean”."""
    folded = title.casefold()
    return folded in _GENERIC or folded in _OF_SOMETHING or bool(_INSTANCE.match(folded))


def in_context(above: str, title: str) -> str:
    """A title with the one above it: “Confidence intervals: a single mean”."""
    if above.casefold() == title.casefold():
        return title
    own = title[:1].lower() + title[1:] if _INSTANCE.match(title.casefold()) else title
    both = f"{above}: {own}"
    return both if len(both) <= MAX_TITLE else both[: MAX_TITLE - 1].rstrip() + "…"
