"""Each page through AppTest: drawn for every phase from a deep link, with only the buttons that the phase allows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from core import ROOT
from core.bootstrap import build_service
from core.domain.phases import TRANSITIONS, get_valid_actions
from core.errors import StoreUnavailable
from core.models import Answer, Intake, Session, StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from core.study.service import StudyService
from pages._ui import messages as say
from pages._ui.desk import PAGE_IN_TURN
from pages._ui.frame.text import plain
from pages._ui.messages import learn as ask
from pages._ui.messages.home import EMPTY
from pages._ui.messages.quiz import ELSEWHERE, FEW, WEAK, notes
from tests.conftest import make_manager
from tests.textbook import textbook_pdf

# The account page is there where there is a sign-in, which AppTest has no cookie for.
PAGES = [page for page in say.PAGES if page not in ("home", "account")]
ACTIONS = {action for _, action in TRANSITIONS}
COURSE = Intake(exam="Cell biology", days=7, hours=3)


def at_phase(service: StudyService, phase: StudyPhase) -> Session:
    """A session of the bundled course, taken to `phase`."""
    session = service.start()
    steps: list[Callable[[Session], Session]] = [
        lambda session: service.generate_plan(session, COURSE),
        service.start_topic,
        service.take_quiz,
        service.submit_answers,
        service.complete,
    ]
    for step in steps:
        if session.phase is phase:
            return session
        session = step(session)
    assert session.phase is phase
    return session


def open_at(page: str, session_id: str = "") -> AppTest:
    """The app as a deep link opens it: a first run, nothing in memory."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
    if session_id:
        app.query_params["session"] = session_id
    if page != "home":
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, app.exception
    return app


def action_keys(app: AppTest) -> set[str]:
    return {str(button.key).removeprefix("action-") for button in app.button if str(button.key).startswith("action-")}


def words(app: AppTest) -> str:
    return " ".join(str(element.value) for element in [*app.title, *app.header, *app.markdown, *app.info, *app.warning])


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def current_step(app: AppTest) -> str:
    (stepper,) = [html.body for html in app.get("html") if "em-steps" in html.body and "<nav" in html.body]
    return stepper.split('aria-current="step">')[1].split("<")[0] if "aria-current" in stepper else ""


@pytest.mark.parametrize(("page", "phase"), list(product(PAGES, StudyPhase)))
def test_a_deep_link_draws_the_page_with_the_phases_buttons_only(page: str, phase: StudyPhase) -> None:
    session = at_phase(build_service(), phase)
    app = open_at(page, session.id)
    assert app.title
    assert current_step(app) == phase.name.title()
    in_turn = PAGE_IN_TURN[phase] == page
    assert action_keys(app) == (set(get_valid_actions(phase)) if in_turn else set())
    if not in_turn and page != "history":
        assert "go-on" in [button.key for button in app.button]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_drawn_without_app_py_is_gated_all_the_same(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PagesManager, "__init__", make_manager)
    assert say.UNKNOWN_SESSION in [info.value for info in open_at(page, "no-such-session").info]
    session = at_phase(build_service(), StudyPhase.LEARNING)
    assert action_keys(open_at(page, session.id)) == ({"take_quiz"} if page == "learn" else set())


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_session_is_said_and_nothing_is_made(page: str) -> None:
    app = open_at(page, "no-such-session")
    assert say.UNKNOWN_SESSION in [info.value for info in app.info]
    assert not action_keys(app)
    assert build_service().read.sessions() == ()


@pytest.mark.parametrize("page", ["plan", "learn", "quiz", "analysis"])
def test_a_page_without_a_session_offers_the_way_home(page: str) -> None:
    app = open_at(page)
    assert say.NO_SESSION in [info.value for info in app.info]
    assert not app.button


