"""Who answers whom: people around a circle, an arc from each who answered, wide at their end."""

from __future__ import annotations

import math
from collections import Counter

from bot.papers.paper import BLUE, BODY, MARGIN, NIGHT, ORANGE, QUIET, Point, Sheet, Side, fit_name, width
from bot.seminar.pictures import SMALL, Pair, Replies
from bot.words.catalogues import Words

WIDE, NONE_HIGH = 760.0, 150.0
TOP, FOOT = 110.0, 84.0
TURNED = 16
"""From so many people on their names stand like spokes, for which the circle is smaller."""
MOST = 28
"""People around the circle; those who take part less share one place."""
STRONG = 24
"""Ribbons that stand out, where there are more."""
FAINT = "#BDD0E3"
STEPS = 18
ROOM = 148.0
"""For a name, in pixels."""


def draw(words: Words, replies: Replies) -> bytes:
    """The picture as PNG. Fewer than five people are not drawn."""
    few = replies.people < SMALL
    names, pairs = ([], []) if few else _gathered(words, replies)
    ring = _Ring(len(names))
    high = NONE_HIGH if few else ring.middle[1] * 2 - TOP + FOOT
    sheet = Sheet(WIDE, high, words.say("picture.replies.title"), words.say("picture.replies.about"))
    if few:
        sheet.text(MARGIN, high - 50, words.say("picture.replies.few", count=SMALL), BODY, QUIET)
        return sheet.png()
    rest = len(names) - 1 if len(names) > MOST else len(names)
    named = [pair for pair in pairs if rest not in (pair.who, pair.whom)]
    counts = sorted((pair.count for pair in named), reverse=True)
    most, strong = (counts[0], counts[min(STRONG, len(counts) - 1)]) if counts else (1, 1)
    for pair in sorted(pairs, key=lambda one: (one in named, one.count)):
        weight = pair.count / most if pair in named else 0
        stands_out = weight > 0 and (pair.count > strong or len(counts) <= STRONG)
        _arc(sheet, ring.curve(pair.who, pair.whom), weight, BLUE if stands_out else FAINT)
    wrote, got = Counter[int](), Counter[int]()
    for pair in pairs:
        wrote[pair.who] += pair.count
        got[pair.whom] += pair.count
    for index, name in enumerate(names):
        _person(sheet, ring, name, index, wrote[index], got[index])
    _legend(sheet, words, high - 38)
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


class _Ring:
    """Where people stand: around a circle below the title, with room for their names."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.turned = count > TURNED
        self.radius = 188.0 if self.turned else 200.0
        self.middle: Point = (WIDE / 2, TOP + self.radius + (24 + ROOM if self.turned else 40))

    def place(self, index: int, beyond: float = 0) -> Point:
        angle = -math.pi / 2 + 2 * math.pi * index / self.count
        far = self.radius + beyond
        return self.middle[0] + far * math.cos(angle), self.middle[1] + far * math.sin(angle)

    def curve(self, who: int, whom: int) -> list[Point]:
        """Bent towards the middle, and to its own right: there and back lie side by side."""
        start, end = self.place(who), self.place(whom)
        across, down = end[0] - start[0], end[1] - start[1]
        pull = 0.3 + 0.25 * min(1.0, math.hypot(across, down) / (2 * self.radius))
        bend_x = (start[0] + end[0]) / 2 * (1 - pull) + self.middle[0] * pull - down * 0.13
        bend_y = (start[1] + end[1]) / 2 * (1 - pull) + self.middle[1] * pull + across * 0.13
        return [
            (
                (1 - part) ** 2 * start[0] + 2 * part * (1 - part) * bend_x + part**2 * end[0],
                (1 - part) ** 2 * start[1] + 2 * part * (1 - part) * bend_y + part**2 * end[1],
            )
            for part in (step / STEPS for step in range(STEPS + 1))
        ]


def _arc(sheet: Sheet, curve: list[Point], weight: float, colour: str) -> None:
    """A ribbon that is wide where it comes from and pointed where it goes."""
    left, right = [], []
    for index, (x, y) in enumerate(curve):
        before, after = curve[max(0, index - 1)], curve[min(STEPS, index + 1)]
        along = (after[0] - before[0], after[1] - before[1])
        length = math.hypot(*along) or 1.0
        half = 0.4 + (1.0 + 5.0 * weight) * (1 - index / STEPS)
        aside = (-along[1] / length * half, along[0] / length * half)
        left.append((x + aside[0], y + aside[1]))
        right.append((x - aside[0], y - aside[1]))
    sheet.shapes([[*left, *reversed(right)]], colour)


def _person(sheet: Sheet, ring: _Ring, name: str, index: int, wrote: int, got: int) -> None:
    size = 12 + min(14.0, 2.2 * math.sqrt(wrote + got))
    face = "white" if not wrote else ORANGE if not got else NIGHT
    sheet.mark([ring.place(index)], "o", NIGHT, size, face)
    x, y = ring.place(index, 24)
    across, said = x - ring.middle[0], fit_name(name, ROOM, BODY)
    if ring.turned:
        turn = math.degrees(math.atan2(ring.middle[1] - y, across))
        flipped = across < -1
        sheet.text(x, y, said, BODY, side="right" if flipped else "left", turn=turn + 180 * flipped)
    else:
        side: Side = "center" if abs(across) < 30 else "left" if across > 0 else "right"
        sheet.text(x, y, said, BODY, side=side)


def _legend(sheet: Sheet, words: Words, y: float) -> None:
    x = MARGIN
    for key, face in (("both", NIGHT), ("answers", ORANGE), ("answered", "white")):
        sheet.mark([(x + 8, y)], "o", NIGHT, 14, face)
        said = words.say(f"picture.replies.{key}")
        sheet.text(x + 24, y, said, BODY, QUIET)
        x += 24 + width(said, BODY) + 26
