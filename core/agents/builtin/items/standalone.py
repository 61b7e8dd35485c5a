"""Whether a sentence makes sense to somebody who sees neither its page nor its neighbours.

What is said of "the dialog" or "the sequence" is said of one that the page shows; an entry without a subject or without
a verb is no statement at all.
"""

from __future__ import annotations

import re

from core.content.text.words import STOP, is_listed_verb
from core.domain.caches import remembered

# What a page shows or a program puts on the screen: without a word that says which one, it is the one in view.
_IN_VIEW = re.compile(
    r"^(?:In|On|At|From|For|With|Within|Inside)? ?[Tt]he "
    r"(?:(?:initial|first|second|last|final|next|main|new|current|same|left|right|top|bottom|upper|lower|other) )?"
    r"(?:dialog|dialogue|screen|window|report|picture|image|diagram|plot|graph|drawing|illustration|box|button|panel|"
    r"pane|widget|tab|[\w-]+ (?:widget|dialog|window|button)|code|listing|output|"
    r"tutorials?|exercise|authors?|reader|problem|question|answer|reason|idea|trick|rest|remainder|results?|"
    r"difference|latter) (?P<next>\w+)",
)
_PICTURED = re.compile(
    r"\b(?:shown|drawn|marked|printed|displayed|highlighted|coloured|colored|represented) (?:in|with|as|by) (?:an? )?"
    r"(?:red|green|blue|gr[ae]y|black|yellow|orange|bold|italics?|dashed|dotted|arrows?|lines?|box(?:es)?|circles?)\b"
    r"|^(?:The )?(?:dashed|dotted|solid|shaded|red|green|blue|gr[ae]y|yellow|black|thick|thin|bold) "
    r"(?:lines?|arrows?|box(?:es)?|areas?|curves?|circles?|dots?|regions?|text)\b",
    re.IGNORECASE,
)
_OPENS_WITH_VERB = re.compile(r"^(?:May|Can|Must|Will|Should|Is|Are|Has|Have|Does|Do|Was|Were|Could|Would) ")
_NO_SUBJECT_AFTER = re.compile(
    r"^(?:When|If|Once|Unless|For|In|By|On|With)\b[^,]*, (?:then )?(?:will|can|must|is|are|may|does|should)\b"
)
_COUNTERFACTUAL = re.compile(r"\b(?:would|could|might|should) have (?:been|\w+ed|had|made|shown|given|taken|seen)\b")
_THAT_ONE = re.compile(
    r"(?:^|, |; |\b(?:and|but|or|of|in|for|to|on|from|with|by|at|then) )that (?!(?:it|they|the|there|an?|this|these|is|"
    r"he|she|we|you|all|each|no|any|its|their|some|most|every|of|are|was|has|can|will)\b)[a-z][\w-]+(?: [a-z][\w-]+)?"
    r"(?= (?:is|are|was|were|can|will|may|must|has|have|should|does)\b)"
)
_INDEFINITE = re.compile(r"^(?:An?|Any) ")
_REDUCED = re.compile(
    r"\b(?!need|occurr|appear|happen|result|consist|depend|belong|succeed|exceed|proceed)\w+(?:ed|wn|lt) "
    r"(?:by|as|for|using|from|in|to|on|at|with|of|into|through|during|after)\b"
)
_RELATIVE = re.compile(
    r"\b(?:which|that|who)(?: (?:is|are|was|were|has|have|had|can|may|might|must|will|would|does|do|should|could))?"
    r"(?: \w+)?|\b(?:whose|after|before|when|if|while|because|until|once|although|at the time)\b[^,.;]*",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|might|must|will|would|cannot|does|do|did|should|needs?|could)\b"
    r"|\b(?:occurred|appeared|happened|resulted|consisted|depended|belonged|succeeded|led|became|began|went|came|took|"
    r"gave|lived|died|grew|rose|fell|wrote|built|won|lost)\b|\b\w{2,}ed (?:the|an?|its|their|his|her|all|most|many)\b"
)
_PARTICIPLE = re.compile(r"^(?:The|An?) (?:[\w-]+ ){1,3}?(?P<verb>\w{3,}ing) (?:\w+ )?")
_BARE_NOUN = re.compile(r"^(?P<first>[A-Z][a-z]{3,}) (?P<second>[a-z]+ )?(?:for|to) ")
_INFINITIVE = re.compile(r"\bto [a-z]+\b")
_ASIDE = re.compile(r"\([^)]*\)")
_NEVER_A_NOUN = re.compile(
    r"(?:ates|ifies|izes|ises|reads|shows|lets|gives|makes|takes|contains|describes|includes|uses)$"
)


