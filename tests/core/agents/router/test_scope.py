"""What the router takes in and leaves out, and how an answer is read with what was asked about."""

from __future__ import annotations

import pytest

from core.agents.router import named_topics, route
from core.content.courses.exams import find_exam, topics_in
from tests.routes import TODAY, routed


@pytest.mark.parametrize("text", ["IELTS in 3 weeks", "3 years for NEET", "NEET in one and a half months", "NEET"])
def test_an_exam_or_a_topic_with_a_time_is_a_plan(text: str) -> None:
    decision = route(text, TODAY)
    assert (decision.intent, decision.needs_clarification) == ("plan", False)


@pytest.mark.parametrize(
    ("text", "subject", "topics", "left_out"),
    [
        ("NEET except physics", "", ("Chemistry", "Biology"), ("Physics",)),
        ("NEET not including physics", "", ("Chemistry", "Biology"), ("Physics",)),
        ("NEET physics chhodkar", "", ("Chemistry", "Biology"), ("Physics",)),
        ("NEET without physics and chemistry", "Biology", (), ("Physics", "Chemistry")),
        (
            "NEET without organic chemistry",
            "",
            ("Physics", "Physical chemistry", "Inorganic chemistry", "Biology"),
            ("Organic chemistry",),
        ),
        (
            "UPSC history but not ancient india",
            "History",
            ("Medieval India", "Modern India", "Art and culture", "World history"),
            ("Ancient India",),
        ),
        ("NEET except physics, weak in optics", "", ("Chemistry", "Biology"), ("Physics",)),
    ],
)
def test_what_is_left_out_leaves_the_rest(text: str, subject: str, topics: object, left_out: object) -> None:
    decision = route(text, TODAY)
    assert (decision.scope.subject, decision.scope.topics) == (subject, topics)
    assert set(decision.left_out) == set(left_out)  # type: ignore[call-overload]


def test_what_is_left_out_of_a_part_leaves_its_other_topics() -> None:
    neet = find_exam("NEET")
    assert neet
    topics = route("NEET biology and physics, leave out optics", TODAY).scope.topics
    assert {"Biology", "Mechanics"} <= set(topics)
    left = {topic.name for topic in topics_in(neet, topics)}
    assert left == named_topics(neet, "biology and physics") - named_topics(neet, "optics")
    nothing = route("NEET except physics, chemistry and biology", TODAY)
    assert nothing.not_taken == ("Without all that nothing of NEET is left.",)
    assert not nothing.left_out


@pytest.mark.parametrize(
    ("text", "subject", "knows"),
    [
        ("NEET physics, I know optics already", "Physics", ("Optics",)),
        ("NEET, optics is already done", "", ("Optics",)),
        ("I have done mechanics and optics, NEET physics", "Physics", ("Mechanics", "Optics")),
        ("I don't know optics, NEET plan", "Physics", ()),
        ("I've just finished optics, quiz me for NEET", "Physics", ("Optics",)),
    ],
)
def test_what_a_learner_knows_is_read_and_narrows_nothing(text: str, subject: str, knows: object) -> None:
    decision = route(text, TODAY)
    assert (decision.scope.subject, decision.knows) == (subject, knows)


@pytest.mark.parametrize(
    "text", ["my exam is NEET, not JEE", "NEET instead of JEE", "JEE nahi NEET", "not for JEE, NEET"]
)
def test_an_exam_that_is_ruled_out_is_not_asked_about(text: str) -> None:
    assert (route(text, TODAY).exam, route(text, TODAY).needs_clarification) == ("NEET", False)


def test_what_an_exam_does_not_have_is_named_beside_what_it_has() -> None:
    for text, name in (("NEET biology and polity", "Polity"), ("botany for NEET and history", "History")):
        decision = route(text, TODAY)
        assert (decision.scope.subject, decision.refusal) == ("Biology", "")
        assert decision.not_taken == (f"NEET has no {name}. Its subjects are Biology, Chemistry and Physics.",)
    both = route("History and geography for NEET", TODAY)
    assert both.refusal == "NEET has no History and no Geography. Its subjects are Biology, Chemistry and Physics."
    assert not route("NEET without history", TODAY).refusal
    assert not [row.text for row, decision in routed() if row.exam and decision.not_taken]


def test_a_topic_of_an_exam_becomes_no_exam_of_its_own() -> None:
    decision = route("quiz me on thermodynamics", TODAY)
    assert (decision.intent, decision.exam, decision.exams) == ("quiz", "", ("JEE", "NEET"))
    assert decision.not_taken == ("No exam is filled in: JEE and NEET have this topic. For which exam is it?",)
    assert decision.is_open
    assert not route("what is recursion? explain it", TODAY).is_open
    assert not route("quiz me on thermodynamics for NEET", TODAY).exams


@pytest.mark.parametrize(
    ("text", "exam", "topics", "days", "hours"),
    [
        ("neet or jee plan for 30 days\nNEET", "NEET", (), 30, None),
        ("2 hours a day, make me a plan in 20 days\nJEE, 3 hours", "JEE", (), 20, 3),
        ("neet or jee, physics\nJEE chemistry in 9 days", "JEE", (), 9, None),
        ("quiz me on thermodynamics\nNEET", "NEET", ("Thermodynamics",), None, None),
        ("IELTS\na plan", "", ("ielts",), None, None),
        ("asdfgh jkl\npottery in 5 days", "", ("pottery",), 5, None),
        ("400 days, a plan\nNEET in 40 days", "NEET", (), 40, None),
    ],
)
def test_an_answer_is_read_with_what_was_asked_about(
    text: str, exam: str, topics: object, days: int | None, hours: float | None
) -> None:
    decision = route(text, TODAY)
    assert (decision.exam, decision.scope.topics, decision.days, decision.hours) == (exam, topics, days, hours)
    assert not decision.is_open
    assert not decision.not_taken
