"""The planner and the router: shares over random syllabi, accuracy on the labelled phrasings, and the time it takes."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from core.agents.router import route
from core.domain.planning import Syllabus, in_order, make_plan, replan, verify
from core.models import PlannedTopic, RouteDecision, StudyPlan, StudyWindow
from tests.bench.measure import Figure
from tests.plans import START, broken_rules
from tests.routes import TODAY, Labelled, phrasings

CASES = 300
ROUNDS = 5
MOST = 400


def rows() -> Iterator[Figure]:
    """Every figure of the planner and the router."""
    yield from plans(CASES)
    yield from mended(CASES)
    yield from times(MOST, 365, ROUNDS)
    yield from routes()


def random_topics(lot: random.Random, count: int) -> list[PlannedTopic]:
    """Topics that need up to two others, in any order and without a circle."""
    topics = [
        PlannedTopic(
            name=f"T{number}",
            hours=lot.randint(1, 16) / 4,
            difficulty=lot.choice(("easy", "medium", "hard")),
            prerequisites=tuple(f"T{need}" for need in lot.sample(range(number), min(number, lot.randint(0, 2)))),
        )
        for number in range(count)
    ]
    lot.shuffle(topics)
    return topics


def random_window(lot: random.Random, topics: list[PlannedTopic]) -> StudyWindow:
    """From a tenth to four times the time that the topics are reckoned to take, with days off."""
    hours = lot.randint(1, 40) / 4
    wanted = sum(topic.hours for topic in topics) * 10 ** lot.uniform(-1, 0.6)
    weekdays = tuple(sorted(lot.sample(range(7), lot.randint(0, 3))))
    days = max(1, min(365, round(wanted / hours * 7 / (7 - len(weekdays)))))
    dates = tuple(START + timedelta(days=lot.randrange(days)) for _ in range(lot.randint(0, 3)))
    window = StudyWindow(start=START, days=days, hours=hours, weekdays_off=weekdays, dates_off=dates)
    return window if window.study_dates else window.model_copy(update={"weekdays_off": (), "dates_off": ()})


def syllabi(cases: int) -> Iterator[tuple[list[PlannedTopic], StudyWindow]]:
    """Seeded syllabi of 1 to 400 topics, each with a window."""
    for seed in range(cases):
        lot = random.Random(seed)
        topics = random_topics(lot, round(MOST ** lot.random()))
        yield topics, random_window(lot, topics)


@dataclass
class Count:
    """What was found over all cases."""

    accepted: int = 0
    broken: int = 0
    covered: float = 1.0
    refused: int = 0
    reduced: int = 0


def plans(cases: int) -> Iterator[Figure]:
    """How many plans are accepted, whether these hold by rules written a second time, and what becomes of the rest."""
    count = Count()
    for topics, window in syllabi(cases):
        outcome = make_plan("X", topics, window)
        last = outcome.versions[-1].plan
        if outcome.final_plan:
            count.accepted += 1
            count.broken += len(broken_rules(outcome.final_plan, topics, window))
            count.covered = min(count.covered, coverage(outcome.final_plan, topics))
        else:
            out = {topic.name for topic in last.left_out}
            count.refused += 1
            count.reduced += bool(out) and verify(last, topics, window, left_out=out).is_valid
    yield Figure(f"plans accepted, of {cases} random syllabi of 1 to {MOST} topics", count.accepted / cases, "share")
    yield Figure("rules broken in accepted plans", count.broken, "rules", at_most=0)
    yield Figure("least coverage of an accepted plan", count.covered, "share", at_least=1)
    share = count.reduced / count.refused if count.refused else 1
    yield Figure("refused plans that verify with what they leave out", share, "share", at_least=1)


def mended(cases: int) -> Iterator[Figure]:
    """Accepted plans of which some days were missed and some topics are done, mended."""
    tried = held = broken = 0
    for seed, (topics, window) in enumerate(syllabi(cases)):
        plan = make_plan("X", topics, window).final_plan
        lot = random.Random(-seed - 1)
        left = window.from_day(START + timedelta(days=lot.randrange(window.days)))
        if plan is None or not left.study_dates:
            continue
        tried += 1
        syllabus = Syllabus(topics=in_order(topics), done=_done(plan, lot))
        mended_plan = replan(plan, syllabus, left)
        held += mended_plan.verification.is_valid
        out = set() if mended_plan.verification.is_valid else {topic.name for topic in mended_plan.plan.left_out}
        broken += len(broken_rules(mended_plan.plan, topics, left, done=syllabus.done, left_out=out))
    yield Figure(f"plans mended without leaving topics out, of {tried} with days missed", held / tried, "share")
    yield Figure("rules broken in mended plans", broken, "rules", at_most=0)


def _done(plan: StudyPlan, lot: random.Random) -> frozenset[str]:
    """The topics of the first days, as far as the learner may have come."""
    until = lot.randrange(len(plan.schedule) + 1)
    later = {topic.name for day in plan.schedule[until:] if not day.is_revision for topic in day.topics}
    return frozenset(t.name for day in plan.schedule[:until] for t in day.topics if t.name not in later)


def coverage(plan: StudyPlan, topics: list[PlannedTopic]) -> float:
    """The share of the topics that have a day to study, counted without the verifier."""
    placed = {topic.name for day in plan.schedule if not day.is_revision for topic in day.topics}
    return sum(topic.name in placed for topic in topics) / len(topics)


def times(topics: int, days: int, rounds: int) -> Iterator[Figure]:
    """Seconds at the median for the largest plan: with time enough, with too little, and mended after a month."""
    lot = random.Random(1)
    wanted = random_topics(lot, topics)
    hours = sum(topic.hours for topic in wanted)
    for name, share in (("enough", 1.5), ("half the", 0.5), ("a tenth of the", 0.1)):
        window = StudyWindow(start=START, days=days, hours=max(0.25, round(4 * share * hours / days) / 4))
        yield Figure(
            f"a plan of {topics} topics over {days} days, {name} time",
            _median(lambda window=window: make_plan("X", wanted, window), rounds),  # type: ignore[misc]
            "s",
            at_most=1,
        )
    window = StudyWindow(start=START, days=days, hours=round(6 * hours / days) / 4)
    plan = make_plan("X", wanted, window).final_plan
    if plan is None:
        raise AssertionError("with half as much time again every topic has its place")
    left, syllabus = window.from_day(START + timedelta(days=min(30, days // 2))), Syllabus(topics=in_order(wanted))
    spent = _median(lambda: replan(plan, syllabus, left), rounds)
    yield Figure(f"the same mended after {min(30, days // 2)} missed days", spent, "s", at_most=1)


def _median(call: Callable[[], object], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def routes() -> Iterator[Figure]:
    """The router on the labelled phrasings."""
    rows = phrasings()
    began = time.perf_counter()
    decided = [(row, route(row.text, TODAY)) for row in rows]
    seconds = (time.perf_counter() - began) / len(rows)

    def share(is_right: Callable[[Labelled, RouteDecision], bool]) -> float:
        return sum(is_right(row, decision) for row, decision in decided) / len(rows)

    for name, is_right in (
        ("intent", lambda row, decision: decision.intent == row.intent),
        ("exam", lambda row, decision: decision.exam == row.exam),
        ("subject", lambda row, decision: decision.scope.subject == row.subject),
        (
            "intent, exam and subject",
            lambda row, decision: (
                (decision.intent, decision.exam, decision.scope.subject) == (row.intent, row.exam, row.subject)
            ),
        ),
        ("what is refused", lambda row, decision: bool(decision.refusal) == (row.refused == "yes")),
        ("what is asked", lambda row, decision: decision.needs_clarification == (row.clarify == "yes")),
    ):
        yield Figure(f"router, {len(rows)} labelled phrasings: {name}", share(is_right), "right", at_least=0.95)
    yield Figure("router, a phrasing", seconds * 1e3, "ms")
