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
    fit,
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
    def high(self) -> float:
        return HEAD + BARS + 26 + self.per_block * self.row + MARGIN

    def left(self, block: int) -> float:
        """Where a column's first week begins."""
        return MARGIN + block * (self.block + GAP) + self.name


def draw(words: Words, heat: HeatMap) -> bytes:
    """The picture as PNG."""
    plan = _plan(heat)
    about = words.say("picture.heat.about", students=len(heat.rows), weeks=len(heat.weeks))
    sheet = Sheet(plan.wide, plan.high, words.say("picture.heat.title"), about)
    _legend(sheet, words)
    if not heat.rows or not heat.weeks:
        sheet.text(MARGIN, HEAD + 20, words.say("picture.heat.none"), BODY, QUIET)
        return sheet.png()
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
        name=min(max(longest + 14, 70), 150 if many else 230),
        weeks=len(heat.weeks),
    )


def _letters(row: float) -> float:
    return 12.0 if row < 20 else BODY


def _legend(sheet: Sheet, words: Words) -> None:
    x, y = MARGIN, 106.0
    for presence in (Presence.IN, Presence.LATE, Presence.MISSING, Presence.EXCUSED, Presence.AWAITED):
        _cells(sheet, presence, [(x, y - 10)], 20)
        said = words.say(f"presence.{presence}")
        sheet.text(x + 26, y, said, 13, INK)
        x += 26 + width(said, 13) + 24


def _week_numbers(sheet: Sheet, words: Words, heat: HeatMap, plan: Plan, block: int) -> None:
    base = HEAD + BARS
    for index, number in enumerate(heat.weeks):
        x = plan.left(block) + index * plan.row
        middle = x + plan.row / 2
        sheet.text(middle, base + 14, str(number), SMALL_PRINT, QUIET, side="center")
        if block == 0 and (percent := heat.share(index).percent) is not None:
            high = BARS * percent / 100
            sheet.shapes([box(x + 2, base - BARS, plan.row - 4, BARS)], "#EBEDEA")
            sheet.shapes([box(x + 2, base - high, plan.row - 4, high)], MIST)
    last = heat.share(len(heat.weeks) - 1).percent
    if block == 0 and last is not None:
        said = words.say("picture.heat.share")
        sheet.text(plan.left(0) - 10, base - BARS / 2, said, SMALL_PRINT, QUIET, side="right")
        sheet.text(
            plan.left(0) + plan.weeks * plan.row + 6,
            base - BARS / 2,
            f"{last}%",
            SMALL_PRINT,
            QUIET,
            bold=True,
        )


def _row(
    sheet: Sheet, row: HeatRow, plan: Plan, block: int, index: int, cells: dict[Presence, list[Point]]
) -> None:
    x, y = plan.left(block), HEAD + BARS + 26 + index * plan.row
    size = _letters(plan.row)
    end = x + plan.weeks * plan.row
    if index % 5 == 0:
        sheet.lines([[(x - plan.name, y), (end + 26, y)]], RULE, 0.8)
    missing = sum(cell is Presence.MISSING for cell in row.cells)
    name = fit(row.name, plan.name - 10, size)
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
