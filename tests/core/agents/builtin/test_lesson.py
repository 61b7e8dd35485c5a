"""A lesson says only what its section says, with the page."""

from __future__ import annotations

from core.agents.builtin.lesson import make_lesson
from core.content.text.sentences import split_sentences
from core.models import Block, Section

FIRST = (
    "Diffusion is the net movement of particles from a region of high concentration to one of low concentration. "
    "Gases diffuse faster than liquids at the same temperature. "
    "Osmosis is the diffusion of water across a selectively permeable membrane. "
    "Red blood cells swell in pure water because water enters by osmosis. "
    "Plant cells have a wall that stops the cell from bursting."
)
SECOND = (
    "Active transport is the movement of molecules against their concentration gradient. "
    "Unlike diffusion, active transport requires energy in the form of ATP. "
    "For example, the sodium-potassium pump moves three sodium ions out of the cell. "
    "Carrier proteins such as the glucose carrier change shape when a molecule binds. "
    "Channel proteins form pores that let ions pass through the membrane. "
    "However, this is not the whole story. "
    "The concentration gradient across a membrane stores energy that a cell can use."
)


def _section(*pages: str, title: str = "Transport") -> Section:
    blocks = [Block(kind="heading", text=title, page=1, level=1)]
    blocks += [Block(kind="paragraph", text=text, page=page) for page, text in enumerate(pages, 1)]
    return Section(title=title, page_from=1, page_to=max(1, len(pages)), blocks=tuple(blocks))


TRANSPORT = _section(FIRST, SECOND)
LESSON = make_lesson(TRANSPORT, "cells.pdf", seed=1)
WHOLE = f"{FIRST} {SECOND}"


def test_a_lesson_has_its_parts() -> None:
    assert LESSON.topic == "Transport"
    assert not LESSON.is_thin
    assert 3 <= len(LESSON.steps) <= 6
    assert LESSON.intuition in WHOLE
    assert "such as the glucose carrier" in LESSON.real_world_example
    assert LESSON.common_pitfall.startswith("Unlike diffusion")
    assert LESSON.practice_question.endswith("?")


def test_steps_are_headed_in_order_and_in_the_text_s_own_words() -> None:
    places = []
    for step in LESSON.steps:
        assert step.title
        assert step.source is not None
        assert step.source.quote in step.content
        places.append(WHOLE.index(step.source.quote))
        rest = step.content
        for sentence in WHOLE.split(". "):
            rest = rest.replace(sentence.rstrip("."), "")
        assert set(rest) <= {".", " "}
    assert places == sorted(places)
    assert len({step.title for step in LESSON.steps}) == len(LESSON.steps)


def test_every_sentence_of_a_lesson_stands_on_the_page_that_it_names() -> None:
    # One sentence a page: no step may put two pages under the name of one.
    pages = split_sentences(WHOLE)
    lesson = make_lesson(_section(*pages), "cells.pdf", seed=1)
    on_page = dict(enumerate(pages, 1))
    for step in lesson.steps:
        assert step.source
        assert step.source.page
        assert step.content in on_page[step.source.page]
    for text in (lesson.intuition, lesson.real_world_example, lesson.common_pitfall):
        source = next((source for source in lesson.sources if source.quote == text), None)
        assert source
        assert source.page
        assert text == on_page[source.page]
    assert lesson.practice_question not in {source.quote for source in lesson.sources}


def test_what_leans_on_another_sentence_is_no_step() -> None:
    assert not any("However" in step.content for step in LESSON.steps)


def test_definitions_and_sources_carry_their_page() -> None:
    assert {definition.term for definition in LESSON.definitions} == {"diffusion", "osmosis", "active transport"}
    pages = {1: FIRST, 2: SECOND}
    sources = [definition.source for definition in LESSON.definitions] + list(LESSON.sources)
    for source in sources:
        assert source is not None
        assert source.document == "cells.pdf"
        assert source.page is not None
        assert source.quote in pages[source.page]


def test_the_same_seed_gives_the_same_lesson() -> None:
    assert make_lesson(TRANSPORT, "cells.pdf", seed=1) == LESSON


def test_a_short_section_is_thin_and_says_so() -> None:
    lesson = make_lesson(_section("Osmosis is the diffusion of water across a membrane."), "cells.pdf", seed=1)
    assert lesson.is_thin
    assert "says little" in lesson.intuition
    assert [step.content for step in lesson.steps] == ["Osmosis is the diffusion of water across a membrane."]
    assert lesson.steps[0].source is not None
    assert lesson.steps[0].source.page == 1
    assert [definition.term for definition in lesson.definitions] == ["osmosis"]


def test_a_thin_lesson_says_each_thing_once_headed_by_its_term_and_asks_of_what_it_defines() -> None:
    text = "Osmosis is the diffusion of water across a membrane. See this. Salt is dear. Salt is dear."
    lesson = make_lesson(_section(text), "cells.pdf", seed=1)
    assert [step.content for step in lesson.steps] == [
        "Osmosis is the diffusion of water across a membrane.",
        "Salt is dear.",
    ]
    titles = [step.title for step in lesson.steps]
    assert len(set(titles)) == 2
    assert titles[0].lower() in text.lower()
    assert "“osmosis”" in lesson.practice_question


def test_an_empty_section_invents_nothing() -> None:
    lesson = make_lesson(_section(), "cells.pdf", seed=1)
    assert lesson.is_thin
    assert lesson.steps == ()
    assert lesson.sources == ()
    assert lesson.practice_question == ""


def test_what_the_section_does_not_say_stays_empty() -> None:
    plain = " ".join(f"The river Alpha {n} flows through the valley of the northern hills." for n in ("one", "two"))
    long = " ".join(
        f"The wide valley of the river holds a village with a mill and a {thing}."
        for thing in ("bridge", "church", "market", "school", "tower", "garden", "forge", "well")
    )
    lesson = make_lesson(_section(plain, long, title="Rivers"), "rivers.pdf", seed=1)
    assert not lesson.is_thin
    assert lesson.common_pitfall == ""
    assert lesson.real_world_example == ""


def test_two_terms_that_are_easily_confused_make_a_pitfall() -> None:
    text = (
        "Mitosis is the division of a nucleus into two identical nuclei of a body cell. "
        "Meiosis is the division of a nucleus into four different nuclei of a germ cell. "
    )
    filler = " ".join(
        f"The {part} of the cell grows in the first hours of the day."
        for part in ("wall", "nucleus", "membrane", "sap", "plasm", "core", "rim", "edge")
    )
    lesson = make_lesson(_section(text, filler, title="Division"), "cells.pdf", seed=1)
    assert lesson.common_pitfall.startswith("Do not mix up “mitosis” and “meiosis”")
    assert len([source for source in lesson.sources if "division" in source.quote]) == 2
