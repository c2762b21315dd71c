"""Plain text comes out whatever editor wrote it, or is refused by name; nothing else happens."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.reading.files import decode
from bot.seminar.refusals import Refusal, Unreadable
from bot.seminar.reports import require_text

TEXT = "발표자는 느린 도시를 좋아했다.\nStreets, “slow” – ok.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_every_unicode_form_gives_the_same_text(data: bytes) -> None:
    assert decode("report.md", data) == TEXT


@pytest.mark.parametrize("encoding", ["cp949", "euc-kr"])
def test_korean_bytes(encoding: str) -> None:
    text = "발표자는 느린 도시를 좋아했다. “천천히”\n"
    assert decode("REPORT.TXT", text.encode(encoding)) == text


def test_a_syllable_that_only_cp949_holds() -> None:
    text = "그는 펲시가 아니라 똠양꿍을 골랐다고 말했다. 그 밖의 말은 모두 여느 글과 같다.\n"
    assert decode("a.txt", text.encode("cp949")) == text


@given(st.text(alphabet="가나다라힣 abcXYZ.,!?“”0189\n", min_size=4), st.sampled_from(["le", "be"]))
def test_utf_16_without_a_mark_is_read_as_it_was_written_or_not_at_all(text: str, order: str) -> None:
    assume("\n" in text or " " in text)
    with suppress(Unreadable):
        assert decode("a.txt", text.encode(f"utf-16-{order}")) == require_text(text)


def test_one_damaged_letter_does_not_cost_the_report() -> None:
    assert decode("a.txt", b"a long enough line \x00 here") == "a long enough line \ufffd here"
    assert decode("a.txt", "ab".encode("utf-16") + b"\x00\xd8") == "ab\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00",
        "나다라마바사".encode("utf-16-le"),
        "It doesn’t matter what the town’s archive hasn’t kept.".encode("cp1252"),
        b"\xff\xfea",
    ],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        decode("report.txt", data)
    assert caught.value.facts == {"name": "report.txt"}


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t", b"---\n***", b"\xff\xfe"])
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode("report.txt", data)


BYTES = st.one_of(
    st.binary(),
    st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text().map(lambda text: b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass")),
    st.text(alphabet="가나다라abc \n뷁").map(lambda text: text.encode("cp949")),
)


@given(st.one_of(st.just("a.txt"), st.text()), BYTES)
def test_any_bytes_are_text_or_a_refusal(name: str, data: bytes) -> None:
    with suppress(Refusal):
        text = decode(name, data)
        text.encode()  # no lone surrogate is left
        assert "\r" not in text
        assert "\x00" not in text
