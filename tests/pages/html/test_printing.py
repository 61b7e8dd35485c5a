"""The plan to print on the embedded store: what it says, what it escapes, and the answer where there is none."""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core.bootstrap import build_service, open_store
from core.errors import StoreUnavailable
from core.models import (
    Answer,
    DailyPlan,
    Intake,
    LeftOut,
    PlannedTopic,
    PlanVerification,
    PlanVersion,
    StudyPlan,
    StudyWindow,
)
from core.models.misconception import idea_of
from core.stores.sqlite.store import SqliteStudyStore
from core.study.export.days import by_week, plan_days
from pages._ui import messages as common
from pages._ui.html.printing import routes as printing
from pages._ui.html.sign_in.gate import Gate
from pages._ui.messages import plan as plan_say
from pages._ui.messages import printing as say
from tests.asgi import InProcess
from tests.doubles import begin

START = date(2026, 3, 2)
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    app = Starlette(routes=printing.routes(), middleware=[Middleware(Gate)])
    with httpx.Client(transport=InProcess(app), base_url="http://127.0.0.1:8501") as opened:
        yield opened


def version(number: int, *names: str, accepted: bool = True, left_out: tuple[LeftOut, ...] = ()) -> PlanVersion:
    days = tuple(
        DailyPlan(
            day=place,
            date=START + timedelta(days=place - 1),
            theme=name,
            topics=(PlannedTopic(name=name, hours=1.5), PlannedTopic(name="Roots", hours=0.5)),
            estimated_hours=2,
            is_revision=place > 1,
        )
        for place, name in enumerate(names, start=1)
    )
    plan = StudyPlan(
        exam_name="Botany",
        total_days=9,
        overview="Leaves first.",
        schedule=days,
        left_out=left_out,
        window=StudyWindow(start=START, days=9, hours=2, weekdays_off=(6,)),
    )
    verification = PlanVerification(is_valid=accepted, coverage=1)
    return PlanVersion(
        version=number, plan=plan, verification=verification, was_accepted=accepted, made_on=date(2026, 3, 1)
    )


def texts(page: str, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in LexborHTMLParser(page).css(selector)]


def is_safe(answer: httpx.Response) -> bool:
    """Whether the page can do nothing but be read, by this browser, now."""
    policy = answer.headers["content-security-policy"]
    headers = {name: answer.headers[name] for name in ("cache-control", "referrer-policy", "x-content-type-options")}
    return (
        headers == {"cache-control": "no-store", "referrer-policy": "same-origin", "x-content-type-options": "nosniff"}
        and policy.startswith("default-src 'none'; style-src 'sha256-")
        and "script" not in policy
        and "unsafe" not in policy
    )


def test_the_plan_is_a_table_of_days_by_week_with_a_box_for_each_topic(client: httpx.Client) -> None:
    left_out = (LeftOut(name="Stems", why="There is no time."),)
    begin(open_store(), "s1", plans=(version(1, "Leaves", "Leaves", left_out=left_out),))
    answer = client.get("/print/plan?session=s1")
    assert answer.status_code == 200
    assert is_safe(answer)
    page = answer.text
    assert '<html lang="en">' in page
    assert texts(page, "title") == ["Botany · ExamMentor"]
    assert texts(page, "h1, h2") == ["Botany", say.DAYS, say.LEFT_OUT]
    assert texts(page, "thead th[scope=col]") == [say.DATE, say.TOPICS, say.HOURS]
    assert texts(page, "th[scope=rowgroup]") == ["Week 1 · 2 to 8 March", "Week 2 · 9 to 10 March"]
    assert texts(page, ".boxes li") == ["Leaves 1.5 h", "Roots 0.5 h", "Revise Leaves 1.5 h", "Revise Roots 0.5 h"]
    assert len(LexborHTMLParser(page).css(".box")) == 4
    assert texts(page, "tr:not(.week) td.hours") == ["2 h", "2 h"]
    assert texts(page, ".empty th")[-3:] == ["Sun 8 Mar", "Mon 9 Mar", "Tue 10 Mar"]
    assert texts(page, ".empty td:not(:empty)")[-3:] == ["Day off", "Free", "Free"]
    assert texts(page, ".exam") == ["Wed 11 MarExam: Botany"]
    assert texts(page, ".left-out li") == ["Stems: There is no time."]
    facts = dict(zip(texts(page, "dt"), texts(page, "dd"), strict=True))
    today = build_service().clock.now().date()
    assert facts == {
        "Exam": "Wednesday, 11 March 2026",
        "Days": "Mon 2 Mar to Tue 10 Mar",
        "Work": "4 h on 2 days",
        "Plan made": "1 March 2026",
        "Printed": f"{today.day} {today:%B} {today.year}",
    }
    assert 'href="/plan?session=s1"' in page


