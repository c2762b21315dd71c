"""Plans that come from a calendar (.ics): a row for each event, and for each time that one comes again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, Component
from icalendar.timezone import tzp

from bot.reading.plain import text_of
from bot.seminar.plans import MOST_WEEKS
from bot.seminar.refusals import Unreadable

MOST_BYTES = 1_000_000
MOST_EVENTS = 2_000
HEADER = ["week", "topic", "!presenters", "prompt", "opens", "due", "cutoff", "grace", "skipped", "!problem"]
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY"})
RULES = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"})
"""What a rule may say; others can ask for a search that has no end."""

FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a parser may stumble into over a file that somebody made for it."""

_TITLE = re.compile(
    r"(?:week\s*#?\s*([0-9]{1,2})(?![0-9])|제?\s*([0-9]{1,2})\s*주\s*차?(?![가-힣]))\s*[:.–—-]?\s*", re.I
)
_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z")


class _Problem(Exception):
    """Why one event cannot be read, as the plan's reader knows it."""


@dataclass(frozen=True, slots=True)
class _Span:
    """One time of an event: what the wall shows, and whose wall; an empty zone is the course's."""

    event: Component
    opens: datetime
    due: datetime
    zone: str
    recurs: bool


def rows_of(name: str, data: bytes) -> list[list[str]]:
    """The events of a calendar as rows of a plan, in the order of time. Raises Unreadable."""
    text = text_of(data) if len(data) <= MOST_BYTES else None
    if text is None or not text.lstrip("\ufeff\r\n ").upper().startswith("BEGIN:VCALENDAR"):
        raise Unreadable(name=name)
    tzp.use_zoneinfo()  # forgets the zones that an earlier file defined
    try:
        calendars = Calendar.from_ical(text.lstrip("\ufeff\r\n "), multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
        if len(events) > MOST_EVENTS:
            raise Unreadable(name=name)
        return [HEADER, *_rows(events)]
    except FAULTS:
        raise Unreadable(name=name) from None


def _rows(events: Sequence[Component]) -> Iterator[list[str]]:
    spans, broken = _spans(events)
    spans.sort(key=lambda one: one.opens)
    numbers = [None if one.recurs else _number(one.event) for one in spans]
    in_order = not any(numbers)
    for at, (span, number) in enumerate(zip(spans[: MOST_WEEKS + 1], numbers, strict=False), 1):
        title = str(span.event.get("SUMMARY", ""))
        yield _row(span, str(at) if in_order else number or title[:40])
    for event, problem in broken:
        about = problem if ":" in problem else f"{problem}:{str(event.get('SUMMARY', ''))[:40]}"
        yield [*[""] * (len(HEADER) - 1), about]


def _spans(events: Sequence[Component]) -> tuple[list[_Span], list[tuple[Component, str]]]:
    """Every time of every event, those that were moved one by one included; and what cannot be read."""
    spans: list[_Span] = []
    broken: list[tuple[Component, str]] = []
    moved: dict[str, set[datetime]] = defaultdict(set)
    for event in events:
        if event.get("RECURRENCE-ID") is not None:
            moved[str(event.get("UID"))].add(_wall(event.get("RECURRENCE-ID"))[0])
    for event in events:
        try:
            apart = set() if event.get("RECURRENCE-ID") is not None else moved[str(event.get("UID"))]
            spans += [one for one in _times(event) if one.opens not in apart]
        except _Problem as problem:
            broken.append((event, str(problem)))
        except FAULTS:
            broken.append((event, "time"))
    return spans, broken


def _times(event: Component) -> Iterator[_Span]:
    opens, zone = _wall(event.get("DTSTART"))
    length = _length(event, opens, zone)
    rule = event.get("RRULE")
    if rule is None and event.get("RDATE") is None:
        yield _Span(event, opens, opens + length, zone, recurs=False)
        return
    starts = set(_again(rule, opens, zone)) if rule is not None else {opens}
    starts |= {_in_zone(*_wall(one), zone) for one in _listed(event.get("RDATE"))}
    left_out = [_wall(one) for one in _listed(event.get("EXDATE"))]
    days = {
        wall.date()
        for one, (wall, _) in zip(_listed(event.get("EXDATE")), left_out, strict=True)
        if _is_day(one)
    }
    starts -= {_in_zone(wall, whose, zone) for wall, whose in left_out}
    for start in sorted(starts)[: MOST_WEEKS + 1]:
        if start.date() not in days:
            yield _Span(event, start, start + length, zone, recurs=True)


def _length(event: Component, opens: datetime, zone: str) -> timedelta:
    """How long it lasts on the wall; a day that says no more ends with itself."""
    end, duration = event.get("DTEND"), event.get("DURATION")
    if end is not None:
        return _in_zone(*_wall(end), zone) - opens
    if duration is not None:
        found: timedelta = duration.dt
        return found
    return timedelta(days=1) if _is_day(event.get("DTSTART")) else timedelta(0)


def _again(rule: Any, opens: datetime, zone: str) -> Iterator[datetime]:
    """The times of a rule, on the wall. Raises _Problem for one without an end, or that is not read."""
    if isinstance(rule, list) or not set(rule) <= RULES or not set(rule["FREQ"]) <= FREQUENCIES:
        raise _Problem("recurrence")
    if "COUNT" not in rule and "UNTIL" not in rule:
        raise _Problem("endless")
    last = None
    if "UNTIL" in rule:
        until = rule.pop("UNTIL")[0]
        aware = isinstance(until, datetime) and until.tzinfo is not None
        plain = until if isinstance(until, datetime) else datetime.combine(until, time.max)
        last = _in_zone(plain.replace(tzinfo=None), "UTC" if aware else zone, zone)
    try:
        times = rrulestr(rule.to_ical().decode(), dtstart=opens)
    except FAULTS:
        raise _Problem("recurrence") from None
    for moment in islice(times, MOST_WEEKS + 1):
        if last is not None and moment > last:
            return
        yield moment


def _wall(value: Any) -> tuple[datetime, str]:
    """What the wall shows, and whose wall: a zone's name, an offset, or "" for no zone. Raises _Problem."""
    moment = value.dt
    if isinstance(moment, tuple):
        moment = moment[0]
    if not isinstance(moment, datetime):
        if not isinstance(moment, date):
            raise _Problem("time")
        return datetime.combine(moment, time.min), ""
    named = str(getattr(value, "params", {}).get("TZID", ""))
    plain = moment.replace(tzinfo=None)
    if moment.tzinfo is None:
        if named:
            raise _Problem(f"zone:{named[:40]}")
        return plain, ""
    key = getattr(moment.tzinfo, "key", None)
    if isinstance(key, str):
        return plain, key
    offset = moment.utcoffset() or timedelta(0)
    return (plain - offset), "UTC"


def _in_zone(wall: datetime, whose: str, zone: str) -> datetime:
    """A time of one wall on another; a wall without a zone is any."""
    if not whose or not zone or whose == zone:
        return wall
    return wall.replace(tzinfo=tzp.timezone(whose)).astimezone(tzp.timezone(zone)).replace(tzinfo=None)


def _is_day(value: Any) -> bool:
    return not isinstance(value.dt, datetime | tuple)


@dataclass(frozen=True, slots=True)
class _One:
    """One of several times that a property lists."""

    dt: Any
    params: Any


def _listed(value: Any) -> list[_One]:
    every = value if isinstance(value, list) else [value] if value is not None else []
    return [_One(part.dt, getattr(one, "params", {})) for one in every for part in one.dts]


def _number(event: Component) -> str | None:
    """The number of the week, from what an export of ours says or from the title."""
    told = event.get("X-COLLOQUY-WEEK")
    if told is not None:
        return str(told)
    found = _TITLE.match(str(event.get("SUMMARY", "")))
    return (found[1] or found[2]) if found else None


def _row(span: _Span, number: str) -> list[str]:
    event = span.event
    title = str(event.get("SUMMARY", ""))
    found = _TITLE.match(title)
    named = found and (found[1] or found[2]) == number
    contacts = event.get("CONTACT")
    every = contacts if isinstance(contacts, list) else [contacts] if contacts is not None else []
    return [
        number,
        title[found.end() :] if found and named else title,
        "\n".join(str(one) for one in every),
        str(event.get("DESCRIPTION", "")),
        f"{span.opens:%Y-%m-%d %H:%M:%S} {span.zone}",
        f"{span.due:%Y-%m-%d %H:%M:%S} {span.zone}",
        _STAMP.sub(r"\1-\2-\3 \4:\5:\6 Z", str(event.get("X-COLLOQUY-CUTOFF", ""))),
        str(event.get("X-COLLOQUY-GRACE", "")),
        _skipped(event),
        "",
    ]


def _skipped(event: Component) -> str:
    """An event that was called off; what is not ours says nothing by being there."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "yes"
    return "no" if event.get("X-COLLOQUY-WEEK") is not None else ""
