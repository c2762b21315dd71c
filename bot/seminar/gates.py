"""Gates: findings that a course does not take in a report, as long as there is time to mend them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.seminar.hints import Hint, HintKind
from bot.seminar.refusals import Objection
from bot.seminar.reports import FindingKind, Reading
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Times, deadline_for

Gate = FindingKind | HintKind

ROOM = timedelta(hours=1)
"""What is left to mend a report in; with less of it, a gate lets everything pass."""

GATES: dict[str, Gate] = {kind.value: kind for kind in (*FindingKind, *HintKind)}
"""Everything that a course can make a gate, by its name."""


def gates_of(names: Collection[str]) -> tuple[Gate, ...]:
    """The gates of these names, each once and in the order of GATES.

    >>> [str(gate) for gate in gates_of(["same_text", "missing_part", "of another edition"])]
    ['missing_part', 'same_text']
    """
    return tuple(gate for name, gate in GATES.items() if name in names)


def passes_at(times: Times, allowance: Allowance = NOTHING_GRANTED) -> datetime:
    """From when (UTC) a gate holds nothing of this member's any more: an hour before their deadline.

    >>> from datetime import UTC
    >>> due = datetime(2026, 9, 13, 18, tzinfo=UTC)
    >>> times = Times(due - timedelta(days=6), due, timedelta(minutes=10), due + timedelta(days=7))
    >>> passes_at(times).isoformat()
    '2026-09-13T17:00:00+00:00'
    """
    return deadline_for(times, allowance) - ROOM


def objections(
    gates: Collection[Gate], text: str, reading: Reading, hints: Sequence[Hint]
) -> tuple[Objection, ...]:
    """What these gates hold a report for, in the order of the report, with the passage that is meant."""
    found = [
        Objection(one.kind, one.about or " ".join(text[one.start : one.end].split()))
        for one in reading.findings
        if one.kind in gates
    ]
    found += [Objection(one.kind, week=one.week) for one in hints if one.kind in gates]
    return tuple(found)