def test_the_styles_hash_is_that_of_the_style_and_there_is_no_other(client: httpx.Client) -> None:
    begin(open_store(), "s1", plans=(version(1, "Leaves"),))
    answer = client.get("/print/plan?session=s1")
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert (
        f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in answer.headers["content-security-policy"]
    )
    assert "style=" not in answer.text
    assert "@media print" in style


def test_a_plan_that_the_planner_made_is_printed(client: httpx.Client) -> None:
    service = build_service()
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=30, hours=2))
    page = client.get("/print/plan", params={"session": session.id}).text
    assert "The cell membrane and transport" in page
    assert len(LexborHTMLParser(page).css("tr:not(.week):not(.exam) th[scope=row]")) == 30


def test_the_newest_accepted_version_is_the_one_that_is_printed(client: httpx.Client) -> None:
    plans = (version(1, "Old"), version(2, "Held"), version(3, "Draft", accepted=False))
    begin(open_store(), "s1", plans=plans)
    page = client.get("/print/plan?session=s1").text
    assert ("Held" in page, "Old" in page, "Draft" in page) == (True, False, False)


def test_nothing_in_a_plan_acts_on_the_page(client: httpx.Client) -> None:
    left_out = (LeftOut(name=HOSTILE, why=HOSTILE),)
    begin(open_store(), "s1", plans=(version(1, HOSTILE, left_out=left_out),))
    page = client.get("/print/plan?session=s1").text
    assert "<script" not in page
    assert f"{HOSTILE} 1.5 h" in texts(page, ".boxes li")


@pytest.mark.parametrize("asked", ["?session=nobody", "?session=", "", "?session=%00", "?session=../a'%22%3Cscript%3E"])
def test_an_unknown_session_is_said(client: httpx.Client, asked: str) -> None:
    answer = client.get(f"/print/plan{asked}")
    assert (answer.status_code, texts(answer.text, "h1")) == (404, [say.UNKNOWN_TITLE])
    assert common.UNKNOWN_SESSION in answer.text
    assert "<script" not in answer.text
    assert is_safe(answer)


@pytest.mark.parametrize("plans", [(), (version(1, "Draft", accepted=False),)])
def test_a_session_without_a_plan_says_so_and_leads_back(client: httpx.Client, plans: tuple[PlanVersion, ...]) -> None:
    begin(open_store(), "s 1&a", plans=plans)
    answer = client.get("/print/plan", params={"session": "s 1&a"})
    assert (answer.status_code, texts(answer.text, "h1")) == (404, [say.UNPLANNED_TITLE])
    assert texts(answer.text, "p") == [plan_say.NONE, say.BACK]
    assert 'href="/plan?session=s%201%26a"' in answer.text
    assert is_safe(answer)


