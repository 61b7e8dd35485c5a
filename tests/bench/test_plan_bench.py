"""The plan part of `make bench` in small: its figures are met, and one that is missed is seen."""

from __future__ import annotations

import pytest

from core.domain.planning import make_plan, verify
from tests.bench.measure import Figure
from tests.bench.plan_bench import coverage, mended, plans, syllabi, times


def test_the_figures_are_met_on_a_few_syllabi() -> None:
    figures = {figure.name: figure for part in (plans(40), mended(40), times(80, 60, 1)) for figure in part}
    assert all(figure.is_met for figure in figures.values()), "\n".join(figure.line() for figure in figures.values())
    share = next(figure.value for name, figure in figures.items() if name.startswith("plans accepted"))
    assert 0.3 < share < 1, "there are some of either kind"


def test_the_syllabi_are_the_same_each_time_and_of_every_size() -> None:
    first = [*syllabi(120)]
    assert first == [*syllabi(120)]
    sizes = sorted(len(topics) for topics, _ in first)
    assert (sizes[0], sizes[-1] > 300) == (1, True)
    assert any(window.weekdays_off for _, window in first)
    assert any(window.dates_off for _, window in first)


def test_coverage_is_counted_without_the_verifier() -> None:
    for topics, window in syllabi(40):
        plan = make_plan("X", topics, window).versions[-1].plan
        assert coverage(plan, topics) == pytest.approx(verify(plan, topics, window).coverage)


@pytest.mark.parametrize(
    ("figure", "ends"),
    [
        (Figure("n", 0, "rules", at_most=0), "≤ 0 rules, met |"),
        (Figure("n", 1, "rules", at_most=0), "≤ 0 rules, NOT MET |"),
        (Figure("n", 0.95, "right", at_least=0.95), "≥ 0.95 right, met |"),
        (Figure("n", 0.94, "right", at_least=0.95), "≥ 0.95 right, NOT MET |"),
        (Figure("n", 3, "ms"), "| none |"),
    ],
)
def test_a_figure_says_whether_its_bound_is_met(figure: Figure, ends: str) -> None:
    assert figure.line().endswith(ends)
    assert figure.is_met == ("NOT MET" not in ends)
