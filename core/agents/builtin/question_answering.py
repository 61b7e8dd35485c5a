"""Answers to questions in a material's own words; where it says nothing, that is the answer.

By rule, not by lot or guess: a passage answers only if it has the question's rarest words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache

from core.content.courses import Course, load_course
from core.content.text.definitions import definitions
from core.content.text.passages import Hit, PassageIndex, content_words, passage_index, rarity, search, stem, words_of
from core.content.text.words import fold, is_listed_verb, listed
from core.models import Block, Material, Section, Source, TutorAnswer
from core.words import Said

MOST_PASSAGES = 3
# Of the words for things in a question, the rarest two thirds must be in a passage, and most of all that it asks for.
NEEDED = 2 / 3
COVERED = 0.6
VERB = 0.4
# A passage beside the best one must be worth this much of it.
AS_GOOD = 0.6
# One that has so few words of its own beside another says the same again.
SAME = 0.2
NAMED = 3

_DEFINED = re.compile(
    r"^(?:what(?:['’]s| is| are| was| were| (?P<does>does|do))|define|who (?:is|are|was|were))\s+(?:meant by )?"
    r"(?:(?:the )?(?:meaning|definition|function|role|purpose|job|point|use) of )?(?:an? |the )?"
    r"(?P<term>(?:(?!\b(?:of|in|for|to|by|with|on|at|and|or|between|from|when|if)\b)[\w\s’'-])+?)"
    r"(?P<does_it> mean| means| stand for| do)?\s*[?.!]*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:differences? between|compare|distinguish|tell apart|how (?:do|does|is|are)) (?P<one>.+?)"
    r" (?:and|from|with|to|versus|vs\.?|differ from|different from) (?P<other>.+?)(?: differ)?\s*[?.]*$",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:differ\w*|compare|distinguish|tell apart)\b", re.IGNORECASE)
# What questions are put with: it is looked for only where nothing else is asked.
_PUT_WITH = listed(
    "role roles place play plays function functions purpose purposes important importance occur occurs work works "
    "part parts difference differences kind type types main tell find work come comes go goes say says said look "
    "looks way ways word words"
)
# "How old is the Sun?" is answered by no sentence without a number.
_COUNTED = re.compile(r"^how (?:many|old|far|tall|deep|heavy|hot|fast|long|wide|high)\b", re.IGNORECASE)
_NUMBERS = re.compile(
    r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|twice|once|few|several|"
    r"many|hundreds?|thousands?|millions?|billions?)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile('[“”„«»"]')
_SAID, _NO_WORDS = Said("tutor.this_says"), Said("tutor.no_words")


def answered(question: str, indexes: Mapping[str, PassageIndex]) -> TutorAnswer:
    """The passages that answer a question, best first, from indexes by their document's name; or that none does.

    Where it asks how two things differ, what is said of the one and then of the other.
    """
    question = " ".join(_QUOTES.sub(" ", question).split())
    if (compared := _COMPARED.search(question)) and _COMPARES.search(question):
        sides = [answered(f"What is {compared[side]}?", indexes) for side in ("one", "other")]
        if all(side.found for side in sides):
            first = [side.passages[0] for side in sides]
            return TutorAnswer(found=True, text=str(_SAID), said=_SAID, passages=tuple(dict.fromkeys(first)))
    words = content_words(question)
    asked = {stem(word): word for word in [word for word in words if word not in _PUT_WITH] or words}
    if not asked:
        return TutorAnswer(found=False, text=str(_NO_WORDS), said=_NO_WORDS)
    searched = tuple(indexes.values())
    weights = _weights(asked, searched)
    needed = _needed(asked, weights)
    hits = [hit for hit in search(tuple(asked), searched) if _answers(hit, needed, weights)]
    if _COUNTED.match(question):
        hits = [hit for hit in hits if _NUMBERS.search(hit.passage.text)]
    term = _term(question)
    if term:
        hits = [hit for hit in hits if _is_about(hit, term)]
    if not hits:
        said = _not_said(needed, asked, searched)
        return TutorAnswer(found=False, text=str(said), said=said)
    names = {id(index): name for name, index in indexes.items()}
    passages = tuple(_source(hit, names) for hit in _best(term, hits))
    return TutorAnswer(found=True, text=str(_SAID), said=_SAID, passages=passages)


def material_indexes(materials: Sequence[Material]) -> dict[str, PassageIndex]:
    """The index of each material, by the document's name; of two with one name, one is told apart by its id."""
    indexes: dict[str, PassageIndex] = {}
    for material in materials:
        name = material.name if material.name not in indexes else f"{material.name} ({material.id[:8]})"
        indexes[name] = passage_index(material.sections)
    return indexes


