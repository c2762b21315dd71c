"""Passages that may need a second look: sentences that look unfinished."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.sentences import Sentence
from bot.seminar.reports import Finding


def find(text: str, sentences: Sequence[Sentence]) -> list[Finding]:
    """The findings in the body of a report, in its order. `sentences` are those below its header."""
    raise NotImplementedError
