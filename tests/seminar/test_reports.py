"""How the text of a report is kept, and its digest."""

from __future__ import annotations

import hashlib
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.lateness import USUAL, Lateness
from bot.seminar.refusals import EmptyReport
from bot.seminar.reports import Receipt, clean, digest, require_text, word_count
from tests.factories import DUE, version

# Hypothesis leaves lone surrogates out of text() unless they are named.
letters = st.characters(codec=None) | st.sampled_from(
    "\ufeff\r\n\x00\ud800\udfff\u0301\u0323\u0344\u1100\u1161"
)
texts = st.text(letters, max_size=200)
marks = st.text("\u0301\u0323\u0344\u0308\u0345\u3099\u0f73e\u00e9\uac00\u1161", max_size=300)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_what_is_kept_can_be_counted_and_encoded(text: str) -> None:
    kept = clean(text)
    assert not {"\r", "\x00"} & set(kept)
    assert not any(unicodedata.category(letter) == "Cs" for letter in kept)
    assert not kept.startswith("\ufeff")
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode().decode() == kept


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff")))
def test_an_ordinary_text_is_changed_by_nfc_alone(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@given(marks)
def test_long_runs_of_marks_come_out_as_nfc_has_them(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\ufeff\ufeffa", "a"),
        ("a\ufeffb", "a\ufeffb"),
        ("a\r\nb\rc\n\rd", "a\nb\nc\n\nd"),
        ("\x00\ud800", "\ufffd\ufffd"),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_what_cleaning_does(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_no_text_keeps_the_cleaning_busy() -> None:
    """200,000 marks on one letter; the quadratic sort in normalize() alone takes about twenty seconds."""
    began = time.perf_counter()
    clean("a" + "\u0301\u0323" * 100_000)
    assert time.perf_counter() - began < 5


def test_the_digest_is_sha256_of_the_utf8() -> None:
    text = "발표자는 길이 방이라고 했다."
    receipt = Receipt(
        "Cities",
        1,
        "Streets",
        version(text=text),
        lateness=Lateness(),
        policy=USUAL,
        due=DUE,
        counts=1,
        again=False,
    )
    assert receipt.digest == digest(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert digest(text) != digest(text + " ")


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff", "\x00", "...—!", "\u3000", "\u3164 …"])
def test_a_report_without_a_letter_or_digit_is_empty(text: str) -> None:
    with pytest.raises(EmptyReport):
        require_text(text)


def test_a_report_with_text_comes_back_clean() -> None:
    assert require_text("\ufeffA\r\n") == "A\n"


def test_words_are_counted_between_blanks() -> None:
    assert word_count(" one  two\nthree\u3000four ") == 4
    assert word_count("") == 0
