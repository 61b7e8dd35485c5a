"""What a rerun of each page costs the server: its time, and the messages and bytes that it sends.

A browser gets the same, but for messages over 10 KB that it has kept from before: those are named and not sent again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from core.bootstrap import Settings, build_service
from core.models import Answer, Intake, Session
from core.study.service import StudyService
from tests.bench.client import Tab
from tests.bench.measure import Row, in_turn, p50
from tests.server import Server, serving
from tests.stack import Stack
from tests.stack.service import MODULES

COURSE = Intake(exam="Cell biology", days=7, hours=3)
ROUNDS = 15
HOME = ""


def studies(data: Path) -> dict[str, str]:
    """The session that each page is seen with, by the page's address: at the step where a learner comes to it.

    What is asked in a session goes by its id, so these have the same every time.
    """
    service = build_service(Settings(_env_file=None, data_dir=data))
    results = handed_in(service, quizzed(service, "results")).id
    return {
        HOME: results,
        "intake": service.start(session_id="intake").id,
        "plan": planned(service, "plan").id,
        "learn": service.start_topic(planned(service, "learn")).id,
        "quiz": quizzed(service, "quiz").id,
        "analysis": results,
        "progress": results,
        "misconceptions": results,
        "review": results,
        "library": results,
        "settings": results,
        "history": results,
        "data": results,
    }


def planned(service: StudyService, session_id: str) -> Session:
    """A session with a plan of the bundled course."""
    return service.generate_plan(service.start(session_id=session_id), COURSE)


def quizzed(service: StudyService, session_id: str) -> Session:
    """A session at its first quiz, nothing answered."""
    return service.take_quiz(service.start_topic(planned(service, session_id)))


def handed_in(service: StudyService, session: Session) -> Session:
    """The session with its quiz handed in, each question answered, and wrongly where it offers options."""
    record = service.quiz(session)
    assert record
    for question in record.quiz.questions:
        wrong = tuple(place for place in range(len(question.options)) if place not in question.key)[:1]
        answer = Answer(question_id=question.id, chosen=wrong, text="" if wrong else "no such term")
        session = service.answer(session, record.id, answer)
    return service.submit_answers(session)


def rows(ours: Server, empty: Server, sessions: Mapping[str, str], folder: Path) -> Iterator[Row]:
    """A line a page: those of the embedded store, then the account, which only Supabase has."""
    with Tab(empty.url) as bare:
        for page, session_id in sessions.items():
            with Tab(ours.url, page, f"session={session_id}" if page else "") as tab:
                yield rerun(page or "home", tab, bare)
        if not MODULES.exists():
            print(
                f"(skipped: the account page; the local Supabase needs {MODULES}, see `make supabase`)", file=sys.stderr
            )
            return
        with signed_in(folder) as (server, cookie), Tab(server.url, "account", cookie=cookie) as tab:
            yield rerun("account", tab, bare)


def rerun(page: str, tab: Tab, bare: Tab) -> Row:
    """Reruns of a page by turns with those of the empty app, after a first one that draws it anew."""
    tab.rerun()
    answer = tab.rerun()
    mine, other = (1e3 * p50(times[2:]) for times in in_turn(tab.rerun, bare.rerun, rounds=ROUNDS))
    sent = f"{answer.messages} messages, {answer.size / 1000:.1f} KB"
    return Row(f"rerun of {page}, the server's side / of the empty app: {sent}", mine, other, "ms")


@contextmanager
def signed_in(folder: Path) -> Iterator[tuple[Server, str]]:
    """The app on a local Supabase, and the cookie of a learner who has made an account."""
    with Stack.running(folder / "supabase") as stack:
        settings = {"SUPABASE_URL": stack.url, "SUPABASE_KEY": stack.publishable_key}
        with serving(folder / "accounts" / "data", settings=settings) as server:
            sent = {"email": f"{uuid4().hex}@example.org", "password": "a quiet green desk", "consent": "yes"}
            with httpx.Client(base_url=server.url, headers={"Origin": server.url}, trust_env=False) as browser:
                browser.post("/signup", data=sent)
                yield server, "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
