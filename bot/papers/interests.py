"""What draws people in, week by week: three lines, told apart by their marks and by their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.papers.charts import Plot
from bot.papers.paper import BLUE, BODY, NIGHT, ORANGE, QUIET, SMALL_PRINT, Point, Sheet, wrap
from bot.seminar.pictures import Interest, Interests, Share
from bot.words.catalogues import Words

WIDE, HIGH = 700.0, 430.0
LINES: tuple[tuple[str, Callable[[Interest], Share], str, str], ...] = (
    ("early", lambda week: week.early, BLUE, "o"),
    ("answered", lambda week: week.answered, ORANGE, "s"),
    ("wrote", lambda week: week.wrote, NIGHT, "^"),
)
APART = 44.0
"""Pixels between two names."""


def draw(words: Words, interests: Interests) -> bytes:
    """The picture as PNG."""
    sheet = Sheet(WIDE, HIGH, words.say("picture.interest.title"), words.say("picture.interest.about"))
    plot = Plot(sheet, left=76, top=112, right=WIDE - 224, bottom=HIGH - 64)
    plot.percents()
    weeks = interests.weeks
    for index, week in enumerate(weeks):
        said = words.say("picture.week", week=week.week) if len(weeks) < 7 else str(week.week)
        sheet.text(
            plot.x(_place(index, len(weeks))), plot.bottom + 20, said, SMALL_PRINT, QUIET, side="center"
        )
    ends = []
    for name, share_of, colour, marker in LINES:
        points = _points(plot, [share_of(week) for week in weeks])
        sheet.lines([points] if len(points) > 1 else [], colour, 3)
        sheet.mark(points, marker, colour, 11)
        if points:
            ends.append((points[-1], name, colour, [share_of(week) for week in weeks]))
    _names(sheet, words, plot, ends)
    if not ends:
        middle = (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2
        sheet.text(*middle, words.say("picture.interest.none"), BODY, QUIET, side="center")
    return sheet.png()


def _place(index: int, count: int) -> float:
    return 0.5 if count == 1 else 0.03 + 0.94 * index / (count - 1)


def _points(plot: Plot, shares: Sequence[Share]) -> list[Point]:
    """Weeks in which there was nothing to share are passed over."""
    return [
        (plot.x(_place(index, len(shares))), plot.y(share.part / share.whole))
        for index, share in enumerate(shares)
        if share.whole
    ]


def _names(sheet: Sheet, words: Words, plot: Plot, ends: list[tuple[Point, str, str, list[Share]]]) -> None:
    """Each line's name at its end, moved apart where they would lie on each other."""
    ends.sort(key=lambda end: end[0][1])
    heights: list[float] = []
    for (_, y), *_ in ends:
        heights.append(max(y, heights[-1] + APART) if heights else y)
    if heights and (over := heights[-1] - plot.bottom + 10) > 0:
        heights = [height - over for height in heights]
    for (point, name, colour, shares), height in zip(ends, heights, strict=True):
        x = plot.right + 22
        sheet.lines([[(point[0] + 9, point[1]), (x - 6, height)]], colour, 1, "dotted")
        percent = next(share.percent for share in reversed(shares) if share.whole)
        sheet.text(x, height - 9, f"{percent}%", 17, colour, bold=True)
        lines = wrap(words.say(f"picture.interest.{name}"), WIDE - x - 16, SMALL_PRINT + 1, 1)
        sheet.text(x, height + 10, lines[0], SMALL_PRINT + 1, colour)
