"""Questions from a section's own sentences: no model, no network, the same for the same seed."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.agents.builtin.items.clozes import cloze_drafts
from core.agents.builtin.items.distractors import at_page, note
from core.agents.builtin.items.drafts import Draft, Kind, definition_drafts
from core.agents.builtin.items.index import Index, index_of, kept_in_index
from core.agents.builtin.items.lists import listed_drafts, several_drafts
from core.agents.builtin.items.opposites import turned_drafts
from core.agents.builtin.items.statements import misdefined_drafts, statement_drafts
from core.agents.builtin.items.stems import blanked
from core.content.text.sentences import is_self_contained
from core.domain.item_gate import Rejected, check_item, gate
from core.domain.plurals import singular
from core.models import Difficulty, OptionNote, Question, QuestionType, Section, Source

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
    "several",
    "cloze",
    "typed_definition",
    "false",
    "cloze",
    "term_to_definition",
    "typed_cloze",
    "true",
    "cloze",
)
_STATEMENTS: tuple[Kind, ...] = ("true", "false")
_DRAFTS = (
    definition_drafts,
    cloze_drafts,
    statement_drafts,
    misdefined_drafts,
    turned_drafts,
    several_drafts,
    listed_drafts,
)
FEW = 5  # under so many questions, statements may make up half
PER_CONCEPT = 2


@dataclass(frozen=True)
class _Item:
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
    items = _items(section, pool, document_name, seed)
    text = "\n".join(block.text for block in section.blocks)
    broken = {item.question.id: reasons for item in items if (reasons := check_item(item.question, text))}
    sound = [item for item in items if item.question.id not in broken]
    asked = {item.draft.quote for item in sound if item.question.id in avoid}
    marked = [replace(item, is_fresh=item.question.id not in avoid) for item in sound]
    ranked = sorted(marked, key=lambda item: (item.draft.quote in asked, -item.worth, item.question.id))
    passed, doubled = gate(_picked(ranked, count), text)
    refused = {item.question.id: item.question.text for item in items if item.question.id in broken}
    return passed, (
        *(Rejected(question_id=name, text=text, reasons=broken[name]) for name, text in refused.items()),
        *doubled,
    )


def sound_items(section: Section, pool: Sequence[Section], document_name: str) -> tuple[Question, ...]:
    """Every question on the section that the gate lets through: what quizzes are picked from."""
    items = _items(section, pool, document_name, 0)
    text = "\n".join(block.text for block in section.blocks)
    return tuple(item.question for item in items if not check_item(item.question, text))


def _items(section: Section, pool: Sequence[Section], document_name: str, seed: int) -> list[_Item]:
    index = index_of(section, pool)
    number = index.number(section)
    rng = random.Random(f"{seed}:{section.title}")
    return [
        _Item(draft, _question(index, number, draft, document_name, rng), draft.worth + rng.random() * 2)
        for draft in _drafts(index, number)
    ]


@kept_in_index
def _drafts(index: Index, number: int) -> tuple[Draft, ...]:
    return tuple(draft for kind in _DRAFTS for draft in kind(index, number))


def _picked(ranked: Sequence[_Item], count: int) -> list[Question]:
    """Kinds in turn, best first; one item to a sentence, few to a concept, none seen before while others last.

    At most a third are true-false; where nothing else is left, up to half of a short quiz.
    """
    pick = _Pick(ranked, count)
    for limit, is_fresh in ((1, True), (PER_CONCEPT, True), (PER_CONCEPT, False)):
        pick.fill(_ORDER, limit=limit, is_fresh=is_fresh, share=3)
    if len(pick.chosen) < min(FEW, count):
        pick.fill(_ORDER, limit=PER_CONCEPT + 1, is_fresh=True, share=3)
    for is_fresh in (True, False):
        pick.fill(_STATEMENTS, limit=PER_CONCEPT, is_fresh=is_fresh, share=2)
    return [item.question for item in pick.chosen]


class _Pick:
    """Questions chosen so far, and what no further one may repeat."""

    def __init__(self, ranked: Sequence[_Item], count: int) -> None:
        self.ranked = ranked
        self.count = count
        self.chosen: list[_Item] = []
        self.sentences: set[str] = set()
        self.concepts: Counter[str] = Counter()
        self.kinds: Counter[Kind] = Counter()

    def fill(self, order: Sequence[Kind], *, limit: int, is_fresh: bool, share: int) -> None:
        """Choose by kinds in turn until none gives another one."""
        is_done = False
        while not is_done and len(self.chosen) < self.count:
            is_done = True
            for kind in order:
                item = next(
                    (candidate for candidate in self.ranked if self._fits(candidate, kind, limit, is_fresh)), None
                )
                if item is None or len(self.chosen) == self.count or not self._may_add(kind, share):
                    continue
                is_done = False
                self.chosen.append(item)
                self.sentences.add(item.draft.quote)
                self.concepts[item.draft.concept] += 1
                self.kinds[kind] += 1

    def _fits(self, item: _Item, kind: Kind, limit: int, is_fresh: bool) -> bool:
        return (
            item.draft.kind == kind
            and item.is_fresh >= is_fresh
            and item.draft.quote not in self.sentences
            and self.concepts[item.draft.concept] < limit
        )

    def _may_add(self, kind: Kind, share: int) -> bool:
        if kind not in _STATEMENTS:
            return True
        if kind == "true" and self.kinds["true"] > self.kinds["false"]:
            return False
        statements = 1 + sum(self.kinds[kind] for kind in _STATEMENTS)
        if share == 2 and len(self.chosen) >= FEW:
            return False
        return share * statements <= max(len(self.chosen) + 1, share)


def _question(index: Index, number: int, draft: Draft, document: str, rng: random.Random) -> Question:
    question_type = _TYPES[draft.kind]
    options = ("True", "False") if question_type == "true_false" else (*draft.right, *draft.wrong)
    order = list(range(len(options)))
    if question_type in ("multiple_choice", "multi_select"):
        rng.shuffle(order)
    if question_type == "fill_blank":
        options, order = (), []
    shown = tuple(_capital(options[place]) if draft.kind == "term_to_definition" else options[place] for place in order)
    key = tuple(place for place, option in enumerate(order) if options[option] in draft.right)
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
        index.spelling(synonym)
        for synonym in sorted(index.synonyms.get(draft.concept, ()))
        if _is_alias(index, draft.concept, synonym)
    ]
    return tuple(dict.fromkeys((*draft.right, *same)))


def _is_alias(index: Index, key: str, other: str) -> bool:
    short, long = sorted((key, other), key=len)
    return short == "".join(word[0] for word in long.replace("-", " ").split())


def _explanation(index: Index, draft: Draft) -> str:
    quoted = f"The material says: “{draft.quote}”{at_page(draft.page)}"
    if draft.kind == "false":
        return f"False: {draft.besides or _swap(index, draft)}. {quoted}"
    if draft.kind == "true":
        return f"True. {quoted}"
    return f"{quoted} {draft.besides}" if draft.besides else quoted


def _swap(index: Index, draft: Draft) -> str:
    return f"it speaks of “{index.spelling(draft.concept)}”, not of “{index.spelling(draft.others[0])}”"


def _difficulty(index: Index, number: int, draft: Draft) -> Difficulty:
    rank = next((place for place, term in enumerate(index.section_terms[number]) if term.key == draft.concept), 99)
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
        quoted = f"“{draft.quote}”{at_page(draft.page)}"
        return (
            OptionNote(
                option_index=1,
                misconception=f"You may not have “{name}” down as the material has it.",
                counter_example=f"The statement is the material's own: {quoted}",
                source=Source(document=document, page=draft.page, quote=draft.quote),
            ),
        )
    if draft.kind == "false" and not draft.others:
        return (
            OptionNote(
                option_index=0,
                misconception=f"You may have read over one word: {draft.besides}.",
                counter_example=f"The material's own words: “{draft.quote}”{at_page(draft.page)}",
                source=Source(document=document, page=draft.page, quote=draft.quote),
            ),
        )
    if draft.kind == "false":
        return (note(index, 0, draft.concept, draft.others[0], document, besides=draft.quote),)
    by_text = dict(zip(draft.wrong, draft.others, strict=True)) if draft.wrong else {}
    return tuple(
        note(index, place, draft.concept, by_text[options[option]], document, besides=draft.quote)
        for place, option in enumerate(order)
        if options[option] in by_text
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
