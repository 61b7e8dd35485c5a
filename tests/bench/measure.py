"""Timing things turn by turn, so that a drifting machine drifts under all of them."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

NS = 1e9
RUNS, SEED = 5, 1


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, the two figures, their ratio and the bound it is held to, if any."""

    name: str
    ours: float
    bare: float
    unit: str
    bound: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    @property
    def is_met(self) -> bool:
        if self.bound is None:
            return True
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound

    def line(self, swing: str = "") -> str:
        """The line, with what is to be said of how far the ratio swings."""
        bound = "none" if self.bound is None else f"{'≥' if self.at_least else '≤'} {self.bound:g}"
        met = "met" if self.is_met else "NOT MET"
        verdict = bound if self.bound is None else f"{bound}, {met}"
        figures = f"{quantity(self.ours, self.unit)} | {quantity(self.bare, self.unit)} | {self.ratio:.2f}{swing}"
        return f"| {self.name} | {figures} | {verdict} |"


@dataclass(frozen=True)
class Runs:
    """A line whose ratio swings with the machine: the run of the median ratio, held to the bound, and the range."""

    rows: tuple[Row, ...]

    @property
    def median(self) -> Row:
        return sorted(self.rows, key=lambda row: row.ratio)[len(self.rows) // 2]

    @property
    def is_met(self) -> bool:
        return self.median.is_met

    def line(self) -> str:
        ratios = [row.ratio for row in self.rows]
        return self.median.line(f" ({min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} runs)")


def repeated(measure: Callable[[], Iterable[Row]]) -> Iterator[Runs]:
    """The lines of a measurement that is run five times."""
    for rows in zip(*(tuple(measure()) for _ in range(RUNS)), strict=True):
        yield Runs(rows)


@dataclass(frozen=True)
class Figure:
    """A line of the table for what has nothing bare to stand beside: a count, a share or a time, and its own bound."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_met(self) -> bool:
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    def line(self) -> str:
        bounds = ((sign, bound) for sign, bound in (("≤", self.at_most), ("≥", self.at_least)) if bound is not None)
        met = "met" if self.is_met else "NOT MET"
        verdict = next((f"{sign} {bound:g} {self.unit}, {met}" for sign, bound in bounds), "none")
        return f"| {self.name} | {quantity(self.value, self.unit)} | – | – | {verdict} |"


def in_turn(*calls: Callable[[], object], rounds: int) -> list[list[float]]:
    """Seconds of each call, all of them in every round, in an order by lot: who goes second finds the caches warm."""
    lot = random.Random(SEED)
    spent: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for place in lot.sample(range(len(calls)), len(calls)):
            began = time.perf_counter_ns()
            calls[place]()
            spent[place].append((time.perf_counter_ns() - began) / NS)
    return spent


def quantity(value: float, unit: str) -> str:
    """A figure as it is read, with its unit."""
    return f"{value:,.0f} {unit}".strip() if abs(value) >= 1000 else f"{value:.3g} {unit}".strip()


def p50(times: list[float]) -> float:
    """The median."""
    return statistics.median(times)
