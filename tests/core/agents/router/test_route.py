"""The router: measured on labelled phrasings, and what it does where it is not sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agents.router import named_topics, route, weak_in
from core.content.courses.exams import exams, find_exam, topics_in
from core.domain.planning import in_order
from core.errors import InputError
from tests.routes import TODAY, routed


def test_the_router_is_right_on_95_of_100_labelled_phrasings() -> None:
    decisions = routed()
    assert len(decisions) >= 150
    assert len({row.text for row, _ in decisions}) == len(decisions)
    wrong = [
        f"{row} -> {decision}"
        for row, decision in decisions
        if (decision.intent, decision.exam, decision.scope.subject) != (row.intent, row.exam, row.subject)
    ]
    assert len(wrong) / len(decisions) <= 0.05, "\n".join(wrong)


def test_what_is_refused_and_what_is_asked_is_right_on_95_of_100() -> None:
    decisions = routed()
    refused = [row.text for row, decision in decisions if bool(decision.refusal) != (row.refused == "yes")]
    asked = [row.text for row, decision in decisions if decision.needs_clarification != (row.clarify == "yes")]
    assert len(refused) / len(decisions) <= 0.05, refused
    assert len(asked) / len(decisions) <= 0.05, asked


def test_a_sentence_becomes_a_decision() -> None:
    decision = route("7 days for NEET organic chemistry, weak in mechanisms", TODAY)
    assert (decision.intent, decision.exam, decision.days) == ("plan", "NEET", 7)
    assert (decision.scope.subject, decision.scope.sub_subject) == ("Chemistry", "Organic chemistry")
    assert decision.weak_in == ("mechanisms",)
    assert route("NEET organic chemistry, weak in hydrocarbons", TODAY).scope.topics == ()
    both = route("physics and organic chemistry for NEET", TODAY).scope
    assert (both.subject, set(both.topics)) == ("", {"Physics", "Organic chemistry"})
    assert route("NEET plan, weak in hydrocarbons", TODAY).scope_is_weak
    assert not decision.needs_clarification
    assert decision.confidence >= 0.5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("History for NEET", "NEET has no History. Its subjects are Biology, Chemistry and Physics."),
        ("biology plan for JEE", "JEE has no Biology. Its subjects are Chemistry, Mathematics and Physics."),
    ],
)
def test_other_subjects_are_kept_out_with_a_reason(text: str, says: str) -> None:
    decision = route(text, TODAY)
    assert decision.refusal == says
    assert decision.scope.subject == ""


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("neet or jee plan for 30 days", "Which exam is it: NEET or JEE?"),
        ("make me a plan", "Name an exam such as NEET, or a subject of your own."),
        ("hello there", "a plan, an explanation, or a quiz?"),
    ],
)
def test_one_question_is_asked_instead_of_guessing(text: str, question: str) -> None:
    decision = route(text, TODAY)
    assert decision.needs_clarification
    assert question in decision.clarifying_question
    assert decision.clarifying_question.count("?") + decision.clarifying_question.count(":") <= 2
    assert decision.confidence < 0.5


def test_what_a_learner_is_weak_in_does_not_narrow_the_rest() -> None:
    decision = route("NEET organic chemistry in 21 days, weak in hydrocarbons and genetics", TODAY)
    assert decision.scope.model_dump() == {"subject": "Chemistry", "sub_subject": "Organic chemistry", "topics": ()}
    assert not decision.scope_is_weak
    decision = route("NEET in 60 days, weak in hydrocarbons", TODAY)
    assert (decision.scope.subject, decision.scope_is_weak) == ("Chemistry", True)
    assert not route("NEET hydrocarbons in 60 days", TODAY).scope_is_weak


def test_weak_spots_are_read() -> None:
    assert weak_in("NEET in 30 days, weak in genetics and ecology, good at the rest") == ("genetics", "ecology")
    assert weak_in("Optics me kamzor hoon") == ("Optics",)
    assert weak_in("all fine") == ()


@given(st.text(max_size=600))
def test_any_text_gets_an_answer(text: str) -> None:
    decision = route(text, TODAY)
    assert route(text, TODAY) == decision
    assert decision.needs_clarification == bool(decision.clarifying_question)


def test_the_registry_holds_together() -> None:
    assert [exam.name for exam in exams()] == ["CAT", "JEE", "NEET", "UPSC"]
    for exam in exams():
        topics = topics_in(exam)
        names = [topic.name for topic in topics]
        assert len(set(names)) == len(names) >= 40
        assert all(set(topic.prerequisites) <= set(names) for topic in topics)
        assert len(in_order(topics)) == len(topics)
        assert len(exam.syllabus) > 10
        for subject in exam.subjects:
            within = topics_in(exam, [subject.name])
            assert within
            assert {topic.rationale.split(",")[0] for topic in within} == {subject.name.split(",")[0]}


def test_a_scope_is_a_part_of_the_exam() -> None:
    neet = find_exam(" neet (UG) ")
    assert neet
    part = topics_in(neet, ["Organic chemistry"])
    assert "Hydrocarbons" in {topic.name for topic in part}
    assert len(part) < len(topics_in(neet, ["Chemistry"])) < len(topics_in(neet))
    with pytest.raises(InputError, match="no part “History”"):
        topics_in(neet, ["History"])
    assert named_topics(neet, "organic chemsitry") == {topic.name for topic in part}
    assert find_exam("nothing") is None
