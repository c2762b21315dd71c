"""A plot within a sheet: from shares and places to pixels, with a quiet scale in percent."""

from __future__ import annotations

from bot.papers.paper import QUIET, RULE, SMALL_PRINT, Point, Sheet, box


class Plot:
    """A rectangle of a sheet; places run from 0 at its left to 1, shares from 0 at its bottom to 1."""

    def __init__(self, sheet: Sheet, *, left: float, top: float, right: float, bottom: float) -> None:
        self._sheet = sheet
        self.left, self.top, self.right, self.bottom = left, top, right, bottom

    def x(self, place: float) -> float:
        return self.left + place * (self.right - self.left)

    def y(self, share: float) -> float:
        return self.bottom - share * (self.bottom - self.top)

    def area(self, start: float, end: float) -> list[Point]:
        """The corners of the plot between two places."""
        return box(self.x(start), self.top, self.x(end) - self.x(start), self.bottom - self.top)

    def percents(self) -> None:
        """Lines at each quarter."""
        for share in (0, 0.25, 0.5, 0.75, 1):
            y = self.y(share)
            self._sheet.lines([[(self.left, y), (self.right, y)]], RULE if share else QUIET, 1)
            self._sheet.text(self.left - 10, y, f"{share:.0%}", SMALL_PRINT, QUIET, side="right")
