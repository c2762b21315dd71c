"""Hints: what does not fit together in a hand-in. They are shown to its writer, and stop nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.seminar.courses import student_number
from bot.seminar.refusals import Linking
from bot.seminar.reports import Filed, Header


class HintKind(StrEnum):
    """What a writer may want to look at again."""

    OTHER_WEEK = "other_week"
    OTHER_NUMBER = "other_number"
    SAME_TEXT = "same_text"


@dataclass(frozen=True, slots=True)
class Hint:
    """One of them; `week` is the other week: the one that was read, or that holds the same text."""

    kind: HintKind
    week: int | None = None


def hints(
    header: Header,
    week: int,
    number: str | None,
    same_text: Sequence[int] = (),
) -> list[Hint]:
    """What does not fit: the header's week or student number, and other weeks that hold the same text.

    `week` is the one that the report is for, `number` its writer's, None while unknown.

    >>> hints(Header(week=5, student_number="2031-00417"), 6, "2031-00417")
    [Hint(kind=<HintKind.OTHER_WEEK: 'other_week'>, week=5)]
    """
    found = []
    if header.week is not None and header.week != week:
        found.append(Hint(HintKind.OTHER_WEEK, header.week))
    if number is not None and header.student_number is not None and _plain(header.student_number) != number:
        found.append(Hint(HintKind.OTHER_NUMBER))
    found += [Hint(HintKind.SAME_TEXT, other) for other in same_text if other != week]
    return found


def other_weeks(history: Sequence[Filed], week_id: int) -> list[int]:
    """The other weeks, by week_id, in which the writer handed in the text at hand."""
    return sorted({filed.week_id for filed in history if filed.same_text and filed.week_id != week_id})


def _plain(number: str) -> str:
    try:
        return student_number(number)
    except Linking:
        return number
