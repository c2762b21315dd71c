"""`python -m bot read`: what is read in files, and the claims that they share."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.reading.clusters import clusters
from bot.reading.files import require_kind, require_size
from bot.reading.hands import Hands
from bot.reading.matching import groups
from bot.reading.worker import refusal_of
from bot.seminar.refusals import Refusal, TooHeavy
from bot.seminar.reports import ReaderFailed, Reading, Statement, word_count
from bot.words.catalogues import words_for
from bot.words.refusals import in_words

LIMIT = 12
"""Seconds for one file."""

Json = dict[str, object]
Watch = Callable[[int, int], None]
"""Is told how many files are done, and of how many."""


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


def files_in(names: Sequence[str]) -> list[str]:
    """The files that are named, and those in the folders that are, without hidden ones."""
    found: list[str] = []
    for name in names:
        folder = Path(name)
        if folder.is_dir():
            inside = (path for path in folder.rglob("*") if path.is_file())
            parts = ((path, path.relative_to(folder).parts) for path in inside)
            found += sorted(str(path) for path, names in parts if not any(part[0] == "." for part in names))
        else:
            found.append(name)
    return found


def read_files(
    names: Sequence[str], watch: Watch = lambda done, of: None
) -> tuple[list[ReadFile], list[tuple[str, str]]]:
    """What is read in each file; and those that could not be read, each with the reason.

    A child process for each core reads them, under the limits that hold for students' files everywhere.
    """
    results = asyncio.run(_read_all(names, watch))
    files = [result for result in results if isinstance(result, ReadFile)]
    refused = [(name, result) for name, result in zip(names, results, strict=True) if isinstance(result, str)]
    return files, refused


async def _read_all(names: Sequence[str], watch: Watch) -> list[ReadFile | str]:
    results: dict[int, ReadFile | str] = {}
    waiting = iter(enumerate(names))
    crew = [Hands(idle=LIMIT, limit=LIMIT) for _ in range(min(len(names), os.cpu_count() or 1))]

    async def work(hands: Hands) -> None:
        for number, name in waiting:
            results[number] = await _read_one(hands, name)
            watch(len(results), len(names))

    try:
        await asyncio.gather(*(work(hands) for hands in crew))
    finally:
        await asyncio.gather(*(hands.close() for hands in crew))
    return [results[number] for number in range(len(names))]


async def _read_one(hands: Hands, name: str) -> ReadFile | str:
    """What is read in a file, or why it could not be."""
    path = Path(name)
    try:
        code_or_text, found = await hands.do("take", path.name, _content(path))
        if isinstance(found, Reading):
            return ReadFile(name, code_or_text, found)
        return in_words(refusal_of(code_or_text, found), words_for("en"))
    except Refusal as refusal:
        return in_words(refusal, words_for("en"))
    except ReaderFailed:
        return in_words(TooHeavy(name=path.name), words_for("en"))
    except OSError as error:
        return error.strerror or type(error).__name__
    except ValueError:
        return "no such name of a file"


def _content(path: Path) -> bytes:
    """The bytes of a file of a kind and a size that is read. Raises Refusal, OSError, ValueError."""
    require_kind(path.name)
    require_size(path.name, path.stat().st_size)
    return path.read_bytes()


def claims_of(files: Sequence[ReadFile]) -> tuple[list[list[Passage]], list[list[int]]]:
    """The statements of all files, those that surely say the same together, and which claims may be one."""
    passages = [Passage(file, statement) for file in files for statement in file.reading.statements]
    topic = next((file.reading.header.topic for file in files if file.reading.header.topic), None)
    texts = [one.text for one in passages]
    claims: dict[int, list[Passage]] = {}
    wider: dict[int, dict[int, None]] = {}
    near = clusters(texts, topic=topic, origins=[one.file.name for one in passages])
    for passage, number, cluster in zip(passages, groups(texts, topic=topic), near, strict=True):
        claims.setdefault(number, []).append(passage)
        wider.setdefault(cluster, {}).setdefault(number)
    places = {number: at for at, number in enumerate(claims)}
    proposals = [[places[number] for number in some] for some in wider.values() if len(some) > 1]
    return list(claims.values()), proposals


def to_json(files: Sequence[ReadFile]) -> str:
    """One JSON object, as DESIGN.md describes it; offsets count code points.

    `proposals` are lists of places in `claims`, of claims that may be one.
    """
    claims, proposals = claims_of(files)
    found = {
        "reports": [_report(file) for file in files],
        "claims": [_claim(said) for said in claims],
        "proposals": proposals,
    }
    return json.dumps(found, ensure_ascii=False)


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
    claims, proposals = claims_of(files)
    lines += _shared_lines("Claims that reports share", claims)
    lines += _shared_lines(
        "What may be one claim", [[one for at in some for one in claims[at]] for some in proposals]
    )
    return "\n".join(lines)


def _shared_lines(title: str, claims: Sequence[Sequence[Passage]]) -> Iterator[str]:
    shared = [said for said in claims if len({one.file.name for one in said}) > 1]
    if shared:
        yield title
    for said in shared:
        yield f"  {len({one.file.name for one in said})} reports"
        yield from (f"    {one.file.name}: {' '.join(one.text.split())}" for one in said)


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
