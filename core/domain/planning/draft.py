"""A new plan: draft, verify, revise; what finds no time is left out by priority, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from core.domain.planning.days import Frame, Load, Loads, build_plan, spread_revision
from core.domain.planning.limits import MOST_TOPICS, check_window, least_quarters, quarters
from core.domain.planning.order import early_for_hard, hard_first, in_order
from core.domain.planning.shorten import Wanted, fitted, shortened
from core.domain.planning.spare_time import topped_up
from core.domain.planning.verify import verify
from core.errors import PlanError
from core.models import LeftOut, PlannedTopic, PlanOutcome, PlanVersion, StudyWindow
from core.words import Said

Draft = tuple[Frame, Loads]

MADE_AT_START = Said("plan.made_at_start")


def make_plan(
    exam_name: str,
    topics: Sequence[PlannedTopic],
    window: StudyWindow,
    *,
    goal: str = "",
    known: Collection[str] = (),
    weak: Collection[str] = (),
    watch: Callable[[PlanVersion], None] | None = None,
) -> PlanOutcome:
    """Draft a plan, verify it, revise it until it passes; `watch` is told of each draft as it is made.

    Topics come in the order given, prerequisites first. Where not every topic can have its time, the last draft leaves
    some out, the `known` first and the `weak` last, and says which and why; it does not pass, and `final_plan` is
    None. Raises `PlanError` where there is no topic, a number is out of range, or prerequisites run in a circle.
    """
    check_window(window)
    if not topics:
        raise PlanError("plan.nothing_to_plan")
    if len(topics) > MOST_TOPICS:
        raise PlanError("plan.many_topics", topics=len(topics), most=MOST_TOPICS)
    ordered = in_order(topics)
    frame = Frame(exam_name, ordered, window, goal)
    revision = spread_revision(window)
    versions: list[PlanVersion] = []
    for drafted, loads in drafts(frame, revision, known=known, weak=weak):
        plan = build_plan(drafted, loads, revision)
        verification = verify(plan, ordered, window)
        version = PlanVersion(
            version=len(versions) + 1,
            plan=plan,
            verification=verification,
            was_accepted=verification.is_valid,
            reason=str(MADE_AT_START),
            said=MADE_AT_START,
            made_on=window.start,
        )
        versions.append(version)
        if watch:
            watch(version)
        if verification.is_valid:
            break
    last = versions[-1]
    return PlanOutcome(
        final_plan=last.plan if last.was_accepted else None, versions=tuple(versions), verification=last.verification
    )


def drafts(
    frame: Frame, revision: Collection[date], *, known: Collection[str] = (), weak: Collection[str] = ()
) -> Iterator[Draft]:
    """Loads to try, best first: spread evenly, as even as whole topics allow, every day filled, less time for each
    topic (in the syllabus' order and with the hard ones first), and at last with some topics left out."""
    learn = [day for day in frame.window.study_dates if day not in revision]
    room = int(frame.window.hours * 4)
    wanted: Wanted = [(topic, quarters(topic.hours)) for topic in frame.topics]

    def on_days(loads: Sequence[Load]) -> Loads:
        return {day: load for day, load in zip(learn, loads, strict=False) if load}

    yield frame, on_days(_spread(wanted, len(learn)))
    if sum(count for _, count in wanted) <= len(learn) * room:
        yield frame, on_days(_evenly_packed(wanted, len(learn), room))
        yield frame, on_days(_filled(wanted, room))
    least = [(topic, least_quarters(count)) for topic, count in wanted]
    if sum(count for _, count in least) <= len(learn) * room:
        shorter = shortened(wanted, len(learn) * room, weak=weak)
        yield frame, on_days(_filled(shorter, room))
        hard_early = _filled(_hard_early(frame.topics, shorter, len(learn), room, weak), room)
        yield frame, topped_up(on_days(hard_early), frame.topics, learn, room, weak=weak)
    keeping, cut = fitted(frame.topics, len(learn), room, known=known, weak=weak)
    shorter = shortened([entry for entry in wanted if entry[0].name in keeping], len(learn) * room, weak=weak)
    early = _filled(_hard_early(frame.topics, shorter, len(learn), room, weak), room)
    loads, late = _without_hard_last(early, len(frame.window.study_dates), len(learn))
    filled = topped_up(on_days(loads), frame.topics, learn, room, weak=weak)
    yield replace(frame, left_out=(*frame.left_out, *cut, *late)), filled


def _spread(wanted: Wanted, days: int) -> list[Load]:
    total, before = sum(count for _, count in wanted), 0
    loads: list[Load] = [[] for _ in range(days)]
    for topic, count in wanted:
        loads[before * days // total].append((topic, count))
        before += count
    return loads


def _evenly_packed(wanted: Wanted, days: int, room: int) -> list[Load]:
    """Day after day filled up to the smallest number of quarters that is enough; only what is over a day is split."""
    low, high = min(room, max(count for _, count in wanted)), room
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_packed(wanted, middle)) <= days else (middle + 1, high)
    return _packed(wanted, low)


def _packed(wanted: Wanted, room: int) -> list[Load]:
    loads: list[Load] = [[]]
    for topic, count in wanted:
        left = count
        if sum(used for _, used in loads[-1]) + min(left, room) > room:
            loads.append([])
        while left > room:
            loads[-1].append((topic, room))
            loads.append([])
            left -= room
        loads[-1].append((topic, left))
    return loads


def _filled(wanted: Wanted, room: int) -> list[Load]:
    """Every day filled to the last quarter; what does not fit goes on the next day."""
    loads: list[Load] = [[]]
    free = room
    for topic, count in wanted:
        left = count
        while left:
            if free == 0:
                loads.append([])
                free = room
            now = min(left, free)
            loads[-1].append((topic, now))
            left, free = left - now, free - now
    return loads


def _hard_early(topics: Sequence[PlannedTopic], times: Wanted, days: int, room: int, weak: Collection[str]) -> Wanted:
    """The hard topics, and what these need, as early as can be, and with so little time that the last of several days
    is not needed for them; the others get what is left."""
    time_of = {topic.name: count for topic, count in times}
    ordered = [topic for topic in hard_first(topics) if topic.name in time_of]
    hard = early_for_hard(topics)
    first = [(topic, time_of[topic.name]) for topic in ordered if topic.name in hard]
    rest = [(topic, quarters(topic.hours)) for topic in ordered if topic.name not in hard]
    if days > 1 and first and _fits(first, (days - 1) * room):
        least = [least_quarters(quarters(topic.hours)) for topic, _ in first]
        first = shortened(first, (days - 1) * room, least, weak=weak)
        rest = shortened(rest, days * room - sum(count for _, count in first), weak=weak)
    else:
        rest = [(topic, time_of[topic.name]) for topic, _ in rest]
    return first + rest


def _fits(wanted: Wanted, room: int) -> bool:
    """Whether the least of each topic fits into `room` quarters."""
    return sum(least_quarters(quarters(topic.hours)) for topic, _ in wanted) <= room


def _without_hard_last(loads: list[Load], study_days: int, learn_days: int) -> tuple[list[Load], list[LeftOut]]:
    """The loads without the hard topics that would begin on the last study day, and without what needs these."""
    if study_days < 2 or learn_days < study_days or len(loads) < study_days:
        return loads, []
    before = {topic.name for load in loads[:-1] for topic, _ in load}
    dropped: dict[str, LeftOut] = {}
    last: Load = []
    for topic, count in loads[-1]:
        if topic.difficulty == "hard" and topic.name not in before:
            dropped[topic.name] = LeftOut.because(topic.name, Said("plan.out_hard"))
        elif lacking := [name for name in topic.prerequisites if name in dropped]:
            dropped[topic.name] = LeftOut.because(topic.name, Said("plan.out_lacking", needed=lacking[0]))
        else:
            last.append((topic, count))
    return [*loads[:-1], last], list(dropped.values())
