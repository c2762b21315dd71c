"""Differences between two versions of a report, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

AROUND = 1
MOST_LINES = 400
"""Longer stretches that differ are shown as gone and come: comparing takes the square of their lines."""
LEFT_OUT = "…"


def difference(old: str, new: str) -> list[str]:
    """What went ("- ") and came ("+ "), with a line around each change, and "…" for what is left out.

    >>> difference("One.\\nTwo.\\nThree.\\nFour.", "One.\\nTwo.\\nThree!\\nFour.")
    ['…', '  Two.', '- Three.', '+ Three!', '  Four.']
    >>> difference("One.", "One.")
    []
    """
    if old == new:
        return []
    before, after = old.split("\n"), new.split("\n")
    head, tail = _same_ends(before, after)
    first, last = max(head - AROUND, 0), max(tail - AROUND, 0)
    before, after = before[first : len(before) - last], after[first : len(after) - last]
    if max(len(before), len(after)) > MOST_LINES:
        shown = [*(f"- {line}" for line in before), *(f"+ {line}" for line in after)]
    else:
        shown = list(_changes(before, after))
    return [
        *([LEFT_OUT] if first and shown[0] != LEFT_OUT else []),
        *shown,
        *([LEFT_OUT] if last and shown[-1] != LEFT_OUT else []),
    ]


def _same_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the beginning, and after these at the end."""
    head = _same(before, after)
    return head, _same(before[head:][::-1], after[head:][::-1])


def _same(before: Sequence[str], after: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    end = 0
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] > end:
            yield LEFT_OUT
        for kind, start, stop, new_start, new_stop in group:
            if kind == "equal":
                yield from (f"  {line}" for line in before[start:stop])
            else:
                yield from (f"- {line}" for line in before[start:stop])
                yield from (f"+ {line}" for line in after[new_start:new_stop])
            end = stop
    if end < len(before):
        yield LEFT_OUT
