"""The form of a mark follows the course's scale, and fits what Discord takes."""

from __future__ import annotations

from typing import Any

import pytest
from discord import ui

from bot.seminar.reviews import Mark, Scale, ScaleKind, mark_of, scale_of
from bot.words.catalogues import LANGUAGES, words_for
from cogs.review import mark_fields
from cogs.ui.marks import mark_text

RUBRIC = scale_of(ScaleKind.RUBRIC, "", "Argument 6\nEvidence 4\nStyle 2.5\nQuestions 1")
SCALES = {
    ScaleKind.POINTS: (Scale(), ["9.5"], "9.5 / 10"),
    ScaleKind.LETTER: (Scale(ScaleKind.LETTER, ""), ["b0"], "B0"),
    ScaleKind.RUBRIC: (RUBRIC, ["6", "3", "2", "0"], "11 / 13.5 (Argument 6/6 · Evidence 3/4 · "),
}


def fields(scale: Scale, given: Mark | None, language: str = "en") -> list[dict[str, Any]]:
    modal = ui.Modal(title="Mark", custom_id="mark")
    for one in mark_fields(words_for(language), scale, given):
        modal.add_item(one)
    return [label["component"] for label in modal.to_dict()["components"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SCALES)
def test_a_mark_is_written_by_its_scale_and_comes_back_into_the_form(kind: ScaleKind, language: str) -> None:
    scale, given, shown = SCALES[kind]
    empty = fields(scale, None, language)
    assert [one["custom_id"] for one in empty] == [f"mark{at}" for at in range(len(given))]
    mark = mark_of(scale, given)
    assert mark_text(words_for(language), mark).startswith(shown)
    filled = [one["value"] for one in fields(scale, mark, language)]
    assert filled == [text.upper() for text in given]


@pytest.mark.parametrize("value", ["pass", "fail"])
def test_pass_or_fail_is_one_choice_of_two(value: str) -> None:
    scale = Scale(ScaleKind.PASS_FAIL, "")
    (radio,) = fields(scale, mark_of(scale, [value]))
    assert {one["value"]: one.get("default", False) for one in radio["options"]} == {
        "pass": value == "pass",
        "fail": value == "fail",
    }
