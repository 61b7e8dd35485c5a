"""axe-core on every page and in every state of one, in light and in dark, at a desk and on a phone.

Walks over lists of stops, each of which leads on from the one before. A new page is a new stop. What is Streamlit's
own fault has been mended in `pages/_ui/assets/style.css` or gone round; there is no rule and no element left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, expect

from tests.e2e.accounts import sign_up
from tests.e2e.axe import DESK, HEIGHT, Walk
from tests.e2e.steps import (
    at_phase,
    choose_row,
    name_exam,
    press,
    questions_of,
    session_of,
    to_set_up,
    turn_to,
    unfold,
    upload,
)
from tests.server import PATIENCE_MS
from tests.textbook import textbook_pdf

Stop = tuple[str, Callable[[Walk], None]]


def opens(path: str, shows: str = "h1") -> Callable[[Walk], None]:
    """A stop that is an address; it is reached when `shows` is there."""

    def go(walk: Walk) -> None:
        walk.open(path)
        walk.page.locator(shows).first.wait_for()

    return go


def steps(action: str, phase: str, shows: str) -> Callable[[Walk], None]:
    """A stop behind a step of the journey, pressed on the page that is in turn."""

    def go(walk: Walk) -> None:
        press(walk.page, f"action-{action}")
        at_phase(walk.page, phase)
        walk.page.locator(shows).first.wait_for()

    return go


def gaps_marked(walk: Walk) -> None:
    walk.open("intake")
    expect(walk.page.locator(".st-key-action-generate_plan button")).to_be_enabled()
    press(walk.page, "action-generate_plan")
    walk.page.get_by_role("alert").first.wait_for()


def filled_in(walk: Walk) -> None:
    page = walk.page
    name_exam(page, "Biology finals")
    page.keyboard.press("Enter")
    unfold(page, "off")
    page.locator(".st-key-intake-weekdays_off").get_by_text("Sun").click()
    expect(page.locator(".st-key-intake-weekdays_off [aria-pressed=true]")).to_have_text("Sun")
    pdf = walk.folder / "textbook.pdf"
    pdf.write_bytes(textbook_pdf())
    upload(page, pdf)
    expect(page.get_by_text("textbook.pdf ·")).to_be_visible()
    walk.session_id = session_of(page)


def planned(walk: Walk) -> None:
    walk.open("intake")
    filled_in(walk)
    steps("generate_plan", "Plan", "table.em-cal")(walk)


def from_a_sentence(walk: Walk) -> None:
    walk.page.locator(".st-key-intake-said input").fill("20 days, 2 hours a day")
    press(walk.page, "intake-route")
    walk.page.get_by_role("alert").first.wait_for()


def placement_open(walk: Walk) -> None:
    press(walk.page, "placement-begin")
    walk.page.locator(".st-key-placement-answer").wait_for()


def placement_left(walk: Walk) -> None:
    opens("intake?session={session}", ".st-key-placement-leave")(walk)
    press(walk.page, "placement-leave")
    expect(walk.page.locator(".st-key-placement")).to_have_count(0)


def view(name: str, shows: str) -> Callable[[Walk], None]:
    """The days of the plan in another view."""

    def go(walk: Walk) -> None:
        walk.page.locator(".st-key-plan-view").get_by_text(name, exact=True).click()
        walk.page.locator(shows).first.wait_for()

    return go


def form_open(walk: Walk) -> None:
    walk.page.locator(".st-key-plan-change summary").click()
    walk.page.locator(".st-key-plan-move-topic").wait_for()


def change_refused(walk: Walk) -> None:
    walk.page.locator(".st-key-plan-edit").get_by_text("Leave out").click()
    walk.page.locator(".st-key-plan-leave_out-topic").wait_for()
    press(walk.page, "plan-apply")
    walk.page.locator(".st-key-plan-accept").wait_for()


def changed(walk: Walk) -> None:
    press(walk.page, "plan-accept")
    walk.page.locator(".st-key-plan-undo").wait_for()


def proposed(walk: Walk) -> None:
    page = walk.page
    page.locator(".st-key-plan-edit").get_by_text("Date and hours").click()
    page.locator(".st-key-plan-time-hours input").fill("0.5")
    page.locator(".st-key-plan-time-hours input").press("Enter")
    press(page, "plan-apply")
    page.locator(".st-key-plan-proposal").wait_for()


def versions_shown(walk: Walk) -> None:
    press(walk.page, "plan-decline")
    expect(walk.page.locator(".st-key-plan-proposal")).to_have_count(0)
    walk.page.locator(".st-key-plan-versions label").click()
    walk.page.get_by_text("Version 1,").first.wait_for()
    walk.page.locator(".st-key-plan-take summary").click()
    walk.page.locator(".st-key-plan-ics button").wait_for()


def asked(walk: Walk) -> None:
    walk.page.locator(".st-key-ask-question input").fill("What is a cell?")
    walk.page.locator(".st-key-ask-question input").press("Enter")
    walk.page.locator(".st-key-ask-log h3").first.wait_for()


def question_of_type(kind: str) -> Callable[[Walk], None]:
    """The quiz at its first question of a type, with a wrong answer where one is picked: the analysis asks it again."""

    def go(walk: Walk) -> None:
        questions = questions_of(walk.server, session_of(walk.page))
        place, question = next(
            (number, question) for number, question in enumerate(questions, 1) if question.question_type == kind
        )
        turn_to(walk.page, place)
        if kind != "fill_blank":
            wrong = next(index for index in range(len(question.options)) if index not in question.key)
            walk.page.locator(f".st-key-question-{place} label:has(input)").nth(wrong).click()
            walk.page.locator(f".st-key-question-{place} input:checked").wait_for(state="attached")

    return go


def handed_in(walk: Walk) -> None:
    turn_to(walk.page, len(questions_of(walk.server, walk.session_id)))
    steps("submit_answers", "Results", ".stVegaLiteChart svg")(walk)


def table_behind(walk: Walk) -> None:
    walk.page.locator(".stExpander summary", has_text="table").first.click()
    walk.page.locator("[data-testid=stDataFrame] canvas").first.wait_for()


def second_try(walk: Walk) -> None:
    walk.page.locator("[class*=st-key-why-] summary").first.click()
    walk.page.locator("[class*=st-key-again-send-]").first.wait_for()


def missed_ones(walk: Walk) -> None:
    press(walk.page, "missed-again")
    walk.page.locator(".st-key-missed-round-1 [class*=st-key-again-send-]").wait_for()


def decision_shown(walk: Walk) -> None:
    opens("history?session={session}", ".st-key-history-table canvas")(walk)
    choose_row(walk.page, 0)
    walk.page.locator(".st-key-history-event .stJson").first.wait_for()
    press(walk.page, "history-replay")
    walk.page.get_by_text("They give the stored phase and context.").wait_for()


def on_a_course(walk: Walk) -> None:
    to_set_up(walk.page, walk.server.url)
    walk.page.locator(".st-key-placement-begin").wait_for()


def lesson(walk: Walk) -> None:
    opens("plan?session={session}", ".st-key-action-start_topic")(walk)
    steps("start_topic", "Learn", ".st-key-ask-question")(walk)


def quizzed(walk: Walk) -> None:
    opens("learn?session={session}", ".st-key-action-take_quiz")(walk)
    steps("take_quiz", "Quiz", ".st-key-question-1")(walk)
    question_of_type("multiple_choice")(walk)


def finished(walk: Walk) -> None:
    opens("analysis?session={session}", ".st-key-action-complete")(walk)
    press(walk.page, "action-complete")
    press(walk.page, "complete-yes")
    at_phase(walk.page, "Done")
    walk.page.locator(".st-key-finished").wait_for()


def lesson_of_a_course(walk: Walk) -> None:
    steps("generate_plan", "Plan", ".st-key-action-start_topic")(walk)
    steps("start_topic", "Learn", "[data-testid=stImage] img")(walk)


def quizzed_on_the_course(walk: Walk) -> None:
    steps("take_quiz", "Quiz", ".st-key-question-1")(walk)
    question_of_type("multi_select")(walk)


def choose(walk: Walk, option: str) -> None:
    """Choose from a card's menu. Open it is no stop: Streamlit hangs it beside the page, outside of every landmark."""
    opens("", "[class*=st-key-session-menu-]")(walk)
    walk.page.locator("[class*=st-key-session-menu-] button").first.press("Enter")
    walk.page.get_by_role("menuitem", name=option).press("Enter")


