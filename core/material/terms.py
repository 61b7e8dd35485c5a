"""What a section speaks of: its terms, ranked, and the definitions that its own words give. Pure, no language model.

Noun phrases are found as runs of content words (Rose et al. 2010, RAKE) that repeat, the longer run before the shorter one
inside it (Frantzi et al. 2000, C-value). Whether a word is a noun or a verb is read off the material itself: what
stands after "the" against what stands after "to".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core.documents import Section
from core.material.sentences import Sentence, sentences, tidy
from core.models import Value

MAX_TERM_WORDS = 4

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_DETERMINERS = frozenset(
    ["a", "an", "the", "each", "every", "this", "that", "these", "those", "its", "their", "our", "your", "his", "her", "any", "some", "no", "another"]
)
_PREPOSITIONS = frozenset(
    ["of", "in", "on", "at", "by", "for", "with", "from", "into", "onto", "through", "between", "among", "within", "without", "against", "toward", "towards", "over", "under", "across", "during", "per", "via"]
)
_BEFORE_VERB = frozenset(
    ["to", "can", "could", "will", "would", "may", "might", "must", "shall", "should", "not", "we", "you", "they", "i", "it", "do", "does", "did", "cannot", "who", "which"]
)
_STOP = (
    _DETERMINERS
    | _PREPOSITIONS
    | _BEFORE_VERB
    | frozenset(
        ["and", "or", "but", "nor", "so", "if", "then", "than", "as", "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "he", "she", "them", "us", "me", "him", "what", "when", "where", "why", "how", "whose", "whom", "there", "here", "such", "same", "other", "others", "own", "both", "either", "neither", "all", "most", "many", "much", "more", "less", "few", "fewer", "several", "various", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third", "last", "next", "only", "also", "just", "even", "still", "yet", "again", "ever", "never", "always", "often", "sometimes", "usually", "very", "too", "quite", "rather", "almost", "about", "above", "below", "up", "down", "out", "off", "before", "after", "until", "while", "because", "since", "though", "although", "whether", "thus", "hence", "however", "therefore", "like", "unlike", "around", "along", "upon", "except", "despite", "due", "instead", "well", "new", "old", "good", "better", "best", "great", "large", "larger", "small", "smaller", "big", "high", "low", "long", "short", "different", "similar", "certain", "particular", "specific", "general", "common", "main", "major", "important", "possible", "necessary", "available", "able", "useful", "likely", "full", "whole", "entire", "single", "multiple", "simple", "simply", "easy", "easily", "basic", "actual", "typical", "usual", "normal", "special", "additional", "further", "overall", "way", "ways", "thing", "things", "kind", "kinds", "sort", "sorts", "lot", "lots", "example", "examples", "case", "cases", "part", "parts", "use", "uses", "used", "using", "user", "users", "number", "numbers", "amount", "fact", "reason", "reasons", "result", "results", "section", "chapter", "figure", "table", "page", "book", "guide", "manual", "note", "following", "etc", "e.g", "i.e", "e", "i", "g", "vs", "many-to", "let", "make", "makes", "made", "making", "get", "gets", "got", "take", "takes", "taken", "see", "seen", "shown", "show", "shows", "give", "gives", "given", "need", "needs", "want", "called", "known", "say", "says", "become", "becomes", "became", "enough", "once", "ago", "now", "today", "later", "earlier", "second-hand", "anything", "something", "everything", "nothing", "someone", "anyone", "people", "person", "time", "times", "day", "days", "end", "set", "sets", "right", "left", "bit", "idea", "step", "steps", "detail", "details", "question", "questions", "problem", "problems", "point", "points", "don’t", "don't", "can’t", "can't", "doesn’t", "doesn't", "isn’t", "isn't", "won’t", "i.e.", "e.g.", "themselves", "itself", "yourself", "yes", "no", "let’s", "let's", "it’s", "it's", "you’ll", "you're"]
    )
)
_VERBS = ["contain", "produce", "increase", "decrease", "include", "provide", "require", "allow", "enable", "cause", "form", "create", "consist", "occur", "affect", "represent", "describe", "explain", "become", "remain", "keep", "hold", "move", "carry", "convert", "change", "release", "absorb", "store", "use", "make", "give", "take", "show", "find", "call", "define", "determine", "measure", "calculate", "compute", "reduce", "improve", "lead", "follow", "depend", "differ", "vary", "apply", "appear", "begin", "start", "stop", "end", "open", "close", "enter", "click", "select", "choose", "press", "type", "run", "add", "remove", "delete", "save", "load", "edit", "copy", "print", "send", "receive", "return", "return", "set", "go", "come", "get", "put", "let", "help", "try", "work", "look", "want", "need", "know", "think", "see", "mean", "say", "tell", "ask", "write", "read", "happen", "exist", "belong", "relate", "refer", "connect", "combine", "separate", "divide", "split", "join", "break", "build", "grow", "develop", "evolve", "act", "serve", "help", "prevent", "avoid", "protect", "support", "maintain", "generate", "perform", "execute", "implement", "assume", "consider", "regard", "treat", "express", "indicate", "suggest", "assign", "specify", "compare", "match", "contrast", "distinguish", "identify", "recognise", "recognize", "bind", "attach", "surround", "cover", "line", "enclose", "pass", "cross", "flow", "travel", "spread", "transport", "transfer", "transmit", "exchange", "obtain", "acquire", "gain", "lose", "win", "fall", "rise", "drop", "raise", "pay", "buy", "sell", "own", "owe", "earn", "spend", "invest", "record", "track", "handle", "manage", "correspond", "satisfy", "fulfil", "meet", "ensure", "offer", "supply", "feed", "lie", "stand", "sit", "extend", "reach", "cut", "turn", "replace", "substitute", "update", "modify", "adjust", "correct", "fix", "solve", "answer", "collect", "gather", "group", "arrange", "sort", "list", "count", "sum", "multiply", "estimate", "predict", "infer", "observe", "note", "explain", "illustrate", "demonstrate", "influence", "control", "regulate", "govern", "drive", "force", "push", "pull", "trigger", "activate", "inhibit", "block", "encode", "decode", "translate", "transcribe", "replicate", "synthesize", "synthesise", "degrade", "digest", "oxidise", "oxidize", "phosphorylate"]
_GENERIC_HEADS = frozenset(
    ["result", "results", "reason", "goal", "idea", "problem", "difference", "answer", "question", "part", "way", "step", "purpose", "aim", "advantage", "disadvantage", "point", "solution", "figure", "table", "value", "example", "case", "thing", "number", "name", "program", "option", "options", "most", "one", "ones", "same", "trick", "key", "process", "method", "approach", "default", "main", "first", "second", "next", "last", "rest", "other", "others", "effect", "output", "input", "use", "user", "users", "section", "chapter", "book", "guide", "manual", "author", "authors", "list", "data", "type", "types", "kind", "kinds", "window", "dialog", "button", "menu", "screen", "page", "file", "above", "following", "important", "good", "bad", "set", "time", "people", "person", "everyone", "everything", "something", "someone", "anything", "nothing", "all", "some", "none", "many", "much", "few", "who", "what", "which", "it", "this", "that", "these", "those", "they", "we", "you", "i", "he", "she", "there", "here", "when", "where", "how", "why", "if", "and", "or", "but"]
)
_VAGUE_MEANING = re.compile(
    r"^(?:(?:an?|the|one of the|one) (?:(?:very|most|more|quite|rather|particularly|really|highly) )?(?:result|important|good|bad|great|same|following|case|first|second|"
    r"last|next|most|bit|problem|example|reason|matter|part|lot|number|few|key|main|only|best|common|useful|little|major|simple|"
    r"typical|nice|big|better|easiest|simplest|default|current|above|other|one|ones|thing|way to|ideal|fact|essential|necessary|new|similar|different|"
    r"standard choice|easy|popular|powerful|special|critical|crucial|significant|big)\b|also |not |only |just |often |usually |always )",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|where|when|by|of|for|to|with|in|between|from|used|made|found|containing|without|having|\w+ing|\w+ed)\b"
)
_MAX_HEAD = r"(?P<term>(?:[\w’'/-]+ ){0,5}[\w’'-]+(?: \([\w-]+\))?)"
_IS_A = re.compile(
    rf"^{_MAX_HEAD},? (?P<verb>is|are) (?P<meaning>(?:an?|the|any|one of|one|those|organisms|substances|molecules|cells|structures|\w+s (?=that|which|who))\b.+)$"
)
_MEANS = re.compile(
    rf"^(?:the term |the word )?[“\"]?{_MAX_HEAD}[”\"]? (?P<verb>refers to|refer to|means|(?:is|are|can be|may be) defined as|denotes|denote|stands for|describes) (?P<meaning>.+)$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?P<meaning>.+?),? (?P<verb>is|are) (?:called|known as|termed|referred to as|named) (?:an? |the )?[“\"]?(?P<term>(?:[\w’'-]+ ){0,3}[\w’'-]+?)[”\"]?(?: \([\w-]+\))?[.;,]"
)
_GLOSSED = re.compile(rf"^{_MAX_HEAD}\s*(?::|—|–| - |\n)\s*(?P<meaning>\S.+)$", re.DOTALL)


class Term(Value):
    """A term of a section. `key` is folded (lower case, singular); `count` is how often the section has it."""

    text: str
    key: str
    count: int
    score: float
    is_marked: bool = False


class DefinedTerm(Value):
    """A term with the meaning that the material gives it, and the sentence that does. `index` is the sentence's."""

    term: str
    key: str
    meaning: str
    quote: str
    page: int | None = None
    index: int = 0
    is_plural: bool = False


