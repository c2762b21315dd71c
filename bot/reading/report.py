"""What is read in one report."""

from __future__ import annotations

from bot.reading import findings, statements
from bot.reading.header import LEAD_LENGTH, is_header_line, read_header
from bot.reading.language import language
from bot.reading.sentences import sentences
from bot.seminar.reports import Reading


def read(text: str) -> Reading:
    """Reads any text whatsoever; each offset is one of `text` as it was given."""
    body = [
        sentence
        for sentence in sentences(text)
        if sentence.start >= LEAD_LENGTH or not is_header_line(text[sentence.start : sentence.end])
    ]
    header = read_header(text)
    return Reading(
        language=language(text),
        header=header,
        findings=tuple(findings.find(text, body)),
        statements=tuple(statements.find(text, body, header.presenter)),
    )
