"""Plans in files: from the cells of a table to the weeks that it wants, however a spreadsheet wrote them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.seminar.courses import zone_name
from bot.seminar.plans import MOST_WEEKS, NUMBERS, Wanted
from bot.seminar.refusals import (
    BadPlan,
    BadRecurrence,
    BadTime,
    BadWeekNumber,
    BadZone,
    DayOrMonth,
    EndlessEvent,
    Refusal,
    TooManyWeeks,
)
from bot.seminar.weeks import YEARS, resolve

COLUMNS = {
    "number": ("week", "number", "no", "no.", "week number", "주차", "주", "회차", "차시", "번호"),
    "topic": ("topic", "title", "subject", "주제", "제목"),
    "presenter": ("presenter", "presenters", "speaker", "발표자", "발제자", "발표"),
    "prompt": ("prompt", "question", "questions", "질문", "안내", "안내문"),
    "opens": (
        "opens",
        "open",
        "start",
        "starts",
        "시작",
        "시작일",
        "시작 일시",
        "공개",
        "공개일",
        "공개 일시",
    ),
    "due": ("due", "deadline", "end", "ends", "마감", "마감일", "마감 일시", "제출 마감"),
    "cutoff": ("cutoff", "cut-off", "accepted until", "늦은 제출", "늦은 제출 마감", "최종 마감"),
    "grace": ("grace", "grace minutes", "유예", "유예(분)", "유예 분"),
    "skipped": ("skipped", "skip", "휴강", "쉼"),
    "presenters": ("!presenters",),
    "problem": ("!problem",),
}
"""What the columns are called, in both languages; the last two are those of the reader of calendars."""

HEADER_ROWS = 10
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (on the wall)
CUT = 40
YES = frozenset({"yes", "y", "true", "1", "x", "o", "v", "✓", "✔", "예", "네", "휴강", "쉼"})
NO = frozenset({"no", "n", "false", "0", "-", "아니요", "아니오"})

_NUMBER = re.compile(r"(?:week|제)?\s*#?([0-9]{1,3})(?:\.0+)?\s*(?:주\s*차?|회\s*차?|차시)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-./년]\s*([0-9]{1,2})\s*[-./월]\s*([0-9]{1,2})\s*[.일]?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_CLOCK = re.compile(
    r"(?P<before>오전|오후|am|pm)?\s*(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.0+)?)?"
    r"|\s*시(?:\s*(?P<minutes>[0-9]{1,2})\s*분)?|(?=\s*[ap]m))\s*(?P<after>am|pm)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_DAYS = r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_ASIDE = re.compile(
    rf"\([^()]*\)|[월화수목금토일]요일|^[월화수목금토일]\s|\b(?:{_DAYS})\b[.,]?", re.IGNORECASE
)
"""What says nothing more of a date: remarks and weekdays."""
_PARTS = re.compile(r"[;/·、\n]")
_HANGUL = re.compile(r"[가-힣]")


class Order(StrEnum):
    """Which comes first where the year comes last."""

    MONTH = "month"
    DAY = "day"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Table:
    columns: dict[str, int]
    rows: Sequence[Sequence[str]]
    first_row: int


def read_plan(rows: Sequence[Sequence[str]], zone: str) -> list[Wanted]:
    """The weeks that a table wants, times without a zone in this one; one that cannot be read tells why.

    Raises BadPlan, TooManyWeeks.
    """
    table = _table(rows)
    if len(table.rows) > MOST_WEEKS:
        raise TooManyWeeks(limit=MOST_WEEKS)
    order = _order(_cell(row, table, name) for row in table.rows for name in ("opens", "due", "cutoff"))
    found = [_wanted(row, at, table, zone, order) for at, row in enumerate(table.rows, table.first_row)]
    if not found:
        raise BadPlan
    return found


def _table(rows: Sequence[Sequence[str]]) -> _Table:
    for at, row in enumerate(rows[:HEADER_ROWS]):
        labels = [" ".join(unicodedata.normalize("NFKC", cell).casefold().split()) for cell in row]
        columns = {
            name: labels.index(label)
            for name, known in COLUMNS.items()
            for label in reversed(known)
            if label in labels
        }
        if "number" in columns and len(columns) > 1:
            return _Table(columns, rows[at + 1 :], at + (1 if "problem" in columns else 2))
    raise BadPlan


def _wanted(row: Sequence[str], place: int, table: _Table, zone: str, order: Order) -> Wanted:
    try:
        if problem := _cell(row, table, "problem"):
            raise _problem(problem)
        number = _number(_cell(row, table, "number"))
        return Wanted(
            place=place,
            number=number,
            topic=_cell(row, table, "topic") or None,
            prompt=_cell(row, table, "prompt") or None,
            presenters=_lines(_cell(row, table, "presenters")) or _names(_cell(row, table, "presenter")),
            grace=_minutes(_cell(row, table, "grace")),
            skipped=_yes(_cell(row, table, "skipped")),
            opens=_time(_cell(row, table, "opens"), zone, order),
            due=_time(_cell(row, table, "due"), zone, order),
            cutoff=_time(_cell(row, table, "cutoff"), zone, order),
        )
    except Refusal as refusal:
        return Wanted(place=place, number=0, refusal=refusal)


def _problem(found: str) -> Refusal:
    """What the reader of a calendar found wrong with an event: a word for it, and which event or zone."""
    kind, _, given = found.partition(":")
    kinds: dict[str, type[Refusal]] = {"endless": EndlessEvent, "recurrence": BadRecurrence, "zone": BadZone}
    return kinds.get(kind, BadTime)(given=given[:CUT])


def _cell(row: Sequence[str], table: _Table, name: str) -> str:
    at = table.columns.get(name)
    return row[at].strip() if at is not None and at < len(row) else ""


def _number(given: str) -> int:
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", given))
    if found is None or int(found[1]) not in NUMBERS:
        raise BadWeekNumber(given=given[:CUT])
    return int(found[1])


def _names(given: str) -> tuple[str, ...] | None:
    """Presenters, parted by semicolons, slashes or lines; Korean names also by commas."""
    if not given:
        return None
    parts = _PARTS.split(given)
    if len(parts) == 1 and all(_HANGUL.search(part) for part in given.split(",")):
        parts = given.split(",")
    return tuple(part.strip() for part in parts if part.strip())


def _lines(given: str) -> tuple[str, ...] | None:
    return tuple(given.split("\n")) if given else None


def _minutes(given: str) -> timedelta | None:
    if not given:
        return None
    found = re.fullmatch(r"([0-9]{1,4})(?:\.0+)?\s*(?:분|min|minutes)?", given)
    if found is None or int(found[1]) > 24 * 60:
        raise BadTime(given=given[:CUT])
    return timedelta(minutes=int(found[1]))


def _yes(given: str) -> bool | None:
    plain = given.casefold()
    if not plain:
        return None
    if plain in NO:
        return False
    if plain in YES:
        return True
    raise BadTime(given=given[:CUT])


def _order(cells: Iterator[str]) -> Order:
    """Whether days or months come first, by those of the table's dates that leave no doubt."""
    firsts, seconds = [0], [0]
    for cell in cells:
        if found := _YEAR_LAST.match(_without_asides(cell)):
            firsts.append(int(found[1]))
            seconds.append(int(found[2]))
    days_first, months_first = max(firsts) > 12, max(seconds) > 12
    if days_first == months_first:
        return Order.UNKNOWN
    return Order.DAY if days_first else Order.MONTH