def test_a_store_that_is_away_is_said(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(open_store(), "s1", plans=(version(1, "Leaves"),))

    def away(*_: object) -> None:
        raise StoreUnavailable("The study file is busy. Try again.")

    monkeypatch.setattr(SqliteStudyStore, "plans", away)
    answer = client.get("/print/plan?session=s1")
    assert (answer.status_code, texts(answer.text, "h1")) == (503, [say.AWAY_TITLE])
    assert "The study file is busy. Try again." in answer.text
    assert is_safe(answer)


def test_a_study_file_that_cannot_be_opened_makes_no_session_unknown(client: httpx.Client, data_dir: Path) -> None:
    data_dir.write_text("in the way")
    answer = client.get("/print/plan?session=s1")
    assert answer.status_code == 503
    assert say.FILE_AWAY in answer.text


def test_what_is_read_is_read_off_the_event_loop(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(open_store(), "s1", plans=(version(1, "Leaves"),))
    on_loop: list[bool] = []
    load = SqliteStudyStore.load

    def watched(self: SqliteStudyStore, session_id: str) -> object:
        on_loop.append(_has_loop())
        return load(self, session_id)

    monkeypatch.setattr(SqliteStudyStore, "load", watched)
    assert client.get("/print/plan?session=s1").status_code == 200
    assert on_loop == [False]


def _has_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def test_other_machines_are_not_let_in() -> None:
    app = Starlette(routes=printing.routes(), middleware=[Middleware(Gate)])
    with httpx.Client(transport=InProcess(app, "192.0.2.7"), base_url="http://127.0.0.1:8501") as stranger:
        assert stranger.get("/print/plan?session=s1").status_code == 403


def test_the_page_is_only_looked_at(client: httpx.Client) -> None:
    assert client.post("/print/plan?session=s1").status_code == 405


def test_a_week_is_named_by_its_days() -> None:
    window = StudyWindow(start=date(2026, 11, 29), days=9, hours=1)
    plan = version(1).plan.model_copy(update={"window": window})
    heads = [say.week(number, week) for number, week in enumerate(by_week(plan_days(plan)), start=1)]
    assert heads == ["Week 1 · 29 November", "Week 2 · 30 November to 6 December", "Week 3 · 7 December"]


def test_a_report_says_how_a_session_stands_and_escapes_all_of_it(client: httpx.Client) -> None:
    service = build_service()
    session = service.start_topic(service.generate_plan(service.start(), Intake(exam="Cell biology", days=20)))
    assert say.NO_QUIZZES in client.get(f"/print/report?session={session.id}").text
    session = service.take_quiz(session)
    record = service.quiz(session)
    assert record
    noted = next(question for question in record.quiz.questions if question.option_notes)
    wrong = Answer(question_id=noted.id, chosen=(noted.option_notes[0].option_index,))
    session = service.submit_answers(service.answer(session, record.id, wrong))
    answer = client.get(f"/print/report?session={session.id}")
    page = LexborHTMLParser(answer.text)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    text = page.body.text() if page.body else ""
    assert f"{record.quiz.topic}" in text
    assert "1 of 8" in text
    assert idea_of(noted.option_notes[0].misconception) in text
    assert say.score(0.0) in text
    hostile = service.save_state(session, session.phase, session.context.model_copy(update={"current_topic": HOSTILE}))
    assert "<script>" not in client.get(f"/print/report?session={hostile.id}").text
    assert client.get("/print/report?session=nobody").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", "127.0.0.1@x.example"])
def test_another_sites_name_that_leads_here_prints_nothing(client: httpx.Client, host: str) -> None:
    session = build_service().start("Cell biology")
    for sheet in ("plan", "report"):
        answer = client.get(f"/print/{sheet}?session={session.id}", headers={"host": host})
        assert (answer.status_code, "Cell biology" in answer.text) == (403, False)
    for own in ("localhost:9000", "[::1]:8501", "127.0.0.1"):
        assert client.get(f"/print/report?session={session.id}", headers={"host": own}).status_code == 200


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_what_is_printed_goes_by_the_day_where_the_learner_is(client: httpx.Client, zone: str) -> None:
    study = build_service()
    session = study.generate_plan(study.start(zone=zone), Intake(exam="Cell biology", days=7, hours=3))
    session = study.submit_answers(study.take_quiz(study.start_topic(session)))
    today = datetime.now(ZoneInfo(zone)).date()
    plan = client.get("/print/plan", params={"session": session.id}).text
    assert f'<time datetime="{today}">' in plan
    assert f"{today.day} {today:%B %Y}" in plan.split("Printed")[1][:200]
    report = client.get("/print/report", params={"session": session.id}).text
    assert f'<time datetime="{today}">{say.short_day(today)}</time>' in report
