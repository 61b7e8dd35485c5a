"""A plan as a calendar, a table and Markdown: read back by those who read such files."""

from __future__ import annotations

import csv
import html
import io
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from markdown_it import MarkdownIt

from core import ROOT
from core.models import DailyPlan, LeftOut, PlannedTopic, StudyPlan, StudyWindow
from core.study.export.calendar import plan_ics
from core.study.export.days import by_week, plan_days
from core.study.export.tables import PLAN_COLUMNS, escape_markdown, plan_csv, plan_markdown

START = date(2026, 3, 2)
MADE = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
SESSION = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
NAMES = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text("ab,;:\\Nn\n\r\"'*_# 🧬é細", min_size=1, max_size=300),
)


def day(number: int, *names: str, is_revision: bool = False, hours: float = 1.5, why: str = "") -> DailyPlan:
    topics = tuple(PlannedTopic(name=name, hours=hours, rationale=why) for name in names)
    return DailyPlan(
        day=number,
        date=START + timedelta(days=number - 1),
        theme="Revise" if is_revision else "",
        topics=topics,
        estimated_hours=hours * len(names),
        is_revision=is_revision,
    )


def plan(*days: DailyPlan, left_out: Sequence[str] = (), window: StudyWindow | None = None) -> StudyPlan:
    left = tuple(LeftOut(name=name, why="There is no time.") for name in left_out)
    return StudyPlan(
        exam_name="Botany, part 1",
        total_days=max(7, len(days)),
        overview="Leaves first.",
        schedule=days,
        left_out=left,
        window=window,
    )


def ics(study: StudyPlan, version: int = 1, earlier: Sequence[StudyPlan] = ()) -> bytes:
    return plan_ics(study, session_id=SESSION, version=version, made_at=MADE, earlier=earlier)


def events(data: bytes) -> list[Event]:
    return [entry for entry in Calendar.from_ical(data).walk("VEVENT") if isinstance(entry, Event)]


def placed(data: bytes) -> dict[str, tuple[str, date, str]]:
    """What a calendar does with the file: by UID the summary, the day and the status."""
    return {
        str(event["UID"]): (str(event["SUMMARY"]), event["DTSTART"].dt, str(event["STATUS"])) for event in events(data)
    }


def uid(data: bytes, summary: str, on: date) -> str:
    (key,) = [key for key, (name, when, _) in placed(data).items() if (name, when) == (summary, on)]
    return key


