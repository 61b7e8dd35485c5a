"""The iCalendar file. The only module that knows icalendar; it is imported when a calendar is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, vText

from core.study.export.days import CalendarEvent

_PRODUCT = "-//ExamMentor//Study plan//EN"
_NEW_LINE = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# A calendar text has no control characters but tab and line feed.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPECIAL = re.compile(r"([\\;,])")


class _Text(vText):
    """A text, escaped by the letter of RFC 5545: icalendar 7 takes a backslash before a capital N for a new line."""

    def to_ical(self) -> bytes:
        return _SPECIAL.sub(r"\\\1", str(self)).replace("\n", r"\n").encode()


def write_ics(
    name: str,
    events: Iterable[tuple[str, CalendarEvent]],
    *,
    version: int,
    made_at: datetime,
    alarm: int | None = None,
) -> bytes:
    """A calendar called `name` of these events, each with its UID, and an `alarm` so many minutes before those that
    have a time. Raises `ValueError` for a time without a zone."""
    if made_at.tzinfo is None:
        raise ValueError("a calendar says when it was made in UTC, so the time needs a zone")
    calendar = Calendar()
    for key, value in {
        "prodid": _PRODUCT,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": name,
        "x-wr-calname": name,
    }.items():
        calendar.add(key, _text(value))
    for uid, event in events:
        calendar.add_component(_entry(uid, event, version, made_at, alarm))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _entry(uid: str, event: CalendarEvent, version: int, made_at: datetime, alarm: int | None) -> Event:
    entry = Event()
    entry.add("uid", uid)
    entry.add("sequence", version)
    # icalendar writes these two in UTC, whatever zone they are in.
    entry.add("dtstamp", made_at)
    entry.add("last-modified", made_at)
    if event.at:
        entry.add("dtstart", event.at)
        entry.add("dtend", event.at + timedelta(hours=event.hours))
    else:
        entry.add("dtstart", event.on)
        entry.add("dtend", event.on + timedelta(days=1))
    entry.add("summary", _text(event.summary))
    if event.description:
        entry.add("description", _text(event.description))
    entry.add("transp", "OPAQUE" if event.at else "TRANSPARENT")
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.at and alarm is not None and not event.is_cancelled:
        entry.add_component(_alarm(event, alarm))
    return entry


def _alarm(event: CalendarEvent, minutes: int) -> Alarm:
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", _text(event.summary))
    bell.add("trigger", timedelta(minutes=-minutes))
    return bell


def _text(text: str) -> _Text:
    return _Text(_CONTROL.sub("", _NEW_LINE.sub("\n", text)))
