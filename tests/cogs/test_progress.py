"""Progress is told now and then, and never after the end."""

from __future__ import annotations

from typing import Any, cast

from cogs.ui.progress import AFTER, Progress


class Waiting:
    """A deferred interaction, and what stands in its place."""

    locale = "en-US"

    def __init__(self) -> None:
        self.said: list[str] = []
        self.response = self

    def is_done(self) -> bool:
        return True

    async def edit_original_response(self, *, content: str, **_: Any) -> None:
        self.said.append(content)


async def test_a_long_export_tells_how_far_it_has_come() -> None:
    seconds, waiting = [0.0], Waiting()
    progress = Progress(cast(Any, waiting), lambda: seconds[0])
    for done in range(1, 5):
        seconds[0] += AFTER * 0.6
        await progress.step(done, 4)
    assert waiting.said == ["2 of 4 weeks are ready …"]
