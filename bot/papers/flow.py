"""The flow of hand-ins: how many were in, by the hours around the deadline, a line for each week."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bot.papers.charts import Plot
from bot.papers.paper import AMBER, BLUE, BODY, INK, MARGIN, NIGHT, QUIET, SMALL_PRINT, Point, Sheet, width
from bot.seminar.pictures import Flow, FlowLine
from bot.words.catalogues import Words

WIDE, HIGH = 700.0, 480.0
BEFORE, AFTER = 168.0, 48.0
"""Hours."""
TICKS = (-168, -120, -72, -48, -24, -12, -6, -3, -1, 0, 3, 12, 24, 48)
HIGH_UP = 0.85
"""From here on a share is told below its place: above stand the reminders' names."""
EARLIER = "#B4BEC5"


def draw(words: Words, flow: Flow) -> bytes:
    """The picture as PNG. Near the deadline an hour is wider: that is when reports come."""
    sheet = Sheet(WIDE, HIGH, words.say("picture.flow.title"), words.say("picture.flow.about"))
    plot = Plot(sheet, left=76, top=122, right=WIDE - 84, bottom=HIGH - 88)
    chosen = next((line for line in flow.lines if line.week == flow.chosen), None)
    first = min((line.hours[0] for line in flow.lines if line.hours), default=-24.0)
    start = max(-BEFORE, min(first, -24.0, *(-hours for hours in flow.reminders)) * 1.05)
    place = _Hours(start, AFTER)
    sheet.shapes([plot.area(place.of(0), 1)], "#F4EFE3")
    plot.percents()
    _ticks(sheet, words, plot, place)
    _reminders(sheet, words, plot, [plot.x(place.of(-hours)) for hours in flow.reminders])
    sheet.lines([[(plot.x(place.of(0)), plot.top - 4), (plot.x(place.of(0)), plot.bottom)]], NIGHT, 1.4)
    sheet.text(
        plot.x((place.of(0) + 1) / 2),
        plot.top + 14,
        words.say("picture.flow.late"),
        SMALL_PRINT,
        QUIET,
        side="center",
    )
    earlier = [line for line in flow.lines if line.week != flow.chosen and line.expected]
    sheet.lines([_steps(plot, place, line) for line in earlier], EARLIER, 1.6)
    if chosen is None or not chosen.expected:
        sheet.text(
            (plot.left + plot.right) / 2,
            (plot.top + plot.bottom) / 2,
            words.say("picture.flow.none"),
            BODY,
            QUIET,
            side="center",
        )
        return sheet.png()
    _legend(sheet, words, earlier=bool(earlier), chosen=chosen.week)
    points = _steps(plot, place, chosen)
    sheet.lines([points], BLUE, 4)
    _ends(sheet, words, plot, place, chosen, points)
    return sheet.png()


class _Hours:
    """From hours to a place between 0 and 1, by the square root: the last hours get the most room."""

    def __init__(self, start: float, end: float) -> None:
        self.start, self.end = start, end
        self._first, self._last = _root(start), _root(end) * 0.8

    def of(self, hours: float) -> float:
        hours = min(max(hours, self.start), self.end)
        root = _root(hours) if hours < 0 else _root(hours) * 0.8
        return (root - self._first) / (self._last - self._first)


def _root(hours: float) -> float:
    return math.copysign(math.sqrt(abs(hours)), hours)


def _ticks(sheet: Sheet, words: Words, plot: Plot, place: _Hours) -> None:
    taken: list[float] = []
    for hours in sorted(TICKS, key=lambda tick: (tick != 0, tick % 24 != 0, abs(tick) > 48, abs(tick))):
        x = plot.x(place.of(hours))
        if not place.start <= hours <= place.end or any(abs(x - other) < 54 for other in taken):
            continue
        taken.append(x)
        sheet.lines([[(x, plot.bottom), (x, plot.bottom + 5)]], QUIET, 1)
        sheet.text(
            x,
            plot.bottom + 20,
            _hours(words, hours),
            SMALL_PRINT,
            INK if hours == 0 else QUIET,
            side="center",
            bold=hours == 0,
        )


def _reminders(sheet: Sheet, words: Words, plot: Plot, places: list[float]) -> None:
    """A line for each; named where the names do not lie on each other, the last first."""
    said, nearest = words.say("picture.flow.reminder"), math.inf
    for x in sorted(places, reverse=True):
        sheet.lines([[(x, plot.top - 4), (x, plot.bottom)]], AMBER, 2, "dotted")
        if nearest - x > width(said, SMALL_PRINT) + 10:
            sheet.text(x, plot.top - 14, said, SMALL_PRINT, QUIET, side="center")
            nearest = x


def _hours(words: Words, hours: int) -> str:
    if hours == 0:
        return words.say("picture.flow.due")
    sign = "−" if hours < 0 else "+"
    if hours % 24 == 0:
        return sign + words.say("picture.flow.days", days=abs(hours) // 24)
    return sign + words.say("picture.flow.hours", hours=abs(hours))


def _steps(plot: Plot, place: _Hours, line: FlowLine) -> list[Point]:
    return [(plot.x(place.of(hours)), plot.y(share)) for hours, share in _shares(line, place)]


def _shares(line: FlowLine, place: _Hours) -> Iterator[tuple[float, float]]:
    """The corners of the stairs."""
    share = 0.0
    yield place.start, share
    for index, hours in enumerate(line.hours, start=1):
        yield hours, share
        share = index / line.expected
        yield hours, share
    yield max(min(line.until, place.end), place.start), share


def _legend(sheet: Sheet, words: Words, *, earlier: bool, chosen: int) -> None:
    x, y, said = MARGIN + 40, HIGH - 34, words.say("picture.week", week=chosen)
    sheet.lines([[(x, y), (x + 28, y)]], BLUE, 4)
    sheet.text(x + 38, y, said, BODY, INK, bold=True)
    if earlier:
        x += 38 + width(said, BODY) + 34
        sheet.lines([[(x, y), (x + 28, y)]], EARLIER, 2)
        sheet.text(x + 38, y, words.say("picture.flow.others"), BODY, QUIET)


def _ends(sheet: Sheet, words: Words, plot: Plot, place: _Hours, line: FlowLine, points: list[Point]) -> None:
    x, y = points[-1]
    sheet.mark([(x, y)], "o", BLUE, 11)
    sheet.text(x + 12, y - 2, f"{line.share(line.until).percent}%", 17, BLUE, bold=True, halo=True)
    if line.until > 0:
        due = line.share(0)
        at = plot.x(place.of(0)), plot.y(due.part / due.whole)
        sheet.mark([at], "o", BLUE, 10, "white")
        said = words.say("picture.flow.by_due", percent=due.percent or 0)
        sheet.text(
            at[0] - 12,
            at[1] + (19 if due.part > HIGH_UP * due.whole else -19),
            said,
            BODY,
            BLUE,
            side="right",
            bold=True,
            halo=True,
        )
