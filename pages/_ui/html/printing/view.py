"""A plan as a page for paper, and a page that says why there is none. Every value is escaped; nothing is a script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from core.models.days import day_of
from core.models.plan_overview import PlanSheet
from core.models.report import SessionReport
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


def draw_plan(session_id: str, sheet: PlanSheet, *, printed_on: date) -> HTMLResponse:
    """The plan, to be printed and ticked off by hand."""
    days = [*chain.from_iterable(sheet.weeks)]
    body = _pages.get_template("plan.html").render(
        plan=sheet.version.plan,
        weeks=sheet.weeks,
        exam_on=sheet.exam_on,
        facts=say.facts(days, exam_on=sheet.exam_on, made_on=sheet.version.made_on, printed_on=printed_on),
        back=_plan_page(session_id),
    )
    return HTMLResponse(body, headers=HEADERS)


def draw_report(session_id: str, report: SessionReport) -> HTMLResponse:
    """How a session stands: topics with scores and reviews, quizzes newest first, what is mixed up, what to do."""
    body = _pages.get_template("report.html").render(
        exam=report.exam or common.NO_EXAM,
        topics=report.topics,
        quizzes=report.quizzes,
        misconceptions=report.misconceptions,
        advice=[common.told(line) for line in report.advice],
        day_of=partial(day_of, zone=report.zone),
        facts=say.report_facts(
            report.exam_on,
            tested=sum(topic.mastery_score is not None for topic in report.topics),
            topics=len(report.topics),
            quizzes=len(report.quizzes),
            printed_on=report.made_on,
        ),
        back=f"/data?session={quote(session_id, safe='')}",
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
