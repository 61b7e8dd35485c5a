"""Where a term can be asked for: sentences that state something on their own, and the blank in them."""

from __future__ import annotations

import re
from dataclasses import replace

from core.agents.builtin.items.distractors import shape
from core.agents.builtin.items.index import Index, Mention, content
from core.agents.builtin.items.standalone import stands_alone
from core.agents.builtin.items.subjects import is_established, lists_messages
from core.agents.builtin.items.worth import addresses, is_subject
from core.content.text.sentences import is_self_contained
from core.content.text.words import GENERIC_HEADS, is_listed_verb, listed
from core.domain.caches import remembered
from core.domain.plurals import is_plural, singular

BLANK = "____"
_EMPTY = listed(
    "structure process entry task variety range series setting form content purpose intent discussion action eligible "
    "opportunity ability possibility decision situation attention care chance choice aspect feature need lack existence"
)
_SPEAKS_TO_SOMEBODY = re.compile(
    r"\b(?:our|us|i|my|me|let’s|let's|please|this|these|those(?! (?:who|that|which|of|in|with)\b)|such an?|"
    r"the latter|the former|do so|the other|so-called|here|now|he|his|she|her|"
    r"that (?:question|case|point|way|time|value|number|step|method)|sections?|chapters?)\b|"
    r"(?:^|, |\bthen )(?:use|click|choose|enter|type|examine|see|go|open|press|select|make sure|check|note)\b",
    re.IGNORECASE,
)
# "If you press it, the file is saved" states a fact; "you should press it" and "as you will see" do not.
_INSTRUCTS = re.compile(
    r"\byou(?:['’]|r(?:s|self)\b| (?:should|must|need|want|might|would|will|had|have|see|notice|know|learn|think|feel|"
    r"wish|like|remember|already|probably|look|read|guess|just|now|are|were|did|do|don['’]t|cannot|"
    r"(?:can|may) (?:also |now |then |always |simply |already )*(?:see|find|skip|ignore|notice|imagine|guess|go|want|"
    r"wish|need|have|be|not|think|wonder|experience|encounter)))\b"
    r"|\byou\W*$|\bwe\b(?! (?:call|can (?!see)|obtain|define|denote|distinguish|speak of)\b)|\bof you\b"
    r"|^(?:as|do|does|did|are|is|can|have|what|how) you\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:to|from|of|on|in|for|with|into) (?:it|them)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:however|thus|therefore|hence|also|moreover|furthermore|additionally|in addition|besides|nevertheless|"
    r"nonetheless|consequently|accordingly|finally|of course|in general|in fact|indeed|in particular|naturally|"
    r"obviously|clearly|specifically|actually|similarly|likewise), ?"
    r"|(?:please )?(?:note|remember|recall)(?: also| here)?(?:,? however,?)? that |in other words, )(?=\w)",
    re.IGNORECASE,
)
_STATES = re.compile(r"\b(?:is|are|was|were|has|have|had|can|may|must|will|cannot|does|do|should|needs?|could|would)\b")
_CONDITION = re.compile(
    r"\b(?:if|when(?:ever)?|once|unless|while|until) you (?:have|are|were|had|do|did)\b", re.IGNORECASE
)
_LABEL = re.compile(r"^([^.:]{2,60}):\s")
_TIED_AFTER = re.compile(
    r"\s*(?:[(/–—-]|\d|,? etc\b|, (?:[\w-]+ ){0,3}(?:and|or)\b|,? (?:and|or|as well as)\b|['’])"
    r"|, [\w -]+, "
)
_TIED_BEFORE = re.compile(
    r"(?:[(/–—-]\s*|\b(?:and|or) (?:the |an? )?|\b(?:that|which|who|more|most|very|less|quite|too|right|left|high|low|"
    r"long|short|large|small|single|multiple|general|special|normal|whole) )$"
)
_NEVER_NOUNS = listed(
    "allows provides lets requires includes contains gives makes takes implements enables uses creates supports assumes"
)
# Nouns that carry no topic still end a compound: "item numbers", "the payment time".
_HEADS = listed(
    "way ways thing things kind kinds sort sorts lot lots example examples case cases part parts use uses user users "
    "number numbers amount amounts fact reason reasons result results time times day days end ends set sets bit step "
    "steps detail details question questions problem problems point points idea figure figures table tables page pages "
    "section sections type types value values people person book books guide manual name names"
)


