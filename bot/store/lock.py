"""One process to a database: a lock that the system drops when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from bot.store.engine import StoreUnavailable, sqlite_file


class InUse(StoreUnavailable):
    """Another process has the database; the text names it."""


@contextmanager
def only_one(url: str | URL) -> Generator[None]:
    """Keeps every other writer away from the database within the block. Raises InUse, StoreUnavailable.

    The lock lies on a file beside the database, which stays: to remove it would let two processes lock
    two files of one name. Who only reads the database, such as a backup, needs no lock.
    """
    file = sqlite_file(url)
    if file is None:
        yield
        return
    beside = lock_file(file)
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreUnavailable(f"{beside}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InUse(f"{file} is in use by process {_holder(descriptor)}") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_held(url: str | URL) -> bool:
    """Whether another process works with the database. Raises StoreUnavailable."""
    try:
        with only_one(url):
            return False
    except InUse:
        return True


def lock_file(database: Path) -> Path:
    """The file that is locked; two names of one database lead to the same."""
    real = database.resolve()
    return real.with_name(real.name + ".lock")


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, 20, 0).decode("ascii", "replace") or "?"