def renaming(walk: Walk) -> None:
    choose(walk, "Rename")
    walk.page.locator("[class*=st-key-session-name-] input").wait_for()


def put_away(walk: Walk) -> None:
    for option, fold in [("Archive", "home-archive"), ("Delete", "home-bin")]:
        choose(walk, option)
        walk.page.locator(f".st-key-{fold}").wait_for()
    opens("", ".st-key-home-bin")(walk)
    for fold in ("home-archive", "home-bin"):
        walk.page.locator(f".st-key-{fold} summary").click()
    walk.page.locator("[class*=st-key-session-erase-] button").first.press("Enter")
    walk.page.locator("[class*=st-key-erase-asked-]").wait_for()


def checked_wrong(walk: Walk) -> None:
    press(walk.page, "quiz-check")
    walk.page.locator("[class*=st-key-marked-]").wait_for()
    walk.page.locator("[class*=st-key-report-open-] button").click()
    walk.page.locator("[class*=st-key-report-send-]").wait_for()


def disputed(walk: Walk) -> None:
    walk.page.locator("[class*=st-key-dispute-] button").click()
    walk.page.locator("[class*=st-key-dispute-undo-]").wait_for()


def all_at_once(walk: Walk) -> None:
    walk.page.locator(".st-key-quiz-all label").click()
    walk.page.locator(".st-key-question-10").wait_for()


def exams_listed(walk: Walk) -> None:
    opens("progress", "details.em-exam")(walk)
    walk.page.locator("details.em-exam summary").click()
    walk.page.locator("details.em-exam a").first.wait_for()


