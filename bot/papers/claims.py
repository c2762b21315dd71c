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

WIDE, HEAD, ROW = 1120.0, 146.0, 62.0
LABEL, COUNT, STANCES = 400.0, 64.0, 170.0
GAP = 22.0
COLOURS = {Stance.AGREE: BLUE, Stance.UNSURE: MIST, Stance.DISAGREE: ORANGE}
MOST_ROWS = 12


def draw(words: Words, matrix: ClaimMatrix) -> bytes:
    """The picture as PNG: each column a report without a name."""
    rows = matrix.rows[:MOST_ROWS]
    sheet = Sheet(
        WIDE,
        HEAD + max(1, len(rows)) * ROW + 76,
        words.say("picture.claims.title", week=matrix.week),
        words.say("picture.claims.about", count=matrix.reports),
    )
    if not rows or not matrix.reports:
        sheet.text(MARGIN, HEAD, words.say("picture.claims.none"), BODY, QUIET)
        return sheet.png()
    cells = WIDE - 2 * MARGIN - LABEL - COUNT - STANCES - 2 * GAP
    left = MARGIN + LABEL + GAP
    step = min(36.0, cells / matrix.reports)
    _heads(sheet, words, left, left + cells + COUNT + GAP)
    places = {report: place for place, report in enumerate(_order(matrix))}
    for index, row in enumerate(rows):
        y = HEAD + index * ROW
        sheet.lines([[(MARGIN, y), (WIDE - MARGIN, y)]], RULE, 0.9)
        _label(sheet, row, y)
        _reports(sheet, row, matrix.reports, places, left, y, step)
        sheet.text(
            left + cells + 8, y + ROW / 2, f"{len(row.reports)}/{matrix.reports}", BODY, TEAL, bold=True
        )
        _tally(sheet, words, row, left + cells + COUNT + GAP, y)
    _legend(sheet, words, HEAD + len(rows) * ROW + 34)
    return sheet.png()


def _order(matrix: ClaimMatrix) -> list[int]:
    """Reports that state the same claims stand together; neither time nor number orders them."""

    def pattern(report: int) -> tuple[bool, ...]:
        return tuple(report not in row.reports for row in matrix.rows)

    return sorted(range(matrix.reports), key=pattern)


def _heads(sheet: Sheet, words: Words, left: float, right: float) -> None:
    y = HEAD - 18
    sheet.text(MARGIN, y, words.say("picture.claims.claim"), SMALL_PRINT, QUIET)
    sheet.text(left, y, words.say("picture.claims.reports"), SMALL_PRINT, QUIET)
    sheet.text(right, y, words.say("picture.claims.stances"), SMALL_PRINT, QUIET)


def _label(sheet: Sheet, row: ClaimRow, y: float) -> None:
    lines = wrap(row.label, LABEL, BODY, 2)
    top = y + ROW / 2 - (len(lines) - 1) * 10
    for index, line in enumerate(lines):
        sheet.text(MARGIN, top + index * 20, line, BODY, INK)


def _reports(
    sheet: Sheet, row: ClaimRow, reports: int, places: dict[int, int], left: float, y: float, step: float
) -> None:
    gap = min(3.0, step * 0.2) if step > 3 else 0
    high = min(30.0, max(22.0, step))
    top = y + (ROW - high) / 2
    sheet.shapes([box(left, top + high / 2 - 1, reports * step - gap, 2)], RULE)
    told = sorted(places[report] for report in row.reports)
    sheet.shapes([box(left + place * step, top, step - gap, high) for place in told], TEAL)


def _tally(sheet: Sheet, words: Words, row: ClaimRow, x: float, y: float) -> None:
    """A bar in three parts, each with its count; hatched where it disagrees, so that no colour is needed."""
    if row.tally is None:
        sheet.text(x, y + ROW / 2, words.say("picture.claims.few"), SMALL_PRINT, QUIET)
        return
    whole = sum(count for _, count in row.tally) or 1
    top, high = y + ROW / 2 - 11, 22.0
    for stance, count in sorted(row.tally, key=lambda part: list(COLOURS).index(part[0])):
        wide = STANCES * count / whole
        if not count:
            continue
        sheet.shapes([box(x, top, max(1.0, wide - 2), high)], COLOURS[stance])
        if stance is Stance.DISAGREE:
            _hatch(sheet, x, top, max(1.0, wide - 2), high)
        if wide > width(str(count), 13) + 6:
            colour = INK if stance is Stance.UNSURE else "white"
            if stance is Stance.DISAGREE:
                colour = INK
            sheet.text(x + wide / 2 - 1, top + high / 2, str(count), 13, colour, side="center", bold=True)
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
        x -= width(said, 13)
        sheet.text(x, y, said, 13, INK)
        x -= 24
        sheet.shapes([box(x, y - 8, 16, 16)], COLOURS[stance])
        if stance is Stance.DISAGREE:
            _hatch(sheet, x, y - 8, 16, 16)
        x -= 22
