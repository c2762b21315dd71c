"""Discord's markup as letters with a style: bold, quotes, code, mentions, and times in the reader's zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

PLAIN, BOLD, DIM, CODE, NAME, QUOTE = "", "1", "2", "36", "34", "32"
"""Styles, as the terminal's own numbers."""

BAR = "┃"
UNSEEN = "\u200b"

TOKENS = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|\*\*(?P<bold>(?:\\.|[^\\\n])+?)\*\*"
    r"|`(?P<code>[^`\n]+)`"
    r"|<t:(?P<time>-?\d+)(?::(?P<style>[tTdDfFR]))?>"
    r"|<@!?(?P<person>\d+)>"
    r"|<#(?P<channel>\d+)>"
    r"|(?P<letter>.)",
    re.DOTALL,
)
LINE_STYLES = (("### ", BOLD), ("## ", BOLD), ("# ", BOLD), ("-# ", DIM), ("> ", QUOTE))

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_KO = "월화수목금토일"
UNITS = (("day", "일", 86_400), ("hour", "시간", 3_600), ("minute", "분", 60), ("second", "초", 1))


@dataclass(frozen=True)
class Letter:
    """One character and how it is drawn."""

    text: str
    style: str = PLAIN


@dataclass(frozen=True)
class Reader:
    """Whose eyes: `zone` and `locale` are theirs, `names` tells persons and channels by id."""

    zone: ZoneInfo
    locale: str
    now: datetime
    names: Mapping[str, str]


def letters(text: str, style: str = PLAIN) -> list[Letter]:
    """A text all in one style."""
    return [Letter(one, style) for one in text]


def lines_of(text: str, reader: Reader) -> Iterator[list[Letter]]:
    """The text as its reader sees it, a list of letters for each line."""
    for line in text.split("\n"):
        opening, style = next((pair for pair in LINE_STYLES if line.startswith(pair[0])), ("", PLAIN))
        bar = [Letter(BAR, DIM), Letter(" ")] if style == QUOTE else []
        yield bar + list(_letters(line.removeprefix(opening), style, reader))


def _letters(text: str, style: str, reader: Reader) -> Iterator[Letter]:
    for token in TOKENS.finditer(text):
        if token["bold"]:
            yield from _letters(token["bold"], BOLD, reader)
            continue
        shown, drawn = _token(token, style, reader)
        yield from letters(shown.replace(UNSEEN, ""), drawn)


def _token(token: re.Match[str], style: str, reader: Reader) -> tuple[str, str]:
    if token["code"]:
        return token["code"], CODE
    if token["time"]:
        moment = datetime.fromtimestamp(int(token["time"]), UTC)
        return time_as_seen(moment, token["style"] or "f", reader), style
    if token["person"]:
        return "@" + reader.names.get(token["person"], token["person"]), NAME
    if token["channel"]:
        return "#" + reader.names.get(token["channel"], token["channel"]), NAME
    return token["escaped"] or token["letter"], style


def time_as_seen(moment: datetime, style: str, reader: Reader) -> str:
    """A moment in one of Discord's styles (t T d D f F R), in the reader's language and zone."""
    if style == "R":
        return _from_now((moment - reader.now).total_seconds(), reader.locale)
    local = moment.astimezone(reader.zone)
    clock = f"{local:%H:%M:%S}" if style == "T" else f"{local:%H:%M}"
    if style in "tT":
        return clock
    if style == "d":
        return f"{local:%Y-%m-%d}"
    if reader.locale == "ko":
        day = f"{local.year}년 {local.month}월 {local.day}일"
        full = f"{day} {DAYS_KO[local.weekday()]}요일 {clock}"
    else:
        day = f"{local.day} {MONTHS[local.month - 1]} {local.year}"
        full = f"{DAYS[local.weekday()]}, {day} {clock}"
    return {"D": day, "f": f"{day} {clock}", "F": full}[style]


def _from_now(seconds: float, locale: str) -> str:
    unit, unit_ko, size = next((one for one in UNITS if abs(seconds) >= one[2]), UNITS[-1])
    count = round(abs(seconds) / size)
    if locale == "ko":
        return f"{count}{unit_ko} {'전' if seconds < 0 else '후'}"
    many = "" if count == 1 else "s"
    return f"{count} {unit}{many} ago" if seconds < 0 else f"in {count} {unit}{many}"