def test_home_is_empty_then_resumes_and_says_what_is_due() -> None:
    assert EMPTY in words(open_at("home"))
    service = build_service()
    session = at_phase(service, StudyPhase.PLANNING)
    app = open_at("home")
    assert EMPTY not in words(app)
    assert "Cell biology" in [heading.value for heading in app.subheader]
    links = [link.proto.label for link in app.get("page_link")]
    assert any("The cell membrane and transport" in label for label in links)
    assert any(say.GO_ON[session.phase] in label for label in links)


def test_the_journey_by_buttons() -> None:
    app = open_at("home")
    app.button(key="home-course-cell_biology").click().run()
    assert app.selectbox(key="intake-exam").value == "Cell biology"
    app.number_input(key="intake-days").set_value(5).run()
    for action, expected in [
        ("generate_plan", "Planning"),
        ("start_topic", "Learning"),
        ("take_quiz", "Quizzing"),
    ]:
        app.button(key=f"action-{action}").click().run()
        assert not app.exception
        assert current_step(app) == expected
    (summary,) = build_service().read.sessions()
    service = build_service()
    record = service.quiz(service.open(summary.id))
    assert record
    for place, question in enumerate(record.quiz.questions):
        assert app.get("progress")
        if question.question_type == "fill_blank":
            app.text_input(key=f"answer-{question.id}").input(question.accepted_answers[0]).run()
        elif question.question_type == "multi_select":
            for index in question.correct_indexes:
                app.checkbox(key=f"answer-{question.id}-{index}").check().run()
        else:
            app.radio(key=f"answer-{question.id}").set_value(question.correct_option_index).run()
        assert app.button(key="action-submit_answers").disabled == (place < len(record.quiz.questions) - 1)
        if place < len(record.quiz.questions) - 1:
            app.button(key="quiz-next").click().run()
    app.button(key="action-submit_answers").click().run()
    assert current_step(app) == "Analyzing"
    assert app.metric[0].value == "100 %"
    app.button(key="action-next_topic").click().run()
    assert current_step(app) == "Planning"
    assert service.open(summary.id).context.current_topic == "Organelles and energy"


def test_an_answer_survives_a_refresh() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.QUIZZING)
    record = service.quiz(session)
    assert record
    place = next(n for n, q in enumerate(record.quiz.questions) if q.question_type == "multiple_choice")
    app = open_at("quiz", session.id)
    for _ in range(place):
        app.button(key="quiz-next").click().run()
    question = record.quiz.questions[place]
    app.radio(key=f"answer-{question.id}").set_value(2).run()
    kept = service.quiz(session)
    assert kept
    assert Answer(question_id=question.id, chosen=(2,)) in kept.answers
    again = open_at("quiz", session.id)
    for _ in range(place):
        if question.id not in {str(radio.key).removeprefix("answer-") for radio in again.radio}:
            again.button(key="quiz-next").click().run()
    if question.id not in {str(radio.key).removeprefix("answer-") for radio in again.radio}:
        again.button(key="quiz-back").click().run()
    assert again.radio(key=f"answer-{question.id}").value == 2


def test_a_click_in_a_stale_tab_is_told_and_overwrites_nothing() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.ANALYZING)
    stale = open_at("analysis", session.id)
    # Another tab goes on and comes back to the same phase, so that the stale button is still a valid action.
    other = service.take_quiz(service.start_topic(service.next_topic(session)))
    other = service.submit_answers(other)
    stale.button(key="action-complete").click().run()
    assert service.open(session.id) == other
    assert say.CONFLICT in [warning.value for warning in stale.warning]
    stale.button(key="action-complete").click().run()
    assert service.open(session.id).phase is StudyPhase.COMPLETED


def test_drawing_a_page_again_writes_nothing() -> None:
    service = build_service()
    for phase in StudyPhase:
        session = at_phase(service, phase)
        app = open_at(PAGE_IN_TURN[phase], session.id)
        app.run()
        app.run()
        assert service.open(session.id) == session


