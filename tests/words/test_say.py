"""What becomes of facts in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.seminar.refusals import BadNumber, FileTooLarge, WeekClosed
from bot.words.catalogues import Fact, Hole, Sentence, Words, words_for
from bot.words.markup import Raw
from bot.words.refusals import in_words

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def words(*forms: tuple[str | Hole, ...], language: str = "en") -> Words:
    return Words(language, {"it": Sentence(forms)})


@pytest.mark.parametrize(("asked", "given"), [("ko", "ko"), ("en", "en"), ("en-US", "en"), ("de", "en")])
def test_the_language_is_korean_or_english(asked: str, given: str) -> None:
    assert words_for(asked).language == given


def test_a_catalogue_is_read_once() -> None:
    assert words_for("en-GB") is words_for("en-US")


@pytest.mark.parametrize(
    ("fact", "style", "said"),
    [
        (7, "", "7"),
        (-7, "", "-7"),
        ("a_b", "", "a\\_b"),
        (Raw("**a**"), "", "**a**"),
        (NOON, "", "<t:1796040000:f>"),
        (NOON, "R", "<t:1796040000:R>"),
        (NOON + timedelta(microseconds=999_999), "", "<t:1796040000:f>"),
        (NOON.astimezone(timezone(timedelta(hours=9))), "t", "<t:1796040000:t>"),
        (8_000_000, "MB", "8 MB"),
        (1_234_567, "MB", "1.23 MB"),
    ],
)
def test_a_fact_is_put_as_discord_shows_it(fact: Fact, style: str, said: str) -> None:
    assert words(("(", Hole("fact", style), ")")).say("it", fact=fact) == f"({said})"


def test_what_was_said_can_be_said_within_something_else() -> None:
    inner = words((Hole("name", ""),)).say("it", name="_")
    assert words((Hole("name", ""), "!")).say("it", name=inner) == "\\_!"


@pytest.mark.parametrize(("count", "said"), [(0, "0 reports"), (1, "1 report"), (2, "2 reports")])
def test_english_counts_in_two_forms(count: int, said: str) -> None:
    two = words((Hole("count", ""), " report"), (Hole("count", ""), " reports"))
    assert two.say("it", count=count) == said


@pytest.mark.parametrize("count", [0, 1, 2])
def test_korean_counts_in_one_form(count: int) -> None:
    assert words((Hole("count", ""), "개"), language="ko").say("it", count=count) == f"{count}개"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError, match="no such"):
        words_for("en").say("no such")


def test_a_missing_fact_is_an_error() -> None:
    with pytest.raises(KeyError, match="closed"):
        words_for("en").say("refusal.week_closed", week=3)


def test_a_time_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        words_for("en").say("refusal.week_closed", week=3, closed=NOON.replace(tzinfo=None))


def test_a_style_that_a_fact_has_not_is_an_error() -> None:
    with pytest.raises(TypeError, match="no style of int"):
        words((Hole("week", "R"),)).say("it", week=3)
    with pytest.raises(TypeError, match="no style of datetime"):
        words((Hole("due", "MB"),)).say("it", due=NOON)


def test_a_refusal_says_what_happened_and_what_to_do() -> None:
    said = in_words(WeekClosed(week=3, closed=NOON), words_for("en"))
    assert said.startswith("Week 3 closed on <t:1796040000:f>")
    assert "extension" in said


def test_a_refusal_tells_that_the_text_was_kept() -> None:
    refusal = BadNumber()
    without = in_words(refusal, words_for("ko"))
    refusal.draft_id = 1
    assert in_words(refusal, words_for("ko")) == f"{without}\n{words_for('ko').say('refusal.kept')}"


def test_a_refusal_shows_sizes_and_names_safely() -> None:
    said = in_words(FileTooLarge(name="*notes*.md", size=9_000_000, limit=8_000_000), words_for("en"))
    assert said.startswith("\\*notes\\*.md is too large: 9 MB, where 8 MB is the limit.")
