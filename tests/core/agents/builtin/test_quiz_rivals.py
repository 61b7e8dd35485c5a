"""The built-in agent's typed items keep the terms of their material that are near to the right answer."""

from __future__ import annotations

from datetime import date

from core.agents.builtin.team import BuiltinAgents
from core.domain.assessment.grading import is_right
from core.models import Answer, Block, Material, Section, Topic

TEXT = """An alkane is a hydrocarbon that has only single bonds between its carbon atoms.
An alkene is a hydrocarbon that has a double bond between two of its carbon atoms.
An alkyne is a hydrocarbon that has a triple bond between two of its carbon atoms.
A polymer is a long molecule that is made of many small units called monomers.
A catalyst is a substance that makes a reaction faster without being used up.
Cracking is the breaking of a long hydrocarbon into shorter ones by heat.
An alkene decolours bromine water, and an alkane leaves it brown.
Hydrogenation is the reaction that turns an alkene into an alkane with hydrogen."""
HYDROCARBONS = Material(
    id="m",
    name="hydrocarbons.md",
    kind="md",
    page_count=None,
    digest="0" * 64,
    sections=(
        Section(
            title="Hydrocarbons",
            blocks=tuple(Block(kind="paragraph", text=text, page=1) for text in TEXT.splitlines()),
        ),
    ),
)


def test_typed_items_know_their_rivals_and_take_no_other_term_for_the_right_one() -> None:
    topic = Topic(name="Hydrocarbons", position=0, planned_on=date(2026, 12, 1), material_id="m", section=0)
    quiz = BuiltinAgents().quiz(topic, (HYDROCARBONS,), count=20, seed=1).value
    typed = [question for question in quiz.questions if question.question_type == "fill_blank"]
    assert typed
    assert all(question.rivals is not None for question in typed)
    family = {"alkane", "alkene", "alkyne"}
    of_family = [question for question in typed if question.accepted_answers[0].casefold() in family]
    assert of_family
    for question in of_family:
        others = family - {question.accepted_answers[0].casefold()}
        assert others <= set(question.rivals or ())
        assert not any(is_right(question, Answer(question_id=question.id, text=other)) for other in others)
