"""The heat map: students by weeks, each cell a shape as well as a colour."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.papers.paper import (
    AMBER,
    BODY,
    BRICK,
    INK,
    MARGIN,
    MIST,
    QUIET,
    RULE,
    SMALL_PRINT,
    TEAL,
    Point,
    Sheet,
    box,
    fit_name,
    width,
)
from bot.seminar.participation import Presence
from bot.seminar.pictures import HeatMap, HeatRow
from bot.words.catalogues import Words

COLOURS = {
    Presence.IN: TEAL,
    Presence.LATE: AMBER,
    Presence.MISSING: BRICK,
    Presence.EXCUSED: QUIET,
    Presence.AWAITED: QUIET,
}
HEAD, BARS, GAP = 150.0, 34.0, 34.0
NARROWEST = 560.0
LARGEST = 2.4
STRIP = 165.0
"""High are the weeks' shares above many students, before they are enlarged like the title."""
EMPTY = "#EBEDEA"
LONE_BLOCK, BLOCK = 40, 75
"""Up to how many students stand in one column, and how many in each where there are more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the map is laid out, in pixels. `row` is also the width of a week."""

    blocks: int
    per_block: int
    row: float
    name: float
    weeks: int

    @property
    def block(self) -> float:
        return self.name + self.weeks * self.row + 30

    @property
    def wide(self) -> float:
        return max(NARROWEST, 2 * MARGIN + self.blocks * self.block + (self.blocks - 1) * GAP)

    @property
    def large(self) -> float:
        """How much larger the title of a wide map is: a small copy of it still tells the main thing."""
        return min(LARGEST, max(1.0, self.wide / 800)) if self.blocks > 1 else 1.0

    @property
    def strip(self) -> float:
        """What the weeks' shares take above many students, for whom they stand by themselves."""
        return STRIP * self.large if self.blocks > 1 else 0.0

    @property
    def head(self) -> float:
        return HEAD * self.large + self.strip - (BARS if self.blocks > 1 else 0.0)

    @property
    def high(self) -> float:
        return self.head + BARS + 26 + self.per_block * self.row + MARGIN

    def left(self, block: int) -> float:
        """Where a column's first week begins."""
        return MARGIN + block * (self.block + GAP) + self.name


def draw(words: Words, heat: HeatMap) -> bytes:
    """The picture as PNG."""
    plan = _plan(heat)
    about = words.say("picture.heat.about", students=len(heat.rows), weeks=len(heat.weeks))
    sheet = Sheet(plan.wide, plan.high, words.say("picture.heat.title"), about, plan.large)
    _legend(sheet, words, plan.large)
    if not heat.rows or not heat.weeks:
        sheet.text(MARGIN, HEAD - 14, words.say("picture.heat.none"), BODY, QUIET)
        return sheet.png()
    if plan.blocks > 1:
        _strip(sheet, words, heat, plan)
    cells: dict[Presence, list[Point]] = {presence: [] for presence in Presence}
    for block in range(plan.blocks):
        rows = heat.rows[block * plan.per_block : (block + 1) * plan.per_block]
        _week_numbers(sheet, words, heat, plan, block)
        for index, row in enumerate(rows):
            _row(sheet, row, plan, block, index, cells)
    for presence, corners in cells.items():
        _cells(sheet, presence, corners, plan.row)
    return sheet.png()


def _plan(heat: HeatMap) -> Plan:
    many = len(heat.rows) > LONE_BLOCK
    blocks = math.ceil(len(heat.rows) / BLOCK) if many else 1
    row = 17.0 if many else 22.0 if len(heat.rows) > 14 else 30.0
    size = _letters(row)
    longest = max((width(row.name, size) for row in heat.rows), default=0.0)
    return Plan(
        blocks=blocks,
        per_block=max(1, math.ceil(len(heat.rows) / blocks)),
        row=row,
        name=min(max(longest + 14, 70), 170 if many else 250),
        weeks=len(heat.weeks),
    )


def _letters(row: float) -> float:
    return SMALL_PRINT if row < 20 else BODY


def _legend(sheet: Sheet, words: Words, large: float) -> None:
    x, y = MARGIN, 106.0 * large
    for presence in (Presence.IN, Presence.LATE, Presence.MISSING, Presence.EXCUSED, Presence.AWAITED):
        _cells(sheet, presence, [(x, y - 10 * large)], 20 * large)
        said = words.say(f"presence.{presence}")
        sheet.text(x + 26 * large, y, said, BODY * large, INK)
        x += (26 + width(said, BODY) + 20) * large


