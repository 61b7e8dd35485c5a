"""Rules on the stem: it asks one clear thing, in plain words, and nothing besides.

The numbers are those of the guidelines in Haladyna, Downing & Rodriguez (2002); the words in quotation marks are the
flaws' names in Moore et al. (2023). Both are cited in full in `core/domain/item_gate/__init__.py`.
"""

from __future__ import annotations

import re

from core.domain.item_gate.language import grade, language_of
from core.domain.item_gate.words import BLANK, content, is_choice, shown, statement, unquoted
from core.models import Question

MIN_STEM_WORDS = 4
MAX_STEM_WORDS = 80
MAX_SENTENCE_WORDS = 60
GRADED_FROM = 20
MAX_GRADE = 24.0

_ELSEWHERE = re.compile(
    r"\b(?:the (?:above|below|previous|preceding|former|latter)|(?:shown|described|mentioned|seen|"
    r"listed|given|discussed) (?:above|below|earlier|previously)|"
    r"(?:this|these|the following|the next|the preceding) (?:figures?|tables?|diagrams?|sections?|"
    r"chapters?|passages?|pages?|paragraphs?|images?|pictures?|equations?|listings?)|"
    r"(?:in|see|from) (?:figure|fig\.|table|section|chapter|equation|listing) \d)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"^(?:true or false\?\s*)?(?:(?:why|how|when|where|what) (?:is|are|was|were|does|do|did) )?"
    r"(?!it (?:is|was) (?:\w+ly )?\w+ (?:to|that|who|which)\b)(?:it|they|he|she|this|these|those)"
    r"(?= (?:is|are|was|were|has|have|can|will|does|do|did|not|also)\b| ?\?|['’]s)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:do|would|did) you (?:think|believe|feel|prefer|like|agree)\b|\bin your (?:opinion|view)\b"
    r"|\byour (?:favou?rite|opinion)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:as (?:we all|you (?:may|might|probably|surely)?) ?know|fun fact|by the way|interestingly|needless to say|"
    r"it is (?:interesting|worth|important) to (?:note|know|mention)|believe it or not|just for fun)\b",
    re.IGNORECASE,
)
# A "not" in a clause of its own ("cells that do not divide") describes; it does not turn the question round.
_ASKED = r"\b(?:which|what|who)\b(?:(?!\b(?:that|who|whose|where|when|if|because)\b)[^.?:,])*?"
_NEGATIVE = re.compile(
    rf"{_ASKED}\b(?:is|are|was|were|do|does|did|has|have|can|could|would|should|will|may|must)(?: not\b|n['’]t\b)"
    rf"|{_ASKED}\bcannot\b|\bexcept(?: for)?(?: one)?\s*[?:.…]*\s*$|\ball (?:but one|except)\b",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"\b(?:NOT(?! (?:gates?|operators?|NULL|IN|EXISTS)\b)|EXCEPT|LEAST)\b")
_CONTRASTS = re.compile(r"\bbut (?:is |are |does |do |has |have |can )?not\b[^.?]*", re.IGNORECASE)


def unfocused_stem(question: Question) -> bool:
    """Under 4 words, or words that name no subject: "Which of these is true?" (14, 15; "unfocused stem")."""
    words = BLANK.sub("blank", statement(question)).split()
    # A stem in another alphabet may be written without spaces.
    is_short = len(words) < MIN_STEM_WORDS and question.text.isascii()
    return is_short or not content(question.text)


def unclear_stem(question: Question) -> bool:
    """The stem opens with a pronoun for something it has not named, or asks two things (12, 14; "ambiguous or unclear
    information")."""
    text = unquoted(question.text).strip()
    asked = statement(question.model_copy(update={"text": text})).count("?")
    return bool(_POINTS_BACK.match(text)) or asked > 1


def opinion_asked(question: Question) -> bool:
    """What the learner thinks or likes has no right answer (6)."""
    return bool(_OPINION.search(unquoted(question.text)))


def gratuitous_detail(question: Question) -> bool:
    """Over 80 words, or an aside that the question does without (13, 16; "gratuitous information")."""
    return len(question.text.split()) > MAX_STEM_WORDS or bool(_ASIDE.search(unquoted(question.text)))


def negative_stem(question: Question) -> bool:
    """The stem asks for what is not so: a "not" is read over, and who finds it need not know what is so (17;
    "negative worded")."""
    if not is_choice(question):
        return False
    text = _CONTRASTS.sub(" ", unquoted(question.text))
    return bool(_NEGATIVE.search(text) or _SHOUTED.search(text))


def context_dependent(question: Question) -> bool:
    """The item points at something that the learner does not have in view (4: items are independent)."""
    return any(_ELSEWHERE.search(text) for text in shown(question))


def blank_count(question: Question) -> bool:
    """More than one blank leaves too little to go by ("fill-in-the-blank")."""
    return len(BLANK.findall(question.text)) > 1


def blank_at_start(question: Question) -> bool:
    """The blank comes before a word has said what is asked (15; "fill-in-the-blank"). A direction before it says so."""
    return bool(BLANK.match(question.text.lstrip(" “\"'(")))


def hard_to_read(question: Question) -> bool:
    """The stem is above what a university's text asks for (8, 13): a sentence of over 60 words, or in English, from 20
    words on, a Flesch-Kincaid grade of over 24. The formula says little about shorter texts."""
    text = question.text
    if max(len(sentence.split()) for sentence in re.split(r"(?<=[.?!:;])\s+", text)) > MAX_SENTENCE_WORDS:
        return True
    return len(text.split()) >= GRADED_FROM and language_of(text) in ("", "en") and grade(text) > MAX_GRADE
