"""The check of quotes finds what nobody wrote, and lets pass what somebody did, however it was escaped."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from bot.words.markup import escape
from tests import verbatim

HOSTILE = (
    "@everyone said: *so* <@123> _it_ [goes](https://example.org) ~~on~~ \\ and `on`",
    "> a quote in a report, - and 1. no list # nor heading",
    "모든 \u202eאבג\u202c 것은 <#7> 길이다 :smile: ||hidden||",
    "tab\there  and   blanks",
)


def recorded(folder: Path, *lines: object) -> Path:
    record = folder / "record.jsonl"
    record.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return record


def typed(text: str) -> object:
    part = {"type": 18, "component": {"type": 4, "custom_id": "body", "value": text}}
    return {"dispatch": {"t": "INTERACTION_CREATE", "d": {"data": {"components": [part]}}}}


def brought(data: bytes) -> object:
    return {"brought": {"name": "report", "data": base64.b64encode(data).decode()}}


def posted(text: str, status: int = 200) -> object:
    parts = [{"type": 17, "components": [{"type": 10, "content": text}]}]
    body = {"components": parts}
    return {"route": "POST /channels/{channel}/messages", "query": [], "body": body, "status": status}


@pytest.mark.parametrize("text", HOSTILE)
def test_words_that_somebody_typed_pass_however_they_were_escaped(tmp_path: Path, text: str) -> None:
    said = posted(f"### A claim\n> {escape(text)}\nDoes it hold?")
    assert verbatim.broken(recorded(tmp_path, typed(f"Before. {text} After."), said)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_letter_that_differs_is_found(tmp_path: Path, text: str) -> None:
    said = posted(f"> {escape(text[:-1])}x")
    assert len(verbatim.broken(recorded(tmp_path, typed(text), said))) == 1


def test_words_of_files_count_and_those_of_the_bot_do_not(tmp_path: Path) -> None:
    said = posted("> 길은 방이다.")
    for data in ("길은 방이다.".encode("cp949"), "길은 방이다.".encode("utf-16")):
        assert verbatim.broken(recorded(tmp_path, brought(data), said)) == []
    own = {"dispatch": {"t": "MESSAGE_CREATE", "d": {"author": {"bot": True}, "content": "길은 방이다."}}}
    assert len(verbatim.broken(recorded(tmp_path, own, said))) == 1


def test_a_quote_may_be_cut_at_its_end_only(tmp_path: Path) -> None:
    said = posted("> Pavements are…")
    assert verbatim.broken(recorded(tmp_path, typed("Pavements are rooms."), said)) == []
    assert verbatim.broken(recorded(tmp_path, typed("Pavements… are rooms."), said)) != []


def test_what_discord_refused_and_what_is_fenced_is_no_quote(tmp_path: Path) -> None:
    lines = posted("> nobody", 403), posted("```diff\n> nobody\n```")
    assert verbatim.broken(recorded(tmp_path, typed("somebody"), *lines)) == []
