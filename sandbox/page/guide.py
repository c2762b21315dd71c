"""The guide beside the chat: steps and moments that somebody else wrote, ticked off by what is seen.

A file of JSON, every title in the page's languages:

    {"steps": [{"title": {"en": …, "ko": …}, "how": {…}, "as": person, "in": channel, "copy": text to paste,
                "done": {"seen_by": [person, …], "text": [any of these, …]}  or  {"clock": ISO 8601}}],
     "moments": [{"at": ISO 8601, "title": {…}}]}
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.seen import LOADING, Message


@dataclass
class Step:
    """Something to try, and how the page knows that it was done."""

    title: dict[str, str]
    how: dict[str, str]
    person: str
    channel: str | None
    copy: str = ""
    seen_by: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    clock: float | None = None
    done: bool = False


@dataclass(frozen=True)
class Moment:
    """A time at which something is known to happen, in seconds since 1970."""

    at: float
    title: dict[str, str]


@dataclass
class Guide:
    """The steps, and the moments that lie ahead or behind."""

    steps: list[Step] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Guide":
        """Raises OSError, ValueError, KeyError where the file is no guide."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        moments = [Moment(_seconds(one["at"]), one["title"]) for one in raw["moments"]]
        return cls([_step(one) for one in raw["steps"]], moments)

    @property
    def eyes(self) -> set[str]:
        """Whose views decide."""
        return {person for step in self.steps for person in step.seen_by}

    @property
    def current(self) -> Step | None:
        return next((step for step in self.steps if not step.done), None)

    def saw(self, person_id: str, message: Message) -> bool:
        """Ticks off what this message shows; True where something was."""
        if message.raw.get("flags", 0) & LOADING:
            return False
        fresh = [one for one in self.steps if not one.done and person_id in one.seen_by]
        hits = [step for step in fresh if any(text in message.text for text in step.texts)]
        for step in hits:
            step.done = True
        return bool(hits)

    def time_is(self, now: float) -> None:
        """Ticks off the steps that wait for an hour."""
        for step in self.steps:
            step.done = step.done or (step.clock is not None and now >= step.clock)


def _step(raw: dict[str, Any]) -> Step:
    done = raw["done"]
    return Step(
        raw["title"],
        raw["how"],
        raw["as"],
        raw.get("in"),
        raw.get("copy", ""),
        frozenset(done.get("seen_by", ())),
        tuple(done.get("text", ())),
        _seconds(done["clock"]) if "clock" in done else None,
    )


def _seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()
