"""Which sentences claim something, and whose claim it is: the presenter's or the student's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.sentences import Sentence
from bot.seminar.reports import Statement


def find(text: str, sentences: Sequence[Sentence]) -> list[Statement]:
    """The statements in the body of a report, in its order. `sentences` are those below its header."""
    raise NotImplementedError
