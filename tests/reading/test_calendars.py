"""Plans that come from calendars: what comes again, whose clock it is, and files made to do harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.reading.calendars import HEADER, MOST_BYTES, MOST_EVENTS, rows_of
from bot.seminar.planfiles import read_plan
from bot.seminar.plans import MOST_WEEKS, Wanted
from bot.seminar.refusals import (
    BadRecurrence,
    BadTime,
    BadZone,
    EndlessEvent,
    Refusal,
    TooManyWeeks,
    Unreadable,
)

SEOUL = "Asia/Seoul"
NINE = datetime(2026, 9, 7, 9, tzinfo=UTC)
DAY = timedelta(days=1)
HOURS = ["DTSTART;TZID=Asia/Seoul:20260907T180000", "DTEND;TZID=Asia/Seoul:20260913T180000"]
BARE_ZONE = """BEGIN:VTIMEZONE
TZID:{0}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE"""


def calendar(*events: list[str], before: str = "") -> bytes:
    blocks = [
        "\n".join(["BEGIN:VEVENT", f"UID:{at}", *lines, "END:VEVENT"]) for at, lines in enumerate(events)
    ]
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", before, *blocks, "END:VCALENDAR", ""]
    return "\r\n".join(part.replace("\n", "\r\n") for part in parts if part or part == parts[-1]).encode()


def plan(*events: list[str], zone: str = SEOUL, before: str = "") -> list[Wanted]:
    return read_plan(rows_of("plan.ics", calendar(*events, before=before)), zone)


def opens(*events: list[str], zone: str = SEOUL, before: str = "") -> list[str]:
    """The days and hours (UTC) at which weeks open."""
    return [f"{one.opens:%m-%d %H:%M}" for one in plan(*events, zone=zone, before=before) if one.opens]


def refused(*lines: str) -> Refusal | None:
    (one,) = plan(["SUMMARY:Seminar", *lines])
    return one.refusal


def test_an_event_is_a_week() -> None:
    (one,) = plan(
        ["SUMMARY:Week 3: Streets\\, and halls", "DESCRIPTION:Why?\\nHow?", "CONTACT:Jiho Baek", *HOURS]
    )
    assert one == Wanted(
        place=1,
        number=3,
        topic="Streets, and halls",
        prompt="Why?\nHow?",
        presenters=("Jiho Baek",),
        opens=NINE,
        due=NINE + 6 * DAY,
    )


@pytest.mark.parametrize(
    ("title", "number", "topic"),
    [
        ("3주차: 거리", 3, "거리"),
        ("제 3 주차 거리", 3, "거리"),
        ("week #3 - Streets", 3, "Streets"),
        ("Weekly meeting", 1, "Weekly meeting"),
        ("Week 345", 1, "Week 345"),
        ("3주일의 기록", 1, "3주일의 기록"),
    ],
)
def test_the_title_tells_number_and_topic(title: str, number: int, topic: str) -> None:
    (one,) = plan([f"SUMMARY:{title}", *HOURS])
    assert (one.number, one.topic) == (number, topic)


def test_events_without_numbers_are_counted_in_the_order_of_time() -> None:
    later = ["SUMMARY:B", "DTSTART:20260914T090000Z", "DTEND:20260920T090000Z"]
    assert [(one.number, one.topic) for one in plan(later, ["SUMMARY:A", *HOURS])] == [(1, "A"), (2, "B")]


def test_one_event_without_a_number_among_others_is_refused() -> None:
    numbered, other = plan(["SUMMARY:Week 3", *HOURS], ["SUMMARY:Office hours", *HOURS])
    assert numbered.refusal is None
    assert other.refusal is not None
    assert other.refusal.facts == {"given": "Office hours"}


def test_what_comes_again_is_a_week_each_time_but_for_what_is_left_out_or_moved() -> None:
    weekly = [
        "SUMMARY:Seminar",
        *HOURS,
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Asia/Seoul:20260914T180000",
    ]
    moved = [
        "SUMMARY:Seminar",
        "RECURRENCE-ID;TZID=Asia/Seoul:20260921T180000",
        "DTSTART:20260922T090000Z",
        "DTEND:20260928T090000Z",
    ]
    data = calendar(weekly, moved).replace(b"UID:1", b"UID:0")
    found = read_plan(rows_of("plan.ics", data), SEOUL)
    assert [(one.number, f"{one.opens:%m-%d %H:%M}") for one in found] == [
        (1, "09-07 09:00"),
        (2, "09-22 09:00"),
        (3, "09-28 09:00"),
    ]


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("FREQ=WEEKLY;UNTIL=20260921", "09-21"),
        ("FREQ=WEEKLY;UNTIL=20260921T090000Z", "09-21"),
        ("FREQ=WEEKLY;UNTIL=20260921T085959Z", "09-14"),
        ("FREQ=DAILY;INTERVAL=7;COUNT=3", "09-21"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "09-21"),
    ],
)
def test_where_a_rule_ends(rule: str, last: str) -> None:
    assert opens(["SUMMARY:S", *HOURS, f"RRULE:{rule}"])[-1] == f"{last} 09:00"


def test_a_rule_keeps_its_hour_on_the_wall() -> None:
    hours = ["DTSTART;TZID=Europe/Berlin:20261019T180000", "DTEND;TZID=Europe/Berlin:20261020T180000"]
    assert opens(["SUMMARY:S", *hours, "RRULE:FREQ=WEEKLY;COUNT=2"]) == ["10-19 16:00", "10-26 17:00"]


def test_times_of_any_zone_of_none_and_of_a_whole_day() -> None:
    def opens_at(start: str, before: str = "") -> list[str]:
        return opens(["SUMMARY:S", f"DTSTART{start}", "DURATION:P6D"], before=before)

    assert opens_at(":20260907T090000Z") == ["09-07 09:00"]
    assert opens_at(";TZID=Korea Standard Time:20260907T180000") == ["09-07 09:00"]
    assert opens_at(":20260907T180000") == ["09-07 09:00"], "the course's zone"
    assert opens_at(";TZID=Ours:20260907T120000", BARE_ZONE.format("Ours")) == ["09-07 09:00"]
    assert opens_at(";TZID=Asia/Seoul:20260907T180000", BARE_ZONE.format("Asia/Seoul")) == ["09-07 09:00"]
    (day,) = plan(["SUMMARY:S", "DTSTART;VALUE=DATE:20260907", "DTEND;VALUE=DATE:20260914"])
    assert (day.opens, day.due) == (NINE - 18 / 24 * DAY, NINE + 6.25 * DAY), "from midnight to midnight"


def test_a_zone_that_one_file_defines_is_unknown_in_the_next() -> None:
    event = ["SUMMARY:S", "DTSTART;TZID=Ours:20260907T120000", "DURATION:P6D"]
    assert plan(event, before=BARE_ZONE.format("Ours"))[0].refusal is None
    (one,) = plan(event)
    assert isinstance(one.refusal, BadZone)


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (["DTSTART:yesterday"], BadTime),
        (["DTEND:20260913T090000Z"], BadTime),
        ([*HOURS, "RRULE:FREQ=WEEKLY"], EndlessEvent),
        ([*HOURS, "RRULE:FREQ=SECONDLY;COUNT=9"], BadRecurrence),
        ([*HOURS, "RRULE:FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30"], BadRecurrence),
        ([*HOURS, "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=2"], BadRecurrence),
        (["DTSTART;TZID=Nowhere/Bad:20260907T180000", "DURATION:P6D"], BadZone),
    ],
)
def test_what_cannot_be_read_in_an_event(lines: list[str], refusal: type[Refusal]) -> None:
    assert isinstance(refused(*lines), refusal)


def test_a_rule_of_a_thousand_times_is_more_than_a_term() -> None:
    with pytest.raises(TooManyWeeks):
        plan(["SUMMARY:S", *HOURS, "RRULE:FREQ=DAILY;COUNT=999999999"])


def test_an_event_that_was_called_off_is_left_out() -> None:
    assert plan(["SUMMARY:Week 3", *HOURS, "STATUS:CANCELLED"])[0].skipped is True
    assert plan(["SUMMARY:Week 3", *HOURS, "STATUS:CONFIRMED"])[0].skipped is None


def test_a_calendar_in_the_encodings_of_korean_machines() -> None:
    data = calendar(["SUMMARY:3주차: 거리", *HOURS]).decode()
    for encoding in ("utf-8", "utf-8-sig", "cp949", "utf-16"):
        assert rows_of("plan.ics", data.encode(encoding))[1][1] == "거리"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"week,topic\n1,a\n",
        b"\x00\x01\x02" * 100,
        b"PK\x03\x04",
        calendar(["SUMMARY:S", *HOURS])[:40] + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" + b"X" * MOST_BYTES,
        calendar(*[["SUMMARY:S"]] * (MOST_EVENTS + 1)),
        b"BEGIN:VCALENDAR\r\nno colon here\r\nEND:VCALENDAR",
    ],
    ids=["empty", "table", "binary", "zip", "unbalanced", "large", "many", "line"],
)
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        rows_of("plan.ics", data)


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1500,
        b"BEGIN:VCALENDAR\r\nX:" + b"y" * 900_000 + b"\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nX" + b";A=b" * 100_000 + b":1\r\nEND:VCALENDAR",
        calendar(["SUMMARY:S", "DTSTART:99991231T235959Z", "DURATION:P999999999D"]),
        calendar(["SUMMARY:S", *HOURS, "RRULE:FREQ=WEEKLY;INTERVAL=999999999;COUNT=3"]),
        calendar(["SUMMARY:S", *HOURS, "RDATE:" + ",".join(["20260907T090000Z"] * 20_000)]),
    ],
    ids=["nested", "long", "parameters", "far", "seldom", "dates"],
)
def test_a_calendar_made_to_do_harm_ends(data: bytes) -> None:
    try:
        rows = rows_of("plan.ics", data)
    except Unreadable:
        return
    assert rows[0] == HEADER
    assert len(rows) <= MOST_WEEKS + 2
