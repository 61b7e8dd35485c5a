"""What comes next: the plan, then reviews, then what needs it most; what rests is left alone until its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.domain.mastery import next_topic
from core.models import Topic
from tests.doubles import topic


def test_what_comes_next_follows_the_plan_then_reviews_then_weakness() -> None:
    today = date(2026, 3, 4)
    topics = [
        topic("A", 0, status="done", mastery_score=90.0, review_on=date(2026, 3, 9)),
        topic("B", 1, prerequisites=("D",), planned_on=date(2026, 3, 3)),
        topic("Gone", 2, status="left_out"),
        topic("C", 3, planned_on=date(2026, 3, 3), prerequisites=("Gone",)),
        topic("D", 4, planned_on=today),
    ]
    assert _picked(topics, today) == ("C", "was planned for 3 March")
    planned = [entry for entry in topics if entry.name != "Gone"]
    done = [entry.model_copy(update={"status": "done", "mastery_score": 50.0 + n}) for n, entry in enumerate(planned)]
    assert _picked([topics[2], *done], today) == ("A", "lowest score")
    due = done[2].model_copy(update={"review_on": today})
    assert _picked([*done[:2], due, done[3]], today) == ("C", "review was due")
    assert next_topic([], today) is None


def test_a_due_review_comes_before_what_is_planned_for_later() -> None:
    today = date(2026, 3, 4)
    due = topic("Old", 0, status="done", mastery_score=90.0, review_on=today)
    later = topic("New", 1, planned_on=date(2026, 3, 6))
    assert _picked([due, later], today) == ("Old", "ahead of the plan")
    assert _picked([due, later.model_copy(update={"planned_on": today})], today) == ("New", "Next in your plan")
    not_yet = due.model_copy(update={"review_on": date(2026, 3, 5)})
    assert _picked([not_yet, later], today) == ("New", "Next in your plan")


def _picked(topics: Sequence[Topic], today: date) -> tuple[str, str]:
    picked = next_topic(topics, today)
    assert picked
    phrases = ("was planned for 3 March", "Next in your plan", "lowest score", "ahead of the plan", "review was due")
    return picked[0].name, next(phrase for phrase in phrases if phrase in str(picked[1]))


def test_what_was_not_proven_rests_until_its_review_and_holds_up_what_builds_on_it() -> None:
    today = date(2026, 3, 4)
    open_still = topic("Base", 0, status="learning", mastery_score=55.0, review_on=date(2026, 3, 5))
    built = topic("Built", 1, planned_on=today, prerequisites=("Base",))
    other = topic("Other", 2, planned_on=date(2026, 3, 9))

    def reason(topics: list[Topic], on: date = today) -> tuple[str, str]:
        picked = next_topic(topics, on)
        assert picked
        return picked[0].name, str(picked[1])

    assert reason([open_still, built, other])[0] == "Other"
    assert reason([open_still, built]) == (
        "Base",
        "It needs more right answers before it counts as studied, and nothing else is open.",
    )
    assert reason([open_still, built, other], date(2026, 3, 5)) == (
        "Base",
        "It needs more right answers before it counts as studied, and its review was due on 5 March.",
    )
    studied = open_still.model_copy(update={"status": "studied"})
    assert reason([studied, built, other])[0] == "Built"


def test_a_topic_that_was_only_asked_about_keeps_its_day_in_the_plan() -> None:
    today = date(2026, 3, 4)
    placed = topic("Placed", 0, planned_on=today, mastery_score=40.0, review_on=date(2026, 3, 5))
    rests = topic("Rests", 1, status="learning", planned_on=today, review_on=date(2026, 3, 5))
    assert placed.due_on == today
    assert _picked([rests, placed], today) == ("Placed", "Next in your plan")
    later = placed.model_copy(update={"planned_on": date(2026, 3, 6), "review_on": today})
    assert later.due_on == later.planned_on
    assert _picked([rests, later], today) == ("Placed", "Next in your plan")
