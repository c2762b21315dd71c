"""What is read in one report."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading import findings, statements
from bot.reading.header import is_of_header, read_header
from bot.reading.language import language
from bot.reading.sentences import sentences
from bot.seminar.reports import Reading


def read(text: str, parts: Sequence[str] = ()) -> Reading:
    """Reads any text whatsoever; each offset is one of `text` as it was given. `parts` are those wanted."""
    whole = sentences(text)
    body = [sentence for sentence in whole if not is_of_header(text, sentence)]
    header = read_header(text)
    return Reading(
        language=language(text),
        header=header,
        findings=tuple(findings.find(text, body, parts)),
        statements=tuple(statements.find(text, whole, header.presenter)),
    )
