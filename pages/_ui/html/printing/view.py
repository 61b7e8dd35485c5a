"""A plan as a page for paper, and a page that says why there is none. Every value is escaped; nothing is a script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from core.domain.dashboard import goal_day
from core.models import Misconception, PlanVersion, QuizRecord, Session, Topic
from core.study.export import by_week, exam_on, plan_days
from pages._ui import messages as common
from pages._ui.html.fonts import font_files
from pages._ui.messages import plan
from pages._ui.messages import printing as say

_HERE = Path(__file__).parent
_FACES = "\n".join(
    f'@font-face {{ font-family: "Source {name.title()}"; src: url("/static/media/{file.name}") format("woff2"); '
    "font-weight: 200 900; font-display: swap; }"
    for name, file in font_files().items()
    if file
)
# In the page, so that one that is saved or sent on looks the same.
_STYLE = f"\n{_FACES}\n{(_HERE / 'print.css').read_text()}"
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; font-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_pages = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_pages.globals.update(say=say, app=common.APP, style=Markup(_STYLE))


def draw_plan(session_id: str, version: PlanVersion, *, printed_on: date) -> HTMLResponse:
    """The plan, to be printed and ticked off by hand."""
    plan, days = version.plan, plan_days(version.plan)
    body = _pages.get_template("plan.html").render(
        plan=plan,
        weeks=by_week(days),
        exam_on=exam_on(plan),
        facts=say.facts(days, exam_on=exam_on(plan), made_on=version.made_on, printed_on=printed_on),
        back=_plan_page(session_id),
    )
    return HTMLResponse(body, headers=HEADERS)


def draw_report(
    session: Session,
    *,
    topics: Sequence[Topic],
    records: Sequence[QuizRecord],
    misconceptions: Sequence[Misconception],
    now: datetime,
) -> HTMLResponse:
    """How a session stands: topics with scores and reviews, quizzes newest first, what is mixed up, what to do."""
    planned = [topic for topic in topics if topic.status != "left_out"]
    quizzes = [record for record in records if record.submitted_at and record.analysis]
    goal = goal_day(session.context, topics)
    body = _pages.get_template("report.html").render(
        exam=session.exam_type or common.NO_EXAM,
        topics=planned,
        quizzes=quizzes,
        mixups=[one for one in misconceptions if one.is_open(now)],
        advice=quizzes[0].analysis.recommendations if quizzes and quizzes[0].analysis else (),
        facts=say.report_facts(
            goal.on if goal else None,
            is_exam=bool(goal and goal.is_exam),
            tested=sum(topic.mastery_score is not None for topic in planned),
            topics=len(planned),
            quizzes=len(quizzes),
            printed_on=now.date(),
        ),
        back=f"/data?session={quote(session.id, safe='')}",
    )
    return HTMLResponse(body, headers=HEADERS)


def refuse_unknown() -> HTMLResponse:
    """There is no such session, or it is another learner's."""
    return _refuse(404, say.UNKNOWN_TITLE, common.UNKNOWN_SESSION, "/", common.GO_HOME)


def refuse_unplanned(session_id: str) -> HTMLResponse:
    """The session has no plan."""
    return _refuse(404, say.UNPLANNED_TITLE, plan.NONE, _plan_page(session_id), say.BACK)


def refuse_away(why: str) -> HTMLResponse:
    """The store does not answer."""
    return _refuse(503, say.AWAY_TITLE, why, "/", common.GO_HOME)


def refuse_stranger(why: str, wanted: str) -> HTMLResponse:
    """Who asks is signed in no more; the way in leads back to what was `wanted`."""
    return _refuse(401, say.STRANGER_TITLE, why, f"/signin?next={quote(wanted)}", say.SIGN_IN)


def _plan_page(session_id: str) -> str:
    return f"/plan?session={quote(session_id, safe='')}"


def _refuse(status: int, title: str, why: str, link: str, label: str) -> HTMLResponse:
    body = _pages.get_template("refusal.html").render(title=title, why=why, link=link, label=label)
    return HTMLResponse(body, status, headers=HEADERS)
