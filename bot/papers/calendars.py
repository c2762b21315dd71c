"""The term's plan as a calendar (.ics): an event for each week, from when it opens until it is due.

A week keeps its event's id, so that importing it again updates it; importing it here changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from bot.seminar.courses import Course
from bot.seminar.weeks import Week, WeekState
from bot.words.catalogues import Words
from bot.words.markup import Raw

OURS = UUID("5b0f54a2-6a0b-4d9a-9c8e-1f4a3b7c2d60")
"""The name space of our events' ids: drawn once, for good."""

MINUTE = timedelta(minutes=1)
FIRST_EXPORT = datetime(2026, 1, 1, tzinfo=UTC)


def ics_of(words: Words, course: Course, weeks: Sequence[Week], now: datetime) -> bytes:
    """The weeks as a calendar in these words; times in UTC, which each calendar shows in its own zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Colloquy//Colloquy//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", course.name)
    for week in weeks:
        calendar.add_component(_event(words, week, now))
    return bytes(calendar.to_ical())


def _event(words: Words, week: Week, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid5(OURS, f"{week.guild_xid}/{week.course_id}/{week.week_id}")))
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    # Some calendars take an event again only where its sequence has grown.
    event.add("sequence", max(0, (now - FIRST_EXPORT) // MINUTE))
    event.add("dtstart", _whole(week.times.opens))
    event.add("dtend", _whole(week.times.due))
    event.add("summary", words.say("calendar.title", week=week.number, topic=Raw(week.topic)))
    if week.prompt:
        event.add("description", week.prompt)
    for one in week.presenters:
        event.add("contact", one.name)
    event.add("status", "CANCELLED" if week.state is WeekState.SKIPPED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("x-colloquy-week", str(week.number))
    event.add("x-colloquy-cutoff", f"{_whole(week.times.cutoff):%Y%m%dT%H%M%SZ}")
    event.add("x-colloquy-grace", str(week.times.grace // MINUTE))
    return event


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
