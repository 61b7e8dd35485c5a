"""A lesson in the material's own words: every sentence comes from the section, with its page."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from core.agents.builtin.items.distractors import at_page
from core.agents.builtin.items.index import content
from core.content.text.definitions import DefinedTerm, definitions
from core.content.text.sentences import Sentence, sentences, usable_sentences
from core.content.text.terms import Term, terms
from core.content.text.words import fold
from core.models import Definition, Lesson, LessonStep, Section, Source

THIN_WORDS = 120
MAX_STEPS = 6
MAX_PER_STEP = 3
MAX_DEFINITIONS = 8

_EXAMPLE = re.compile(r"\b(?:for example|for instance|such as|e\.g\.|suppose|imagine|consider)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d[\d.,]*\s?(?:%|percent|[a-zA-Z]{1,3}\b)|[$€£]\s?\d|\b(?:1[5-9]|20)\d\d\b")
_CONTRAST = re.compile(
    r"\b(?:unlike|rather than|whereas|in contrast to|not to be confused|confus\w+|mistak\w+|"
    r"careful|beware|misconception|do not|does not|is not|are not|"
    r"cannot|never|instead of|differs? from)\b",
    re.IGNORECASE,
)
_STRONG_CONTRAST = re.compile(
    r"\b(?:unlike|whereas|confus\w+|mistak\w+|careful|misconception|rather than|in contrast to|differs? from)\b",
    re.IGNORECASE,
)


def make_lesson(section: Section, document_name: str, *, seed: int, pool: Sequence[Section] = ()) -> Lesson:
    """The lesson on a section: intuition, 3 to 6 steps in the text's order, definitions, an example, a pitfall.

    A section of under 120 words, or with fewer than two sentences that stand alone, gives a lesson with `is_thin` that
    quotes what little there is. With `pool`, the rest of the material, terms are weighed against it. What the section
    does not say stays an empty string.
    """
    usable = usable_sentences(section)
    if section.words < THIN_WORDS or len(usable) < 2:
        return _thin(section, document_name, terms(section, pool), random.Random(seed))
    named = terms(section, pool)
    defined = definitions(section)
    intuition = _intuition(usable, named, defined)
    steps = _steps(section, usable, named, intuition, document_name)
    pitfall, pitfall_sources = _pitfall(usable, defined, document_name)
    example = _example(section, intuition)
    quoted = [sentence for sentence in (intuition, example) if sentence is not None]
    sources = (
        [_source(sentence, document_name) for sentence in quoted]
        + [step.source for step in steps if step.source]
        + list(pitfall_sources)
    )
    return Lesson(
        topic=section.title,
        intuition=intuition.text,
        steps=steps,
        definitions=_glossary(section, document_name),
        real_world_example=example.text if example else "",
        common_pitfall=pitfall,
        practice_question=_practice(section, named, defined, random.Random(seed)),
        sources=tuple(dict.fromkeys(sources)),
    )


def _glossary(section: Section, document: str) -> tuple[Definition, ...]:
    return tuple(
        Definition(
            term=definition.term,
            meaning=definition.meaning,
            source=Source(document=document, page=definition.page, quote=definition.quote),
        )
        for definition in definitions(section)[:MAX_DEFINITIONS]
    )


def _source(sentence: Sentence, document: str) -> Source:
    return Source(document=document, page=sentence.page, quote=sentence.text)


def _thin(section: Section, document: str, named: Sequence[Term], rng: random.Random) -> Lesson:
    by_text = {sentence.text: sentence for sentence in reversed(sentences(section)) if len(sentence.text.split()) >= 3}
    chosen = sorted(by_text.values(), key=lambda sentence: sentence.index)[:MAX_STEPS]
    titles: list[str] = []
    for number, sentence in enumerate(chosen, 1):
        titles.append(_title([sentence], named, set(titles)) or f"What the material says, {number}")
    defined = definitions(section)
    place = f" ({_pages(section)})" if section.page_from else ""
    steps = tuple(
        LessonStep(title=title, content=sentence.text, source=_source(sentence, document))
        for title, sentence in zip(titles, chosen, strict=True)
    )
    little = (
        f"The material says little about {section.title}{place}. What there is stands here word for "
        f"word; your book or course may say more."
    )
    return Lesson(
        topic=section.title,
        intuition=little,
        steps=steps,
        sources=tuple(_source(sentence, document) for sentence in chosen),
        definitions=_glossary(section, document),
        practice_question=_practice(section, named, defined, rng) if defined else "",
        is_thin=True,
    )


def _pages(section: Section) -> str:
    if section.page_to is None or section.page_to == section.page_from:
        return f"page {section.page_from}"
    return f"pages {section.page_from} to {section.page_to}"


def _centrality(sentence: Sentence, named: Sequence[Term], total: int) -> float:
    words = f" {fold(sentence.text)} "
    weight = sum(1 / (place + 2) for place, term in enumerate(named[:12]) if term.key in words)
    opens = named and any(
        sentence.text.lower().startswith((term.key, f"the {term.key}", f"a {term.key}", f"an {term.key}"))
        for term in named[:6]
    )
    speaks = re.search(r"\b(?:you|your|we|our|i)\b", sentence.text.lower()) is not None
    return weight + 0.5 * bool(opens) - 0.4 * speaks - 0.4 * sentence.index / max(1, total)


def _intuition(usable: Sequence[Sentence], named: Sequence[Term], defined: Sequence[DefinedTerm]) -> Sentence:
    top = [term.key for term in named[:5]]
    best = next((term for key in top for term in defined if term.key == key), None)
    if best is not None:
        for sentence in usable:
            if sentence.text == best.quote:
                return sentence
    total = usable[-1].index + 1
    return max(usable, key=lambda sentence: (_centrality(sentence, named, total), -sentence.index))


def _steps(
    section: Section, usable: Sequence[Sentence], named: Sequence[Term], intuition: Sentence, document: str
) -> tuple[LessonStep, ...]:
    rest = [sentence for sentence in usable if sentence != intuition] or list(usable)
    wanted = max(min(3, len(rest)), min(MAX_STEPS, round(len(rest) / 3)))
    total = usable[-1].index + 1
    groups = [rest[len(rest) * place // wanted : len(rest) * (place + 1) // wanted] for place in range(wanted)]
    steps: list[LessonStep] = []
    used: set[str] = set()
    for number, group in enumerate(groups, 1):
        ranked = sorted(group, key=lambda sentence: (-_centrality(sentence, named, total), sentence.index))
        # A step has one source: what it says stands on that page, all of it.
        best = [sentence for sentence in ranked if sentence.page == ranked[0].page][:MAX_PER_STEP]
        chosen = sorted(best, key=lambda sentence: sentence.index)
        title = _heading_before(section, chosen[0]) or _title(chosen, named, used) or f"Step {number}"
        title = title if title not in used else _title(chosen, named, used) or f"{title}, continued"
        used.add(title)
        steps.append(
            LessonStep(
                title=title, content=" ".join(sentence.text for sentence in chosen), source=_source(best[0], document)
            )
        )
    return tuple(steps)


def _heading_before(section: Section, sentence: Sentence) -> str:
    headings = [block.text.strip() for block in section.blocks[: sentence.block] if block.kind == "heading"]
    title = (
        re.sub(r"^(?:chapter\s+)?[\dIVX]+(?:\.\d+)*\.?\s+", "", headings[-1], flags=re.IGNORECASE) if headings else ""
    )
    return title if title != section.title else ""


def _title(chosen: Sequence[Sentence], named: Sequence[Term], used: set[str]) -> str:
    """The term that these sentences speak of more than the rest of the section does."""
    text = " ".join(sentence.text for sentence in chosen).lower()
    fitting = [(text.count(term.text.lower()) / term.count + 0.3 * (" " in term.text), term) for term in named[:20]]
    ranked = sorted((match for match in fitting if match[1].text.lower() in text), key=lambda match: -match[0])
    fresh = [title for _, term in ranked if (title := term.text[0].upper() + term.text[1:]) not in used]
    return fresh[0] if fresh else ""


def _example(section: Section, intuition: Sentence) -> Sentence | None:
    """A sentence that gives a case. One that opens with "For example" may lean on its neighbour: it comes second."""
    usable = [sentence for sentence in usable_sentences(section) if sentence != intuition]
    whole = [
        sentence
        for sentence in sentences(section)
        if 6 <= len(sentence.text.split()) <= 45 and sentence.text.endswith(".") and sentence.text[0].isupper()
    ]
    for pool, pattern in (
        (usable, _EXAMPLE),
        (whole, re.compile(r"^(?:For example|For instance|Suppose|Imagine)\b")),
        (usable, _NUMBER),
    ):
        example = next((sentence for sentence in pool if pattern.search(sentence.text)), None)
        if example:
            return example
    return None


def _pitfall(
    usable: Sequence[Sentence], defined: Sequence[DefinedTerm], document: str
) -> tuple[str, tuple[Source, ...]]:
    for pattern in (_STRONG_CONTRAST, _CONTRAST):
        contrast = next((sentence for sentence in usable if pattern.search(sentence.text)), None)
        if contrast:
            return contrast.text, (_source(contrast, document),)
    pair = _alike(defined)
    if pair is None:
        return "", ()
    first, second = pair
    text = (
        f"Do not mix up “{first.term}” and “{second.term}”: “{first.quote}”{at_page(first.page)} "
        f"“{second.quote}”{at_page(second.page)}"
    )
    return text, tuple(Source(document=document, page=term.page, quote=term.quote) for term in pair)


def _alike(defined: Sequence[DefinedTerm]) -> tuple[DefinedTerm, DefinedTerm] | None:
    pairs = [(term, other) for place, term in enumerate(defined) for other in defined[place + 1 :]]
    best = max(
        pairs,
        key=lambda pair: (
            len(content(pair[0].meaning) & content(pair[1].meaning))
            + 2 * bool(content(pair[0].term) & content(pair[1].term))
        ),
        default=None,
    )
    if best is None or not (
        content(best[0].meaning) & content(best[1].meaning) or content(best[0].term) & content(best[1].term)
    ):
        return None
    return best


def _practice(section: Section, named: Sequence[Term], defined: Sequence[DefinedTerm], rng: random.Random) -> str:
    if len(defined) >= 2:
        first, second = rng.sample(list(defined), 2)
        return f"In your own words: how does “{first.term}” differ from “{second.term}”?"
    if defined:
        term = defined[0].term
        return f"Without looking back: what does “{term}” mean, and where in {section.title} does it matter?"
    if len(named) >= 2:
        first_named, second_named = rng.sample(list(named[:4]), 2)
        return (
            f"Without looking back: what does {section.title} say about “{first_named.text}” and "
            f"“{second_named.text}”, and how are they connected?"
        )
    return f"Without looking back: what are the two main statements of {section.title}?"
