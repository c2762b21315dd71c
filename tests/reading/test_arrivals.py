"""In which order reports arrive changes little in their claims: measured, printed and bounded."""

from __future__ import annotations

import itertools
import random
import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from benchmarks.crowd import TOPIC, report
from bot.reading.matching import likeness
from bot.reading.report import read
from bot.seminar.grouping import LIKELY, REPRESENTATIVES, SURE, Known, settle
from bot.seminar.reports import Speaker

SEMINARS = sorted((Path(__file__).parents[2] / "corpus" / "seminars").glob("*/seminar.toml"))
SOME = SEMINARS[::4]
LABEL = re.compile(r"\{([A-Z]\d*)\}")
Report = list[tuple[str, Speaker]]
Pair = tuple[tuple[int, int], tuple[int, int]]
Compare = Callable[[Sequence[str], Sequence[str]], list[list[float]]]


def labelled(seminar: Path) -> tuple[str, list[Report], dict[str, str]]:
    """Topic and reports of a seminar, and the key point of each passage of the presenter's."""
    about = tomllib.loads(seminar.read_text(encoding="utf-8"))
    reports: list[Report] = []
    points: dict[str, str] = {}
    for path in sorted(seminar.parent.glob("*.txt")):
        _, *parts = LABEL.split(path.read_text(encoding="utf-8"))
        said = [(label, text.strip()) for label, text in zip(parts[::2], parts[1::2], strict=True)]
        reports.append(
            [
                (text, Speaker.PRESENTER if label[0] == "P" else Speaker.STUDENT)
                for label, text in said
                if label[0] in "PS"
            ]
        )
        points |= {text: label[1:] for label, text in said if label[0] == "P"}
    return about["topic"], reports, points


def joined(reports: Sequence[Report], order: Sequence[int], compare: Compare) -> dict[tuple[int, int], int]:
    """The claim of each passage after the reports have arrived in this order, as the bot lets them join."""
    known: list[Known] = []
    places: dict[tuple[int, int], int] = {}
    started = 0
    for number in order:
        texts = [text for text, _ in reports[number]]
        few: dict[int, list[Known]] = {}
        for one in known:
            few.setdefault(one.claim_id, []).append(one)
        shown = [one for some in few.values() for one in some[:REPRESENTATIVES]]
        settled = settle(reports[number], shown, compare(texts, [*(one.text for one in shown), *texts]))
        for at, place in enumerate(settled):
            claim_id = place.claim_id if place.claim_id > 0 else started - place.claim_id
            places[number, at] = claim_id
            known.append(Known(claim_id, texts[at]))
        started = max([started, *places.values()])
    return places


def together(places: dict[tuple[int, int], int]) -> set[Pair]:
    """The pairs of passages that are in one claim."""
    return {
        (one, other)
        for one, other in itertools.combinations(sorted(places), 2)
        if places[one] == places[other]
    }


def agreement(reports: Sequence[Report], compare: Compare, shuffles: int) -> tuple[int, int]:
    """Over shuffled orders: how many pairs are together in both of two orders, and in at least one."""
    first = together(joined(reports, range(len(reports)), compare))
    both = either = 0
    for seed in range(shuffles):
        order = random.Random(seed).sample(range(len(reports)), len(reports))
        other = together(joined(reports, order, compare))
        both, either = both + len(first & other), either + len(first | other)
    return both, either


def test_on_the_labelled_seminars_order_changes_little_and_what_is_sure_is_mostly_right(
    full_count: bool,  # noqa: FBT001
) -> None:
    both = either = pairs = sure = likely = right = wrong = 0
    for seminar in SEMINARS:
        topic, reports, points = labelled(seminar)
        compare: Compare = lambda new, old, topic=topic: likeness(new, old, topic=topic)  # type: ignore[misc]  # noqa: E731
        if full_count or seminar in SOME:
            one, other = agreement(reports, compare, 20 if full_count else 1)
            both, either = both + one, either + other
        told = [[text for text, by in some if by is Speaker.PRESENTER] for some in reports]
        every = [text for some in told for text in some]
        rows = dict(zip(every, compare(every, every), strict=True))
        pairs += sum(len(some) * len(others) for some, others in itertools.combinations(told, 2))
        writer = {text: number for number, some in enumerate(told) for text in some}
        for text, row in rows.items():
            for second, score in zip(every, row, strict=True):
                if score >= LIKELY and writer[text] < writer[second]:
                    same, is_sure = points[text] == points[second] != "0", score >= SURE
                    sure, likely = sure + is_sure, likely + 1
                    right, wrong = right + same, wrong + (is_sure and not same)
    print(f"\n{pairs} pairs: {sure} sure, {likely} likely or sure, {right} of these right")
    assert wrong <= sure / 5, f"{wrong} wrong"
    assert right >= likely / 2, "a likely pair is a proposal to staff"
    print(f"labelled seminars: {both} of {either} joined pairs whatever the order")
    assert both >= 0.9 * either


@pytest.mark.parametrize("seed", [7, 8])
def test_in_a_large_class_that_repeats_itself_order_changes_little(full_count: bool, seed: int) -> None:  # noqa: FBT001
    texts = [report(number, seed) for number in range(30)]
    reports = [[(text[s.start : s.end], s.by) for s in read(text).statements] for text in texts]
    both, either = agreement(
        reports, lambda new, old: likeness(new, old, topic=TOPIC), 10 if full_count else 2
    )
    print(f"\ncrowd of 30: {both} of {either} joined pairs whatever the order ({both / either:.3f})")
    assert either > 1000
    assert both >= 0.95 * either


def noisy(points: dict[str, str]) -> Compare:
    """A reader that knows the labels and errs: it finds four fifths of what is the same, and little else."""

    @cache
    def score(one: str, other: str) -> float:
        if one == other:
            return 1.0
        chance = random.Random("|".join(sorted((one, other))))
        same = points.get(one, "0") == points.get(other, "1") and points.get(one) != "0"
        return chance.gauss(0.62, 0.14) if same else chance.gauss(0.15, 0.11)

    return lambda new, old: [[score(one, other) for other in old] for one in new]


def test_with_a_reader_that_finds_more_order_changes_little_still(full_count: bool) -> None:  # noqa: FBT001
    both = either = 0
    for seminar in SEMINARS if full_count else SOME:
        _, reports, points = labelled(seminar)
        one, other = agreement(reports, noisy(points), 20 if full_count else 2)
        both, either = both + one, either + other
    print(f"\nnoisy reader: {both} of {either} joined pairs whatever the order ({both / either:.3f})")
    assert both >= 0.7 * either