def test_what_is_typed_at_intake_is_there_after_a_refresh() -> None:
    app = open_at("intake")
    assert build_service().read.sessions() == (), "an empty form is no session yet"
    app.text_input(key="intake-goal").input("Pass with honours").run()
    (begun,) = build_service().read.sessions()
    assert app.query_params["session"] == begun.id, "a refresh right after the first edit finds it"
    app.text_area(key="intake-syllabus").input("Roots\nLeaves").run()
    app.number_input(key="intake-hours").set_value(3.5).run()
    (summary,) = build_service().read.sessions()
    again = open_at("intake", summary.id)
    assert again.text_input(key="intake-goal").value == "Pass with honours"
    assert again.text_area(key="intake-syllabus").value == "Roots\nLeaves"
    assert again.number_input(key="intake-hours").value == 3.5


def test_history_filters_pages_and_replays(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.ANALYZING)
    for _ in range(60):
        service.start()
    app = open_at("history", session.id)
    table = app.dataframe[0].value
    assert set(table["Session"]) == {session.id}
    assert {"planner", "tutor", "quiz", "evaluator"} <= set(table["Agent"])
    assert {"Started a session", "Made a plan", "Handed in a quiz"} <= set(table["Action"])
    assert not any("_" in action for action in table["Action"])
    app.selectbox(key="history-agent").select("planner").run()
    assert set(app.dataframe[0].value["Agent"]) == {"planner"}
    app.selectbox(key="history-action").select("generate_plan").run()
    assert set(app.dataframe[0].value["Action"]) == {"Made a plan"}
    app.button(key="history-replay").click().run()
    assert "give the stored phase" in app.success[0].value
    everything = open_at("history")
    assert len(everything.dataframe[0].value) == 50
    first = set(everything.dataframe[0].value["No."])
    everything.button(key="history-older").click().run()
    assert not first & set(everything.dataframe[0].value["No."])
    everything.button(key="history-newest").click().run()
    assert set(everything.dataframe[0].value["No."]) == first


def test_what_a_learner_or_a_document_wrote_is_drawn_as_text() -> None:
    service = build_service()
    evil = "<img src=x onerror=alert(1)> **bold** $x^2$ :material/bomb: [link](http://evil)"
    session = service.generate_plan(service.start(), Intake(exam=evil, goal=evil, days=3, hours=2, syllabus="A\nB"))
    for page in ("intake", "plan"):
        app = open_at(page, session.id)
        drawn = words(app)
        assert "**bold**" not in drawn
        assert r"\<img" in drawn
        assert r"\[link\]" in drawn
        assert not any(markdown.allow_html for markdown in app.markdown)


def test_the_private_switch_for_the_pages_folder_is_still_there() -> None:
    # In a process of its own: the conftest of these tests sets it.
    code = "from streamlit.runtime.pages_manager import PagesManager as P; print('uses_pages_directory' in vars(P))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


