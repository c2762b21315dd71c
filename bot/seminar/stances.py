"""Stances: what a seminar holds of a claim, and whose minds the discussion changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.seminar.claims import Stance


@dataclass(frozen=True, slots=True)
class Held:
    """A member's stance on a claim, as it was when the discussion began for them and as it is now."""

    member_id: int
    first: Stance
    now: Stance


def changed_minds(held: Sequence[Held]) -> int:
    """How many hold something else than before the discussion."""
    return sum(one.first is not one.now for one in held)


def dissenters(held: Sequence[Held]) -> list[int]:
    """Whose stance differs from that of more than half; nobody's where no stance has so many.

    >>> agree, unsure = Stance.AGREE, Stance.UNSURE
    >>> dissenters([Held(1, agree, agree), Held(2, agree, agree), Held(3, unsure, unsure)])
    [3]
    >>> dissenters([Held(1, agree, agree), Held(3, unsure, unsure)])
    []
    """
    for stance in Stance:
        others = [one.member_id for one in held if one.now is not stance]
        if 2 * len(others) < len(held):
            return others
    return []
