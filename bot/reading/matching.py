"""How surely two passages claim the same."""

from __future__ import annotations

from collections.abc import Sequence


def likeness(
    passages: Sequence[str], others: Sequence[str], *, topic: str | None = None
) -> list[list[float]]:
    """For each passage its likeness to each of the others, in [0, 1].

    From 0.5 on they surely claim the same, from 0.35 on likely. Words that the topic or many passages share
    count for little, words of attribution for nothing. A Korean and an English passage are never alike.
    """
    raise NotImplementedError