def stated(mention: Mention) -> Mention:
    """The mention in its sentence without an opening that ties it to the one before ("However, …")."""
    text = mention.sentence.text
    lead = _LEAD.match(text)
    if lead is None or mention.start < lead.end():
        return mention
    bare = text[lead.end()].upper() + text[lead.end() + 1 :]
    return replace(
        mention,
        sentence=mention.sentence.model_copy(update={"text": bare}),
        start=mention.start - lead.end(),
        end=mention.end - lead.end(),
        original=text,
    )


@remembered(16384)
def is_fit_to_ask(sentence: str) -> bool:
    """Whether a sentence states something without instructing anybody or leaning on its neighbours."""
    if _INSTRUCTS.search(_CONDITION.sub("", sentence)) or (addresses(sentence) and _POINTS.search(sentence)):
        return False
    if not is_self_contained(sentence) or _SPEAKS_TO_SOMEBODY.search(sentence) or _is_labelled(sentence):
        return False
    if not stands_alone(sentence):
        return False
    opening = re.match(r"(\w+)(?: click)? (?:the|an?|your|all|any|each|on|in|up|to|as)\b", sentence)
    if (opening and is_listed_verb(opening.group(1))) or re.match(r"(?:double|right|left)[- ]click", sentence, re.I):
        return False
    # A main clause has a verb of its own besides those of its relative clauses.
    plain = re.sub(
        r"\([^)]*\)|\b(?:which|that|who|where|whose|after|before|when|if|while|because|until|once|although)\b[^,.;]*",
        "",
        sentence,
        flags=re.IGNORECASE,
    )
    plain = re.sub(r"\b\w+ed (?:by|as|for|using)\b", "", plain)
    return bool(_STATES.search(plain)) or any(
        is_listed_verb(word) and not word.endswith("ing") for word in re.findall(r"[^\W\d_]+", plain[1:])
    )


def _is_labelled(sentence: str) -> bool:
    """Whether a sentence is a heading or a command with its explanation, or holds bullets."""
    label = _LABEL.match(sentence)
    is_bare = label is not None and (len(label.group(1).split()) < 5 or not _STATES.search(label.group(1)))
    return is_bare or any(char in sentence for char in "•◦▪●")


def blanked(sentence: str, start: int, end: int) -> str:
    """The sentence with the span as a blank; "a" or "an" before it becomes "a/an", so that grammar is no cue."""
    before = re.sub(r"\b(a)n? $", lambda match: f"{match.group(1)}/{match.group(1).lower()}n ", sentence[:start])
    before = re.sub(r"\b(A)n? $", "A/an ", before)
    return f"{before}{BLANK}{sentence[end:]}"


def mentions_here(index: Index, number: int) -> tuple[tuple[str, Mention], ...]:
    """The section's terms where they stand once, whole, in a sentence fit to be asked: ranked terms, then phrases."""
    if lists_messages(index.sections[number].title):
        return ()
    ranked = [
        (term.key, stated(mention))
        for term in index.section_terms[number]
        for mention in index.mentions_in(number, term.key)
        if term.is_marked or " " in term.key or not term.key.endswith("ing")
    ]
    taken = {key for key, _ in ranked}
    subjects = [
        (key, stated(mention))
        for key in index.phrases[number]
        if key not in taken and _is_named_subject(index, key)
        for mention in index.mentions_in(number, key)
    ]
    taken |= {key for key, _ in subjects}
    subjects += [
        (key, shown)
        for key in index.openers[number]
        if key not in taken and not key.endswith("ing")
        for mention in index.mentions_in(number, key)
        if is_subject(shown := stated(mention))
    ]
    return tuple((key, mention) for key, mention in (*ranked, *subjects) if _is_askable(index, number, key, mention))


