"""Whole reports: what is read in the samples, in the tour's hand-ins, and in one that a student wrote."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.reading.files import decode
from bot.reading.matching import likeness
from bot.reading.report import read
from bot.seminar.grouping import group
from bot.seminar.reports import Header, Reading, Speaker

HOUSE = Path(__file__).parents[2]
SAMPLES = HOUSE / "tests" / "samples"
TOUR = sorted((HOUSE / "demo" / "reports").glob("*.*"))
GIVEN = HOUSE.parent / "shared" / "seed" / "weekly-report.md"


def opened(path: Path) -> tuple[str, Reading]:
    text = decode(path.name, path.read_bytes())
    return text, read(text)


def passages(path: Path, by: Speaker) -> list[str]:
    text, reading = opened(path)
    return [text[one.start : one.end] for one in reading.statements if one.by is by]


def found(path: Path) -> list[str]:
    text, reading = opened(path)
    return [text[one.start : one.end] for one in reading.findings]


def test_the_careful_report() -> None:
    path = SAMPLES / "careful.md"
    _, reading = opened(path)
    assert reading.language == "en"
    assert reading.header == Header(
        week=6, student_number="2024-10002", name="Noor Haddad", topic="Keep less, describe more"
    )
    assert found(path) == []
    assert [passage.split()[:4] for passage in passages(path, Speaker.PRESENTER)] == [
        ["Dr.", "Han", "argued", "that"],
        ['"Shelves', "are", "not", "a"],
        ["According", "to", "the", "speaker,"],
        ["She", "warned", "that", "a"],
    ], "the question that she then asks and answers herself is taken for the writer's, and claims nothing"
    assert [passage.split()[:4] for passage in passages(path, Speaker.STUDENT)] == [
        ["In", "my", "view,", "the"],
    ]


def test_the_hasty_report() -> None:
    path = SAMPLES / "hasty.md"
    _, reading = opened(path)
    assert reading.header == Header(
        week=6, student_number="2024-10003", name="Ben Okafor", topic="keep less, describe more"
    )
    assert found(path) == ["Each of them has only one person and", "The presenter believes that..."]
    assert len(passages(path, Speaker.PRESENTER)) == 3
    assert passages(path, Speaker.STUDENT) == []  # it only reacts


def test_the_korean_report_in_an_old_encoding() -> None:
    path = SAMPLES / "korean-cp949.txt"
    _, reading = opened(path)
    assert reading.language == "ko"
    assert reading.header == Header(
        week=6,
        student_number="2024-10004",
        name="오세진",
        topic="덜 남기고 더 기록하기",
        presenter="한유진",
    )
    assert found(path) == ["그러나 예산은 처음 한 번만 나오기 때문에."]
    assert len(passages(path, Speaker.PRESENTER)) >= 2


def test_the_mixed_report_in_sixteen_bits() -> None:
    path = SAMPLES / "mixed-utf16.txt"
    _, reading = opened(path)
    assert reading.header == Header(
        week=6,
        student_number="2024-10005",
        name="이하린",
        topic="Don't keep, describe",
        presenter="Han Yujin",
    )
    assert len(passages(path, Speaker.PRESENTER)) == 2
    assert len(passages(path, Speaker.STUDENT)) == 1


@pytest.mark.parametrize("path", TOUR, ids=lambda path: path.name)
def test_the_tours_reports_are_read_whole(path: Path) -> None:
    _, reading = opened(path)
    header = reading.header
    assert header.week == 6
    assert header.student_number is not None
    assert header.student_number.startswith("2024-1")
    assert header.name is not None
    assert header.topic in ("Keep less, describe more", "덜 남기고 더 기록하기")
    assert len(passages(path, Speaker.PRESENTER)) >= 4
    assert len(passages(path, Speaker.STUDENT)) >= 1
    hasty = path.name == "junho.md"
    assert found(path) == (["They wanted to talk about what archives are for, and because."] if hasty else [])


CLAIMS = {
    "archives that keep all": ["keeps everything", "keep everything", "모든 것을 남기"],
    "describing before scanning": ["describing a document matters", "the description of a document matters"],
    "scans without words": ["scanned without a description", "scanned page without a description"],
    "files decay": ["decay faster"],
    "files need copying": ["copy and check", "checked and copied"],
    "people describe": ["help to describe them", "described with the help", "help with describing"],
    "destroying on time": ["destroy some records", "destroyed on time"],
    "설명이 먼저": ["더 중요하다고"],
}


def claim_of(passage: str) -> str:
    return next((claim for claim, marks in CLAIMS.items() if any(mark in passage for mark in marks)), passage)


@pytest.mark.parametrize("order", range(5))
def test_the_tours_reports_share_claims_and_none_is_merged_wrongly(order: int) -> None:
    paths = random.Random(order).sample(TOUR, len(TOUR))
    said = [
        (path.name, text[one.start : one.end])
        for path in paths
        for text, reading in [opened(path)]
        for one in reading.statements
    ]
    texts = [passage for _, passage in said]
    groups = group(likeness(texts, texts, topic="Keep less, describe more"))
    members = [[said[i] for i in range(len(said)) if groups[i] == number] for number in set(groups)]
    for same in members:
        assert len({claim_of(passage) for _, passage in same}) == 1, same
    shared = [len({name for name, _ in same}) for same in members]
    assert sum(count >= 2 for count in shared) == 8
    assert sum(count >= 3 for count in shared) == 2


if GIVEN.exists():

    def test_a_report_that_a_student_wrote() -> None:
        """It is not ours to publish, so it is read only where it lies beside this repository."""
        text, reading = opened(GIVEN)
        assert reading.header == Header(
            week=6, student_number="2023-00000", name="홍길동", topic="Don't teach, incentivize"
        )
        (unfinished,) = found(GIVEN)
        assert unfinished.endswith(", and .")
        assert len(passages(GIVEN, Speaker.PRESENTER)) >= 8
        assert len(passages(GIVEN, Speaker.STUDENT)) >= 2
        assert not any("\n" in text[one.start : one.end] for one in reading.statements)