def refused(walk: Walk) -> None:
    walk.page.get_by_label("E-mail address").fill("nobody@example.org")
    walk.page.get_by_label("Password").fill("not the password")
    walk.page.get_by_role("button", name="Sign in").click()
    walk.page.get_by_role("alert").wait_for()


def account(walk: Walk) -> None:
    sign_up(walk.page, walk.server.url)
    opens("account", ".st-key-account-sign-out")(walk)


SETTING_UP: list[Stop] = [
    ("home, empty", opens("", ".st-key-home-start")),
    ("no session", opens("quiz")),
    ("unknown session", opens("plan?session=none")),
    ("nothing to print", opens("print/plan?session=none")),
    ("history, empty", opens("history", ".st-key-history-csv")),
    ("intake, gaps marked", gaps_marked),
    ("intake, filled in", filled_in),
    ("intake, from a sentence", from_a_sentence),
    ("placement check", placement_open),
    ("no plan", opens("plan?session={session}")),
    ("no lesson", opens("learn?session={session}")),
    ("no quiz", opens("quiz?session={session}")),
    ("no analysis", opens("analysis?session={session}")),
    ("no progress", opens("progress?session={session}", ".st-key-go-on")),
    ("no mix-ups", opens("misconceptions?session={session}", ".st-key-go-on")),
    ("no plan to print", opens("print/plan?session={session}")),
    ("intake, placement left", placement_left),
    ("plan", steps("generate_plan", "Plan", "table.em-cal")),
    ("plan, timeline", view("Timeline", ".st-key-plan-timeline .em-line")),
    ("plan, table", view("Table", ".stVegaLiteChart svg")),
    ("plan, being changed", form_open),
    ("plan, change refused", change_refused),
    ("plan, changed", changed),
    ("plan, change proposed", proposed),
    ("plan, versions", versions_shown),
    ("plan, printed", opens("print/plan?session={session}")),
    ("intake of a course", on_a_course),
    ("lesson of a course", lesson_of_a_course),
    ("quiz, choose all", quizzed_on_the_course),
    ("quiz, checked and wrong", checked_wrong),
    ("quiz, mark disputed", disputed),
    ("quiz, all at once", all_at_once),
    ("exams, listed", exams_listed),
    ("home, with sessions", opens("", "[class*=st-key-session-]")),
    ("home, a card renamed", renaming),
    ("home, archive and bin", put_away),
    ("docs of the API", opens("api/docs")),
]
STUDYING: list[Stop] = [
    ("plan of a file", planned),
    ("lesson", lesson),
    ("lesson, asked", asked),
    ("home, with a session", opens("", "[class*=st-key-session-]")),
    ("intake, out of turn", opens("intake?session={session}", ".st-key-go-on")),
    ("plan, out of turn", opens("plan?session={session}", ".st-key-go-on")),
    ("quiz, out of turn", opens("quiz?session={session}", ".st-key-go-on")),
    ("quiz, choose one", quizzed),
    ("quiz, true or false", question_of_type("true_false")),
    ("quiz, typed", question_of_type("fill_blank")),
    ("analysis", handed_in),
    ("analysis, table", table_behind),
    ("analysis, a second try", second_try),
    ("analysis, the missed ones", missed_ones),
    ("progress", opens("progress?session={session}", ".stVegaLiteChart svg")),
    ("progress, table", table_behind),
    ("mix-ups", opens("misconceptions?session={session}", ".st-key-go-on")),
    ("your data", opens("data?session={session}", ".st-key-data-all")),
    ("report to print", opens("print/report?session={session}")),
    ("home, with results", opens("", ".stVegaLiteChart svg")),
    ("quiz, handed in", opens("quiz?session={session}", ".st-key-question-1")),
    ("lesson, out of turn", opens("learn?session={session}", ".st-key-learn-topic")),
    ("history, a decision", decision_shown),
    ("analysis, at the end", finished),
]


@pytest.fixture
def walk(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Walk]:
    """A tab on the server as the test has set it up."""
    context = browser.new_context(viewport={"width": DESK, "height": HEIGHT}, bypass_csp=True)
    context.add_init_script(AXE_SCRIPT)
    context.set_default_timeout(PATIENCE_MS)
    yield Walk(context.new_page(), request.getfixturevalue("server"), tmp_path)
    context.close()


def take(walk: Walk, stops: list[Stop]) -> None:
    """Walk over the stops, and then say all that was found."""
    for name, go in stops:
        go(walk)
        walk.look(name)
    assert not walk.findings, "\n\n".join(walk.findings)


# On a laden machine both have taken 280 seconds.
@pytest.mark.timeout(900)
@pytest.mark.parametrize("stops", [SETTING_UP, STUDYING], ids=["setting up", "studying"])
def test_axe_core_finds_nothing_on_any_page(walk: Walk, stops: list[Stop]) -> None:
    take(walk, stops)


WAY_IN: list[Stop] = [
    ("sign-in", opens("signin")),
    ("sign-in, refused", refused),
    ("sign-up", opens("signup")),
    ("password forgotten", opens("forgot")),
    ("account", account),
]


@pytest.mark.usefixtures("on_supabase")
def test_axe_core_finds_nothing_on_the_way_in(walk: Walk) -> None:
    take(walk, WAY_IN)