@pytest.mark.parametrize("page", sorted(Path(ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_stays_short_and_keeps_no_state_of_its_own(page: Path) -> None:
    source = page.read_text()
    assert len(source.splitlines()) <= 80
    assert "session_state" not in source


def test_a_tab_that_shows_an_old_answer_does_not_save_it_over_a_newer_one() -> None:
    service = build_service()
    # Which question comes first hangs on the session's random id.
    sessions = (at_phase(service, StudyPhase.QUIZZING) for _ in range(30))
    session, question = next(
        (session, first)
        for session in sessions
        if (record := service.quiz(session)) and (first := record.quiz.questions[0]).question_type == "multiple_choice"
    )
    one, other = open_at("quiz", session.id), open_at("quiz", session.id)
    one.radio(key=f"answer-{question.id}").set_value(1).run()
    other.button(key="quiz-next").click().run()
    other.button(key="quiz-back").click().run()
    assert other.radio(key=f"answer-{question.id}").value == 1
    other.radio(key=f"answer-{question.id}").set_value(3).run()
    one.run()
    assert one.radio(key=f"answer-{question.id}").value == 3
    assert ELSEWHERE in [warning.value for warning in one.warning]
    kept = service.quiz(session)
    assert kept
    assert kept.answers == (Answer(question_id=question.id, chosen=(3,)),)
    one.radio(key=f"answer-{question.id}").set_value(2).run()
    kept = service.quiz(session)
    assert kept
    assert kept.answers == (Answer(question_id=question.id, chosen=(2,)),)


def test_a_tab_that_shows_an_old_form_does_not_save_it_over_a_newer_one() -> None:
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany", goal="first"))
    one, other = open_at("intake", session.id), open_at("intake", session.id)
    one.text_input(key="intake-goal").input("second").run()
    other.number_input(key="intake-days").set_value(30).run()
    assert service.intake(service.open(session.id)).goal == "second"
    assert other.text_input(key="intake-goal").value == "second"
    assert say.CONFLICT in [warning.value for warning in other.warning]
    other.number_input(key="intake-days").set_value(30).run()
    assert service.intake(service.open(session.id)) == Intake(exam="Botany", goal="second", days=30)


class Away:
    """A store that cannot be reached, at will, for the calls named."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
        self.is_away = True
        for name in names:
            real = getattr(SqliteStudyStore, name)
            monkeypatch.setattr(SqliteStudyStore, name, self._wrapped(real))

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if self.is_away:
                raise StoreUnavailable("The study file is away. Nothing was changed.")
            return real(*args, **kwargs)

        return call


def test_what_is_typed_while_the_store_is_away_stays_and_is_saved_later(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany"))
    app = open_at("intake", session.id)
    away = Away(monkeypatch, "commit")
    app.text_area(key="intake-syllabus").input("Roots").run()
    assert ["away" in error.value for error in app.error] == [True]
    assert app.text_area(key="intake-syllabus").value == "Roots"
    away.is_away = False
    app.run()
    assert service.intake(service.open(session.id)).syllabus == "Roots"


def test_two_tabs_that_edit_different_fields_keep_both() -> None:
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany"))
    one, other = open_at("intake", session.id), open_at("intake", session.id)
    one.text_input(key="intake-goal").input("Pass").run()
    other.text_area(key="intake-syllabus").input("Roots").run()
    other.run()
    kept = service.intake(service.open(session.id))
    assert (kept.goal, kept.syllabus) == ("Pass", "Roots")
    assert other.text_input(key="intake-goal").value == "Pass"


@pytest.mark.parametrize(("page", "call"), [("home", "sessions"), ("plan", "plans"), ("quiz", "quizzes")])
def test_a_store_that_fails_under_a_page_is_said(page: str, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = at_phase(build_service(), StudyPhase.QUIZZING)
    away = Away(monkeypatch, call)
    app = open_at(page, session.id)
    assert ["away" in error.value for error in app.error] == [True]
    away.is_away = False
    app.button(key="try-again").click().run()
    assert not app.error


def test_an_answer_that_is_not_saved_is_not_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.QUIZZING)
    record = service.quiz(session)
    assert record
    app = open_at("quiz", session.id)
    question = record.quiz.questions[0]
    away = Away(monkeypatch, "commit")
    if question.question_type == "fill_blank":
        app.text_input(key=f"answer-{question.id}").input("kept")
    else:
        app.radio(key=f"answer-{question.id}").set_value(0)
    app.button(key="quiz-next").click().run()
    assert app.error
    assert f"answer-{question.id}" in {str(widget.key) for widget in [*app.radio, *app.text_input]}
    away.is_away = False
    app.button(key="quiz-next").click().run()
    kept = service.quiz(session)
    assert kept
    assert [answer.question_id for answer in kept.answers] == [question.id]


def test_a_page_says_that_nothing_is_kept_where_the_file_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(blocked))
    assert say.MEMORY_ONLY in [warning.value for warning in open_at("home").warning]


def test_an_error_that_quotes_a_title_is_drawn_as_text() -> None:
    service = build_service()
    evil = "![x](https://evil.example/t.png)"
    session = service.generate_plan(service.start(), Intake(exam="X", days=2, hours=2, syllabus=f"{evil}\nRoots"))
    app = open_at("plan", session.id)
    app.button(key="action-start_topic").click().run()
    (error,) = app.error
    assert evil not in error.value
    assert "evil" in error.value


def test_a_lesson_can_be_read_again_out_of_turn() -> None:
    service = build_service()
    session = service.next_topic(at_phase(service, StudyPhase.ANALYZING))
    app = open_at("learn", session.id)
    assert app.title[0].value == "The cell membrane and transport"


LABELS = " ".join(f"See key {n}: it sets it, as above." for n in range(60))
TURGOR = "Turgor is the pressure of the water inside of a cell that stiffens a leaf."
OSMOSIS = "Osmosis is the movement of water across a membrane that lets little else pass."
FILLER = "Stones are heavy and grey and lie about in every field of the plain. " * 3


def learning_from(service: StudyService, text: str, topic: str) -> Session:
    session = service.add_material(service.start(), "notes.md", text.encode())
    session = service.generate_plan(session, Intake(exam="Plants", days=9, hours=3))
    return service.start_topic(session, topic)


def infos(page: str, session: Session) -> str:
    return " ".join(info.value for info in open_at(page, session.id).info).replace("\\", "")


def test_what_a_lesson_quotes_has_its_page_below_it() -> None:
    service = build_service()
    session = service.generate_plan(
        service.add_material(service.start(), "book.pdf", textbook_pdf()), Intake(exam="Cells", days=20, hours=3)
    )
    session = service.start_topic(session)
    lesson = service.read.lesson(session.id, session.context.current_topic or "")
    assert lesson
    app = open_at("learn", session.id)
    shown = [str(one.value).replace("\\", "") for one in app.main if one.type in ("markdown", "caption")]
    for text in filter(None, (lesson.intuition, lesson.real_world_example)):
        source = next(one for one in lesson.sources if one.quote == text)
        assert shown[shown.index(text) + 1] == say.source(source.document, source.page)


def test_a_document_that_explains_little_says_so_on_the_lesson_and_the_quiz() -> None:
    service = build_service()
    weak = learning_from(service, f"# Water\n\n{TURGOR} {OSMOSIS}\n\n# Keys\n\n{LABELS}\n", "Water")
    assert ask.WEAK in infos("learn", weak)
    assert WEAK in infos("quiz", service.take_quiz(weak))
    strong = learning_from(service, f"# Water\n\n{TURGOR} {OSMOSIS}\n\n# Stones\n\n{FILLER}\n", "Water")
    assert ask.WEAK not in infos("learn", strong)
    assert WEAK not in infos("quiz", service.take_quiz(strong))


def test_a_quiz_of_few_questions_says_so_and_what_to_do() -> None:
    service = build_service()
    session = service.take_quiz(learning_from(service, f"# Water\n\n{TURGOR} {OSMOSIS}\n", "Water"))
    record = service.quiz(session)
    assert record
    number = len(record.quiz.questions)
    assert 1 <= number < FEW
    said = infos("quiz", session)
    assert f"only {say.count(number, 'question')} here" in said
    assert "add more to read" in said
    assert "own text" not in said
    assert infos("quiz", at_phase(service, StudyPhase.QUIZZING)) == ""


def test_a_quiz_that_borrows_names_the_topics_that_help_it_out() -> None:
    service = build_service()
    text = f"# Leaves\n\n{TURGOR} {FILLER}\n\n# Roots\n\n{OSMOSIS} {FILLER}\n\n# Fields\n\n{FILLER}\n"
    session = service.take_quiz(learning_from(service, text, "Leaves"))
    record = service.quiz(session)
    assert record
    assert record.quiz.neighbours == {"Roots": 1}
    assert "gives too few questions: 1 of 2 is from “Roots”." in infos("quiz", session)
    session = service.take_quiz(learning_from(service, text, "Fields"))
    assert "gives too few questions: all of them are from “Roots” and “Leaves”." in infos("quiz", session)
    five = tuple(record.quiz.questions[0].model_copy(update={"id": name}) for name in "ABCDE")
    many = record.quiz.model_copy(update={"questions": five, "borrowed": {name: name for name in "ABCDE"}})
    assert "from “A”, “B”, “C” and 2 other topics near it." in " ".join(notes(many))


def test_a_question_beside_the_lesson_is_answered_and_kept_after_a_refresh() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    assert "What does “phospholipid” mean?" in words(app)
    app.text_input(key="ask-question").input("What is osmosis?")
    app.button(key="ask-send").click().run()
    assert not app.exception
    assert app.text_input(key="ask-question").value == ""
    fresh = open_at("learn", session.id)
    for seen in (app, fresh):
        assert "What is osmosis?" in [heading.value.replace("\\", "") for heading in seen.subheader]
        assert "net movement of water across a selectively permeable membrane" in words(seen)
        assert "Cell biology, bundled course" in [caption.value for caption in seen.caption]
    assert service.open(session.id).version == session.version + 1
    app.text_input(key="ask-question").input("Who was Gregor Mendel?")
    app.button(key="ask-send").click().run()
    assert "This material does not say" in words(app)
    assert action_keys(app) == {"take_quiz"}


def test_a_question_is_drawn_as_text() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    evil = "<b>x</b> ![y](https://evil.example/t.png) **z** :red[w] $a$"
    service.tutoring.ask(session, evil)
    shown = [heading.value for heading in open_at("learn", session.id).subheader]
    assert plain(evil) in shown
    assert evil not in shown


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_is_told_beside_the_form_and_nothing_is_written(question: str) -> None:
    session = at_phase(build_service(), StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    app.text_input(key="ask-question").input(question)
    app.button(key="ask-send").click().run()
    assert ["Type a question" in error.value for error in app.error] == [True]
    assert build_service().open(session.id).version == session.version


def test_a_question_that_is_not_saved_stays_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    session = at_phase(build_service(), StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    away = Away(monkeypatch, "commit")
    app.text_input(key="ask-question").input("What is osmosis?")
    app.button(key="ask-send").click().run()
    assert ["away" in error.value for error in app.error] == [True]
    assert app.text_input(key="ask-question").value == "What is osmosis?"
    away.is_away = False
    app.button(key="ask-send").click().run()
    assert not app.error
    assert "net movement of water" in words(app)


def test_out_of_turn_the_questions_are_read_and_none_isanswer_of() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    assert ask.ASK_READ_ONLY not in captions(open_at("learn", session.id))
    session = service.take_quiz(service.tutoring.ask(session, "What is osmosis?"))
    app = open_at("learn", session.id)
    assert ask.ASK_READ_ONLY in captions(app)
    assert "net movement of water" in words(app)
    assert "ask-question" not in {str(widget.key) for widget in app.text_input}
    quiet = open_at("learn", at_phase(service, StudyPhase.QUIZZING).id)
    assert ask.ASK_READ_ONLY not in captions(quiet)
    assert ask.ASK_TITLE not in words(quiet)


def test_a_long_conversation_shows_its_end_and_folds_the_rest() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    for number in range(8):
        session = service.tutoring.ask(session, f"What is osmosis, time {number}?")
    app = open_at("learn", session.id)
    (folded,) = [one for one in app.expander if one.label == ask.ASK_OLDER]
    assert len(folded.subheader) == 2
    assert len([heading for heading in app.subheader if "time" in heading.value]) == 8


def test_home_shows_older_sessions_on_demand() -> None:
    service = build_service()
    for _ in range(25):
        service.start("Botany")
    app = open_at("home")
    assert len(app.subheader) == 20
    app.button(key="home-older").click().run()
    assert len(app.subheader) == 25