@cache
def course_index(course_id: str) -> tuple[str, PassageIndex]:
    """A bundled course's document name, and the index of its lessons."""
    course = load_course(course_id)
    return course.topics[0].lesson.sources[0].document, passage_index(_lessons(course))


def _lessons(course: Course) -> tuple[Section, ...]:
    """A course's lessons as sections: what a learner can read there, with the steps' titles as headings."""
    sections = []
    for topic in course.topics:
        lesson = topic.lesson
        blocks = [Block(kind="paragraph", text=lesson.intuition)]
        for step in lesson.steps:
            blocks += [Block(kind="heading", text=step.title), Block(kind="paragraph", text=step.content)]
        blocks.append(Block(kind="heading", text=""))
        blocks += [
            Block(kind="definition", text=f"{definition.term}: {definition.meaning}")
            for definition in lesson.definitions
        ]
        blocks += [
            Block(kind="paragraph", text=text) for text in (lesson.real_world_example, lesson.common_pitfall) if text
        ]
        sections.append(Section(title=topic.name, blocks=tuple(blocks)))
    return tuple(sections)


def _weights(asked: Mapping[str, str], indexes: Sequence[PassageIndex]) -> dict[str, float]:
    """What each stem tells. A verb tells less than any word for a thing, however rare: it is easily said otherwise."""
    told = {word: rarity(word, indexes) for word in sorted(asked)}
    most = max((told[word] for word in told if not is_listed_verb(asked[word])), default=math.inf)
    return {word: VERB * min(much, most) if is_listed_verb(asked[word]) else much for word, much in told.items()}


def _needed(asked: Mapping[str, str], weights: Mapping[str, float]) -> frozenset[str]:
    """The stems that a passage cannot do without: the rarest words for things; verbs only where there are none."""
    things = [word for word in weights if not is_listed_verb(asked[word])] or list(weights)
    rarest = sorted(things, key=lambda word: (-weights[word], word))
    return frozenset(rarest[: math.ceil(NEEDED * len(rarest))])


def _answers(hit: Hit, needed: frozenset[str], weights: Mapping[str, float]) -> bool:
    if not needed <= hit.near or 2 * len(needed & hit.own) < len(needed):
        return False
    return sum(weights[word] for word in sorted(hit.near)) >= COVERED * sum(weights.values())


def _term(question: str) -> str:
    """What a question wants to have explained: "osmosis" of "What is osmosis?"; empty where it asks something else."""
    asked = _DEFINED.match(question)
    if asked is None or (asked["does"] and not asked["does_it"]):
        return ""
    return asked["term"]


def _is_about(hit: Hit, term: str) -> bool:
    """Whether a passage has the term for its subject or in its headings, and does not only mention it."""
    stems = words_of(term)
    return not stems or set(stems) <= hit.above or hit.passage.is_about(stems)


def _best(term: str, hits: Sequence[Hit]) -> list[Hit]:
    """The passages to show: where a definition was asked for, the one that defines it comes first."""
    key = fold(term)
    defining = [hit for hit in hits if key and _defines(hit, key)]
    ranked = defining[:1] + [hit for hit in hits if hit not in defining[:1]]
    least = AS_GOOD * hits[0].score
    shown: list[Hit] = []
    for hit in ranked:
        if (hit.score >= least or hit in defining) and not any(_says_no_more(hit, other) for other in shown):
            shown.append(hit)
        if len(shown) == MOST_PASSAGES:
            break
    return shown


def _says_no_more(hit: Hit, other: Hit) -> bool:
    """Whether a passage has hardly a word that another does not have."""
    mine = {*words_of(hit.passage.text)}
    return len(mine - {*words_of(other.passage.text)}) <= SAME * len(mine)


def _defines(hit: Hit, key: str) -> bool:
    section = hit.index.sections[hit.passage.place]
    return any(definition.key == key and definition.quote in hit.passage.text for definition in definitions(section))


def _source(hit: Hit, names: Mapping[int, str]) -> Source:
    return Source(document=names[id(hit.index)], page=hit.passage.page, quote=hit.passage.text)


def _not_said(needed: frozenset[str], asked: Mapping[str, str], indexes: Sequence[PassageIndex]) -> Said:
    unknown = [word for stemmed, word in asked.items() if stemmed in needed and not _is_known(stemmed, indexes)]
    if unknown:
        return Said("tutor.nothing_about", words=[f"“{word}”" for word in sorted(unknown)[:NAMED]])
    words = [f"“{word}”" for word in sorted(asked[stemmed] for stemmed in needed)[:NAMED]]
    return Said("tutor.not_together" if len(needed) > 1 else "tutor.only_named", words=words)


def _is_known(word: str, indexes: Sequence[PassageIndex]) -> bool:
    return any(word in index.postings for index in indexes)
