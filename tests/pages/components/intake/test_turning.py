"""The form, where the page comes to be about another session while it stands."""

from __future__ import annotations

from datetime import date

import pytest

from core.models import Intake
from core.study.service import StudyService
from tests.pages.app import open_at

BOTANY = Intake(
    exam="Botany", goal="Pass", days=9, hours=3, exam_date=date(2031, 3, 2), by_days=True, weekdays_off=(6,)
)


@pytest.mark.parametrize("to", ["a new exam", "another exam"])
def test_nothing_of_the_session_before_stays_in_the_form_or_is_saved_with_the_next(
    service: StudyService, to: str
) -> None:
    earlier = service.save_intake(service.start(), BOTANY)
    app = open_at("intake", earlier.id)
    assert app.text_input(key="intake-goal").value == "Pass"
    other = Intake()
    if to == "a new exam":
        app.query_params.clear()
        app.query_params["new"] = "abc"
    else:
        other = Intake(exam="Cell biology", hours=2)
        app.query_params["session"] = service.save_intake(service.start(session_id="abc"), other).id
    app.run()
    assert app.text_input(key="intake-goal").value == ""
    assert app.number_input(key="intake-hours").value == other.hours
    app.text_area(key="intake-syllabus").input("Roots\nLeaves").run()
    assert service.intake(service.open("abc")) == other.model_copy(update={"syllabus": "Roots\nLeaves"})
    assert service.open(earlier.id) == earlier


def test_what_is_typed_first_stays_once_it_has_begun_the_session(service: StudyService) -> None:
    app = open_at("intake")
    app.text_input(key="intake-goal").input("Pass").run()
    app.number_input(key="intake-hours").set_value(3.5).run()
    app.run()
    (summary,) = service.read.sessions()
    assert service.intake(service.open(summary.id)) == Intake(goal="Pass", hours=3.5)
