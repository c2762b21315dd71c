"""Any text whatsoever is read, quickly, and every offset is a slice of it."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.report import read
from bot.seminar.reports import Header, Reading, Speaker

MARKS = '\n \u3000\r\ufffd\ud800.…?:()"“”'
WORDINGS = (
    "# |- |1) |**|\n\n|, and .|...|Week 6|2024-10001|김민지|Topic: |The presenter |They |argued that |"
    "I think |streets |are rooms. |발표자는 |거리는 |방이라고 |주장하였다. |나는 |것 같다|때문에"
)
PIECES = st.sampled_from([*MARKS, *WORDINGS.split("|")])
TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


@given(TEXT)
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    found = [(one.start, one.end) for one in reading.findings]
    told = [(one.start, one.end) for one in reading.statements]
    for start, end in found + told:
        passage = text[start:end]
        assert 0 <= start < end <= len(text)
        assert passage == passage.strip() != ""
        assert "\n\n" not in passage
    assert all(first[1] <= second[0] for first, second in pairwise(told))
    assert all(0 < one.weight <= 1 for one in reading.statements)
    assert read(text) == reading


def test_an_empty_text() -> None:
    assert read("") == Reading(None, Header(), (), ())


PARAGRAPH = (
    "The presenter argued that streets are rooms, and that rooms want doors. They also said, e.g. in Seoul, "
    "that a door costs less than a road. Rather, it saves one. I think so too, because of the noise, and . "
)
WORDS = 100_000


@pytest.mark.parametrize(
    "unit",
    [
        PARAGRAPH,
        f"{PARAGRAPH}\n\n",
        "they said that I ",
        "word\n",
        "a. ",
        '"a ',
        "“a ",
        "- a\n",
        "# a\n",
        "다고 ",
        "다고\n\n",
        "고,",
        "a,",
    ],
)
def test_a_hundred_thousand_words_are_read_in_time(unit: str) -> None:
    text = unit * (WORDS // max(1, len(unit.split())))
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 5  # seconds; well under one on an idle machine


def test_whose_claim_it_is() -> None:
    text = "The presenter argued that streets are rooms. I doubt it, and so does my aunt."
    assert [one.by for one in read(text).statements] == [Speaker.PRESENTER, Speaker.STUDENT]
