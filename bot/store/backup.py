"""Backups of the database while it is in use, which of them are kept, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.store.engine import SqliteStore, StoreUnavailable, first_line
from bot.store.migrate import migrate, revision_of
from bot.store.seal import Seal
from bot.store.tables import installation

EVERY = timedelta(hours=24)
STAMP = "%Y%m%dT%H%M%SZ"
BUSY_SECONDS = 30.0
PARTIAL = ".partial"
COMPANIONS = ("-wal", "-shm", "-journal")


class CannotBackUp(Exception):
    """Why a backup could not be made or used, in one line."""


@dataclass(frozen=True, slots=True)
class Backups:
    """The folder of the scheduled backups; `kept` of each kind stay, the newest."""

    database: Path
    folder: Path
    kept: int

    def due(self, now: datetime) -> bool:
        """Whether the last one is a day old. One from the future is one of a clock that was wrong."""
        return not any(now - EVERY < at <= now for at in map(_moment, self._all("")) if at)

    def make(self, now: datetime, why: str = "") -> Path | None:
        """Makes one, and removes those that are too many; None where there is nothing yet to lose.

        Raises CannotBackUp.
        """
        if not holds_anything(self.database):
            return None
        self._sweep(now)
        target = self._file(why, f"{now:{STAMP}}")
        if not target.exists():
            back_up(self.database, target)
        for old in self._all(why)[: -self.kept]:
            old.unlink(missing_ok=True)
        return target

    def _sweep(self, now: datetime) -> None:
        """Removes what a process left that was killed over a backup; one at work is younger than a day."""
        for left in self.folder.glob(f"{self.database.stem}-*.db{PARTIAL}"):
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < (now - EVERY).timestamp():
                    left.unlink()

    def _file(self, why: str, stamp: str) -> Path:
        between = f"-{why}" if why else ""
        return self.folder / f"{self.database.stem}{between}-{stamp}.db"

    def _all(self, why: str) -> Sequence[Path]:
        """Those of one kind, the oldest first."""
        found = self.folder.glob(self._file(why, "*").name)
        return sorted(file for file in found if _moment(file) and self._file(why, _stamp(file)) == file)


def back_up(database: Path, target: Path) -> None:
    """Copies the database as it is at this moment; those who write meanwhile go on. Raises CannotBackUp.

    The copy gets its name only when it is whole and on disk. Nothing that exists is overwritten.
    """
    if not database.exists():
        raise CannotBackUp(f"{database} does not exist.")
    if target.exists():
        raise CannotBackUp(f"{target} exists; a backup overwrites nothing.")
    partial = target.with_name(target.name + PARTIAL)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_reading(database)) as source:
            source.execute("VACUUM INTO ?", (str(partial),))
        _require_whole(partial)
        to_disk(partial)
        os.link(partial, target)
        to_disk(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise CannotBackUp(f"{target} could not be written: {first_line(error)}") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def holds_anything(database: Path) -> bool:
    """Whether there is a course in it, without which there is nothing to lose."""
    if not database.exists():
        return False
    try:
        with closing(_reading(database)) as source:
            return source.execute("SELECT 1 FROM courses LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return False


def restore(backup: Path, database: Path, seal: Seal, now: datetime, *, replace: bool) -> Path | None:
    """Puts a backup in the database's place; returns where the old one now lies, if there was one.

    The backup is checked and brought to the newest schema in a copy before anything is touched. Whoever
    calls keeps others away with only_one(). Raises CannotBackUp, StoreUnavailable, WrongKey.
    """
    if database.exists() and not replace:
        raise CannotBackUp(f"{database} exists; --replace puts it aside.")
    if not backup.is_file():
        raise CannotBackUp(f"{backup} does not exist.")
    copy = database.with_name(database.name + PARTIAL)
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        _remove(copy)
        shutil.copyfile(backup, copy)
        copy.chmod(0o600)
        _require_whole(copy)
        _require_ours(backup, copy)
        _settle(copy, seal, now)
        to_disk(copy)
        aside = _put_aside(database, now)
        copy.replace(database)
        to_disk(database.parent)
    except (sqlite3.Error, OSError) as error:
        raise CannotBackUp(f"{backup} cannot be restored: {first_line(error)}") from error
    finally:
        with suppress(OSError):
            _remove(copy)
    return aside


def _settle(copy: Path, seal: Seal, now: datetime) -> None:
    """Proves the key, migrates, and notes the moment: what was due before it may have been said already."""
    store = SqliteStore(f"sqlite:///{copy}", seal)
    try:
        with store.engine.begin() as connection:
            connection.execute(select(installation.c.key_proof)).first()
        migrate(store.engine)
        with store.engine.begin() as connection:
            connection.execute(update(installation).values(restored_at=now))
        store.engine.dispose()
        # All of it into the one file, which is then moved.
        with closing(sqlite3.connect(copy)) as plain:
            plain.execute("PRAGMA journal_mode=DELETE")
    except SQLAlchemyError as error:
        raise StoreUnavailable(first_line(error)) from error
    finally:
        store.engine.dispose()


def _put_aside(database: Path, now: datetime) -> Path | None:
    """The old database under another name, with the log that belongs to it and not to the new one."""
    aside = database.with_name(f"{database.name}.replaced-{now:{STAMP}}")
    existed = database.exists()
    if existed:
        os.link(database, aside)
    for ending in COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{database}{ending}").replace(f"{aside}{ending}")
    return aside if existed else None


def _require_whole(file: Path) -> None:
    with closing(_reading(file)) as source:
        (said,) = source.execute("PRAGMA integrity_check(1)").fetchone()
        broken = source.execute("PRAGMA foreign_key_check").fetchone()
    if said != "ok":
        raise CannotBackUp(f"{file} is damaged: {said}")
    if broken:
        raise CannotBackUp(f"{file} is damaged: a row of {broken[0]} points at nothing.")


def _require_ours(backup: Path, copy: Path) -> None:
    known, found = revision_of(copy)
    if found is None:
        raise CannotBackUp(f"{backup} is no database of Colloquy.")
    if not known:
        raise CannotBackUp(f"{backup} comes from a newer Colloquy (schema {found}); restore it with that.")


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


def to_disk(path: Path) -> None:
    """Returns once a file or a folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(file: Path) -> None:
    for ending in ("", *COMPANIONS):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _stamp(file: Path) -> str:
    return file.stem.rpartition("-")[2]


def _moment(file: Path) -> datetime | None:
    try:
        return datetime.strptime(_stamp(file), STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
