"""`python -m benchmarks.claims groups FILE`: whatever the lines hold is grouped, or refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.claims.__main__ import main
from benchmarks.claims.lines import Unreadable, lines

LINES: list[dict[str, Any]] = [
    {"id": 1, "text": ""},
    {"id": 1, "text": "Word"},
    {"id": [2], "text": "word", "report": ["unhashable"]},
    {"id": None, "text": "slow streets feed the shops " * 20_000, "topic": None},
    {"id": 3, "text": "느린 길은 shop을 살린다, slow streets", "topic": ""},
    {"id": 4, "text": "half a \ud800 character", "topic": "\udfff"},
    {"id": 5, "text": "one line\u2028and another", "topic": "Streets"},
]


@pytest.mark.parametrize("encoder", ["", "nowhere"])
def test_odd_lines_are_grouped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, encoder: str
) -> None:
    monkeypatch.setenv("MEANING", encoder)
    path = tmp_path / "odd.jsonl"
    told = (json.dumps(one, ensure_ascii="\\ud" in json.dumps(one)) for one in LINES)
    path.write_text("\n".join(told) + "\n\n", encoding="utf-8")
    assert main(["groups", str(path)]) == 0
    said = capsys.readouterr()
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [one["id"] for one in found] == [one["id"] for one in LINES]
    assert found[1]["group"] == found[2]["group"]
    assert len(said.err.splitlines()) == bool(encoder)


def test_no_lines_are_no_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert main(["groups", str(tmp_path / "empty.jsonl")]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff", "no text in UTF-8"),
        (b'{"id": 1, "text": "a"}\n{', "line 2 is no JSON object with an id"),
        (b"[" * 100_000, "line 1 is no JSON object with an id"),
        (b'{"text": "a"}', "line 1 is no JSON object with an id"),
        (b'{"id": 1, "text": 3}', "line 1 has no string as its text"),
        (b'{"id": 1, "text": "a", "topic": 3}', "line 1 has a topic that is no string"),
        (None, "No such file"),
    ],
)
def test_what_are_no_lines_is_refused_in_a_sentence(tmp_path: Path, data: bytes | None, why: str) -> None:
    path = tmp_path / "some.jsonl"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Unreadable, match=why):
        lines(str(path), ["text"])
