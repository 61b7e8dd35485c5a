"""The app against an empty one-button app, and against itself with Streamlit's default settings."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from core import ROOT
from core.bootstrap import Settings, build_service
from core.models import Intake
from tests.bench.client import Tab
from tests.bench.measure import Row, p50
from tests.server import Server, chromium, serving

CLICKS = 60
LOADS = 9
RERUNS = 400
SOAK = 5_000
PAGES = ("", "intake", "plan", "learn", "quiz", "analysis", "history")

EMPTY = """
import streamlit as st
if "n" not in st.session_state:
    st.session_state.n = 0
if st.button("Press"):
    st.session_state.n += 1
st.title(f"Pressed {st.session_state.n}")
"""
# The same pages, entered without our app.py: no warm-up, no freeze, and no config.toml beside it.
DEFAULTS = """
from streamlit.runtime.pages_manager import PagesManager
PagesManager.uses_pages_directory = False
from pages._ui.navigation import run
run()
"""
# Click and wait for the DOM that answers it, timed in the browser.
CLICK = """([button, selector, text]) => new Promise(done => {
    const began = performance.now()
    const seen = () => [...document.querySelectorAll(selector)].some(node => !text || node.textContent.includes(text))
    const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); done(performance.now() - began) } })
    watch.observe(document.body, {subtree: true, childList: true, characterData: true})
    document.querySelector(button).click()
})"""


@contextmanager
def servers() -> Iterator[tuple[Server, Server, Server, str]]:
    """Ours, the empty app, ours with defaults, and a session that is at its quiz."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        for name, source in (("empty", EMPTY), ("defaults", DEFAULTS)):
            (home / name).mkdir()
            (home / name / "main.py").write_text(source)
        (home / "defaults" / "pages").symlink_to(ROOT / "pages")
        data = home / "data"
        service = build_service(Settings(_env_file=None, data_dir=data))
        session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=7, hours=3))
        session = service.take_quiz(service.start_topic(session))
        ours = stack.enter_context(serving(data))
        empty = stack.enter_context(serving(home / "empty-data", script=home / "empty" / "main.py"))
        defaults = stack.enter_context(serving(data, script=home / "defaults" / "main.py"))
        yield ours, empty, defaults, session.id


def rows() -> Iterator[Row]:
    """Every measurement of the app."""
    with servers() as (ours, empty, defaults, session_id):
        for server in (ours, defaults):
            for page in PAGES:
                with Tab(server.url, page, f"session={session_id}") as tab:
                    tab.rerun()
        with chromium() as browser:
            yield click(browser, ours, empty, session_id)
            yield first_page(browser, ours, empty)
        yield reruns(ours, defaults, session_id)
        yield soak(ours, session_id)


def click(browser: Browser, ours: Server, empty: Server, session_id: str) -> Row:
    """Next and back in a quiz against a press of the only button."""
    quiz, button = browser.new_page(), browser.new_page()
    quiz.goto(f"{ours.url}/quiz?session={session_id}")
    quiz.locator(".st-key-question-1").wait_for()
    button.goto(empty.url)
    button.locator("h1").wait_for()
    mine: list[float] = []
    bare: list[float] = []
    for number in range(CLICKS):
        go, there = ("quiz-next", 2) if number % 2 == 0 else ("quiz-back", 1)
        quiz.bring_to_front()
        mine.append(_timed(quiz, f".st-key-{go} button", f".st-key-question-{there}", ""))
        button.bring_to_front()
        bare.append(_timed(button, ".stButton button", "h1", f"Pressed {number + 1}"))
    quiz.close()
    button.close()
    return Row("click to DOM, a page of ours / an empty one-button app", p50(mine[4:]), p50(bare[4:]), "ms", 1.0)


def _timed(page: Page, button: str, selector: str, text: str) -> float:
    page.locator(button).first.wait_for()
    page.wait_for_timeout(120)
    return float(page.evaluate(CLICK, [button, selector, text]))


def first_page(browser: Browser, ours: Server, empty: Server) -> Row:
    """A first visit to a warm server, browser cache empty, until the title stands."""
    mine: list[float] = []
    bare: list[float] = []
    for _ in range(LOADS):
        for server, times in ((ours, mine), (empty, bare)):
            context = browser.new_context()
            page = context.new_page()
            began = time.perf_counter()
            page.goto(server.url, wait_until="commit")
            page.locator("h1").wait_for()
            times.append(1e3 * (time.perf_counter() - began))
            context.close()
    return Row("first page of a warm server / of the empty app", p50(mine[1:]), p50(bare[1:]), "ms", 1.3)


def reruns(ours: Server, defaults: Server, session_id: str) -> Row:
    """Reruns a second of the quiz page, ours and the same app with default settings by turns."""
    rates: tuple[list[float], list[float]] = ([], [])
    query = f"session={session_id}"
    with Tab(ours.url, "quiz", query) as one, Tab(defaults.url, "quiz", query) as other:
        for _ in range(8):
            for tab, rate, times in ((one, rates[0], RERUNS // 8), (other, rates[1], RERUNS // 40)):
                began = time.perf_counter()
                for _ in range(times):
                    tab.rerun()
                rate.append(times / (time.perf_counter() - began))
    name = "reruns a second / the same app with default settings"
    return Row(name, p50(rates[0]), p50(rates[1]), "1/s", 8, at_least=True)


def soak(ours: Server, session_id: str) -> Row:
    """Memory after 5,000 reruns against memory after the first 500."""
    with Tab(ours.url, "quiz", f"session={session_id}") as tab:
        for _ in range(500):
            tab.rerun()
        early = _resident_mb(ours)
        for _ in range(SOAK - 500):
            tab.rerun()
    return Row(f"memory after {SOAK:,} reruns / after 500", _resident_mb(ours), early, "MB", 1.05)


def _resident_mb(server: Server) -> float:
    assert server.process
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
