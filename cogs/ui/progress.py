"""Progress: what somebody sees who waits for a long answer, in the place where the answer will stand."""

from __future__ import annotations

import time
from collections.abc import Callable

from cogs.ui.answers import answer
from cogs.ui.house import Interaction, words_of

AFTER = 1.5
"""Seconds between two looks: Discord limits how often a message is edited."""


class Progress:
    """Tells the person behind a deferred interaction how far it has come, now and then."""

    def __init__(self, interaction: Interaction, seconds: Callable[[], float] = time.monotonic) -> None:
        self._interaction, self._seconds = interaction, seconds
        self._told_at = seconds()

    async def step(self, done: int, of: int) -> None:
        """One more part is done."""
        if self._seconds() - self._told_at < AFTER or done >= of:
            return
        self._told_at = self._seconds()
        await answer(self._interaction, words_of(self._interaction).say("export.progress", done=done, of=of))