@remembered(16384)
def stands_alone(sentence: str) -> bool:
    """Whether a sentence points at nothing in view, supposes nothing that was not so, and has a subject and a verb."""
    return not (
        _is_in_view(sentence)
        or _PICTURED.search(sentence)
        or _COUNTERFACTUAL.search(sentence)
        or _THAT_ONE.search(sentence)
        or _OPENS_WITH_VERB.match(sentence)
        or _NO_SUBJECT_AFTER.match(sentence)
        or _lacks_subject(sentence)
        or _lacks_verb(sentence)
        or _is_caption(sentence)
    )


def _is_in_view(sentence: str) -> bool:
    """ "The dialog shows …"; "the dialog of the printer shows" says which one."""
    match = _IN_VIEW.match(sentence)
    if match is None:
        return False
    word = match["next"]
    is_verb = is_listed_verb(word) and not word.endswith(("ed", "ing"))
    return is_verb or _HAS_VERB.fullmatch(word) is not None


def _lacks_subject(sentence: str) -> bool:
    """ "Creates lots for any transaction that …": an entry that says what its heading does."""
    match = re.match(r"([A-Z][a-z]+s) (?:[a-z]|[A-Z]\w+ )", sentence)
    if match is None:
        return False
    word = match.group(1).lower()
    following = sentence[match.end(1) :].split()[0].lower()
    is_verb = is_listed_verb(word) and (
        _NEVER_A_NOUN.search(word) or following in {"the", "a", "an", "all", "any", "each", "whether", "how"}
    )
    return bool(is_verb)


def _is_caption(sentence: str) -> bool:
    """ "The database showing prices for the transfer.", "Declaration for TeX to minimise space.": no verb but a
    participle or an infinitive."""
    main = _INFINITIVE.sub("", _RELATIVE.sub("", _ASIDE.sub("", sentence)))
    if _HAS_VERB.search(main):
        return False
    if (match := _PARTICIPLE.match(main)) and is_listed_verb(match["verb"]):
        rest = main[: match.start("verb")] + main[match.end() :]
        return not any(_is_third_person(word) for word in re.findall(r"[a-z]+", rest))
    bare = _BARE_NOUN.match(sentence)
    if bare is None or bare["first"].endswith("s") or bare["first"].lower() in STOP:
        return False
    # The last word is no verb: something would follow it.
    words = re.findall(r"[a-z]+", main[len(bare["first"]) :])[:-1]
    return not any(_is_third_person(word) for word in words) and not is_listed_verb((bare["second"] or "").strip())


def _is_third_person(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and is_listed_verb(word)


def _lacks_verb(sentence: str) -> bool:
    """ "A fee removed from the principal at the time when the borrower gets the loan.": a gloss without its term."""
    if _INDEFINITE.match(sentence) is None:
        return False
    main = _REDUCED.sub("", _RELATIVE.sub("", _ASIDE.sub("", sentence)))
    words = re.findall(r"[^\W\d_]+", main)
    return not _HAS_VERB.search(main) and not any(
        is_listed_verb(word) and word.endswith("s") and not word.endswith("ss") for word in words[1:]
    )
