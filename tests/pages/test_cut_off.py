"""A run that an entry cuts off between registering a field and sending it: the field keeps its value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.state.common import RegisterWidgetResult, WidgetMetadata
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from core.models import Intake, Session, StudyPhase
from core.study.service import StudyService
from tests.journey import NOTES, quiz_of, reply, to_quiz
from tests.pages.app import current_step, errors, open_at
from tests.pages.plans import BOTANY, SYLLABUS, planned

SOON = date(2040, 1, 2)
FIELDS = ["selectbox", "multiselect", "number_input", "text_input", "text_area", "date_input", "button_group"]
FIELDS += ["radio", "checkbox", "toggle"]
TOLD = Intake(
    exam="NEET",
    scope=("Biology",),
    goal="Pass",
    days=7,
    hours=3,
    weekdays_off=(5, 6),
    dates_off=(SOON,),
    known=("Ecology",),
    syllabus=SYLLABUS,
    by_days=True,
)
INTAKE = ["exam", "scope", "until", "days", "hours", "weekdays_off", "dates_off", "syllabus", "goal", "known"]


class CutOff:
    """What an entry does to a run that has registered the field of that key: it ends, and the next one begins.

    The browser sends what its fields have: none where it opens the page, else those of `browser`.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, key: str, browser: AppTest | None = None) -> None:
        """Cut the next run that draws the field."""
        self.happened = False
        fields = browser._tree.get_widget_states() if browser else WidgetStates()
        register = SafeSessionState.register_widget

        def registered(
            state: SafeSessionState, metadata: WidgetMetadata[Any], user_key: str | None
        ) -> RegisterWidgetResult[Any]:
            result = register(state, metadata, user_key)
            if user_key == key and not self.happened:
                self.happened = True
                run = get_script_run_ctx()
                assert run
                raise RerunException(RerunData(run.query_string, fields, run.page_script_hash))
            return result

        monkeypatch.setattr(SafeSessionState, "register_widget", registered)


def in_a_new_browser(app: AppTest) -> dict[str, object]:
    """What each field of the page has in a browser that has seen no more than the messages of the last run."""
    fields = [field.proto for kind in FIELDS for field in app.get(kind)]
    return {field.id.split("-", 2)[-1]: _drawn(field) for field in fields}


def _drawn(field: Any) -> object:
    """The value that the message tells, else its default: places of options, or the value itself."""
    told = field.DESCRIPTOR.fields_by_name
    value = getattr(field, next(name for name in ("raw_values", "raw_value", "value") if name in told))
    if field.set_value:
        return value if isinstance(value, str | float | bool) else list(value)
    if "options" not in told:
        return field.default if isinstance(field.default, str | float | bool) else list(field.default)
    options = [getattr(option, "content", option) for option in field.options]
    if "raw_values" in told:
        return [options[place] for place in field.default]
    return options[field.default] if field.HasField("default") else ""


@pytest.mark.parametrize("name", INTAKE)
def test_a_run_of_the_form_that_is_cut_off_at_a_field_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, service: StudyService, name: str
) -> None:
    session = service.save_intake(service.start(), TOLD)
    whole = in_a_new_browser(open_at("intake", session.id))
    cut = CutOff(monkeypatch, f"intake-{name}")
    app = open_at("intake", session.id)
    assert cut.happened
    assert in_a_new_browser(app) == whole


def test_a_date_that_is_kept_is_there_when_the_learner_turns_to_it(
    monkeypatch: pytest.MonkeyPatch, service: StudyService
) -> None:
    session = service.save_intake(service.start(), TOLD.model_copy(update={"exam_date": SOON}))
    app = open_at("intake", session.id)
    app.session_state["intake-until"] = "date"
    app.run()
    assert in_a_new_browser(app)["intake-exam_date"] == ["2040-01-02"]
    cut = CutOff(monkeypatch, "intake-exam_date")
    app = open_at("intake", session.id)
    assert cut.happened
    assert in_a_new_browser(app)["intake-exam_date"] == ["2040-01-02"]


def test_an_exam_and_a_date_can_be_emptied(service: StudyService) -> None:
    intake = TOLD.model_copy(update={"exam_date": SOON, "by_days": False})
    session = service.save_intake(service.start(), intake)
    app = open_at("intake", session.id)
    assert not app.selectbox(key="intake-exam").proto.HasField("default")
    assert not app.date_input(key="intake-exam_date").proto.default
    app.selectbox(key="intake-exam").set_value(None).run()
    app.date_input(key="intake-exam_date").set_value(None).run()
    stored = service.intake(service.open(session.id))
    assert (stored.exam, stored.exam_date) == ("", None)
    assert app.selectbox(key="intake-exam").value is None


def test_what_a_sentence_filled_in_is_there_though_an_entry_cut_it_off(
    monkeypatch: pytest.MonkeyPatch, service: StudyService
) -> None:
    app = open_at("intake")
    app.number_input(key="intake-hours").set_value(5.0).run()
    app.text_input(key="intake-said").input("12 days for NEET organic chemistry, weak in hydrocarbons")
    app.button(key="intake-route").click()
    old = open_at("intake", app.query_params["session"])
    old.text_input(key="intake-goal").input("Pass")
    cut = CutOff(monkeypatch, "intake-days", old)
    app.run()
    assert cut.happened
    now = in_a_new_browser(app)
    assert (now["intake-exam"], now["intake-scope"], now["intake-days"]) == ("NEET", ["Organic chemistry"], 12)
    (summary,) = service.read.sessions()
    intake = service.intake(service.open(summary.id))
    assert (intake.exam, intake.days, intake.hours) == ("NEET", 12, 5)
    assert intake.goal == "Pass", "the entry itself is not filled over"
    assert not app.warning


