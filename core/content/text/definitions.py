"""The definitions that a section gives in its own words: "X is a … that …", "… is called X", "X: …"."""

from __future__ import annotations

import re

from core.content.text.memo import MEMO
from core.content.text.sentences import Sentence, is_prose, sentences, split_sentences
from core.content.text.words import BEFORE_VERB, GENERIC_HEADS, PREPOSITIONS, STOP, fold, is_listed_verb, tidy
from core.domain.plurals import is_plural, singular
from core.models import Section, Value

SHORTEST_MARKED = 3

_LETTERS = re.compile(r"[^\W\d_][\w’'-]*")
_VAGUE_MEANING = re.compile(
    r"^(?:(?:an?|the|one of the|one) (?:(?:very|most|more|quite|rather|particularly|really|"
    r"highly) )?(?:result|important|good|bad|great|same|following|case|first|second|"
    r"last|next|most|bit|problem|example|reason|matter|part|lot|number|few|key|main|only|best|"
    r"common|useful|little|major|simple|"
    r"typical|nice|big|better|easiest|simplest|default|current|above|other|one|ones|thing|way to|"
    r"ideal|fact|essential|necessary|new|similar|different|"
    r"standard choice|easy|popular|powerful|special|critical|crucial|significant|big)\b|also |"
    r"one (?!or more )|of |"
    r"not |only |just |often |usually |always |sometimes |mainly |generally |commonly |normally |typically |mostly )",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|where|when|by|of|for|to|with|in|between|from|used|made|found|"
    r"containing|without|having|\w+ing|\w+ed)\b"
)
_MAX_HEAD = r"(?P<term>(?:[\w’'/-]+ ){0,5}[\w’'-]+(?: \([\w -]+\))?)"
_IS_A = re.compile(
    rf"^{_MAX_HEAD},? (?P<verb>is|are) (?P<meaning>(?:(?:an?|the|any|one of|one|those) .+"
    r"|(?<=are )(?:(?!(?:of|in|to|by|with|for|from|as|on|at|and|or|\w+ly)\b)[\w-]+ ){0,2}\w+s "
    r"(?:that|which|who|in|of|with|through|by|used|for|from|where|made|on|at|between)\b.+))$"
)
_MEANS = re.compile(
    rf"^(?:the term |the word )?[“\"]?{_MAX_HEAD}[”\"]? (?P<verb>refers to|refer to|means|(?:is|"
    rf"are|can be|may be) defined as|denotes|denote|stands for|describes) (?P<meaning>.+)$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?P<meaning>.+?),? (?P<verb>is|are) (?:called|known as|termed|referred to as|"
    r"named) (?:an? |the )?[“\"]?(?P<term>(?:[\w’'-]+ ){0,3}[\w’'-]+?)[”\"]?(?: \([\w-]+\))?[.;,]"
)
_GLOSSED = re.compile(rf"^{_MAX_HEAD}\s*(?::|—|–| - |\n)\s*(?P<meaning>\S.+)$", re.DOTALL)


_ENTRY = re.compile(
    r"^(?P<term>[^\W\d_][\w’'/-]*(?: [\w’'/-]+){0,3})\s*(?:: | [–—-] )(?P<meaning>(?:an?|the|any|one of) .{15,})$",
    re.IGNORECASE,
)
_BESIDE = (
    r"(?:, (?:or )?| ?\(| ?— ?)(?P<meaning>(?:an?|the|any|those) [^,;:()—]{15,}?)(?:,(?! (?:and|or)\b)| ?[)—]|\.$)"
)
_LISTED = re.compile(r"(?:,|\b(?:and|or)) (?:the |an? )?$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^(?:(?!\b(?:that|which|who|where|when|if)\b|,).)*?\b(?:is|are|was|has|can|must|will|should|may)\b"
)
_LABELS = frozenset(("note", "tip", "warning", "caution", "important", "hint", "example", "remark", "default", "usage"))
_CLAUSES = re.compile(r"\b(?:that|which|who|where|when)\b.*")
_RUNS_ON = re.compile(r",? (?:and|but|while) (?:the |an? )?[\w-]+(?: [\w-]+)? (?:is|are|was|were) ")
_UNFINISHED = re.compile(r"\b(?:what|this|that|it|these|those|by|of|as|to|in|with|which|\w+ing)$")
_POINTING = re.compile(
    r"^(?:this|these|that|it|they|such|he|she|you|we|note|in this|its|their)\b"
    r"|\b(?:this|these|those|above|below|you can see|following|called|known as)\b"
    r"|\bon the (?:form|screen|page|dialog|left|right)\b",
    re.IGNORECASE,
)


class DefinedTerm(Value):
    """A term with the meaning that the material gives it, and the sentence that does. `index` is the sentence's."""

    term: str
    key: str
    meaning: str
    quote: str
    page: int | None = None
    index: int = 0
    is_plural: bool = False


