"""Claims by reports: who-knows-who stays out of it, what is shared and what is disputed is seen at once."""

from __future__ import annotations

from bot.papers.paper import (
    BLUE,
    BODY,
    INK,
    MARGIN,
    MIST,
    ORANGE,
    QUIET,
    RULE,
    SMALL_PRINT,
    TEAL,
    Sheet,
    box,
    width,
    wrap,
)
from bot.seminar.claims import Stance
from bot.seminar.pictures import ClaimMatrix, ClaimRow
from bot.words.catalogues import Words

WIDE, HEAD, FOOT = 720.0, 142.0, 66.0
COUNT, STANCES = 76.0, 180.0
LINE, BAR, GAP = 21.0, 42.0, 16.0
MOST_LINES = 2
COLOURS = {Stance.AGREE: BLUE, Stance.UNSURE: MIST, Stance.DISAGREE: ORANGE}
MOST_ROWS = 12


def draw(words: Words, matrix: ClaimMatrix) -> bytes:
    """The picture as PNG: each column a report without a name."""
    rows = matrix.rows[:MOST_ROWS]
    names = [row.label or words.say("claim.nameless", week=matrix.week) for row in rows]
    labels = [wrap(name, WIDE - 2 * MARGIN, BODY, MOST_LINES) for name in names]
    high = sum(map(_high, labels)) if matrix.reports and rows else LINE
    sheet = Sheet(
        WIDE,
        HEAD + high + FOOT,
        words.say("picture.claims.title", week=matrix.week),
        words.say("picture.claims.about", count=matrix.reports),
    )
    if not rows or not matrix.reports:
        sheet.text(MARGIN, HEAD, words.say("picture.claims.none"), BODY, QUIET)
        return sheet.png()
    cells = WIDE - 2 * MARGIN - COUNT - STANCES - GAP
    step = min(36.0, cells / matrix.reports)
    tally = WIDE - MARGIN - STANCES
    _heads(sheet, words, tally)
    y = HEAD
    places = {report: place for place, report in enumerate(_order(matrix))}
    for row, label in zip(rows, labels, strict=True):
        sheet.lines([[(MARGIN, y), (WIDE - MARGIN, y)]], RULE, 0.9)
        for index, line in enumerate(label):
            sheet.text(MARGIN, y + GAP + 4 + index * LINE, line, BODY, INK)
        middle = y + _high(label) - GAP / 2 - BAR / 2
        _reports(sheet, row, matrix.reports, places, middle, step)
        said = f"{len(row.reports)}/{matrix.reports}"
        sheet.text(tally - GAP, middle, said, BODY, TEAL, side="right", bold=True)
        _tally(sheet, words, row, tally, middle)
        y += _high(label)
    _legend(sheet, words, y + 32)
    return sheet.png()


def _high(label: list[str]) -> float:
    """How high a claim with this label is: its words, and below them its bars."""
    return GAP + len(label) * LINE + BAR


def _order(matrix: ClaimMatrix) -> list[int]:
    """Reports that state the same claims stand together; neither time nor number orders them."""

    def pattern(report: int) -> tuple[bool, ...]:
        return tuple(report not in row.reports for row in matrix.rows)

    return sorted(range(matrix.reports), key=pattern)


def _heads(sheet: Sheet, words: Words, right: float) -> None:
    y = HEAD - 20
    sheet.text(MARGIN, y, words.say("picture.claims.reports"), SMALL_PRINT, QUIET)
    sheet.text(right, y, words.say("picture.claims.stances"), SMALL_PRINT, QUIET)


def _reports(
    sheet: Sheet, row: ClaimRow, reports: int, places: dict[int, int], middle: float, step: float
) -> None:
    left = MARGIN
    gap = min(3.0, step * 0.2) if step > 3 else 0
    high = 24.0
    top = middle - high / 2
    sheet.shapes([box(left, top + high / 2 - 1, reports * step - gap, 2)], RULE)
    told = sorted(places[report] for report in row.reports)
    sheet.shapes([box(left + place * step, top, step - gap, high) for place in told], TEAL)


def _tally(sheet: Sheet, words: Words, row: ClaimRow, x: float, middle: float) -> None:
    """A bar in three parts, each with its count; hatched where it disagrees, so that no colour is needed."""
    if row.tally is None:
        sheet.text(x, middle, words.say("picture.claims.few"), SMALL_PRINT, QUIET)
        return
    whole = sum(count for _, count in row.tally) or 1
    top, high = middle - 12, 24.0
    for stance, count in sorted(row.tally, key=lambda part: list(COLOURS).index(part[0])):
        wide = STANCES * count / whole
        if not count:
            continue
        sheet.shapes([box(x, top, max(1.0, wide - 2), high)], COLOURS[stance])
        if stance is Stance.DISAGREE:
            _hatch(sheet, x, top, max(1.0, wide - 2), high)
        if wide > width(str(count), BODY) + 8:
            colour = INK if stance is Stance.UNSURE else "white"
            if stance is Stance.DISAGREE:
                colour = INK
            sheet.text(x + wide / 2 - 1, top + high / 2, str(count), BODY, colour, side="center", bold=True)
        x += wide


def _hatch(sheet: Sheet, x: float, y: float, wide: float, high: float) -> None:
    lines = []
    start = -high
    while start < wide:
        first, last = max(0.0, start), min(wide, start + high)
        lines.append([(x + first, y + high - (first - start)), (x + last, y + high - (last - start))])
        start += 7
    sheet.lines(lines, "#F3B877", 1.2)


def _legend(sheet: Sheet, words: Words, y: float) -> None:
    x = WIDE - MARGIN
    for stance in reversed(COLOURS):
        said = words.say(f"stance.{stance}")
        x -= width(said, BODY)
        sheet.text(x, y, said, BODY, INK)
        x -= 24
        sheet.shapes([box(x, y - 8, 16, 16)], COLOURS[stance])
        if stance is Stance.DISAGREE:
            _hatch(sheet, x, y - 8, 16, 16)
        x -= 22
