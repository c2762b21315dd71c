"""Reviews: marks by a course's scale, who has which report before them, and what is looked at next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.seminar.courses import plain_line
from bot.seminar.refusals import BadMark, BadScale

COMMENT_LIMIT = 1200
LEASE = timedelta(minutes=30)
"""How long a report that is shown to one of the staff is kept from the others."""

MOST_CRITERIA = 4
"""A form has five fields, and one of them is the comment's."""
CRITERION_LIMIT = 40
POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
LETTER = re.compile(r"[A-DS][+0-]?|[FPU]")
PASS, FAIL = "pass", "fail"


class ScaleKind(StrEnum):
    """How a course marks."""

    POINTS = "points"
    PASS_FAIL = "pass_fail"  # noqa: S105 (no word to get in by)
    LETTER = "letter"
    RUBRIC = "rubric"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric and the most points that it can bring, as they are written."""

    name: str
    most: str


@dataclass(frozen=True, slots=True)
class Scale:
    """By what a course marks. `most` counts for points and is what a rubric's criteria add up to."""

    kind: ScaleKind = ScaleKind.POINTS
    most: str = "10"
    criteria: tuple[Criterion, ...] = ()


USUAL_SCALE = Scale()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark with what it was out of on that day. `parts` are a rubric's points, in its order."""

    kind: ScaleKind
    value: str
    most: str = ""
    parts: tuple[tuple[Criterion, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What one of the staff said of one version; immutable, the latest of a report counts."""

    review_id: int
    week_id: int
    member_id: int
    version_id: int
    reviewer_xid: int
    mark: Mark
    comment: str | None
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a report before them, and until when (UTC) it is kept from others."""

    member_id: int
    reviewer_xid: int
    ends_at: datetime


def points(given: str, most: str | None = None) -> str:
    """Points as they are kept: at most two decimals, no needless zeros, within the scale. Raises BadMark.

    >>> points(" ９,50 ", "10")
    '9.5'
    >>> points("10", "10")
    '10'
    """
    plain = "".join(unicodedata.normalize("NFKC", given).split()).replace(",", ".")
    if not POINTS.fullmatch(plain) or (most is not None and Decimal(plain) > Decimal(most)):
        raise BadMark(given=given[:CRITERION_LIMIT], most=most or "9999")
    return _written(Decimal(plain))


def _written(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}".lstrip("0") or "0"


def scale_of(kind: ScaleKind, most: str, criteria: str) -> Scale:
    """A scale that can be meant; each line of `criteria` ends with its points. Raises BadScale, BadText.

    >>> scale_of(ScaleKind.RUBRIC, "", "Argument 6\\nEvidence 4").most
    '10'
    """
    if kind is ScaleKind.RUBRIC:
        lines = [_criterion(line) for line in criteria.splitlines() if line.strip()]
        if not 1 <= len(lines) <= MOST_CRITERIA or len({one.name for one in lines}) < len(lines):
            raise BadScale(most=MOST_CRITERIA)
        return Scale(kind, _written(sum((Decimal(one.most) for one in lines), Decimal(0))), tuple(lines))
    if kind is ScaleKind.POINTS:
        return Scale(kind, _above_zero(most))
    return Scale(kind, "")


def _criterion(line: str) -> Criterion:
    name, _, most = line.strip().rpartition(" ")
    return Criterion(plain_line(name, CRITERION_LIMIT), _above_zero(most))


def _above_zero(given: str) -> str:
    try:
        most = points(given)
    except BadMark:
        raise BadScale(most=MOST_CRITERIA) from None
    if Decimal(most) == 0:
        raise BadScale(most=MOST_CRITERIA)
    return most


def mark_of(scale: Scale, given: Sequence[str]) -> Mark:
    """The mark that staff gave: one entry, or for a rubric one for each criterion. Raises BadMark.

    >>> mark_of(Scale(ScaleKind.LETTER), ["a+"]).value
    'A+'
    """
    if scale.kind is ScaleKind.RUBRIC:
        parts = tuple((one, points(text, one.most)) for one, text in zip(scale.criteria, given, strict=True))
        total = sum((Decimal(text) for _, text in parts), Decimal(0))
        return Mark(scale.kind, _written(total), scale.most, parts)
    (text,) = given
    if scale.kind is ScaleKind.POINTS:
        return Mark(scale.kind, points(text, scale.most), scale.most)
    plain = unicodedata.normalize("NFKC", text).strip()
    if scale.kind is ScaleKind.LETTER and LETTER.fullmatch(plain.upper()):
        return Mark(scale.kind, plain.upper())
    if scale.kind is ScaleKind.PASS_FAIL and plain in (PASS, FAIL):
        return Mark(scale.kind, plain)
    raise BadMark(given=text[:CRITERION_LIMIT], most="A+")


def comment_of(given: str) -> str | None:
    """Staff's comment, its ends trimmed; None where there is none."""
    return given.strip()[:COMMENT_LIMIT] or None


def in_order(member_ids: Sequence[int], after: int | None) -> list[int]:
    """The reports in the order in which they are gone through: those behind this one, then from the first.

    >>> in_order([3, 5, 8], 5)
    [8, 3, 5]
    >>> in_order([3, 5, 8], None)
    [3, 5, 8]
    """
    if after is None:
        return sorted(member_ids)
    return [one for one in sorted(member_ids) if one > after] + [
        one for one in sorted(member_ids) if one <= after
    ]


def held_by_others(leases: Sequence[Lease], user_xid: int, now: datetime) -> dict[int, int]:
    """Who has which report before them, by member_id, but for this person."""
    return {
        one.member_id: one.reviewer_xid
        for one in leases
        if one.ends_at > now and one.reviewer_xid != user_xid
    }


def next_waiting(
    versions: Mapping[int, int], marked: Mapping[int, int], held: Collection[int], after: int | None
) -> int | None:
    """The next member whose report waits for a mark and is before nobody; None where there is none.

    The versions that count and those that were marked last, by member_id: who hands in again waits again.
    """
    for member_id in in_order([*versions], after):
        if versions[member_id] != marked.get(member_id) and member_id not in held:
            return member_id
    return None


def one_before(member_ids: Sequence[int], member_id: int | None, held: Collection[int]) -> int | None:
    """The report that comes before this one and is before nobody else, marked or not; the last before none.

    >>> one_before([3, 1, 2], 3, {2}), one_before([3, 1, 2], None, ()), one_before([1], 1, ())
    (1, 3, None)
    """
    free = [one for one in sorted(member_ids) if one not in held]
    before = [one for one in free if member_id is None or one < member_id]
    return before[-1] if before else None