def _strip(sheet: Sheet, words: Words, heat: HeatMap, plan: Plan) -> None:
    """Each week's share as a wide bar with its number: what a map of hundreds tells from afar."""
    large = plan.large
    base, high = plan.head + BARS - 60 * large, 90 * large
    sheet.text(MARGIN, base - high - 20 * large, words.say("picture.heat.share"), BODY * large, QUIET)
    step = min(120 * large, (plan.wide - 2 * MARGIN) / len(heat.weeks))
    size = min(SMALL_PRINT * large, step * 0.34)
    for index, number in enumerate(heat.weeks):
        x, percent = MARGIN + index * step, heat.share(index).percent
        middle = x + step / 2 - 2
        sheet.text(middle, base + 14 * large, str(number), size, QUIET, side="center")
        if percent is not None:
            tall = high * percent / 100
            sheet.shapes([box(x, base - high, step - 4, high)], EMPTY)
            sheet.shapes([box(x, base - tall, step - 4, tall)], MIST)
            sheet.text(middle, base - 14 * large, f"{percent}%", size, INK, side="center", bold=True)


def _week_numbers(sheet: Sheet, words: Words, heat: HeatMap, plan: Plan, block: int) -> None:
    base = plan.head + BARS
    for index, number in enumerate(heat.weeks):
        x = plan.left(block) + index * plan.row
        middle = x + plan.row / 2
        sheet.text(middle, base + 14, str(number), SMALL_PRINT, QUIET, side="center")
        if plan.blocks == 1 and (percent := heat.share(index).percent) is not None:
            high = BARS * percent / 100
            sheet.shapes([box(x + 2, base - BARS, plan.row - 4, BARS)], EMPTY)
            sheet.shapes([box(x + 2, base - high, plan.row - 4, high)], MIST)
    last = heat.share(len(heat.weeks) - 1).percent
    if plan.blocks == 1 and last is not None:
        _last_share(sheet, words, plan, base - BARS / 2, last)


def _last_share(sheet: Sheet, words: Words, plan: Plan, y: float, percent: int) -> None:
    """What the bars are, and how high the last is."""
    said, end = words.say("picture.heat.share"), plan.left(0) + plan.weeks * plan.row
    sheet.text(plan.left(0) - 10, y, said, SMALL_PRINT, QUIET, side="right")
    sheet.text(end + 6, y, f"{percent}%", SMALL_PRINT, QUIET, bold=True)


def _row(
    sheet: Sheet, row: HeatRow, plan: Plan, block: int, index: int, cells: dict[Presence, list[Point]]
) -> None:
    x, y = plan.left(block), plan.head + BARS + 26 + index * plan.row
    size = _letters(plan.row)
    end = x + plan.weeks * plan.row
    if index % 5 == 0:
        sheet.lines([[(x - plan.name, y), (end + 26, y)]], RULE, 0.8)
    missing = sum(cell is Presence.MISSING for cell in row.cells)
    name = fit_name(row.name, plan.name - 10, size)
    sheet.text(x - plan.name, y + plan.row / 2, name, size, INK, bold=missing > 1)
    if missing:
        sheet.text(
            end + 8,
            y + plan.row / 2,
            str(missing),
            SMALL_PRINT,
            BRICK if missing > 1 else QUIET,
            bold=missing > 1,
        )
    for week, cell in enumerate(row.cells):
        if cell is not None:
            cells[cell].append((x + week * plan.row, y))


def _cells(sheet: Sheet, presence: Presence, corners: list[Point], size: float) -> None:
    """Full: in. Half: late. Crossed: missing. A dash: excused. A ring: there is still time."""
    colour, inset = COLOURS[presence], 2.0
    inner = [(x + inset, y + inset, size - 2 * inset) for x, y in corners]
    if presence is Presence.IN:
        sheet.shapes([box(x, y, side, side) for x, y, side in inner], colour)
    elif presence is Presence.LATE:
        sheet.shapes([[(x, y + side), (x + side, y), (x + side, y + side)] for x, y, side in inner], colour)
        sheet.shapes([box(x, y, side, side) for x, y, side in inner], "none", colour)
    elif presence is Presence.MISSING:
        sheet.lines([line for one in inner for line in _cross(*one)], colour, max(2.2, size / 9))
    elif presence is Presence.EXCUSED:
        middles = [(x + side * 0.2, x + side * 0.8, y + side / 2) for x, y, side in inner]
        sheet.lines([[(start, y), (end, y)] for start, end, y in middles], colour, 2)
    else:
        sheet.mark([(x + side / 2, y + side / 2) for x, y, side in inner], "o", colour, size / 3, "none")


def _cross(x: float, y: float, side: float) -> Iterator[list[Point]]:
    near, far = side * 0.12, side * 0.88
    yield [(x + near, y + near), (x + far, y + far)]
    yield [(x + near, y + far), (x + far, y + near)]
