"""The mastery bench: its measures, its log, and that it sees nothing of what it foresees."""

from __future__ import annotations

import gzip
import math
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bench.mastery_bench import COLD, GROWN, RATINGS, auc, foresee, halves, log_loss, tenths
from tests.bench.mastery_log import Answered, read_log, set_as_quizzes, simulated
from tests.bench.mastery_rivals import counted, elo, fitted_tracing, histories, shares, traced
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


def test_on_the_simulated_log_the_ratings_foresee_more_than_the_rest_but_where_practice_counts() -> None:
    foreseen, inside = foresee(simulated(7, learners=60))
    losses = {way: log_loss(pairs) for way, pairs in foreseen.items()}
    assert {way for way in losses if losses[way] < losses[COLD]} == {RATINGS, GROWN, "Elo, tuned"}
    assert losses[RATINGS] < losses["Elo, tuned"] + 0.005
    assert max(losses, key=losses.__getitem__) == "knowledge tracing, round"
    assert auc(foreseen[RATINGS]) > auc(foreseen[COLD]) > auc(foreseen["running average"])
    assert 0.76 < inside[RATINGS] < 0.84
    assert len({len(pairs) for pairs in foreseen.values()}) == 1


def test_a_forecast_knows_nothing_of_what_comes_after_it() -> None:
    log = simulated(7, learners=40)
    _, later = halves(log)
    before, _ = foresee(log)
    last = max(answer.at for answer in later)
    changed = sum(answer.at == last for answer in later)
    after, _ = foresee([replace(answer, right=not answer.right) if answer.at == last else answer for answer in log])
    for way, pairs in before.items():
        assert [share for share, _ in pairs] == [share for share, _ in after[way]], way
        assert sum(old[1] != new[1] for old, new in zip(pairs, after[way], strict=True)) == changed, way


def test_cold_nothing_of_the_other_half_is_known() -> None:
    log = simulated(7, learners=40)
    others, later = halves(log)
    assert not {answer.learner for answer in others} & {answer.learner for answer in later}
    turned = [*(replace(answer, right=not answer.right) for answer in others), *later]
    before, after = foresee(log)[0], foresee(turned)[0]
    assert {way for way in before if before[way] == after[way]} == {COLD, "knowledge tracing, round"}


def test_counts_are_those_before_the_quiz() -> None:
    quiz = [Answered("l", "t", item, NOON, right=item == "i") for item in ("i", "j")]
    later = Answered("l", "t", "i", NOON + timedelta(days=1), right=True)
    features = [(histories(answer, counts), shares(answer, counts)) for answer, counts in counted([later, *quiz])]
    assert {name: value for name, value in features[0][0].items() if value} == {"item i": 1, "topic t": 1}
    seen, share = features[2]
    assert seen["topic right"] == seen["topic wrong"] == seen["item right"] == math.log(2)
    assert (seen["item wrong"], share["topic"], share["item"]) == (0, 0, math.log(2))


def test_fitted_tracing_finds_who_learns_at_once_and_elo_finds_the_hard_item() -> None:
    def answers(learner: str, rights: str, item: str = "i") -> list[Answered]:
        return [
            Answered(learner, "t", item, NOON + timedelta(days=day), right=right == "1")
            for day, right in enumerate(rights)
        ]

    others = [answer for number in range(20) for answer in answers(f"o{number}", "01111111")]
    (first, _), *rest = fitted_tracing(others, answers("l", "0111"))
    assert first < 0.3
    assert all(share > 0.8 for share, _ in rest[1:])
    mixed = [
        answer for number in range(20) for answer in (*answers(f"o{number}", "11"), *answers(f"p{number}", "00", "j"))
    ]
    (easy, _), (hard, _) = elo(mixed, [*answers("l", "1"), *answers("m", "1", "j")])
    assert easy > 0.6 > 0.4 > hard


def test_single_answers_are_set_as_quizzes_of_ten_and_a_rest_of_less_than_five_is_left_out() -> None:
    single = [
        Answered("l", f"t{number % 2}", f"i{number}", NOON + timedelta(minutes=number), right=True)
        for number in range(30)
    ]
    log = set_as_quizzes(single)
    assert [(answer.topic, answer.at) for answer in log[:10]] == [("t0", NOON + timedelta(minutes=18))] * 10
    assert Counter(answer.topic for answer in log) == {"t0": 15, "t1": 15}
    assert set_as_quizzes(log) == log
    assert len(set_as_quizzes(single[:28])) == 20


def test_calibration_by_tenths_on_numbers_worked_out_by_hand() -> None:
    pairs = [(0.11, True), (0.19, False), (1.0, True), (0.95, True), (0.9, False)]
    assert tenths(pairs) == [(1, 2, pytest.approx(0.15), 0.5), (9, 3, pytest.approx(0.95), pytest.approx(2 / 3))]


def test_a_log_is_read_from_csv_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("learner,topic,item,at,right,chance\na,t,i,2026-03-02T12:00:00+00:00,1,0.25\na,t,j,2026-03-03,0,\n")
    assert read_log(path) == [
        Answered("a", "t", "i", NOON, right=True, chance=0.25),
        Answered("a", "t", "j", NOON + timedelta(hours=12), right=False),
    ]
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_log(packed) == read_log(path)
    path.write_text("learner,topic,item,at,right\na,t,i,noon,1\n")
    with pytest.raises(ValueError, match=r"log\.csv, line 2"):
        read_log(path)
