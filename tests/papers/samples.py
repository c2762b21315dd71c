"""Classes of any size to draw: invented names, some of them hostile."""

from __future__ import annotations

import random

from bot.seminar.claims import Stance
from bot.seminar.participation import Presence
from bot.seminar.pictures import (
    ClaimMatrix,
    ClaimRow,
    Flow,
    FlowLine,
    HeatMap,
    HeatRow,
    Interest,
    Interests,
    Pair,
    Picture,
    Replies,
    Share,
)

HOSTILE = (
    "$\\frac{1}{2}$ and $",
    "אבג דהו \u202e gnorw \u2066",
    "Party 😀👩‍👩‍👧 🇰🇷",
    "Maximilian " * 40,
    "Z" + "\u0335\u0327\u0321" * 60 + "algo",
    "\x00\x07\n\t<@1> @everyone **b**",
    "𓀀 𝕏 \ud800 ༄",
    "",
)
FAMILIES, GIVEN = "김이박최정강조윤장임한오", ("민지", "준호", "서연", "지우", "하은", "도윤", "예린")


def every(students: int, weeks: int) -> list[Picture]:
    """One picture of each kind."""
    draw = random.Random(students * 100 + weeks)
    return [
        heat_map(draw, students, weeks),
        flow(draw, students, weeks),
        replies(draw, students),
        matrix(draw, students, min(weeks, 12)),
        interests(draw, students, weeks),
    ]


def name(draw: random.Random, place: int) -> str:
    if place % 11 == 3:
        return HOSTILE[place // 11 % len(HOSTILE)]
    return f"{draw.choice(FAMILIES)}{draw.choice(GIVEN)} ·{1000 + place}"


def heat_map(draw: random.Random, students: int, weeks: int) -> HeatMap:
    kinds: list[Presence | None] = [*Presence, Presence.IN, Presence.IN, None]
    rows = (HeatRow(name(draw, i), tuple(draw.choices(kinds, k=weeks))) for i in range(students))
    return HeatMap(tuple(range(1, weeks + 1)), tuple(rows))


def flow(draw: random.Random, students: int, weeks: int) -> Flow:
    lines = []
    for week in range(1, weeks + 1):
        came = sorted(20 - draw.expovariate(1 / 30) for _ in range(draw.randint(0, students)))
        lines.append(FlowLine(week, students, tuple(came), 100.0))
    return Flow(tuple(lines), (48.0, 6.0), weeks)


def replies(draw: random.Random, students: int) -> Replies:
    pairs = [
        Pair(draw.randrange(students), draw.randrange(students), draw.randint(1, 5))
        for _ in range(2 * students)
    ]
    return Replies(tuple(name(draw, i) for i in range(students)), tuple(pairs))


def matrix(draw: random.Random, students: int, claims: int) -> ClaimMatrix:
    rows = []
    for index in range(claims):
        label = HOSTILE[index % len(HOSTILE)] if index % 3 == 2 else "보관은 설명이 아니라고 발표자는 말했다."
        told = frozenset(i for i in range(students) if draw.random() < 0.4)
        tally = None if index % 2 else tuple((stance, draw.randint(0, students)) for stance in Stance)
        rows.append(ClaimRow(label, told, tally))
    return ClaimMatrix(6, students, tuple(rows))


def interests(draw: random.Random, students: int, weeks: int) -> Interests:
    each = (
        Interest(
            week,
            Share(draw.randint(0, students), students),
            Share(draw.randint(0, 5), 5 * (week % 4 > 0)),
            Share(draw.randint(0, students), students),
        )
        for week in range(1, weeks + 1)
    )
    return Interests(tuple(each))
