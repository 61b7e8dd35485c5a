"""Questions from a section's own sentences: no model, no network, the same for the same seed."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.agents.builtin.distractors import at_page, note
from core.agents.builtin.drafts import ALL_DRAFTS, Draft, Kind
from core.agents.builtin.index import Index, index_of, index_over
from core.agents.builtin.stems import blanked
from core.documents import Section
from core.item_gate import Rejected, check_item, gate
from core.material.sentences import is_self_contained
from core.material.words import singular
from core.models import Difficulty, OptionNote, Question, QuestionType, Source

_TYPES: dict[Kind, QuestionType] = {
    "definition_to_term": "multiple_choice",
    "term_to_definition": "multiple_choice",
    "cloze": "multiple_choice",
    "true": "true_false",
    "false": "true_false",
    "typed_definition": "fill_blank",
    "typed_cloze": "fill_blank",
    "several": "multi_select",
}
_ORDER: tuple[Kind, ...] = (
    "definition_to_term",
    "false",
    "several",
    "cloze",
    "typed_definition",
    "term_to_definition",
    "true",
    "cloze",
    "typed_cloze",
)
PER_CONCEPT = 2


@dataclass(frozen=True)
class _Made:
    draft: Draft
    question: Question
    worth: float
    is_fresh: bool = True


def make_items(
    section: Section, pool: Sequence[Section], document_name: str, *, count: int, seed: int, avoid: Collection[str] = ()
) -> tuple[tuple[Question, ...], tuple[Rejected, ...]]:
    """Up to `count` questions on the section, and those that the item gate refused.

    `pool` is the material that the section is part of: wrong options come from there. `avoid` holds ids of questions
    that were asked before; they come again only where there are not enough others. Fewer questions than `count` come
    back where the text does not carry more. No two rest on the same sentence.
    """
    index = index_of(section, pool)
    number = index.number(section)
    drafts = _drafts(index.sections, number)
    rng = random.Random(f"{seed}:{section.title}")
    made = [
        _Made(draft, _question(index, number, draft, document_name, rng), draft.worth + rng.random() * 2)
        for draft in drafts
    ]
    broken = {one.question.id: reasons for one in made if (reasons := check_item(one.question))}
    sound = [one for one in made if one.question.id not in broken]
    asked = {one.draft.quote for one in sound if one.question.id in avoid}
    marked = [replace(one, is_fresh=one.question.id not in avoid) for one in sound]
    ranked = sorted(marked, key=lambda one: (one.draft.quote in asked, -one.worth, one.question.id))
    passed, doubled = gate(_picked(ranked, count))
    refused = {one.question.id: one.question.text for one in made if one.question.id in broken}
    return passed, (
        *(Rejected(question_id=name, text=text, reasons=broken[name]) for name, text in refused.items()),
        *doubled,
    )


@lru_cache(maxsize=64)
def _drafts(sections: tuple[Section, ...], number: int) -> tuple[Draft, ...]:
    index = index_over(sections)
    return tuple(draft for kind in ALL_DRAFTS for draft in kind(index, number))


def _picked(ranked: Sequence[_Made], count: int) -> list[Question]:
    """Kinds in turn, best first; one item to a sentence, few to a concept, none seen before while others last."""
    chosen: list[Question] = []
    sentences: set[str] = set()
    concepts: Counter[str] = Counter()
    kinds_so_far: Counter[Kind] = Counter()
    for limit, is_fresh in ((1, True), (PER_CONCEPT, True), (PER_CONCEPT, False)):
        kinds = _ORDER
        while kinds and len(chosen) < count:
            kinds_left: list[Kind] = []
            for kind in kinds:
                found = next(
                    (
                        one
                        for one in ranked
                        if one.draft.kind == kind
                        and one.is_fresh >= is_fresh
                        and one.draft.quote not in sentences
                        and concepts[one.draft.concept] < limit
                        and (kind != "true" or kinds_so_far["true"] <= kinds_so_far["false"])
                    ),
                    None,
                )
                if found is None or len(chosen) == count:
                    continue
                kinds_left.append(kind)
                chosen.append(found.question)
                sentences.add(found.draft.quote)
                concepts[found.draft.concept] += 1
                kinds_so_far[kind] += 1
            kinds = tuple(kinds_left)
    return chosen


def _question(index: Index, number: int, draft: Draft, document: str, rng: random.Random) -> Question:
    question_type = _TYPES[draft.kind]
    options = ("True", "False") if question_type == "true_false" else (*draft.right, *draft.wrong)
    order = list(range(len(options)))
    if question_type in ("multiple_choice", "multi_select"):
        rng.shuffle(order)
    if question_type == "fill_blank":
        options, order = (), []
    shown = tuple(_capital(options[place]) if draft.kind == "term_to_definition" else options[place] for place in order)
    key = tuple(place for place, one in enumerate(order) if options[one] in draft.right)
    return Question(
        id=_id(draft),
        text=draft.stem,
        question_type=question_type,
        options=shown,
        correct_option_index=key[0] if question_type in ("multiple_choice", "true_false") else None,
        correct_indexes=key if question_type == "multi_select" else (),
        accepted_answers=_accepted(index, draft) if question_type == "fill_blank" else (),
        explanation=_explanation(index, draft),
        difficulty=_difficulty(index, number, draft),
        concept_tested=index.spelling(draft.concept),
        sources=(Source(document=document, page=draft.page, quote=draft.quote),),
        option_notes=_notes(index, draft, options, order, document),
        hint=_hint(index, draft),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _id(draft: Draft) -> str:
    content = "\n".join((draft.kind, draft.stem, *sorted(draft.right), *sorted(draft.wrong)))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _accepted(index: Index, draft: Draft) -> tuple[str, ...]:
    same = [
        index.spelling(one)
        for one in sorted(index.synonyms.get(draft.concept, ()))
        if _is_alias(index, draft.concept, one)
    ]
    return tuple(dict.fromkeys((*draft.right, *same)))


def _is_alias(index: Index, key: str, other: str) -> bool:
    short, long = sorted((key, other), key=len)
    return short == "".join(word[0] for word in long.replace("-", " ").split())


def _explanation(index: Index, draft: Draft) -> str:
    said = f"The material says: “{draft.quote}”{at_page(draft.page)}"
    if draft.kind == "false":
        right, wrong = index.spelling(draft.concept), index.spelling(draft.others[0])
        return f"False: it speaks of “{right}”, not of “{wrong}”. {said}"
    return f"True. {said}" if draft.kind == "true" else said


def _difficulty(index: Index, number: int, draft: Draft) -> Difficulty:
    rank = next((place for place, one in enumerate(index.section_terms[number]) if one.key == draft.concept), 99)
    points = (
        (rank >= 5)
        + (rank >= 12)
        + (len(draft.quote.split()) > 25)
        + (draft.kind.startswith("typed") or draft.kind == "several")
    )
    return "easy" if points == 0 else "medium" if points <= 2 else "hard"


def _notes(
    index: Index, draft: Draft, options: Sequence[str], order: Sequence[int], document: str
) -> tuple[OptionNote, ...]:
    if draft.kind == "true":
        name = index.spelling(draft.concept)
        said = f"“{draft.quote}”{at_page(draft.page)}"
        return (
            OptionNote(
                option_index=1,
                misconception=f"You may not have “{name}” down as the material has it.",
                counter_example=f"The statement is the material's own: {said}",
                source=Source(document=document, page=draft.page, quote=draft.quote),
            ),
        )
    if draft.kind == "false":
        return (note(index, 0, draft.concept, draft.others[0], document, besides=draft.quote),)
    by_text = dict(zip(draft.wrong, draft.others, strict=True)) if draft.wrong else {}
    return tuple(
        note(index, place, draft.concept, by_text[options[one]], document, besides=draft.quote)
        for place, one in enumerate(order)
        if options[one] in by_text
    )


def _hint(index: Index, draft: Draft) -> str:
    """Another sentence with the key blanked out, else where to look; never the key."""
    for mention in index.mentions.get(draft.concept, ()) if draft.kind not in ("true", "false", "several") else ():
        text = mention.sentence.text
        hidden = blanked(text, mention.start, mention.end)
        if text != draft.quote and is_self_contained(text) and not _gives_away(hidden, draft):
            return f"The same word fits here: “{hidden}”{at_page(mention.sentence.page)}"
    return f"Look again at page {draft.page}." if draft.page else "Read the section once more before you answer."


def _gives_away(text: str, draft: Draft) -> bool:
    words = {singular(word)[:5] for right in draft.right for word in re.findall(r"[^\W\d_]{3,}", right.lower())}
    return bool(words & {singular(word)[:5] for word in re.findall(r"[^\W\d_]{3,}", text.lower())})