def _without_asides(given: str) -> str:
    return _ASIDE.sub(" ", unicodedata.normalize("NFKC", given)).strip()


def _time(given: str, zone: str, order: Order) -> datetime | None:
    """A time (UTC) as people and spreadsheets write it; None where nothing is written.

    An offset or the name of a zone may follow. Raises BadTime, BadZone, DayOrMonth.
    """
    if not given:
        return None
    plain = _without_asides(given)
    if _SERIAL.fullmatch(plain):
        return resolve(
            _within_years(EXCEL_EPOCH + timedelta(minutes=round(float(plain) * 1440)), given), zone
        )
    day, rest = _day(plain, given, order)
    clock = _CLOCK.match(rest)
    if clock is None:
        raise BadTime(given=given[:CUT])
    wall = _within_years(day + _since_midnight(clock, given), given)
    return _instant(wall, rest[clock.end() :].strip(), zone, given)


def _day(plain: str, given: str, order: Order) -> tuple[datetime, str]:
    if found := _YEAR_FIRST.match(plain):
        year, month, day = map(int, found.groups())
    elif found := _YEAR_LAST.match(plain):
        one, other, year = map(int, found.groups())
        if order is Order.UNKNOWN and one != other:
            raise DayOrMonth(given=given[:CUT])
        day, month = (one, other) if order is Order.DAY else (other, one)
    else:
        raise BadTime(given=given[:CUT])
    try:
        return datetime(year, month, day), plain[found.end() :].lstrip("Tt ,")  # noqa: DTZ001 (on the wall)
    except ValueError:
        raise BadTime(given=given[:CUT]) from None


def _since_midnight(clock: re.Match[str], given: str) -> timedelta:
    """24:00 is the end of the day, as Korean deadlines have it."""
    hour, minute = int(clock["hour"]), int(clock["minute"] or clock["minutes"] or 0)
    half = (clock["before"] or clock["after"] or "").casefold()
    if half and hour == 12:
        hour = 0
    if half in ("pm", "오후") and hour < 12:
        hour += 12
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise BadTime(given=given[:CUT])
    return timedelta(hours=hour, minutes=minute, seconds=int(clock["second"] or 0))


def _within_years(wall: datetime, given: str) -> datetime:
    if wall.year not in YEARS:
        raise BadTime(given=given[:CUT])
    return wall


def _instant(wall: datetime, follows: str, zone: str, given: str) -> datetime:
    if not follows:
        return resolve(wall, zone)
    if follows in ("Z", "z", "UTC"):
        return wall.replace(tzinfo=UTC)
    if offset := _OFFSET.fullmatch(follows):
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (-1 if offset[1] == "-" else 1)
        return (wall - ahead).replace(tzinfo=UTC)
    if not _ZONE.fullmatch(follows):
        raise BadTime(given=given[:CUT])
    return resolve(wall, zone_name(follows))
