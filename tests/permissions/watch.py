"""What a refused act left behind: every row of the bot's database, but for what changes by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from demo.house import House

PROGRESS: dict[str, set[str]] = {
    "installation": {"*"},
    "members": {"inbox_xid", "inbox_asked_at", "closed_at", "left_at"},
    "courses": {"owner_inbox_xid", "owner_asked_at"},
    "claims": {"state", "thread_xid", "opened_at"},
    "deliveries": {
        "state",
        "turn_at",
        "attempt",
        "first_attempt_at",
        "fence",
        "reason",
        "detail",
        "message_xid",
        "ended_at",
        "direct",
        "batch",
    },
}
"""What the bot changes by itself meanwhile, sending what it owed before."""


class Watch:
    """Sees what changes in the bot's database from one look to the next."""

    def __init__(self, house: House) -> None:
        path = f"file:{house.folder / 'colloquy.db'}?mode=ro"
        self._database = sqlite3.connect(path, uri=True, isolation_level=None)
        self._version = 0
        self._seen: dict[str, set[str]] = {}

    def close(self) -> None:
        self._database.close()

    def changes(self) -> dict[str, set[str]]:
        """The rows that came, went or changed since the last look, by table."""
        ((version,),) = self._database.execute("PRAGMA data_version").fetchall()
        if version == self._version:
            return {}
        self._version, before, self._seen = version, self._seen, self._rows()
        changed = {table: rows ^ before.get(table, set()) for table, rows in self._seen.items()}
        return {table: rows for table, rows in changed.items() if rows}

    def _rows(self) -> dict[str, set[str]]:
        tables = self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {table: set(_rows(self._database, table)) for (table,) in tables}


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    left_out = PROGRESS.get(table, set())
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] not in left_out]
    if "*" not in left_out:
        names = ", ".join(f'"{name}"' for name in columns)
        yield from sorted(map(repr, database.execute(f"SELECT {names} FROM {table}")))
