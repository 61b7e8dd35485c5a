"""What to read first: links from a unit to earlier ones that introduce what it uses; and texts that explain little."""

from __future__ import annotations

import random
from datetime import date

from core.agents.builtin import BuiltinAgents
from core.agents.builtin.topics import topics_for
from core.content.text.prerequisites import MOST_LINKS, read_first
from core.content.text.sentences import explains_little, usable_share
from core.models import Block, Material, PlanRequest, Section, Topic

OSMOSIS = "Osmosis is the movement of water across a membrane that lets little else pass."
USES = (
    "Roots take up water by osmosis. Without osmosis a leaf wilts in the sun. Salt in the soil stops osmosis at night."
)
FILLERS = (
    "Stones are heavy and grey.",
    "Rivers run down to the sea.",
    "Winds blow over the plain.",
    "Clouds bring rain.",
)


def _section(number: int, text: str) -> Section:
    return Section(title=f"Unit {number}", blocks=(Block(kind="paragraph", text=text, page=number + 1),))


def _units(*texts: str) -> tuple[Section, ...]:
    return tuple(_section(number, text) for number, text in enumerate(texts))


def test_a_unit_is_read_after_the_one_that_defines_what_it_uses() -> None:
    assert read_first(_units(FILLERS[0], OSMOSIS, FILLERS[1], USES)) == ((), (), (), (1,))


def test_no_link_leads_forwards_or_to_what_the_unit_says_itself() -> None:
    assert read_first(_units(USES, FILLERS[0], OSMOSIS)) == ((), (), ())
    assert read_first(_units(OSMOSIS, FILLERS[0], f"{OSMOSIS} {USES}"))[2] == ()


def test_one_mention_and_what_all_units_speak_of_link_nothing() -> None:
    assert read_first(_units(OSMOSIS, "Roots take up water by osmosis."))[1] == ()
    everywhere = read_first(_units(OSMOSIS, *(f"{USES} {filler}" for filler in FILLERS)))
    assert everywhere == ((), (), (), (), ())


def test_at_most_two_links_always_backwards() -> None:
    lot = random.Random(3)
    words = ("osmosis", "turgor", "lignin", "xylem", "phloem")
    for _ in range(30):
        texts = [
            " ".join(
                f"{word.capitalize()} is the {lot.choice(('flow', 'part'))} of a plant that carries its load."
                if lot.random() < 0.3
                else f"The root needs {word} by day and the leaf needs {word} where {word} is scarce."
                for word in lot.sample(words, 3)
            )
            for _ in range(8)
        ]
        for number, earlier in enumerate(read_first(_units(*texts))):
            assert len(earlier) <= MOST_LINKS
            assert all(before < number for before in earlier)


def _material(*sections: Section) -> Material:
    return Material(id="m", name="plants.md", kind="markdown", page_count=None, digest="0" * 64, sections=sections)


def test_the_plan_s_topics_say_what_to_read_first() -> None:
    material = _material(*_units(FILLERS[0], OSMOSIS, FILLERS[1], USES))
    request = PlanRequest(exam="Plants", start=date(2026, 3, 2), days=5, hours=2, materials=(material,))
    assert [topic.prerequisites for topic, _ in topics_for(request).topics] == [(), (), (), ("Unit 1",)]


def test_a_text_of_labels_explains_little_and_its_quiz_says_so() -> None:
    labels = " ".join(f"See key {n}: it sets it, as above." for n in range(60))
    prose = " ".join(f"The root number {n} of the old plant takes up water from the soil." for n in range(60))
    assert usable_share(_units(labels)) < 0.2 < usable_share(_units(prose))
    assert not explains_little(_units("See it."))
    taught = f"{OSMOSIS} Turgor is the pressure of the water inside of a cell that stiffens a leaf."
    for text, is_weak in ((labels, True), (prose, False)):
        material = _material(*_units(taught, text))
        topic = Topic(name="Unit 0", position=0, planned_on=date(2026, 3, 2), material_id="m", section=0)
        decision = BuiltinAgents().quiz(topic, (material,), count=3, seed=1)
        assert decision.value.is_weak is is_weak
        assert ("explains little" in str(decision.reasoning)) is is_weak
