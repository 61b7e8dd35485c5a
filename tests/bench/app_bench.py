"""The app against an empty one-button app, and against itself with Streamlit's default settings."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from core import ROOT
from tests.bench import page_bench, tabs_bench
from tests.bench.client import Tab
from tests.bench.measure import Row, Runs, p50, repeated
from tests.bench.page_bench import studies
from tests.server import Server, chromium, serving

CLICKS, CLICK_BOUND = 20, 0.8
LOADS = 4
RERUNS, TURNS = 40, 2
SOAK = 5_000

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
def servers(home: Path) -> Iterator[tuple[Server, Server, Server]]:
    """Ours, the empty app, and ours with defaults, on the study of `home`."""
    with ExitStack() as stack:
        for name, source in (("empty", EMPTY), ("defaults", DEFAULTS)):
            (home / name).mkdir()
            (home / name / "main.py").write_text(source)
        (home / "defaults" / "pages").symlink_to(ROOT / "pages")
        ours = stack.enter_context(serving(home / "data"))
        # Where it starts, Streamlit looks for a config.toml: in our folder both would have ours.
        bare, plain = home / "empty", home / "defaults"
        empty = stack.enter_context(serving(home / "empty-data", script=bare / "main.py", cwd=bare))
        defaults = stack.enter_context(serving(home / "data", script=plain / "main.py", cwd=plain))
        yield ours, empty, defaults


def rows() -> Iterator[Row | Runs]:
    """Every measurement of the app."""
    with TemporaryDirectory() as folder:
        sessions = studies(Path(folder) / "data")
        session_id = sessions["quiz"]
        with servers(Path(folder)) as (ours, empty, defaults):
            for server in (ours, defaults):
                for page in sessions:
                    with Tab(server.url, page, f"session={session_id}") as tab:
                        tab.rerun()
            with chromium() as browser:
                yield from repeated(lambda: [click(browser, ours, empty, session_id)])
                yield from repeated(lambda: [first_page(browser, ours, empty)])
            yield from repeated(lambda: [reruns(ours, defaults, session_id)])
            yield from repeated(lambda: tabs_bench.rows(ours, empty, session_id))
            yield from page_bench.rows(ours, empty, sessions, Path(folder))
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
    name = "click to DOM, a page of ours / an empty one-button app"
    return Row(name, p50(mine[4:]), p50(bare[4:]), "ms", CLICK_BOUND)


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
    with Tab(ours.url, "quiz", query) as tab_of_ours, Tab(defaults.url, "quiz", query) as tab_of_defaults:
        for _ in range(TURNS):
            for tab, rate, times in ((tab_of_ours, rates[0], RERUNS), (tab_of_defaults, rates[1], RERUNS // 5)):
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
