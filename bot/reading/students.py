"""Whose report it is: the student number and the name in its first lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.reading.sentences import columns

LINE_COLUMNS = 90

_NUMBER = re.compile(r"(?<![^\W_])(?<!-)(?:\d{4}[-‐‑–]\d{4,6}|\d{8,10})(?![^\W_])(?!-)")
_YEARS = re.compile(r"(?:19|20)\d\d[-–](?:19|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LABELLED_NUMBER = re.compile(
    r"(?:학번|\b(?:student|id)(?: (?:number|no\.?|id))?|\bnumber)\s*[:=]?\s*"
    r"([a-z]{0,3}\d[\d-]{3,14})(?![\w-])",
    re.IGNORECASE,
)

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"[가-힣]{{2,5}}|[가-힣]{{1,2}} [가-힣]{{1,3}}|(?![가-힣]){_WORD}(?:,? {_WORD}){{0,3}}")
_WHOLE_NAME = re.compile(r"[가-힣]{2,4}|[A-Z][\w'’-]+(?:,? [A-Z][\w'’.-]*){1,3}")
_NAME_LABEL = re.compile(
    r"(?:이름|성명|작성자|제출자|\b(?:student name|student|author|writer|name))\s*[:=]\s*(.+)$", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:학번|이름|성명|작성자|제출자)\s*[:=]?"
    r"|\b(?:student|author|writer|id|name|number)(?: (?:id|no\.?|name|number))?\s*[:=]"
    r"|\b(?:student|id) (?:number|no\.?|id)|\b(?:report |written |submitted )?by\b:?",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\bweek\s*#?\d{1,2}\b|\d{1,2}(?:st|nd|rd|th) week\b|제?\s*\d{1,2}\s*주\s*차?"
    r"|\b(?:weekly|seminar|report)\b(?:\s*#?\d{1,2}\b)?|(?:\d{1,2}\s*차\s*)?(?:세미나|보고서|리포트|레포트|감상문)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\S*(?:학과|학부|전공|대학원?|대학교)(?=\s|$)")
_FIELD = re.compile(r"\s*[/|,;·()\[\]:_]\s*|\s[-–—]\s|\s{2,}")
_EDGES = " \t/|,;:·-–—()[]_"
_NO_NAME = re.compile(
    r"\b(?:topic|presenter|speaker|date|summary|thoughts|reflection)\b|주제|발표|날짜|요약|소감", re.I
)


def student_in(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """The student number and the name; a name may also stand alone, next to the line of the number."""
    found = [number_and_name(line) for line in lines]
    number = next((number for number, _ in found if number), None)
    name = next((name for _, name in found if name), None)
    if number and not name:
        at = next(index for index, (one, _) in enumerate(found) if one)
        beside = [*lines[at + 1 : at + 2], *lines[max(0, at - 1) : at]]
        name = next((bare for line in beside if _WHOLE_NAME.fullmatch(bare := _bare(line))), None)
    return number, name


def number_and_name(line: str) -> tuple[str | None, str | None]:
    """The student number and the name in a line that holds little else."""
    if columns(line) > LINE_COLUMNS:
        return None, None
    labelled = _NAME_LABEL.search(line)
    name = _first_name(_FIELD.split(_before_label(labelled[1]))) if labelled else None
    if found := _LABELLED_NUMBER.search(line):
        start, end = found.span(1)
    elif (found := _NUMBER.search(line)) and _is_of_student(line, found):
        start, end = found.span()
    else:
        return None, name
    number = unicodedata.normalize("NFKC", line[start:end])
    return number, name or _name_beside(line[:start], line[end:])


def _before_label(piece: str) -> str:
    label = _LABEL.search(piece)
    return piece[: label.start()] if label else piece


def _is_of_student(line: str, number: re.Match[str]) -> bool:
    """Whether the field that holds the number holds a name or nothing more: prose goes on on both sides."""
    before = _bare(_FIELD.split(line[: number.start()])[-1])
    after = _bare(_FIELD.split(line[number.end() :])[0])
    if (before and after) or _YEARS.fullmatch(number[0]):
        return False
    if before or after:
        return _plain_name(before or after) is not None
    return (
        _DATE.fullmatch(number[0]) is None
        or _name_beside(line[: number.start()], line[number.end() :]) is not None
    )


def _name_beside(before: str, after: str) -> str | None:
    whole = _first_name([after, before])
    return whole or _first_name([*_FIELD.split(after), *reversed(_FIELD.split(before))])


def _first_name(pieces: Sequence[str]) -> str | None:
    return next((name for piece in pieces if (name := _plain_name(piece))), None)


def _plain_name(piece: str) -> str | None:
    bare = _bare(piece)
    return bare if _NAME.fullmatch(bare) and not _NO_NAME.search(bare) and len(bare) <= 40 else None


def _bare(piece: str) -> str:
    """A piece of a line without labels, the report's own title and the name of a department."""
    for extra in (_LABEL, _TITLE, _UNIT):
        piece = extra.sub(" ", piece)
    return " ".join(piece.strip(_EDGES).split())
