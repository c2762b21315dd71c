"""The list of deletions beside the database: what was deleted does not come back with a backup.

A line holds the numbers of a server, a course and a member, and the time: nothing of the person.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.actions.ports import Store
from bot.actions.privacy import erase_again, erased
from bot.seminar.privacy import Erased

ENDING = ".erased"


class Erasures:
    """Keeps the list and the database alike. Without a file nothing is kept: there is no backup either."""

    def __init__(self, database: Path | None) -> None:
        self._file = database.with_name(database.name + ENDING) if database else None
        self._written = -1

    async def repeat(self, store: Store) -> int:
        """At the start: deletes again what a backup brought back; returns of how many people."""
        return await erase_again(store, self._read())

    async def keep(self, store: Store) -> None:
        """Adds to the list what was deleted since. Raises OSError."""
        known = await erased(store)
        if self._file is None or len(known) == self._written:
            return
        listed = set(self._read())
        self._append([one for one in known if one not in listed])
        self._written = len(known)

    def _read(self) -> list[Erased]:
        if self._file is None or not self._file.exists():
            return []
        lines = [json.loads(line) for line in self._file.read_text().splitlines() if line.endswith("}")]
        return [
            Erased(one["guild"], one["course"], one["member"], datetime.fromisoformat(one["at"]))
            for one in lines
        ]

    def _append(self, new: Sequence[Erased]) -> None:
        if self._file is None or not new:
            return
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a") as file:
            for one in new:
                told = {"guild": one.guild_xid, "course": one.course_id, "member": one.member_id}
                # Begins with a line's end: one that a power cut left half-written is ended by it.
                file.write("\n" + json.dumps({**told, "at": one.at.astimezone(UTC).isoformat()}))
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
