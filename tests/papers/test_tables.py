"""The week's table as others read it: a spreadsheet's reader, and Discord's limits."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.tables import PAGE_LIMIT, PAGE_LINES, More, csv_of, pages, summary
from bot.seminar.courses import Member, RemindBy, Role
from bot.seminar.participation import Attendance, Presence
from bot.words.catalogues import words_for

RECEIVED = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def attendance(
    number: str | None = "2026-10482",
    name: str | None = "Ada Park",
    presence: Presence = Presence.IN,
    received_at: datetime | None = RECEIVED,
) -> Attendance:
    member = Member(1, 7001, 1, 7777, Role.STUDENT, number, name, RemindBy.DIRECT, RECEIVED)
    return Attendance(member, presence, received_at, versions=2, posts=3, stances=1)


def rows(paper: bytes) -> list[list[str]]:
    """Reads CSV by RFC 4180, character by character, without Python's own reader."""
    assert paper.startswith(codecs.BOM_UTF8)
    text = paper.removeprefix(codecs.BOM_UTF8).decode()
    found: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        if text[at] == '"':
            cell = re.compile(r'"((?:[^"]|"")*)"').match(text, at)
        else:
            cell = re.compile(r'([^",\r\n]*)').match(text, at)
        assert cell, text[at:]
        found[-1].append(cell[1].replace('""', '"'))
        at = cell.end()
        if text.startswith("\r\n", at):
            found.append([])
            at += 2
        else:
            assert text[at] == ",", text[at:]
            at += 1
    return found[:-1]


def test_the_file_has_a_line_for_each_student() -> None:
    paper = csv_of(words_for("en"), [attendance(), attendance("2026-10483", "Lee, Bo")], "America/New_York")
    assert rows(paper) == [
        [
            *("Student number", "Name", "Report", "Received (America/New_York)", "Versions", "Posts"),
            *("Stances", "Replies", "People answered", "Not reachable"),
        ],
        ["2026-10482", "Ada Park", "handed in", "2026-11-01 01:30:00", "2", "3", "1", "0", "0", ""],
        ["2026-10483", "Lee, Bo", "handed in", "2026-11-01 01:30:00", "2", "3", "1", "0", "0", ""],
    ]


def test_the_file_speaks_korean() -> None:
    head, line = rows(csv_of(words_for("ko"), [attendance(name="김가람")], "Asia/Seoul"))
    assert head[:4] == ["학번", "이름", "보고서", "제출 시각 (Asia/Seoul)"]
    assert line[:4] == ["2026-10482", "김가람", "제출", "2026-11-01 14:30:00"]


def test_an_unknown_student_can_still_be_told() -> None:
    _, line = rows(csv_of(words_for("en"), [attendance(None, None, Presence.MISSING, None)], "UTC"))
    assert line == ["", "Discord user 7777", "missing", "", "2", "3", "1", "0", "0", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\x00", " =", "\u3000@", "\n=", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    _, line = rows(csv_of(words_for("en"), [attendance(name=f"{start}HYPERLINK(1)")], "UTC"))
    assert line[1] == f"'{start}HYPERLINK(1)"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_name_comes_back(name: str) -> None:
    _, line = rows(csv_of(words_for("en"), [attendance(name=name)], "UTC"))
    assert line[1].removeprefix("'") == name.removeprefix("'")


def test_a_message_shows_who_when_and_how_much_and_who_is_missing_first() -> None:
    missing = attendance("2026-10483", "Bo_Lee", Presence.MISSING, None)
    assert pages(words_for("en"), [attendance(), missing]) == [
        [
            "**missing** · 2026-10483 Bo\\_Lee · 3 posts",
            "**handed in** · 2026-10482 Ada Park · <t:1793511000:f> · version 2 · 3 posts",
        ]
    ]


def test_a_message_mentions_who_has_no_name_yet() -> None:
    assert pages(words_for("ko"), [attendance(None, None)])[0][0].startswith("**제출** · <@7777> · ")


def test_whom_nothing_reaches_and_who_is_not_here_yet_stand_before_who_is_in() -> None:
    waiting = attendance("2026-10483", "Bo", Presence.AWAITED, None)
    more = More(unreachable={1}, unlinked=[("2026-10999", "@everyone")])
    (page,) = pages(words_for("en"), [attendance(), waiting], more)
    assert page[0] == "**awaited** · 2026-10483 Bo · 3 posts · not reachable"
    assert page[1] == "**not linked** · 2026-10999 @\u200beveryone"
    assert "not reachable" not in page[2]


@pytest.mark.parametrize("language", ["en", "ko"])
@given(st.lists(st.sampled_from(Presence), max_size=300), st.integers(0, 40), st.integers(200, PAGE_LIMIT))
def test_the_pages_hold_everybody_once(
    language: str, stand: list[Presence], unlinked: int, limit: int
) -> None:
    words = words_for(language)
    table = [
        attendance(f"{1000 + number}", "Ada", one, RECEIVED if one in (Presence.IN, Presence.LATE) else None)
        for number, one in enumerate(stand)
    ]
    more = More(unlinked=[(f"{5000 + number}", "Bo") for number in range(unlinked)])
    found = pages(words, table, more, limit)
    assert all(0 < len(page) <= PAGE_LINES and len("\n".join(page)) <= limit for page in found)
    shown = re.findall(r"· (\d{4}) ", " ".join(line + " " for page in found for line in page))
    assert sorted(shown) == [f"{1000 + n}" for n in range(len(stand))] + [
        f"{5000 + n}" for n in range(unlinked)
    ]
    missing = [f"{1000 + number}" for number, one in enumerate(stand) if one is Presence.MISSING]
    assert shown[: len(missing)] == missing
    if not shown:
        assert found == [[words.say("table.nobody")]]


def test_the_file_tells_whom_nothing_reaches_their_points_and_who_is_not_here_yet() -> None:
    more = More(unreachable={1}, unlinked=[("2026-10999", "=Mallory")], points={1: 2.5})
    heads, line, unlinked = rows(csv_of(words_for("ko"), [attendance()], "Asia/Seoul", more))
    assert (heads[-2:], line[-2:]) == (["연락 안 됨", "점수"], ["예", "2.5"])
    assert unlinked == ["2026-10999", "'=Mallory", "연결 전", *[""] * 6, "예", ""]


def test_the_summary_counts_how_many_stand_how() -> None:
    table = [attendance(), attendance(), attendance(presence=Presence.MISSING, received_at=None)]
    more = More(unreachable={1}, unlinked=[("2026-10999", "Mallory")])
    said = summary(words_for("en"), table, more)
    assert said == "handed in 2 · missing 1 · not reachable 1 · on the roster, not linked 1"