@dataclass(frozen=True)
class Survey:
    """What a material's words do: runs per section, evidence for nouns and verbs, and each run's usual spelling."""

    totals: Counter[str] = field(default_factory=Counter)
    spread: Counter[str] = field(default_factory=Counter)
    spellings: dict[str, Counter[str]] = field(default_factory=dict)
    nouns: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)
    sections: int = 0

    def spelling(self, key: str) -> str:
        """The way in which the material mostly writes a run inside its sentences."""
        seen = self.spellings.get(key)
        return min(seen, key=lambda text: (-seen[text], text)) if seen else key


@dataclass(frozen=True)
class Run:
    """A run of content words in a sentence, with where it begins and ends."""

    words: tuple[str, ...]
    start: int
    end: int
    before: str


def singular(word: str) -> str:
    """An English noun's singular by its ending; words such as "analysis" and "class" stay."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous", "series", "species", "ics")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def is_plural(text: str) -> bool:
    """Whether the last word has a plural's form."""
    last = text.split()[-1].lower() if text.split() else ""
    return singular(last) != last


def fold(text: str) -> str:
    """A term's key: lower case, straight apostrophes, its last word in the singular."""
    words = tidy(text).lower().replace("’", "'").split()
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


def _forms(verb: str) -> Iterator[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    third = (
        verb[:-1] + "ies"
        if verb.endswith("y") and verb[-2] not in "aeou"
        else verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s")
    )
    yield from (verb, third, stem + "ed", stem + "ing", verb[:-1] + "ied")


_VERB_FORMS = frozenset(form for verb in _VERBS for form in _forms(verb)) | frozenset(
    ["went", "gone", "came", "kept", "held", "found", "built", "grew", "grown", "wrote", "written", "read", "ran", "sold", "bought", "paid", "met", "stood", "lay", "lain", "lost", "won", "fell", "rose", "left", "thought", "knew", "saw", "broke", "broken", "began", "begun", "put", "let", "split", "cut", "said", "told", "meant", "sent"]
)
_LY_NOUNS = frozenset(["family", "assembly", "anomaly", "supply", "monopoly", "butterfly", "fly", "reply", "ally", "lily", "jelly", "belly", "polly"])


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((match.group(), match.start(), match.end()) for match in _WORD.finditer(text))


def _evidence(texts: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    nouns: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    for text in texts:
        before = ""
        for word, _, _ in _tokens(text):
            low = word.lower()
            if before in _DETERMINERS or before in _PREPOSITIONS:
                nouns[low] += 1
            elif before in _BEFORE_VERB:
                verbs[low] += 1
            before = low
    return nouns, verbs


def is_verbish(word: str, nouns: Counter[str], verbs: Counter[str]) -> bool:
    """Whether a word is more likely a verb here: by the list, unless the material uses it as a noun more often."""
    low = word.lower()
    if low.endswith("ly") and low not in _LY_NOUNS:
        return True
    seen_noun, seen_verb = nouns[low], verbs[low]
    if low in _VERB_FORMS:
        return seen_noun <= seen_verb + (2 if low.endswith(("ed", "ing")) else 0)
    if low.endswith(("ed", "ing")):
        return seen_noun == 0 or seen_verb > seen_noun
    return seen_verb > 2 * seen_noun and seen_verb > 1


def runs(text: str, nouns: Counter[str], verbs: Counter[str]) -> tuple[Run, ...]:
    """The runs of content words in a sentence, between function words, verbs and punctuation."""
    found: list[Run] = []
    current: list[tuple[str, int, int]] = []
    before = left = ""
    end = 0
    for word, start, stop in (*_tokens(text), ("", len(text), len(text))):
        gap = text[end:start]
        is_break = not word or word.lower() in _STOP or is_verbish(word, nouns, verbs) or len(word) == 1
        if current and (
            is_break or gap.strip() or (word.endswith(("’s", "'s")) != current[-1][0].endswith(("’s", "'s")) and not gap)
        ):
            found.append(Run(tuple(one[0] for one in current), current[0][1], current[-1][2], left))
            current = []
        if not is_break:
            if not current:
                left = "" if gap.strip() else before
            current.append((word, start, stop))
        before, end = word.lower(), stop
    return tuple(found)


@lru_cache(maxsize=32)
def survey(pool: tuple[Section, ...]) -> Survey:
    """What the sections of one material do with their words."""
    by_section = [tuple(one.text for one in sentences(section)) for section in pool]
    nouns, verbs = _evidence([text for texts in by_section for text in texts])
    result = Survey(nouns=nouns, verbs=verbs, sections=len(pool))
    for texts in by_section:
        here: set[str] = set()
        for text in texts:
            for run in runs(text, nouns, verbs):
                if run.before in _DETERMINERS or run.before in _PREPOSITIONS:
                    result.heads[singular(run.words[-1].lower())] += 1
                for words in _grams(run.words):
                    spelled = " ".join(words)
                    key = fold(spelled)
                    here.add(key)
                    result.totals[key] += 1
                    # A sentence's first word has a capital for another reason.
                    weight = 1 if run.start == 0 and words[0] is run.words[0] else 3
                    if weight == 1 and spelled[1:] == spelled[1:].lower():
                        spelled = spelled[0].lower() + spelled[1:]
                    result.spellings.setdefault(key, Counter())[spelled] += weight
        result.spread.update(here)
    return result


def _grams(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for size in range(1, min(MAX_TERM_WORDS, len(words)) + 1):
        for start in range(len(words) - size + 1):
            yield words[start : start + size]


def terms(section: Section, pool: Sequence[Section] = (), *, limit: int = 40) -> tuple[Term, ...]:
    """The section's terms, best first: marked by the typesetting, then repeated and specific to this section."""
    everything = tuple(pool) if section in pool else (section, *pool)
    whole = survey(everything)
    own = survey_counts(section, whole)
    marked = {
        fold(word.strip(' .,;:()“”"'))
        for block in section.blocks
        for word in block.emphasis
        if block.kind not in ("heading", "code")
    }
    marked |= {fold(section.title)} | {one.key for one in definitions(section)}
    scored: list[Term] = []
    for key, count in own.items():
        words = key.split()
        is_marked = key in marked
        if len(key) < 3 or words[-1] in _GENERIC_HEADS or (not is_marked and not _is_noun(words, whole)):
            continue
        if not is_marked and count < 2 and not (len(words) > 1 and whole.totals[key] > 2):
            continue
        specific = math.log(1 + whole.sections / max(1, whole.spread[key])) + 0.5
        score = count * specific * (1 + 0.6 * (len(words) - 1)) * (3 if is_marked else 1)
        scored.append(Term(text=whole.spelling(key), key=key, count=count, score=round(score, 4), is_marked=is_marked))
    kept = [one for one in scored if not _is_inside_longer(one, scored)]
    return tuple(sorted(kept, key=lambda one: (-one.score, one.key))[:limit])


def survey_counts(section: Section, whole: Survey) -> Counter[str]:
    """How often the section has each run."""
    counts: Counter[str] = Counter()
    for one in sentences(section):
        for run in runs(one.text, whole.nouns, whole.verbs):
            counts.update(fold(" ".join(words)) for words in _grams(run.words))
    return counts


def _is_noun(words: Sequence[str], whole: Survey) -> bool:
    return whole.heads[singular(words[-1])] > 0 and not is_verbish(words[0], whole.nouns, whole.verbs)


def _is_inside_longer(term: Term, others: Sequence[Term]) -> bool:
    return any(
        len(other.key) > len(term.key)
        and f" {term.key} " in f" {other.key} "
        and other.count * 1.5 >= term.count
        and (other.is_marked or not term.is_marked)
        for other in others
    )


@lru_cache(maxsize=4096)
def definitions(section: Section) -> tuple[DefinedTerm, ...]:
    """The terms that the section defines in its own words, in reading order, each once."""
    found: dict[str, DefinedTerm] = {}
    for one in sentences(section):
        kind = section.blocks[one.block].kind
        defined = _glossed(section.blocks[one.block].text, one) if kind == "definition" else _defined(one)
        if defined is not None and defined.key not in found:
            found[defined.key] = defined
    return tuple(found.values())


def _glossed(text: str, sentence: Sentence) -> DefinedTerm | None:
    match = _GLOSSED.match(text.strip())
    return _checked(match, sentence, quote=tidy(text)) if match else None


def _defined(sentence: Sentence) -> DefinedTerm | None:
    if not sentence.text.endswith((".", ".”", ".)")):
        return None
    for pattern in (_MEANS, _CALLED, _IS_A):
        match = pattern.match(sentence.text)
        if match:
            return _checked(match, sentence, quote=sentence.text)
    return None


def _checked(match: re.Match[str], sentence: Sentence, *, quote: str) -> DefinedTerm | None:
    meaning = tidy(match["meaning"]).rstrip(".;, ")
    term = re.sub(r"^(?:an?|the)\s+", "", tidy(match["term"]).strip("“”\"'"), flags=re.IGNORECASE)
    term = re.sub(r"\s\([\w-]+\)$", "", term)
    had_article = tidy(match["term"])[:4].lower() == "the "
    words = term.lower().split()
    stems = {singular(word)[:6] for word in words if len(word) > 3 and word not in _STOP}
    leaks = any(singular(word.lower())[:6] in stems for word, _, _ in _tokens(meaning))
    is_vague = (
        not words
        or len(words) > 5
        or words[0]
        in _GENERIC_HEADS
        | _STOP - {"new", "right", "left", "single", "general", "specific", "long", "short", "high", "low", "set"}
        or any(word in _BEFORE_VERB | {"is", "are", "was", "be", "that"} for word in words)
        or (had_article and len(words) == 1 and words[0] in _GENERIC_HEADS)
        or words[-1] in _GENERIC_HEADS
    )
    if (
        is_vague
        or leaks
        or len(meaning.split()) < 3
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
        is_plural=is_plural(term),
    )