@MEMO.keeps(bytes_a_character=6)
def definitions(section: Section) -> tuple[DefinedTerm, ...]:
    """The terms that the section defines in its own words, in reading order, each once."""
    by_key: dict[str, DefinedTerm] = {}
    for sentence in sentences(section):
        kind = section.blocks[sentence.block].kind
        if kind == "definition":
            defined = _glossed(section.blocks[sentence.block].text, sentence)
        else:
            marked = section.blocks[sentence.block].emphasis
            defined = _defined(sentence) or (_entry(sentence) if kind == "list" else None) or _apposed(sentence, marked)
        if defined is not None and defined.key not in by_key:
            by_key[defined.key] = defined
    return tuple(by_key.values())


def _glossed(text: str, sentence: Sentence) -> DefinedTerm | None:
    match = _GLOSSED.match(text.strip())
    if match is None:
        return None
    # What a glossary says first of its term is the meaning; often it names the term once more.
    first = split_sentences(match["meaning"])[0]
    opening = re.match(rf"(?:an?|the)?\s*{re.escape(match['term'])} (?:is|are|means|refers to) ", first, re.IGNORECASE)
    return _checked(match, sentence, quote=tidy(text), meaning=first[opening.end() :] if opening else first)


def _entry(sentence: Sentence) -> DefinedTerm | None:
    """A list's entry that names a thing and says what it is: "Equity: the value that is left to the owners."."""
    match = _ENTRY.match(sentence.text)
    if match is None or not sentence.text.endswith(".") or _CLAUSE.match(match["meaning"]):
        return None
    words = match["term"].lower().split()
    if is_listed_verb(words[0]) or set(words) & STOP or words[0] in _LABELS:
        return None
    return _checked(match, sentence, quote=sentence.text)


def _defined(sentence: Sentence) -> DefinedTerm | None:
    if not sentence.text.endswith((".", ".”", ".)")):
        return None
    for pattern in (_MEANS, _CALLED, _IS_A):
        match = pattern.match(sentence.text)
        if match:
            return _checked(match, sentence, quote=sentence.text)
    return None


def _apposed(sentence: Sentence, marked: tuple[str, ...]) -> DefinedTerm | None:
    """A term that the typesetting marks, with what it is beside it: "The *stroma*, the fluid in which …, holds …"."""
    if not sentence.text.endswith("."):
        return None
    for term in marked:
        match = re.search(rf"\b(?P<term>{re.escape(tidy(term))}){_BESIDE}", sentence.text)
        # "The wall, the *nucleus*, the sap of the cell" only lists.
        if match is None or _LISTED.search(sentence.text[: match.start()]):
            continue
        # "In the *stroma*, the light is caught" opens with it and goes on.
        if len(term) < SHORTEST_MARKED or _CLAUSE.match(match["meaning"]):
            continue
        if defined := _checked(match, sentence, quote=sentence.text):
            return defined
    return None


def _checked(match: re.Match[str], sentence: Sentence, *, quote: str, meaning: str = "") -> DefinedTerm | None:
    meaning = tidy(meaning or match["meaning"]).rstrip(".;, ")
    term = re.sub(r"^(?:an?|the)\s+", "", tidy(match["term"]).strip("“”\"'"), flags=re.IGNORECASE)
    term = re.sub(r"\s\([\w -]+\)$", "", term)
    had_article = tidy(match["term"])[:4].lower() == "the "
    words = term.lower().split()
    term_verb = match.groupdict().get("verb") or ""
    stems = {singular(word)[:6] for word in words if len(word) > 3 and word not in STOP}
    leaks = any(singular(word.lower())[:6] in stems for word in _LETTERS.findall(meaning))
    is_vague = (
        (term_verb == "are" and is_listed_verb(meaning.split()[0]))
        or not is_prose(quote)
        or _UNFINISHED.search(meaning) is not None
        or _POINTING.search(meaning) is not None
        or _RUNS_ON.search(_CLAUSES.sub("", meaning)) is not None
        or not words
        or words[0][0].isdigit()
        or words[-1] in PREPOSITIONS | {"throughout"}
        or len(words) > 5
        or words[-1].isdigit()
        or words[0] in ("top", "bottom")
        or words[0]
        in GENERIC_HEADS
        | STOP - {"new", "right", "left", "single", "general", "specific", "long", "short", "high", "low", "set"}
        or any(word in BEFORE_VERB | {"is", "are", "was", "be", "that"} for word in words)
        or (had_article and len(words) == 1 and words[0] in GENERIC_HEADS)
        or words[-1] in GENERIC_HEADS
    )
    if (
        is_vague
        or leaks
        or len(meaning.split()) < 4
        or meaning.count("“") != meaning.count("”")
        or meaning.count('"') % 2
        or len(meaning.split()) > 40
        or _VAGUE_MEANING.match(meaning)
        or not _RELATIVE.search(meaning)
    ):
        return None
    plain = term if term[1:] != term[1:].lower() or term.isupper() else term[0].lower() + term[1:]
    return DefinedTerm(
        term=plain,
        key=fold(term),
        meaning=meaning,
        quote=quote,
        page=sentence.page,
        index=sentence.index,
        is_plural=term_verb in ("are", "refer to", "denote")
        or (term_verb not in ("is", "means", "refers to") and is_plural(term)),
    )
