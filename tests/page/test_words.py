"""The page's own words are whole in both languages, and its markup and guide are read as written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sandbox.page.guide import Guide
from sandbox.page.markup import DEEPEST, Node, blocks, times
from sandbox.page.words import LANGUAGES, language_of, read
from sandbox.seen import Message

PAGE = Path(__file__).parents[2] / "sandbox" / "page"
HOLE = re.compile(r"\{(\w+)\}")


def test_both_languages_say_the_same_things() -> None:
    english, korean = read("en"), read("ko")
    assert list(english) == list(korean)
    for key, said in english.items():
        assert set(HOLE.findall(said)) == set(HOLE.findall(korean[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_used_and_every_used_word_is_there(language: str) -> None:
    source = "".join(path.read_text() for path in PAGE.glob("*.py"))
    used = set(re.findall(r"""["']([a-z]+(?:\.[a-z]+)*)["']""", source))
    assert sorted(set(read(language)) - used) == []
    said = set(re.findall(r"""(?:say|words)\(["']([a-z.]+)["']""", source))
    assert sorted(said - set(read(language))) == []


@pytest.mark.parametrize(
    ("wish", "accepted", "language"),
    [("ko", "en", "ko"), (None, "ko-KR,ko;q=0.9", "ko"), (None, "fr,en;q=0.5", "en"), ("xx", "", "en")],
)
def test_the_language_is_the_wished_one_else_the_browsers(
    wish: str | None, accepted: str, language: str
) -> None:
    assert language_of(wish, accepted) == language


def texts(node: Node) -> str:
    return node.text + "".join(map(texts, node.inside))


@pytest.mark.parametrize(
    ("typed", "kinds", "shown"),
    [
        ("a **b** c", ["text", "strong", "text"], "a b c"),
        ("snake_case_name", ["text"], "snake_case_name"),
        (r"\*not\* `a*b*`", ["text", "code"], "*not* a*b*"),
        (
            "<@1> <#2> <@&3> </a b:4>",
            ["user", "text", "channel", "text", "role", "text", "command"],
            "1 2 3 a b",
        ),
        ("[words](https://a.b/c) [x](javascript:y)", ["link", "text"], "words [x](javascript:y)"),
        ("see https://a.b/c.", ["text", "link", "text"], "see https://a.b/c."),
    ],
)
def test_markup_is_read_as_discord_reads_it(typed: str, kinds: list[str], shown: str) -> None:
    (paragraph,) = blocks(typed)
    assert [one.kind for one in paragraph.inside] == kinds
    assert texts(paragraph) == shown


def test_endless_nesting_ends() -> None:
    depth = 0
    nodes = list(blocks("**__" * 400 + "x" + "__**" * 400))
    while nodes:
        depth += 1
        nodes = [inner for node in nodes for inner in node.inside]
    assert depth <= DEEPEST + 2


def test_times_are_found_in_a_text() -> None:
    assert times("due <t:1800000000:R>, <t:1700000000>, <t:x>") == {1_800_000_000, 1_700_000_000}


def said(content: str, flags: int = 0) -> Message:
    return Message({"id": "1", "content": content, "components": [], "flags": flags, "author": {"id": "9"}})


def test_a_guide_ticks_off_what_its_people_see_and_the_hours_that_come(tmp_path: Path) -> None:
    title = {"en": "t", "ko": "t"}
    seen = {"title": title, "how": title, "as": "7", "done": {"seen_by": ["7"], "text": ["Yes", "예"]}}
    hour = {"title": title, "how": title, "as": "7", "done": {"clock": "2026-09-08T18:00:00+09:00"}}
    file = tmp_path / "guide.json"
    file.write_text(json.dumps({"steps": [seen, hour], "moments": []}))
    guide = Guide.read(file)

    assert guide.eyes == {"7"}
    assert not guide.saw("8", said("Yes"))
    assert not guide.saw("7", said("No"))
    assert not guide.saw("7", said("Yes", flags=1 << 7))
    assert guide.saw("7", said("오늘은 예"))
    assert guide.current is guide.steps[1]
    guide.time_is(guide.steps[1].clock or 0)
    assert guide.current is None
