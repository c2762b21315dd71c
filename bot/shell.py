"""`python -m bot read`: what is read in files, and the claims that they share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.reading.files import decode
from bot.reading.matching import likeness
from bot.reading.report import read
from bot.seminar.claims import group
from bot.seminar.refusals import HandIn
from bot.seminar.reports import Reading, Statement, require_text, word_count
from bot.words.catalogues import words_for
from bot.words.refusals import in_words

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file, as it was named, with its text and what was read in it."""

    name: str
    text: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement and the file that makes it."""

    file: ReadFile
    statement: Statement

    @property
    def text(self) -> str:
        return self.file.text[self.statement.start : self.statement.end]


def read_files(names: Sequence[str]) -> tuple[list[ReadFile], list[tuple[str, str]]]:
    """What is read in each file; and those that could not be read, each with the reason."""
    files: list[ReadFile] = []
    unreadable: list[tuple[str, str]] = []
    for name in names:
        try:
            text = require_text(decode(Path(name).name, Path(name).read_bytes()))
            files.append(ReadFile(name, text, read(text)))
        except HandIn as refusal:
            unreadable.append((name, in_words(refusal, words_for("en"))))
        except OSError as error:
            unreadable.append((name, error.strerror or type(error).__name__))
    return files, unreadable


def claims_of(files: Sequence[ReadFile]) -> list[list[Passage]]:
    """The statements of all files, those that say the same together."""
    passages = [Passage(file, statement) for file in files for statement in file.reading.statements]
    texts = [passage.text for passage in passages]
    topic = next((file.reading.header.topic for file in files if file.reading.header.topic), None)
    claims: dict[int, list[Passage]] = {}
    for passage, number in zip(passages, group(likeness(texts, texts, topic=topic)), strict=True):
        claims.setdefault(number, []).append(passage)
    return list(claims.values())


def to_json(files: Sequence[ReadFile]) -> str:
    """One JSON object, as DESIGN.md describes it; offsets count code points."""
    claims = [_claim(said) for said in claims_of(files)]
    return json.dumps({"reports": [_report(file) for file in files], "claims": claims}, ensure_ascii=False)


def _report(file: ReadFile) -> Json:
    reading, text = file.reading, file.text
    header = reading.header
    return {
        "file": file.name,
        "language": reading.language,
        "week": header.week,
        "student_number": header.student_number,
        "name": header.name,
        "topic": header.topic,
        "presenter": header.presenter,
        "findings": [
            {"kind": one.kind, "start": one.start, "end": one.end, "text": text[one.start : one.end]}
            for one in reading.findings
        ],
        "statements": [
            {
                "start": one.start,
                "end": one.end,
                "text": text[one.start : one.end],
                "by": one.by,
                "weight": one.weight,
            }
            for one in reading.statements
        ],
    }


def _claim(said: Sequence[Passage]) -> Json:
    return {
        "label": said[0].text,
        "statements": [
            {"file": one.file.name, "start": one.statement.start, "end": one.statement.end} for one in said
        ],
    }


def as_text(files: Sequence[ReadFile]) -> str:
    """The same for people."""
    lines = [line for file in files for line in _report_lines(file)]
    shared = [said for said in claims_of(files) if len({one.file.name for one in said}) > 1]
    if shared:
        lines.append("Claims that reports share")
    for said in shared:
        lines.append(f"  {len({one.file.name for one in said})} reports")
        lines += [f"    {one.file.name}: {' '.join(one.text.split())}" for one in said]
    return "\n".join(lines)


def _report_lines(file: ReadFile) -> Iterator[str]:
    reading, header = file.reading, file.reading.header
    yield file.name
    found = (f"week {header.week or '-'}", header.student_number, header.name, header.topic)
    yield f"  {' | '.join(part or '-' for part in found)}"
    yield f"  {reading.language or '-'}, {word_count(file.text)} words"
    for one in reading.findings:
        yield f"  ! {one.kind}: {' '.join(file.text[one.start : one.end].split())}"
    for statement in reading.statements:
        passage = " ".join(file.text[statement.start : statement.end].split())
        yield f"  {statement.by:<9} {statement.weight:.2f}  {passage}"
    yield ""
