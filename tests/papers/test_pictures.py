"""Pictures: of any class and with any name within Discord's limits, and told apart without seeing colours."""

from __future__ import annotations

import random
import struct
import warnings
from dataclasses import replace
from itertools import combinations

import pytest

from bot.papers import claims, easel, heatmap, interests, paper
from bot.seminar.participation import Presence
from bot.seminar.pictures import (
    ClaimMatrix,
    ClaimRow,
    Flow,
    FlowLine,
    HeatMap,
    HeatRow,
    Pair,
    Picture,
    Replies,
)
from tests.papers import samples

MOST_BYTES, LONGEST_SIDE = 1_000_000, 4000


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def fits(language: str, picture: Picture) -> bytes:
    png = easel.draw(language, picture)
    assert len(png) < MOST_BYTES
    assert max(size(png)) < LONGEST_SIDE
    assert min(size(png)) > 200
    return png


@pytest.mark.parametrize(
    ("students", "weeks", "language"),
    [(0, 0, "ko"), (0, 3, "en"), (1, 1, "en"), (10, 5, "ko"), (300, 15, "ko")],
)
def test_a_class_of_any_size_is_drawn(students: int, weeks: int, language: str) -> None:
    for picture in samples.every(students, weeks):
        fits(language, picture)


@pytest.mark.long
def test_every_class_up_to_a_full_one_is_drawn(*, full_count: bool) -> None:
    for students in range(0, 420, 7) if full_count else (41,):
        for picture in samples.every(students, 1 + students % 20):
            fits("en", picture)


def test_a_class_and_term_beyond_any_we_know_is_drawn() -> None:
    rows = tuple(HeatRow(f"학생 {place}", (Presence.IN,) * 26) for place in range(600))
    fits("ko", HeatMap(tuple(range(1, 27)), rows))


@pytest.mark.parametrize("hostile", samples.HOSTILE)
def test_any_name_becomes_one_line_of_letters_that_we_have(hostile: str) -> None:
    line = paper.fit(hostile, 150, 14)
    assert paper.width(line, 14) <= 150
    assert line.isprintable()
    assert len(line) < 80
    sheet = paper.Sheet(400, 200, line)
    sheet.text(20, 100, line, bold=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sheet.png()


def test_who_shares_a_long_name_is_told_by_the_number_that_stays() -> None:
    line = paper.fit_name("Maximiliane-Anastasia von Hohenstein ·0417", 150, 14)
    assert line.startswith("Maxi")
    assert line.endswith("… ·0417")
    assert paper.width(line, 14) <= 150
    assert paper.fit_name("김민지 ·0417", 150, 14) == "김민지 ·0417"
    assert paper.fit_name("A ·" + "very long " * 20, 150, 14).endswith("…")


@pytest.mark.parametrize(
    ("students", "weeks", "language"),
    [(0, 0, "ko"), (1, 1, "en"), (5, 2, "ko"), (10, 5, "en"), (60, 12, "ko"), (300, 15, "en")],
)
def test_no_line_lies_on_another_or_leaves_the_paper(
    monkeypatch: pytest.MonkeyPatch, students: int, weeks: int, language: str
) -> None:
    sheets: list[paper.Sheet] = []
    draw_png = paper.Sheet.png

    def kept(sheet: paper.Sheet) -> bytes:
        sheets.append(sheet)
        return draw_png(sheet)

    monkeypatch.setattr(paper.Sheet, "png", kept)
    close = replace(samples.flow(random.Random(1), students, weeks), reminders=(48.0, 3.0, 2.0, 1.0))
    full = Flow((FlowLine(1, 4, (-40.0, -30.0, -20.0, -10.0), 60.0),), (24.0, 6.0, 2.0), 1)
    for picture in [*samples.every(students, weeks), close, full]:
        easel.draw(language, picture)
        sheet = sheets.pop()
        boxes = [(one, one.get_window_extent()) for one in sheet.axes.texts if one.get_text().strip()]
        edge = sheet.axes.get_window_extent()
        for one, box in boxes:
            assert edge.x0 <= box.x0 <= box.x1 <= edge.x1, one
            assert edge.y0 <= box.y0 <= box.y1 <= edge.y1, one
        level = [(one.get_text(), box.shrunk(0.98, 0.8)) for one, box in boxes if not one.get_rotation()]
        for (said, box), (other, another) in combinations(level, 2):
            assert not box.overlaps(another), (type(picture).__name__, said, other)


def test_what_we_have_no_letter_for_is_a_box_and_hangul_is_not() -> None:
    assert paper.plain("김민지 𓀀") == "김민지 □"
    assert paper.plain("각\u1100\u1161\u11a8 e\u0301") == "각각 é"


def test_a_label_is_broken_at_blanks_and_ends_in_dots() -> None:
    lines = paper.wrap("one two three four five six seven", 90, 14, 2)
    assert len(lines) == 2
    assert not lines[0].endswith(" ")
    assert lines[1].endswith("…")
    assert paper.wrap("", 90, 14, 2) == [""]
    assert all(paper.width(line, 14) <= 90 for line in paper.wrap("가" * 300, 90, 14, 2))


# Who answers whom is not drawn where it would tell of single people


def test_a_small_group_is_not_drawn() -> None:
    few = Replies(("A", "B", "C", "D"), (Pair(0, 1, 9), Pair(2, 3, 1)))
    other = Replies(("E", "F", "G", "H"), (Pair(1, 0, 1), Pair(3, 2, 7)))
    assert easel.draw("en", few) == easel.draw("en", other)


def test_reports_stand_by_what_they_state_and_not_by_their_place() -> None:
    rows = samples.matrix(random.Random(3), 12, 4).rows
    turned = tuple(
        ClaimRow(row.label, frozenset(11 - place for place in row.reports), row.tally) for row in rows
    )
    assert easel.draw("en", ClaimMatrix(6, 12, rows)) == easel.draw("en", ClaimMatrix(6, 12, turned))


# Colours, as people with red-green blindness see them


def channels(colour: str) -> list[float]:
    """Red, green and blue of light, from 0 to 1."""
    values = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]


DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
FULL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
XYZ = ((0.412391, 0.357584, 0.180481), (0.212639, 0.715169, 0.072192), (0.019331, 0.119195, 0.950532))
WHITE = (0.950456, 1.0, 1.089058)

Matrix = tuple[tuple[float, ...], ...]


def times(matrix: Matrix, vector: list[float]) -> list[float]:
    return [sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix]


def lab(colour: str, eye: Matrix) -> list[float]:
    """CIELAB of the colour as this eye sees it."""
    seen = [min(1.0, max(0.0, value)) for value in times(eye, channels(colour))]
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (one / white for one, white in zip(times(XYZ, seen), WHITE, strict=True))
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def distance(one: str, other: str, eye: Matrix) -> float:
    pairs = zip(lab(one, eye), lab(other, eye), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


PALETTES = {
    "presence": [heatmap.COLOURS[one] for one in (Presence.IN, Presence.LATE, Presence.MISSING)]
    + [paper.PAPER],
    "interest": [colour for _, _, colour, _ in interests.LINES] + [paper.PAPER],
    "stance": [*claims.COLOURS.values(), paper.PAPER],
}


@pytest.mark.parametrize("eye", [FULL, DEUTERANOPIA, PROTANOPIA], ids=["full", "deuteranopia", "protanopia"])
@pytest.mark.parametrize("palette", PALETTES)
def test_colours_stay_apart_for_every_eye(palette: str, eye: Matrix) -> None:
    near = {
        (one, other): round(distance(one, other, eye))
        for one, other in combinations(PALETTES[palette], 2)
        if distance(one, other, eye) < 18
    }
    assert near == {}


def test_the_measure_of_colours_knows_what_such_eyes_mix_up() -> None:
    assert distance("#C03A2B", "#6B7D1E", FULL) > 60
    assert distance("#C03A2B", "#6B7D1E", DEUTERANOPIA) < 20
    assert distance("#000000", "#FFFFFF", FULL) == pytest.approx(100, abs=0.1)


def test_letters_stand_out_from_the_paper() -> None:
    def light(colour: str) -> float:
        return times(XYZ, channels(colour))[1] + 0.05

    for ink in (paper.INK, paper.QUIET, paper.TEAL, paper.BRICK, paper.BLUE, paper.NIGHT):
        assert light(paper.PAPER) / light(ink) > 4.3, ink
