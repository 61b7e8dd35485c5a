"""Days begin at the learner's midnight, also where clocks are changed; the time that was studied is cut there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import ROOT
from core.domain.study_time import PAUSE, stretches, studied_by_day
from core.domain.zones import checked_zone
from core.errors import InputError
from core.models import Stretch
from core.models.days import DAY_STARTS, beginning, clock, day_of, day_starts, is_night_later, is_zone, starting
from tests.doubles import NOON

ZONES = (
    "UTC",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "America/Los_Angeles",
    "America/Havana",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Africa/Cairo",
    "Europe/Berlin/02",
    "America/Los_Angeles/01",
    "Australia/Lord_Howe/02",
    "Antarctica/Troll/02",
    "Pacific/Apia/04",
    "Asia/Kolkata/06",
)
zones = st.sampled_from(ZONES)
moments = st.integers(0, 11 * 365 * 86400).map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(0, seconds))
spans = st.builds(
    lambda since, minutes: Stretch(since=since, until=since + timedelta(minutes=minutes)),
    moments,
    st.floats(0.01, 3000),
)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def hours(day: date, zone: str) -> float:
    return (beginning(day + timedelta(days=1), zone) - beginning(day, zone)) / timedelta(hours=1)


@given(moments, zones)
def test_every_moment_is_on_the_day_that_begins_at_the_midnight_before_it(moment: datetime, zone: str) -> None:
    day = day_of(moment, zone)
    assert beginning(day, zone) <= moment < beginning(day + timedelta(days=1), zone)


@pytest.mark.parametrize(
    ("day", "zone", "length"),
    [
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 10, 24), "Europe/Berlin", 24),
        (date(2026, 10, 4), "Australia/Lord_Howe", 23.5),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
        # Clocks skip midnight there.
        (date(2026, 3, 8), "America/Havana", 23),
        # The day that Samoa left out when it crossed the date line.
        (date(2011, 12, 30), "Pacific/Apia", 0),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, zone: str, length: float) -> None:
    assert hours(day, zone) == length


@given(moments, zones, st.sampled_from(DAY_STARTS))
def test_a_zone_keeps_its_clock_and_its_hour(moment: datetime, zone: str, hour: int) -> None:
    later = starting(zone, hour)
    assert is_zone(later)
    assert (day_starts(later), clock(later)) == (hour, clock(zone))
    shown = moment.astimezone(clock(zone))
    # A day that begins later is the same one, or the one before it; after six in the morning it is the same.
    assert timedelta() <= shown.date() - day_of(moment, later) <= timedelta(days=2)
    if shown.hour > 8:
        assert day_of(moment, later) == shown.date()


def test_who_studies_at_one_at_night_still_has_their_evening() -> None:
    late, zone = at("2026-03-03 01:10", "Europe/Berlin"), "Europe/Berlin/04"
    assert (day_of(late, zone), day_of(late, "Europe/Berlin")) == (date(2026, 3, 2), date(2026, 3, 3))
    assert beginning(date(2026, 3, 3), zone) == at("2026-03-03 04:00", "Europe/Berlin")


def test_a_night_is_a_later_day_and_time_to_sleep() -> None:
    berlin = "Europe/Berlin"
    evening = at("2026-03-02 23:50", berlin)
    assert not is_night_later(evening, at("2026-03-03 00:10", berlin), berlin)
    assert is_night_later(evening, at("2026-03-03 06:30", berlin), berlin)
    assert not is_night_later(at("2026-03-02 08:00", berlin), evening, berlin), "a long day is no night"
    # In Los Angeles it is the same evening, in UTC the next day.
    pacific = "America/Los_Angeles"
    begun, ended = at("2026-03-02 10:00", pacific), at("2026-03-02 21:00", pacific)
    assert day_of(begun, "UTC") < day_of(ended, "UTC")
    assert not is_night_later(begun, ended, pacific)
    # Six hours by the clock on the wall are five when it springs forward, also between two times of that zone.
    wall = ZoneInfo(berlin)
    before, after = datetime(2026, 3, 28, 23, 30, tzinfo=wall), datetime(2026, 3, 29, 5, 30, tzinfo=wall)
    assert not is_night_later(before, after, berlin)
    assert is_night_later(before, datetime(2026, 3, 29, 6, 30, tzinfo=wall), berlin)


@pytest.mark.parametrize(
    "name",
    [
        "Mars/Olympus",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "Factory",
        "posix/UTC",
        "a" * 5000,
        "UTC\0",
        "America",
        "America/Los_Angeles/07",
        "America/Los_Angeles/00",
        "America/Los_Angeles/4",
        "America/Los_Angeles/04/04",
        "/04",
    ],
)
def test_a_name_that_is_no_zone_is_refused_with_a_sentence(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(InputError, match="IANA name") as refused:
        checked_zone(name)
    assert name not in str(refused.value)


def test_a_known_zone_is_taken_and_none_is_utc() -> None:
    assert all(checked_zone(zone) == zone for zone in ZONES)
    assert checked_zone("") == "UTC"
    assert not is_zone(5)


@given(st.lists(spans, max_size=12), zones)
def test_the_days_add_up_to_the_whole_which_counts_each_moment_once(studied: list[Stretch], zone: str) -> None:
    days = studied_by_day(studied, zone)
    ends = sorted({moment for stretch in studied for moment in (stretch.since, stretch.until)})
    whole = timedelta()
    for since, until in itertools.pairwise(ends):
        if any(stretch.since <= since and until <= stretch.until for stretch in studied):
            whole += until - since
    assert sum(days.values(), timedelta()) == whole
    for day, time in days.items():
        assert timedelta() < time <= beginning(day + timedelta(days=1), zone) - beginning(day, zone)


@given(st.lists(spans, max_size=8), zones, st.randoms())
def test_neither_order_nor_repetition_nor_a_cut_makes_a_difference(
    studied: list[Stretch], zone: str, random: object
) -> None:
    whole = studied_by_day(studied, zone)
    halves = [
        Stretch(since=since, until=until)
        for stretch in studied
        for middle in [stretch.since + (stretch.until - stretch.since) / 2]
        for since, until in ((stretch.since, middle), (middle, stretch.until))
    ]
    mixed = [*halves, *studied]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert studied_by_day(mixed, zone) == whole


@given(st.lists(st.integers(0, 7200), max_size=20))
def test_of_one_session_the_gaps_that_are_no_pause_are_studied(seconds: Sequence[int]) -> None:
    times = [NOON + timedelta(seconds=step) for step in sorted(seconds)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    found = stretches(times)
    length = sum((stretch.until - stretch.since for stretch in found), timedelta())
    assert length == sum((gap for gap in gaps if gap <= PAUSE), timedelta())
    assert all(stretch.since < stretch.until for stretch in found)
    assert all(later.since - earlier.until > PAUSE for earlier, later in itertools.pairwise(found))


def test_by_turns_in_two_sessions_half_an_hour_is_half_an_hour() -> None:
    steps = [NOON + timedelta(minutes=minute) for minute in range(31)]
    both = (*stretches(steps[::2]), *stretches(steps[1::2]))
    assert studied_by_day(both, "UTC") == {NOON.date(): timedelta(minutes=30)}


def test_over_midnight_each_day_has_its_part() -> None:
    # In Kolkata midnight is half past six in the evening of UTC; the year ends there too.
    kolkata = "Asia/Kolkata"
    begun = at("2026-12-31 23:50", kolkata)
    studied = stretches([begun, begun + timedelta(minutes=25)])
    halves = {date(2026, 12, 31): timedelta(minutes=10), date(2027, 1, 1): timedelta(minutes=15)}
    assert studied_by_day(studied, kolkata) == halves
    assert studied_by_day(studied, "UTC") == {date(2026, 12, 31): timedelta(minutes=25)}
    # An hour that the clocks show twice is studied twice.
    berlin = "Europe/Berlin"
    night = Stretch(since=beginning(date(2026, 10, 25), berlin), until=beginning(date(2026, 10, 26), berlin))
    assert studied_by_day([night], berlin) == {date(2026, 10, 25): timedelta(hours=25)}


def test_no_page_and_no_rule_goes_by_the_clock_of_the_server() -> None:
    of_the_server = re.compile(
        r"\.astimezone\(\)|\.today\(\)|\.now\(\)\.date\(\)|datetime\.now\(\)|\.fromtimestamp\([^,()]*\)"
    )
    files = [*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *(ROOT / "pages").rglob("*.html")]
    assert len(files) > 200
    assert [file.name for file in files if of_the_server.search(file.read_text("utf-8"))] == []
