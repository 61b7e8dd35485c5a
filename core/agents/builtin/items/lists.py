"""Items with several right options: what a sentence or a list names, among things that other places name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.agents.builtin.items.distractors import fits_elsewhere, is_alike, shape
from core.agents.builtin.items.drafts import Draft
from core.agents.builtin.items.index import Index, content
from core.content.text.memo import MEMO
from core.content.text.sentences import is_self_contained, split_sentences, without_bullet
from core.content.text.words import PREPOSITIONS, fold, is_listed_verb
from core.domain.plurals import is_plural
from core.models import Section

LEAST_MEMBERS = 3
MOST_MEMBERS = 4
MOST_WRONG = 3

_WORD = r"[^\W\d_]+(?:[’'/-][^\W\d_]+)*"
_HEAD = re.compile(rf"^(?P<name>{_WORD}(?: {_WORD}){{0,4}}?)(?:\s*[:;,(–—]|\s-\s|\.(?:\s|$)|$)")
_POINTER = re.compile(r"\b(?:(?:the|these) following|following|as follows|below)\b", re.IGNORECASE)
_PROCEDURE = re.compile(
    r"\b(?:steps?|procedure|proceed|do(?:es)? (?:one|any|all)? ?(?:of )?the|must|should|perform|tasks?|changes?|you|"
    r"examples?|commands?|lines?|instructions?|output|questions?|we|typ(?:e|ing)|run|call)\b",
    re.IGNORECASE,
)


def several_drafts(index: Index, number: int) -> Iterator[Draft]:
    """What a sentence lists, among things that other sentences name."""
    for listing in index.listings:
        text = listing.sentence.text
        members = listing.members[:4]
        if listing.section != number or not is_self_contained(text) or not _is_good_head(index, listing.hyper):
            continue
        if (
            len({shape(member) for member in members}) > 1
            or len({is_plural(member) for member in members}) > 1
            or any(len(member.split()) > 3 for member in members)
        ):
            continue
        folded = {fold(member) for member in listing.members}
        pool = [term.key for term in index.section_terms[number]] + [
            fold(member) for other in index.listings for member in other.members if other != listing
        ]
        wrong: list[str] = []
        for other in dict.fromkeys(pool):
            shown = index.spelling(other)
            is_outside = (
                other not in folded
                and not index.siblings.get(other, frozenset()) & folded
                and content(shown) - content(text) == content(shown)
            )
            is_like = all(is_alike(member, shown) for member in members) and all(
                is_alike(index.spelling(earlier), shown) for earlier in wrong
            )
            if (
                is_outside
                and is_like
                and content(shown)
                and index.statement(other)[0]
                and not fits_elsewhere(index, other, text)
            ):
                wrong.append(other)
            if len(wrong) == min(3, len(members)):
                break
        if len(wrong) >= 2:
            hyper = re.sub(
                r"^(?:\w+ing\s+)?(?:the|an?|these|those|some|many|several)\s+(?:(?:different|various)\s+)?",
                "",
                listing.hyper,
                flags=re.IGNORECASE,
            )
            stem = f"Which of these does the material name under “{hyper}”? Choose every one that applies."
            yield Draft(
                "several",
                fold(hyper),
                stem,
                text,
                listing.sentence.page,
                members,
                tuple(index.spelling(key) for key in wrong),
                tuple(wrong),
                6.0,
            )


def _is_good_head(index: Index, hyper: str) -> bool:
    words = hyper.lower().split()
    return (
        bool(words)
        and words[0] not in PREPOSITIONS | {"to"}
        and not is_listed_verb(words[0])
        and index.survey.heads[fold(words[-1])] > 0
        and not {"there", "this", "that", "which", "you", "we", "it", "they"} & set(words)
    )


@dataclass(frozen=True)
class _BlockList:
    """A list under the words that lead into it: the names that its entries open with."""

    lead: str
    page: int | None
    members: tuple[str, ...]
    text: str


def listed_drafts(index: Index, number: int) -> Iterator[Draft]:
    """What a list of the section names, among what the material's other lists and this section name."""
    section = index.sections[number]
    others = [
        fold(member) for part in index.sections for block_list in _block_lists(part) for member in block_list.members
    ]
    pool = list(dict.fromkeys([*others, *(term.key for term in index.section_terms[number])]))
    for block_list in _block_lists(section):
        members = block_list.members[:MOST_MEMBERS]
        wrong = _outsiders(index, block_list, members, pool)
        if len(wrong) < 2:
            continue
        concept = next((term.key for term in index.section_terms[number] if term.key in fold(block_list.lead)), "")
        yield Draft(
            "several",
            concept or fold(section.title),
            f"Which of these stand in the list that the material opens with “{block_list.lead}”? "
            "Choose every one that applies.",
            block_list.lead,
            block_list.page,
            members,
            tuple(index.spelling(key) for key in wrong),
            tuple(wrong),
            7.0,
            besides=f"The list names {', '.join(block_list.members)}.",
        )


