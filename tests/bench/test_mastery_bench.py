"""The mastery bench: its measures, its log, and that it sees nothing of what it foresees."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bench.mastery_bench import Answered, auc, foresee, log_loss, read_log, simulated, traced
from tests.doubles import NOON


def test_auc_and_log_loss_on_numbers_worked_out_by_hand() -> None:
    pairs = [(0.9, True), (0.8, False), (0.6, True), (0.6, False), (0.1, False)]
    assert auc(pairs) == pytest.approx((3 + 1.5) / 6)
    assert auc([(0.5, True), (0.5, False)]) == 0.5
    assert log_loss([(0.8, True), (0.4, False)]) == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert log_loss([(0.0, True)]) == pytest.approx(-math.log(0.01))


def test_knowledge_tracing_follows_its_equations() -> None:
    answer = Answered("l", "t", "i", NOON, right=True, chance=0.25)
    assert traced(0.3, answer) == pytest.approx((0.27 / 0.445) + (1 - 0.27 / 0.445) * 0.1)
    assert traced(0.3, replace(answer, right=False)) == pytest.approx((0.03 / 0.555) + (1 - 0.03 / 0.555) * 0.1)


def test_on_the_simulated_log_the_ratings_foresee_more_than_the_rest() -> None:
    foreseen, inside = foresee(simulated(7, learners=60))
    losses = {way: log_loss(pairs) for way, pairs in foreseen.items()}
    assert min(losses, key=losses.__getitem__) == "ratings"
    assert max(foreseen, key=lambda way: auc(foreseen[way])) == "ratings"
    assert 0.7 < inside < 0.9
    assert len({len(pairs) for pairs in foreseen.values()}) == 1


def test_a_forecast_knows_nothing_of_what_comes_after_it_or_of_the_other_half() -> None:
    log = simulated(7, learners=40)
    before, _ = foresee(log)
    last = max(answer.at for answer in log)
    turned = [replace(answer, right=not answer.right) if answer.at == last else answer for answer in log]
    after, _ = foresee(turned)
    changed = sum(answer.at == last for answer in log)
    differing = [(old, new) for old, new in zip(before["ratings"], after["ratings"], strict=True) if old[0] != new[0]]
    assert differing == []
    assert 0 < sum(old[1] != new[1] for old, new in zip(before["ratings"], after["ratings"], strict=True)) <= changed


def test_a_log_is_read_from_csv_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("learner,topic,item,at,right,chance\na,t,i,2026-03-02T12:00:00+00:00,1,0.25\na,t,j,2026-03-03,0,\n")
    assert read_log(path) == [
        Answered("a", "t", "i", NOON, right=True, chance=0.25),
        Answered("a", "t", "j", NOON + timedelta(hours=12), right=False),
    ]
    path.write_text("learner,topic,item,at,right\na,t,i,noon,1\n")
    with pytest.raises(ValueError, match=r"log\.csv, line 2"):
        read_log(path)