def unescaped(data: bytes, name: str) -> list[str]:
    """The texts of a property by the letter of RFC 5545, without the library that wrote them."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    raw = [line.partition(":")[2] for line in lines if line.startswith(f"{name}:")]
    return [re.sub(r"\\(.)", lambda hit: "\n" if hit[1] in "nN" else hit[1], text) for text in raw]


def test_a_day_is_an_event_of_the_whole_day_that_leaves_it_free() -> None:
    (leaf, exam) = events(ics(plan(day(1, "Leaves", why="It comes first."))))
    raw = ics(plan(day(1, "Leaves")))
    assert b"\r\nDTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303\r\n" in raw
    assert (leaf["SUMMARY"], leaf["DESCRIPTION"]) == ("Leaves", "1.5 h\nIt comes first.")
    assert {event["TRANSP"] for event in (leaf, exam)} == {"TRANSPARENT"}
    assert (exam["SUMMARY"], exam["DTSTART"].dt) == ("Exam: Botany, part 1", date(2026, 3, 3))
    assert leaf["DTSTAMP"].dt == leaf["LAST-MODIFIED"].dt == datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
    assert b"\r\nDTSTAMP:20260302T043000Z\r\n" in raw
    assert Calendar.from_ical(raw)["METHOD"] == "PUBLISH"
    assert unescaped(raw, "NAME") == unescaped(raw, "X-WR-CALNAME") == ["Botany, part 1 · ExamMentor"]


def test_the_exam_is_on_the_day_after_the_window_whatever_day_is_the_last() -> None:
    window = StudyWindow(start=START, days=10, hours=2)
    assert plan(day(1, "Leaves"), window=window).filled().exam_on == date(2026, 3, 12)
    assert plan(day(2, "Roots"), day(1, "Leaves")).filled().exam_on == date(2026, 3, 4)


def test_a_revision_day_is_one_event_with_all_its_topics() -> None:
    revision = events(ics(plan(day(1, "Leaves", "Roots"), day(2, "Leaves", "Roots", is_revision=True))))[2]
    assert (revision["SUMMARY"], revision["DESCRIPTION"]) == ("Revise", "1.5 h: Leaves\n1.5 h: Roots")


def test_a_moved_topic_is_the_same_event_and_the_sequence_rises() -> None:
    first = ics(plan(day(1, "Leaves"), day(2, "Roots"), day(3, "Leaves"), day(4, "Roots", is_revision=True)), 1)
    second = ics(plan(day(2, "Leaves"), day(3, "Leaves"), day(5, "Roots"), day(6, "Roots", is_revision=True)), 2)
    assert set(placed(first)) == set(placed(second))
    assert uid(first, "Leaves", date(2026, 3, 2)) == uid(second, "Leaves", date(2026, 3, 3))
    assert uid(first, "Leaves", date(2026, 3, 4)) == uid(second, "Leaves", date(2026, 3, 4))
    assert uid(first, "Roots", date(2026, 3, 3)) == uid(second, "Roots", date(2026, 3, 6))
    assert uid(first, "Revise", date(2026, 3, 5)) == uid(second, "Revise", date(2026, 3, 7))
    assert {event["SEQUENCE"] for event in events(first)} == {1}
    assert {event["SEQUENCE"] for event in events(second)} == {2}


def test_sittings_are_counted_by_date_not_by_their_place_in_the_plan() -> None:
    days = (day(1, "Leaves"), day(2, "Leaves"))
    assert placed(ics(plan(*days))) == placed(ics(plan(*reversed(days))))


def test_another_sessions_events_are_others_and_no_uid_tells_the_session_or_the_topic() -> None:
    study = plan(day(1, "Leaves"))
    other = plan_ics(study, session_id="other", version=1, made_at=MADE)
    assert not set(placed(other)) & set(placed(ics(study)))
    assert SESSION not in ics(study).decode()
    assert not any("eaves" in key for key in placed(ics(study)))


def test_what_is_left_out_is_cancelled_under_the_uid_that_it_had() -> None:
    before, after = ics(plan(day(1, "Leaves"), day(2, "Roots"))), ics(plan(day(1, "Leaves"), left_out=["Roots"]), 2)
    left_out = uid(before, "Roots", date(2026, 3, 3))
    assert placed(after)[left_out] == ("Left out: Roots", date(2026, 3, 3), "CANCELLED")
    assert [status for *_, status in placed(after).values()].count("CANCELLED") == 1


def test_a_topic_that_is_left_out_and_has_a_day_all_the_same_keeps_its_day() -> None:
    after = ics(plan(day(1, "Leaves"), left_out=["Leaves", "Roots", "Roots"]))
    assert sorted(status for *_, status in placed(after).values()) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]


def test_a_sitting_that_an_earlier_plan_had_is_cancelled_but_for_days_gone_by() -> None:
    old = plan(day(1, "Stems"), day(3, "Leaves"), day(4, "Leaves"), day(5, "Roots", is_revision=True))
    new = plan(day(3, "Leaves"), day(6, "Roots"))
    data = ics(new, 2, [old])
    assert uid(ics(old), "Stems", START) not in placed(data)
    second, revision = uid(ics(old), "Leaves", date(2026, 3, 5)), uid(ics(old), "Revise", date(2026, 3, 6))
    cancelled = {key: name for key, (name, _, status) in placed(data).items() if status == "CANCELLED"}
    assert cancelled == {second: "No longer planned: Leaves", revision: "No longer planned: Revise"}
    assert len(events(data)) == len(placed(data)) == 5


@given(names=st.lists(NAMES, min_size=1, max_size=4), left_out=st.lists(NAMES, max_size=2))
@example(names=["C:\\New, 1; 2\\n", "x" * 300, "🧬" * 100, "a\r\nBEGIN:VEVENT\rb\u2028c"], left_out=["\x00\x1f\x7f"])
def test_any_name_is_written_as_rfc_5545_says(names: list[str], left_out: list[str]) -> None:
    study = plan(day(1, *names, why="\n".join(names)), left_out=left_out)
    data = ics(study)
    assert data.endswith(b"\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(len(line) <= 75 and line.decode() for line in lines)
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    assert lines.count(b"BEGIN:VEVENT") == len(events(data))
    summaries = [
        re.sub(r"[\x00-\x08\x0e-\x1b\x1f\x7f]", "", re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", name))
        for name in dict.fromkeys(names)
    ]
    assert unescaped(data, "SUMMARY")[: len(summaries)] == summaries
    uids = [str(event["UID"]) for event in events(data)]
    assert len(uids) == len(set(uids))


def test_a_time_without_a_zone_makes_no_calendar() -> None:
    with pytest.raises(ValueError, match="zone"):
        plan_ics(plan(day(1, "Leaves")), session_id=SESSION, version=1, made_at=MADE.replace(tzinfo=None))


def test_icalendar_is_imported_by_who_asks_for_a_calendar_alone() -> None:
    asked = "import sys, core.bootstrap, core.study.export, pages._ui.serving; print('icalendar' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert printed.stdout == "False\n"


def rows(study: StudyPlan) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(plan_csv(study), newline="")))


def test_the_table_has_a_row_for_each_topic_and_day() -> None:
    window = StudyWindow(start=START, days=7, hours=3, weekdays_off=(2,), dates_off=(date(2026, 3, 8),))
    study = plan(day(1, "Leaves", "Roots", why="First."), day(4, "Leaves", is_revision=True), day(5), window=window)
    table = rows(study)
    assert tuple(table[0]) == PLAN_COLUMNS
    assert tuple(table[0].values()) == ("2026-03-02", "Monday", "1", "learn", "Leaves", "1.5", "medium", "First.")
    assert [(row["day"], row["kind"], row["topic"]) for row in table] == [
        ("1", "learn", "Leaves"),
        ("1", "learn", "Roots"),
        ("2", "free", ""),
        ("3", "off", ""),
        ("4", "revise", "Leaves"),
        ("5", "free", ""),
        ("6", "free", ""),
        ("7", "off", ""),
    ]


def test_two_sittings_on_one_day_are_one_with_the_hours_of_both() -> None:
    study = plan(day(1, "Leaves", "Roots", "Leaves", is_revision=True))
    assert [(row["topic"], row["hours"]) for row in rows(study)] == [("Leaves", "3"), ("Roots", "1.5")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = rows(plan(day(1, text, why=text)))
    assert (row["topic"], row["rationale"]) == (f"'{text}", f"'{text}")


def test_weeks_begin_on_monday_also_across_a_year() -> None:
    window = StudyWindow(start=date(2026, 12, 25), days=12, hours=1)
    weeks = by_week(plan_days(plan(window=window)))
    assert [week[0].date for week in weeks] == [date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 4)]


def test_the_markdown_says_the_days_by_week_and_what_is_left_out() -> None:
    window = StudyWindow(start=date(2026, 3, 2), days=8, hours=3, weekdays_off=(6,))
    study = plan(day(1, "Leaves"), day(2, "Leaves", is_revision=True), left_out=["Roots"], window=window)
    assert plan_markdown(study).splitlines() == [
        "# Botany, part 1",
        "",
        "Leaves first.",
        "",
        "Exam: Tuesday, 10 March 2026",
        "",
        "## Week 1, from Monday, 2 March 2026",
        "",
        "- Mon 2 Mar: learn, 1.5 h",
        "  - [ ] Leaves (1.5 h)",
        "- Tue 3 Mar: revise, 1.5 h",
        "  - [ ] Leaves (1.5 h)",
        "- Wed 4 Mar: free",
        "- Thu 5 Mar: free",
        "- Fri 6 Mar: free",
        "- Sat 7 Mar: free",
        "- Sun 8 Mar: off",
        "",
        "## Week 2, from Monday, 9 March 2026",
        "",
        "- Mon 9 Mar: free",
        "",
        "## Left out",
        "",
        "- Roots: There is no time.",
    ]


@given(name=st.one_of(NAMES, st.text("*_#[]()<>!&;|~`\\-+.=1a \t\n", min_size=1, max_size=30)))
@example(name="1. a")
@example(name="- [x] *a* _b_ <b>&amp; [c](d) ~~e~~ | `f` #")
@example(name="---")
def test_a_name_shows_in_markdown_as_it_was_typed(name: str) -> None:
    shown = " ".join("".join(c for c in name if c.isspace() or not re.match(r"[\x00-\x1f\x7f-\x9f]", c)).split())
    escaped = escape_markdown(name)
    for text in (escaped, f"# {escaped}", f"- {escaped}: why", f"- [ ] {escaped} (1 h)"):
        drawn = MarkdownIt("gfm-like", {"linkify": False}).render(text)
        inside = html.unescape(re.sub(r"</?(?:p|h1|ul|li)>", "", drawn)).strip()
        assert re.sub(r"^\[ \] |: why$| \(1 h\)$", "", inside).strip() == shown
