"""Who answers whom: people around a circle, an arc from each who answered, wide at their end."""

from __future__ import annotations

import math
from collections import Counter

from bot.papers.paper import BLUE, BODY, MARGIN, NIGHT, ORANGE, QUIET, Point, Sheet, Side, fit, width
from bot.seminar.pictures import SMALL, Pair, Replies
from bot.words.catalogues import Words

WIDE, HIGH, FEW_HIGH = 1040.0, 940.0, 170.0
MIDDLE: Point = (WIDE / 2, 500.0)
TURNED = 16
"""From so many people on their names stand like spokes, for which the circle is smaller."""
MOST = 32
"""People around the circle; those who take part less share one place."""
STEPS = 18
ROOM = 150.0
"""For a name, in pixels."""


def draw(words: Words, replies: Replies) -> bytes:
    """The picture as PNG. Fewer than five people are not drawn."""
    few = replies.people < SMALL
    high = FEW_HIGH if few else HIGH
    sheet = Sheet(WIDE, high, words.say("picture.replies.title"), words.say("picture.replies.about"))
    if few:
        sheet.text(MARGIN, high - 50, words.say("picture.replies.few", count=SMALL), BODY, QUIET)
        return sheet.png()
    names, pairs = _gathered(words, replies)
    places = [_place(index, len(names)) for index in range(len(names))]
    rest = len(names) - 1 if len(names) > MOST else len(names)
    named = [pair for pair in pairs if rest not in (pair.who, pair.whom)]
    most = max((pair.count for pair in named), default=1)
    for pair in sorted(pairs, key=lambda one: (one in named, one.count)):
        _arc(sheet, places[pair.who], places[pair.whom], pair.count / most if pair in named else 0)
    wrote, got = Counter[int](), Counter[int]()
    for pair in pairs:
        wrote[pair.who] += pair.count
        got[pair.whom] += pair.count
    for index, name in enumerate(names):
        _person(sheet, name, index, len(names), wrote[index], got[index])
    _legend(sheet, words)
    return sheet.png()


def _gathered(words: Words, replies: Replies) -> tuple[list[str], list[Pair]]:
    """The people who take part most, in the order of their names, and one place for all others."""
    part = Counter[int]()
    others = [pair for pair in replies.pairs if pair.who != pair.whom and pair.count > 0]
    for pair in others:
        part[pair.who] += pair.count
        part[pair.whom] += pair.count
    ranked = sorted(part, key=lambda place: (-part[place], place))
    shown = sorted(ranked[:MOST] if len(ranked) > MOST + 1 else ranked)
    names = [replies.names[place] for place in shown]
    if len(ranked) > len(shown):
        names.append(words.say("picture.replies.others", count=len(ranked) - len(shown)))
    index = {place: position for position, place in enumerate(shown)}
    summed = Counter[tuple[int, int]]()
    for pair in others:
        who, whom = (index.get(place, len(shown)) for place in (pair.who, pair.whom))
        if who != whom:
            summed[who, whom] += pair.count
    return names, [Pair(who, whom, count) for (who, whom), count in summed.items()]


def _place(index: int, count: int, beyond: float = 0) -> Point:
    radius = (270 if count > TURNED else 320) + beyond
    angle = -math.pi / 2 + 2 * math.pi * index / count
    return MIDDLE[0] + radius * math.cos(angle), MIDDLE[1] + radius * math.sin(angle)


def _arc(sheet: Sheet, start: Point, end: Point, weight: float) -> None:
    """A ribbon that is wide where it comes from and pointed where it goes."""
    curve = _curve(start, end)
    left, right = [], []
    for index, (x, y) in enumerate(curve):
        before, after = curve[max(0, index - 1)], curve[min(STEPS, index + 1)]
        along = (after[0] - before[0], after[1] - before[1])
        length = math.hypot(*along) or 1.0
        half = 0.4 + (1.2 + 6.5 * weight) * (1 - index / STEPS)
        aside = (-along[1] / length * half, along[0] / length * half)
        left.append((x + aside[0], y + aside[1]))
        right.append((x - aside[0], y - aside[1]))
    colour = BLUE if weight > 0.55 else "#8FB6DC" if weight > 0.2 else "#C6D7E8"
    sheet.shapes([[*left, *reversed(right)]], colour)


def _curve(start: Point, end: Point) -> list[Point]:
    """Bent towards the middle, and to its own right: there and back lie side by side."""
    across, down = end[0] - start[0], end[1] - start[1]
    bend_x = (start[0] + end[0]) / 2 * 0.45 + MIDDLE[0] * 0.55 - down * 0.13
    bend_y = (start[1] + end[1]) / 2 * 0.45 + MIDDLE[1] * 0.55 + across * 0.13
    return [
        (
            (1 - part) ** 2 * start[0] + 2 * part * (1 - part) * bend_x + part**2 * end[0],
            (1 - part) ** 2 * start[1] + 2 * part * (1 - part) * bend_y + part**2 * end[1],
        )
        for part in (step / STEPS for step in range(STEPS + 1))
    ]


def _person(sheet: Sheet, name: str, index: int, count: int, wrote: int, got: int) -> None:
    size = 12 + min(14.0, 2.2 * math.sqrt(wrote + got))
    sheet.mark(
        [_place(index, count)], "o", NIGHT, size, "white" if not wrote else ORANGE if not got else NIGHT
    )
    x, y = _place(index, count, 24)
    across = x - MIDDLE[0]
    if count > TURNED:
        turn = math.degrees(math.atan2(MIDDLE[1] - y, across))
        flipped = across < -1
        sheet.text(
            x, y, fit(name, ROOM, BODY), BODY, side="right" if flipped else "left", turn=turn + 180 * flipped
        )
    else:
        side: Side = "center" if abs(across) < 30 else "left" if across > 0 else "right"
        sheet.text(x, y, fit(name, ROOM, BODY), BODY, side=side)


def _legend(sheet: Sheet, words: Words) -> None:
    y, x = HIGH - 36, MARGIN
    for key, face in (("both", NIGHT), ("answers", ORANGE), ("answered", "white")):
        sheet.mark([(x + 8, y)], "o", NIGHT, 14, face)
        said = words.say(f"picture.replies.{key}")
        sheet.text(x + 24, y, said, 13, QUIET)
        x += 24 + width(said, 13) + 30
