"""The choice that comes first where topics get less than half of their time."""

from __future__ import annotations

import pytest

from pages._ui.messages import plan as say
from tests.pages.app import open_at, words
from tests.pages.plans import BOTANY, planned

THIRD = BOTANY.model_copy(update={"days": 7, "hours": 0.75})


def test_it_says_in_a_share_what_there_is_and_comes_before_today_and_the_days() -> None:
    _, session = planned(THIRD)
    app = open_at("plan", session.id)
    assert app.header[0].value == say.short_of_time(0.375) == "You have about two fifths of the time these topics need"
    order = [str(button.key) for button in app.button]
    first = [key for key in order if key.startswith(("plan-choice-", "action-"))]
    assert first == ["plan-choice-hours", "plan-choice-days", "plan-choice-less", "action-start_topic"]


@pytest.mark.parametrize("way", ["hours", "days", "less"])
def test_each_way_is_proposed_and_once_it_is_taken_nothing_is_to_choose(way: str) -> None:
    service, session = planned(THIRD)
    app = open_at("plan", session.id)
    app.button(key=f"plan-choice-{way}").click().run()
    assert not app.exception
    assert say.PROPOSED in words(app)
    assert not [button for button in app.button if str(button.key).startswith("plan-choice-")]
    app.button(key="plan-accept").click().run()
    overview = service.overview.plan(service.open(session.id))
    assert overview
    assert overview.time_given >= 0.5
    assert "of the time these topics need" not in words(app)


@pytest.mark.parametrize("hours", [1.5, 2.0])
def test_a_plan_with_half_of_its_time_or_more_has_no_such_choice(hours: float) -> None:
    _, session = planned(BOTANY.model_copy(update={"days": 7, "hours": hours}))
    assert "plan-choice-hours" not in {str(button.key) for button in open_at("plan", session.id).button}


@pytest.mark.parametrize("way", ["hours", "days"])
def test_where_not_even_the_least_fits_more_time_is_one_press_too(way: str) -> None:
    service, session = planned(BOTANY.model_copy(update={"days": 2, "hours": 0.5}))
    app = open_at("plan", session.id)
    assert say.DOES_NOT_FIT in words(app)
    app.button(key=f"plan-choice-{way}").click().run()
    assert say.FITS in words(app)
    assert app.button(key="plan-accept").label == say.ACCEPT
    app.button(key="plan-accept").click().run()
    overview = service.overview.plan(service.open(session.id))
    assert overview
    assert overview.accepted
    assert overview.time_given >= 0.5
    assert not overview.accepted.plan.left_out
