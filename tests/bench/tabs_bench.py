"""Twenty tabs at once, each of which thinks half a second before it clicks again."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from pages._ui.messages import quiz as say
from tests.bench.client import Tab
from tests.bench.measure import Row, p50
from tests.server import Server

TABS, CLICKS, THINK_S = 20, 5, 0.5
LONGEST_S = 10.0
Buttons = Sequence[str]
QUIZ: Buttons = (say.NEXT, say.BACK)
EMPTY: Buttons = ("Press",)


def rows(ours: Server, empty: Server, session_id: str) -> Iterator[Row]:
    """Click to answer at the median and the 95th percentile: next and back in a quiz / a press of the only button."""
    mine = crowd(ours, "quiz", f"session={session_id}", QUIZ)
    bare = crowd(empty, "", "", EMPTY)
    name = f"{TABS} tabs that think half a second, click to answer, a page of ours / the empty app"
    yield Row(f"{name}: median", p50(mine), p50(bare), "ms", 1.0)
    yield Row(f"{name}: 95th percentile", p95(mine), p95(bare), "ms", 1.0)


def crowd(server: Server, page: str, query: str, buttons: Buttons) -> list[float]:
    """Milliseconds of every click of all tabs. They begin one after the other, so that they do not click in step."""

    def learner(number: int) -> list[float]:
        with Tab(server.url, page, query) as tab:
            known = dict(tab.rerun().buttons)
            time.sleep(THINK_S * number / TABS)
            return clicks(tab, known, buttons)

    with ThreadPoolExecutor(TABS) as pool:
        return [spent for times in pool.map(learner, range(TABS)) for spent in times]


def clicks(tab: Tab, known: dict[str, str], buttons: Buttons) -> list[float]:
    """Milliseconds of a tab's clicks, each on the next of the buttons in turn; fewer where time runs out."""
    ends, spent = time.monotonic() + LONGEST_S, list[float]()
    while len(spent) < CLICKS and time.monotonic() < ends:
        time.sleep(THINK_S)
        began = time.perf_counter()
        answer = tab.rerun(known[buttons[len(spent) % len(buttons)]])
        spent.append(1e3 * (time.perf_counter() - began))
        known |= answer.buttons
    return spent


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]