def _is_named_subject(index: Index, key: str) -> bool:
    words = key.split()
    is_plain = not any(is_listed_verb(word) and word.endswith(("s", "ed", "ing")) for word in words)
    return (
        len(words) > 1
        and is_plain
        and words[-1] not in GENERIC_HEADS
        and not words[0].endswith("est")
        and index.survey.heads[words[-1]] > 1
    )


def _is_askable(index: Index, number: int, key: str, mention: Mention) -> bool:
    text = mention.sentence.text
    words = key.split()
    before = text[: mention.start]
    # "MrBayes implements" is a subject with its verb; a blank in brackets asks for an aside.
    if before.count("(") > before.count(")") or _is_verb(index, words[-1]) or _cuts_a_name(text, mention):
        return False
    is_own = not index.is_everywhere(key) and words[-1] not in _EMPTY
    # A phrase that the subject of the whole material opens ("GnuCash account") names no kind of its own.
    if (
        not is_own
        or (len(words) > 1 and index.is_everywhere(words[0]) and _is_name(index, words[0]))
        or any(index.survey.is_run_together(word) for word in re.findall(r"[^\W\d_]+", text))
    ):
        return False
    return (
        is_fit_to_ask(text)
        and is_established(index, number, text)
        and _is_once(key, mention)
        and _tells(text, mention)
        and is_whole(mention)
    )


def _is_name(index: Index, key: str) -> bool:
    return shape(index.spelling(key)) != "word"


def _is_verb(index: Index, word: str) -> bool:
    is_noun = index.survey.heads[singular(word)] > 0 or index.survey.nouns[word] > 0
    return word in _NEVER_NOUNS or (is_listed_verb(word) and not is_noun)


def _cuts_a_name(text: str, mention: Mention) -> bool:
    """Whether the term is the end of a title ("The Elements of Style") or a bare word after "is" ("they are empty")."""
    before, term = text[: mention.start], text[mention.start : mention.end]
    if term[0].isupper() and re.search(r"[A-Z][\w’'-]* (?:of|and|for|in) (?:the )?$", before):
        return True
    return " " not in term and re.search(r"\b(?:is|are|was|were|be|been) $", before) is not None


def is_whole(mention: Mention) -> bool:
    """Whether the term can be lifted out: not one of several in a row, nor half of a compound, nor glossed at once."""
    text = mention.sentence.text
    before, after = text[: mention.start], text[mention.end :]
    # "The analysis of variance", "a priori testing" and "the longer the sequences" are cut in the middle.
    term = text[mention.start : mention.end].lower()
    if (
        (" " not in term and after.startswith(" of "))
        or term.startswith(("priori ", "posteriori ", "hoc "))
        or (after.startswith(" the ") and before.lower().endswith("the "))
    ):
        return False
    if _TIED_AFTER.match(after) or _TIED_BEFORE.search(before) or (before.endswith(", ") and not is_subject(mention)):
        return False
    first = text[mention.start : mention.end].split()[0]
    if is_listed_verb(first) and re.search(r"\b(?:to|can|will|may|must|should|not) $", before):
        return False
    following = re.match(r"\s+([^\W\d_][\w’'-]*)", after)
    if following is None:
        return True
    # "context help": a verb's bare form after a singular noun, or its -s form after a plural, is a noun itself.
    word, plural = following.group(1).lower(), is_plural(text[mention.start : mention.end])
    if word in _HEADS or (word.endswith("ing") and not is_listed_verb(word)):
        return False
    return not is_listed_verb(word) or (word.endswith("s") != plural) or word.endswith(("ed", "ing"))


def _is_once(key: str, mention: Mention) -> bool:
    text = mention.sentence.text.lower()
    stem = re.escape(key[:-1] if key.endswith("y") else key)
    shown = re.escape(text[mention.start : mention.end])
    return len(re.findall(rf"\b(?:{stem}|{shown})", text)) == 1


def _tells(text: str, mention: Mention) -> bool:
    rest = text[: mention.start] + text[mention.end :]
    return len(content(rest)) >= 4
