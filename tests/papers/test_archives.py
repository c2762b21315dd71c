"""The archive as a browser and an unzipping program find it: whole, legible, and with nothing that acts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.archives import KINDS, archive_of
from bot.seminar.claims import Claim, ClaimState, Stance
from bot.seminar.courses import Member, RemindBy, Role
from bot.seminar.participation import Attendance, Presence
from bot.seminar.reports import Source, Version
from bot.seminar.reviews import Mark, Review, ScaleKind
from bot.seminar.terms import Archived, ClaimLine, WeekPart
from bot.words.catalogues import LANGUAGES, words_for
from tests.factories import course, week

AT = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'../../x{0}&"
INERT = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "p",
        "a",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "div",
        "br",
    ]
)


class Reader(HTMLParser):
    """What a page consists of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def archived(text: str) -> Archived:
    member = Member(1, 7001, 1, 7777, Role.STUDENT, "2031-00417", text, RemindBy.DIRECT, AT)
    line = Attendance(member, Presence.IN, AT, versions=1, posts=0, stances=0)
    review = Review(1, 1, 1, 1, 9100, Mark(ScaleKind.LETTER, text), text, AT)
    claim = ClaimLine(Claim(1, 7001, 1, 1, text, ClaimState.OPEN), 2, (text,), {Stance.AGREE: 1})
    version = Version(1, 7001, 1, 1, 1, 1, 5001, AT, Source.FILE, text)
    part = WeekPart(week(), (line,), {1: review}, (claim,))
    return Archived(part, ((member, version, (f"../{text}.hwp", b"\x00as it came")),))


def unpacked(text: str, language: str = "en") -> dict[str, bytes]:
    paper = archive_of(words_for(language), course(language=language), [archived(text)], AT)
    with zipfile.ZipFile(io.BytesIO(paper)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def names_of(one: Archived) -> list[str]:
    """The reports' files of a week's archive."""
    paper = archive_of(words_for("en"), course(), [one], AT)
    with zipfile.ZipFile(io.BytesIO(paper)) as packed:
        return [name for name in packed.namelist() if name.startswith("reports/")]


def pages(files: dict[str, bytes]) -> Iterator[tuple[str, Reader]]:
    for name, content in files.items():
        if name.endswith(".html"):
            reader = Reader()
            reader.feed(content.decode())
            yield name, reader


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_page_acts(language: str) -> None:
    for name, page in pages(unpacked(HOSTILE, language)):
        assert set(page.tags) <= INERT
        assert not any(name.startswith("on") for name in page.attributes)
        assert name != "week-01.html" or page.text.count(HOSTILE) >= 4


@pytest.mark.parametrize("text", [HOSTILE, "김민지"])
def test_every_link_leads_to_a_file_of_the_archive(text: str) -> None:
    files = unpacked(text)
    links = {link for _, page in pages(files) for link in page.links}
    assert links <= set(files)
    assert {name for name in files if name.startswith("reports/")} <= links
    assert all(".." not in name.split("/") and not name.startswith("/") for name in files)


def test_reports_are_there_as_they_came() -> None:
    files = unpacked("김민지")
    assert files["reports/week-01/2031-00417-김민지-1-v1.txt"].decode() == "김민지"
    assert files["reports/week-01/2031-00417-김민지-1-v1-source.hwp"] == b"\x00as it came"
    assert {"index.html", "week-01.html", "weeks.csv", "students.csv", "claims.csv"} <= set(files)


def test_a_page_says_who_handed_in_what_and_what_came_of_it() -> None:
    page = dict(pages(unpacked("Nari Oh")))["week-01.html"]
    for told in ("2031-00417", "Nari Oh", "handed in", "2026-11-01 14:30", "agree 1"):
        assert told in page.text


@given(
    name=st.text(max_size=120)
    | st.sampled_from(["../../x", "..\\\\..", "C:\\\\x", "/etc/passwd", "CON", "\u202egpj.exe", "각" * 200]),
    source=st.text(max_size=60) | st.sampled_from(["a.html", "b.exe", "../c.hwp", "d.lnk", "e.hwp/f.svg"]),
)
def test_no_name_of_a_file_leads_out_of_the_folder_or_runs(name: str, source: str) -> None:
    one, other = archived("a"), archived("a")
    kept = [
        (replace(one.kept[0][0], name=name, member_id=at), one.kept[0][1], (source, b"x")) for at in (1, 2)
    ]
    files = names_of(replace(other, kept=tuple(kept)))
    assert len(files) == 4
    for file in files:
        folder, week_, last = file.split("/")
        assert (folder, week_) == ("reports", "week-01")
        assert re.fullmatch(r"[\w.-]+", last)
        assert not last.startswith(".")
        assert len(last.encode()) < 255
        assert PurePath(last).suffix in ("", *KINDS)
        assert last.count(".") <= 1


def test_what_is_unpacked_is_read_only_and_private(tmp_path: Path) -> None:
    paper = archive_of(words_for("ko"), course(language="ko"), [archived("김민지")], AT)
    with zipfile.ZipFile(io.BytesIO(paper)) as packed:
        modes = {one.external_attr >> 16 & 0o777 for one in packed.infolist()}
        assert modes == {0o400}
        assert all(one.external_attr & 1 for one in packed.infolist())
        packed.extractall(tmp_path)
    there = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert there == set(unpacked("김민지", "ko"))


def test_the_same_course_gives_the_same_file() -> None:
    words = words_for("en")
    made = [archive_of(words, course(), [archived("a")], AT) for _ in range(2)]
    assert made[0] == made[1]