def reading_cut_off(monkeypatch: pytest.MonkeyPatch, app: AppTest) -> list[float]:
    """The first file that is read is cut off halfway, by a press on the button that makes the plan."""
    shares: list[float] = []
    button = app.button(key="action-generate_plan").click()
    fields = app._tree.get_widget_states()
    button.set_value(False)
    add = StudyService.add_material

    def added(
        service: StudyService, session: Session, name: str, data: bytes, progress: Callable[[float], None]
    ) -> Session:
        def report(share: float) -> None:
            shares.append(share)
            if len(shares) == 1:
                run = get_script_run_ctx()
                assert run
                raise RerunException(RerunData(run.query_string, fields, run.page_script_hash))
            progress(share)

        return add(service, session, name, data, report)

    monkeypatch.setattr(StudyService, "add_material", added)
    return shares


def test_a_plan_that_is_asked_for_while_a_file_is_read_is_made_once_it_is(
    monkeypatch: pytest.MonkeyPatch, service: StudyService
) -> None:
    app = open_at("intake")
    app.file_uploader(key="intake-files").upload("document.md", NOTES.encode())
    shares = reading_cut_off(monkeypatch, app)
    app.run()
    assert len(shares) > 1, "cut off, and read anew"
    assert current_step(app) == "Plan"
    (summary,) = service.read.sessions()
    assert (summary.phase, summary.exam_type) == (StudyPhase.PLANNING, "Soil")
    assert [topic.name for topic in service.topics(service.open(summary.id))] == ["Layers of soil", "Life in soil"]


def test_a_plan_is_not_made_without_the_file_that_it_was_asked_for_with(
    monkeypatch: pytest.MonkeyPatch, service: StudyService
) -> None:
    session = service.save_intake(service.start(), TOLD)
    app = open_at("intake", session.id)
    app.file_uploader(key="intake-files").upload("soil.pdf", b"no PDF at all, and \xff\x00 no text")
    app.button(key="action-generate_plan").click()
    app.run()
    assert errors(app)
    assert service.open(session.id).phase is StudyPhase.INTAKE
    app.run()
    assert service.open(session.id).phase is StudyPhase.INTAKE, "nor at the next run"


def test_what_a_file_is_called_stands_in_the_form(service: StudyService) -> None:
    app = open_at("intake")
    app.file_uploader(key="intake-files").upload("document.md", NOTES.encode()).run()
    assert app.selectbox(key="intake-exam").value == "Soil"
    assert not app.warning
    app.selectbox(key="intake-exam").set_value("NEET").run()
    (summary,) = service.read.sessions()
    assert service.intake(service.open(summary.id)).exam == "NEET"


@pytest.mark.parametrize("name", ["exam", "hours", "weekdays", "dates"])
def test_the_time_of_a_plan_is_kept(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    _, session = planned(BOTANY.model_copy(update={"weekdays_off": (6,), "dates_off": (SOON,)}))
    app, other = open_at("plan", session.id), open_at("plan", session.id)
    app.session_state["plan-edit"] = other.session_state["plan-edit"] = "time"
    app.run()
    cut = CutOff(monkeypatch, f"plan-time-{name}")
    other.run()
    assert cut.happened
    whole, again = in_a_new_browser(app), in_a_new_browser(other)
    times = {key for key in whole if key.startswith("plan-time")}
    assert len(times) == 4
    assert {key: again[key] for key in times} == {key: whole[key] for key in times}


def test_the_answers_of_a_quiz_are_kept(monkeypatch: pytest.MonkeyPatch, service: StudyService) -> None:
    session = to_quiz(service, count=8)
    record = quiz_of(service, session)
    for question in record.quiz.questions:
        answer = reply(question, right=True).model_copy(update={"is_flagged": True})
        session = service.answer(session, record.id, answer)
    kinds = {question.question_type for question in record.quiz.questions}
    assert {"fill_blank", "multi_select"} < kinds, "each kind of field is drawn"
    app = open_at("quiz", session.id)
    app.toggle(key="quiz-all").set_value(True).run()
    app.run()
    assert in_a_new_browser(app)["quiz-all"] is True
    for question in record.quiz.questions:
        answer = reply(question, right=True)
        fields = in_a_new_browser(app)
        assert fields[f"flag-{question.id}"] is True
        if question.question_type == "multi_select":
            ticked = [fields[f"answer-{question.id}-{place}"] for place in range(len(question.options))]
            assert tuple(place for place, tick in enumerate(ticked) if tick) == answer.chosen
        elif question.question_type == "fill_blank":
            assert fields[f"answer-{question.id}"] == answer.text
        else:
            radio = app.radio(key=f"answer-{question.id}").proto
            assert (radio.default,) == answer.chosen
