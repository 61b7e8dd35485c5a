"""Sentences and words: a section's sentences with their pages, whether one stands alone, and a word's forms."""

from __future__ import annotations

import re

from core.content.text.memo import MEMO
from core.content.text.words import listed, tidy
from core.domain.caches import remembered
from core.models import Section, Value

MIN_WORDS = 6
MAX_WORDS = 40
LONGEST = 2_000  # characters; no writer makes one so long, and work on a sentence may take the square of its length
_ABBREVIATIONS = listed(
    "e.g i.e eg ie fig figs eq eqs eqn sec sect ch chap no nos vol vols pp p ed eds dr mr mrs ms prof st vs cf al "
    "approx ca resp inc ltd co corp jr sr dept est ref refs tab viz incl excl min max avg temp var sp spp subsp "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_BOUNDARY = re.compile(r"[.!?…][\"”’')\]]*(?:\[\d+(?:[,–-]\s?\d+)*\])?\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_INITIAL = re.compile(r"^[A-Z]$")
_DOTTED = re.compile(r"^(?:[A-Za-z]\.)+[A-Za-z]$")
_STARTERS = listed("the a an in it this these those they he she we you when if for but and as at on to there")
_BULLET = re.compile(r"^(?:[•◦▪‣●○■□–—*·-]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
_BACK_REFERENCE = re.compile(
    r"^(?:an? (?:image|picture|screenshot|screen shot) of|"
    r"this|these|those|that|such|it|its|they|their|them|he|his|she|her|here|both|"
    r"there(?! (?:is|are|exists?) (?:an?|no|two|three|four|several|many|some)\b)|"
    r"each of|either|neither|one of the|some of the|"
    r"many of|most of|all of|another|other|others|the (?:former|latter|above|below|following|next|"
    r"previous|same|other|second|third|"
    r"last|first|rest|two|three|four|five|resulting|answer|reason|result|figure|table|list|example)|"
    r"however|thus|therefore|hence|then|so|also|too|again|moreover|furthermore|additionally|"
    r"besides|instead|otherwise|nevertheless|"
    r"nonetheless|consequently|accordingly|meanwhile|similarly|likewise|conversely|finally|lastly|"
    r"first|firstly|second|secondly|third|"
    r"thirdly|next|now|still|yet|but|and|or|nor|because of this|for example|for instance|for this|"
    r"for that|in this|in that|in these|"
    r"in such|in both|in each|in either|in either case|in other words|in addition|in contrast|"
    r"in fact|in particular|in general|in short|in summary|in brief|as a result|"
    r"as mentioned|as noted|as described|as shown|as stated|as you|as we|as such|as before|"
    r"as another|as with|at this|at that|at the end|on the "
    r"other|on the contrary|on the one|to do|to this|to sum|to that|that is|of course|after that|"
    r"after this|after these|before this|before that|from this|from these|with this|"
    r"with these|by this|under this|note|see|recall|remember|let|please|yes|no|well|ok|"
    r"incidentally|firstly|indeed|rather|alternatively|altogether|"
    r"actually|naturally|obviously|clearly|especially|specifically|typically speaking|"
    r"more specifically|even so|for all|for these|for those|what|why|how|who)\b",
    re.IGNORECASE,
)
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:fig(?:ure)?s?\.?\s*\(?\d+|table\s+\d+|eq(?:uation|n)?s?\.?\s*\(?\d+|section\s+\d+|"
    r"chapter\s+\d+|chap\.\s*\d+|appendix\s+[A-Z\d]\b|"
    r"pages?\s+\d+|section called|part\s+[IVX]+\b|chapter called|example\s+\d+|exercise\s+\d+|listing\s+\d+|"
    r"this (?:figure|table|section|chapter|book|guide|manual|document|example|page|appendix|"
    r"tutorial|part|paper|lecture|unit|lesson|diagram|picture|list|"
    r"screen|window|program|case|way|point|topic)|these (?:figures|tables|examples)|"
    r"(?:next|previous|preceding|last|following|earlier|later) (?:figure|table|section|chapter|"
    r"example|page|paragraph|part|steps?)|"
    r"the (?:above|following|below|aforementioned)|(?:described|shown|seen|mentioned|given|listed|"
    r"introduced|discussed|explained|noted|defined|presented|outlined|detailed|specified|treated|"
    r"covered|stated|illustrated|documented|pictured|represented|depicted|drawn) "
    r"(?:above|below|earlier|later|before|previously|here|in detail|(?:on|to|at) the (?:left|right|top|bottom))|"
    r"above|below|(?:as|the) follow(?:s|ing)|previously|aforementioned|the (?:former|latter)|"
    r"(?:given|shown|listed|summari[sz]ed|seen) in (?:the|a) (?:table|figure|list|diagram|plot)|"
    r"(?:in|for|of|from) (?:the|our|another|each) examples?|"
    r"screenshot|copyright|all rights reserved|©|et al)\b",
    re.IGNORECASE,
)
_NOT_PROSE = re.compile(
    r"https?:|www\.|\w+@\w+\.|[{}<>\\|~^`$⟨⟩]|_{2,}|\w_\w|"
    r"\w=|=\s*[\w'\"(]|\w\((?!s\)|es\)|\))|::|->|→|"
    r"\.{3,}|…|�|￾|[\ue000-\uf8ff]|(?-i:(?<!\betc)(?<!\bresp)(?<!\bapprox)(?<=[a-z]{3})\. [a-z])|"
    r"(?:\b\d[\d.,:%-]*\s+){3}|(?:\b\w\s){4}|[+*/=]\s*\d|\[\d+\]|\[%|[−-]\d{3,}|\d{3,}\.\d|"
    r"\[(?:[A-Za-z+]{1,6}\d\d[a-z]?(?:[,;] ?)?)+\]|\b(?:a|an|the|of|in|to|and|is|by)\d|;\s*$",
    re.IGNORECASE,
)
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))
# Measured: textbooks and guides 0.29 to 0.49; typesetting and interface manuals 0.07 to 0.19.
LEAST_SHARE = 0.2
FEWEST = 40  # sentences: shorter notes are not judged


class Sentence(Value):
    """A sentence as the section has it. `index` counts from 0 through the section, `block` through its blocks."""

    text: str
    page: int | None = None
    index: int = 0
    block: int = 0


def word_count(text: str) -> int:
    """How many blank-separated words there are."""
    return len(text.split())


def without_bullet(line: str) -> str:
    """A line of a list without its bullet or number."""
    return _BULLET.sub("", line.strip())


def split_sentences(text: str) -> tuple[str, ...]:
    """A paragraph's sentences in order. Abbreviations, initials, decimals and figure numbers do not end one."""
    line = tidy(text)
    parts: list[str] = []
    start = 0
    for match in _BOUNDARY.finditer(line):
        if not _is_end(line[start : match.start()], line[match.start()], line[match.end() :]):
            continue
        parts.append(line[start : match.end()].strip())
        start = match.end()
    parts.append(line[start:].strip())
    return tuple(part for part in parts if part)


def _is_end(before: str, mark: str, after: str) -> bool:
    if mark != ".":
        return True
    words = before.split()
    if not words:
        return False
    last = words[-1].lstrip("(\"“‘'[")
    follower = re.match(r"[\"“‘'(\[]?(\w+)", after)
    following = follower.group(1) if follower else ""
    if last.lower() in _ABBREVIATIONS:
        # "No. 3", "Fig. 2" and "Dr. Green" go on; "ca" or "max" before an ordinary opener has ended.
        return last.lower() in {"no", "min", "max", "co", "st"} and following.lower() in _STARTERS
    if _DOTTED.match(last):
        return following.lower() in _STARTERS
    if _INITIAL.match(last):
        # An initial stands before a name, and after a name, another initial or nothing.
        return following.lower() in _STARTERS or (len(words) > 1 and words[-2][:1].islower())
    # A bare number is a list number, unless words precede it.
    return not (len(words) == 1 and last.isdigit())


@MEMO.keeps(bytes_a_character=8)
def sentences(section: Section) -> tuple[Sentence, ...]:
    """Every sentence of the section's paragraphs, lists and definitions, in reading order, with its page.

    What runs on for more than LONGEST characters is left out: an index or a table, set as text.
    """
    read: list[Sentence] = []
    for number, block in enumerate(section.blocks):
        if block.kind not in ("paragraph", "list", "definition"):
            continue
        lines = block.text.splitlines() if block.kind == "list" else [block.text]
        for line in lines:
            for text in split_sentences(without_bullet(line)):
                if len(text) > LONGEST:
                    continue
                read.append(Sentence(text=text, page=block.page, index=len(read), block=number))
    return tuple(read)


@remembered(16384)
def is_self_contained(sentence: str) -> bool:
    """Whether a reader who sees nothing else understands what the sentence speaks of.

    Refused: fewer than 6 or more than 40 words; an opening that points back (This, It, However, For example …); a
    reference to a figure, a section, or to what stands above, below or next; an ending other than a full stop;
    addresses, code and rows of numbers; brackets or quotation marks that do not close; a lower-case start.
    """
    text = sentence.strip()
    if not MIN_WORDS <= word_count(text) <= MAX_WORDS:
        return False
    if not (text[0].isupper() or (text[0] in '“"' and text[1:2].isupper())) or not re.search(r"[.!][\"”’)]*$", text):
        return False
    if any(text.count(opening) != text.count(closing) for opening, closing in _PAIRS) or text.count('"') % 2:
        return False
    letters = sum(character.isalpha() or character.isspace() for character in text)
    if letters < 0.8 * len(text):
        return False
    return not points_back(text) and is_prose(text)


def points_back(sentence: str) -> bool:
    """Whether a sentence opens with what only the one before it explains: This, It, However, For example."""
    return _BACK_REFERENCE.match(sentence.strip()) is not None


def is_prose(text: str) -> bool:
    """Whether a text has no addresses, code or rows of numbers, and points at nothing outside itself."""
    return not (_POINTS_ELSEWHERE.search(text) or _NOT_PROSE.search(text))


def usable_sentences(section: Section) -> tuple[Sentence, ...]:
    """The section's self-contained sentences, each once."""
    seen: set[str] = set()
    usable: list[Sentence] = []
    for sentence in sentences(section):
        key = sentence.text.casefold()
        if key not in seen and is_self_contained(sentence.text):
            seen.add(key)
            usable.append(sentence)
    return tuple(usable)


@MEMO.keeps(bytes_a_character=2)
def usable_share(sections: tuple[Section, ...]) -> float:
    """The share of sentences that stand alone, from 0 to 1; 1 for a text too short to tell."""
    texts = [sentence.text for section in sections for sentence in sentences(section)]
    if len(texts) < FEWEST:
        return 1.0
    return sum(map(is_self_contained, texts)) / len(texts)


def explains_little(sections: tuple[Section, ...]) -> bool:
    """Whether the text is mostly labels, commands, code or asides, so that questions from it are weaker."""
    return usable_share(sections) < LEAST_SHARE