def _outsiders(index: Index, block_list: _BlockList, members: Sequence[str], pool: Sequence[str]) -> list[str]:
    text = f" {fold(block_list.text)} {fold(block_list.lead)} "
    longest = max(len(member.split()) for member in members)
    wrong: list[str] = []
    for other in pool:
        shown = index.spelling(other)
        if (
            len(wrong) < min(MOST_WRONG, len(members))
            and _looks(shown) == _looks(members[0])
            and len(shown.split()) <= longest + 1
            and not content(shown) & content(text)
            and f" {other} " not in text
            and not index.is_everywhere(other)
            and all(is_alike(index.spelling(earlier), shown) for earlier in wrong)
            and index.statement(other)[0]
            and not fits_elsewhere(index, other, block_list.lead)
        ):
            wrong.append(other)
    return wrong


def _looks(text: str) -> tuple[str, bool]:
    return shape(text[0].lower() + text[1:] if " " in text or text[1:] == text[1:].lower() else text), is_plural(text)


@MEMO.keeps(bytes_a_character=4)
def _block_lists(section: Section) -> tuple[_BlockList, ...]:
    lists: list[_BlockList] = []
    for place, block in enumerate(section.blocks):
        lead = split_sentences(block.text)[-1:] if block.kind in ("paragraph", "list") else ()
        if not lead or not _leads(lead[0]):
            continue
        entries: list[str] = []
        for following in section.blocks[place + 1 :]:
            if following.kind != "list":
                break
            entries += [without_bullet(line) for line in following.text.splitlines() if line.strip()]
        names = [name for entry in entries if (name := _name(entry))]
        if len(names) < LEAST_MEMBERS or len(names) < 0.75 * len(entries):
            continue
        usual = Counter(_looks(name) for name in names).most_common(1)[0][0]
        members = tuple(dict.fromkeys(name for name in names if _looks(name) == usual))
        if len(members) >= LEAST_MEMBERS:
            lists.append(_BlockList(lead[0], block.page, members, " ".join(entries)))
    return tuple(lists)


def _leads(lead: str) -> bool:
    if not lead.endswith(":") or _PROCEDURE.search(lead):
        return False
    bare = _POINTER.sub("the", lead.rstrip(": "))
    return len(lead.split()) >= 4 and is_self_contained(f"{bare[0].upper()}{bare[1:]} in the material.")


def _name(entry: str) -> str:
    """What a list's entry is about: its first words, where they are no sentence and no instruction."""
    match = _HEAD.match(entry)
    name = match["name"].strip(" .-") if match else ""
    words = name.lower().split()
    is_fit = (
        words
        and 3 <= len(name) <= 40
        and not (is_listed_verb(words[0]) and not words[0].endswith(("s", "ed", "ing")))
        and words[0] not in {"if", "when", "for", "to", "in", "it", "you", "this", "these", "do", "not", "see", "note"}
        and words[-1] not in {"of", "to", "in", "for", "and", "or", "the", "a", "is", "are", "with"}
    )
    return name if is_fit else ""
