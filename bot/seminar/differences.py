"""Differences between two versions of a report, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

AROUND = 1
MOST_LINES = 4000


def difference(old: str, new: str) -> list[str]:
    """What went ("- ") and came ("+ "), with a line around each change, and "…" for what is left out.

    >>> difference("One.\\nTwo.\\nThree.\\nFour.", "One.\\nTwo.\\nThree!\\nFour.")
    ['…', '  Two.', '- Three.', '+ Three!', '  Four.']
    >>> difference("One.", "One.")
    []
    """
    before, after = old.split("\n"), new.split("\n")
    if old == new:
        return []
    if max(len(before), len(after)) > MOST_LINES:
        return [*(f"- {line}" for line in before), *(f"+ {line}" for line in after)]
    return list(_changes(before, after))


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    end = 0
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] > end:
            yield "…"
        for kind, start, stop, new_start, new_stop in group:
            if kind == "equal":
                yield from (f"  {line}" for line in before[start:stop])
            else:
                yield from (f"- {line}" for line in before[start:stop])
                yield from (f"+ {line}" for line in after[new_start:new_stop])
            end = stop
    if end < len(before):
        yield "…"
