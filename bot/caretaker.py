"""Keeps the installation in order while the bot runs: a backup a day, made beside everything else."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from bot.store.backup import Backups, CannotBackUp
from bot.store.engine import sqlite_file

log = logging.getLogger(__name__)

PATIENCE = timedelta(hours=1)
"""After a backup that failed."""


def backups_for(settings: Settings) -> Backups | None:
    """Where the backups of this installation lie; None for a database without a file."""
    database = sqlite_file(settings.database_url)
    if database is None:
        return None
    return Backups(database, settings.backup_folder or database.parent / "backups", settings.backups_kept)


def archives_of(settings: Settings) -> Path:
    """Where the archives of closed courses lie that are too large for a message: beside the database."""
    database = sqlite_file(settings.database_url)
    return (Path() if database is None else database.parent) / "archives"


class Caretaker:
    """Looks at each sweep whether the day's backup is there."""

    def __init__(self, backups: Backups | None) -> None:
        self._backups = backups
        self._not_before: datetime | None = None
        self._busy = False

    def look(self, now: datetime) -> asyncio.Future[None] | None:
        """Begins a backup if one is due; None where there is nothing to do. What fails is in the log."""
        if self._backups is None or self._backups.kept == 0 or self._busy:
            return None
        if self._not_before and self._not_before - PATIENCE <= now < self._not_before:
            return None
        if not self._backups.due(now):
            return None
        self._busy = True
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Not the loop's own threads: the bot waits for those when it is told to stop.
        threading.Thread(target=self._make, args=(self._backups, now, done), daemon=True).start()
        return done

    def _make(self, backups: Backups, now: datetime, done: asyncio.Future[None]) -> None:
        try:
            made = backups.make(now)
            if made:
                log.info("backup: %s", made)
        except (CannotBackUp, OSError) as error:
            self._not_before = now + PATIENCE
            log.error("the daily backup failed: %s", error)
        finally:
            self._busy = False
            with suppress(RuntimeError):  # the loop has ended meanwhile
                done.get_loop().call_soon_threadsafe(_settle, done)


def _settle(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)
