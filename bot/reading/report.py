"""What is read in one report."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading import findings, statements
from bot.reading.header import LEAD_LENGTH, is_header_line, read_header
from bot.reading.language import language
from bot.reading.sentences import Kind, Sentence, sentences
from bot.seminar.reports import Reading


def read(text: str, parts: Sequence[str] = ()) -> Reading:
    """Reads any text whatsoever; each offset is one of `text` as it was given. `parts` are those wanted."""
    body = [sentence for sentence in sentences(text) if not _is_of_header(text, sentence)]
    header = read_header(text)
    return Reading(
        language=language(text),
        header=header,
        findings=tuple(findings.find(text, body, parts)),
        statements=tuple(statements.find(text, body, header.presenter)),
    )


def _is_of_header(text: str, sentence: Sentence) -> bool:
    if sentence.start >= LEAD_LENGTH or sentence.kind is Kind.ITEM:
        return False
    return is_header_line(text[sentence.start : sentence.end])
