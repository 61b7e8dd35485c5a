"""Timing two things turn by turn, so that a drifting machine drifts under both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

NS = 1e9


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

    def line(self) -> str:
        bound = "none" if self.bound is None else f"{'≥' if self.at_least else '≤'} {self.bound:g}"
        met = "met" if self.is_met else "NOT MET"
        verdict = bound if self.bound is None else f"{bound}, {met}"
        figures = f"{self.ours:.3g} {self.unit} | {self.bare:.3g} {self.unit} | {self.ratio:.2f}"
        return f"| {self.name} | {figures} | {verdict} |"


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
        return f"| {self.name} | {self.value:.3g} {self.unit} | – | – | {verdict} |"


def in_turn(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each call, ours and bare by turns."""
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, times in zip((ours, bare), spent, strict=True):
            began = time.perf_counter_ns()
            call()
            times.append((time.perf_counter_ns() - began) / NS)
    return spent


def p50(times: list[float]) -> float:
    """The median."""
    return statistics.median(times)
