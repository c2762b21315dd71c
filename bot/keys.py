"""The key of the sealed columns: from the settings, else one that lies beside the database."""

from __future__ import annotations

import os
from pathlib import Path

from bot.settings import BadSettings, Settings
from bot.store.engine import sqlite_file
from bot.store.rekey import opens
from bot.store.seal import Seal


def seal_for(settings: Settings) -> Seal:
    """The seal of this installation; makes a key on the first start. Raises BadSettings, OSError."""
    if settings.seal_key is not None:
        return Seal(settings.seal_key)
    database = sqlite_file(settings.database_url)
    if database is None:
        return Seal(Seal.new_key())
    beside = _finish_rekeying(database)
    if not beside.exists():
        if database.exists():
            raise BadSettings(f"{beside} is gone, and SEAL_KEY is not set: what was sealed cannot be opened.")
        write_secret(beside, Seal.new_key())
    try:
        return Seal(beside.read_text().strip())
    except ValueError:
        raise BadSettings(f"{beside} does not hold a key.") from None


def found_seal(settings: Settings) -> Seal:
    """The seal of this installation, which must exist. Raises BadSettings, OSError."""
    database = sqlite_file(settings.database_url)
    beside = database.with_name(database.name + ".key") if database else None
    if settings.seal_key is None and beside is not None and not beside.exists():
        raise BadSettings(f"{beside} is gone, and SEAL_KEY is not set: put your copy of the key back first.")
    return seal_for(settings)


def key_file(database: Path) -> Path:
    """Where the key lies that was made at the first start."""
    return database.with_name(database.name + ".key")


def prepared_key_file(database: Path) -> Path:
    """Where a new key lies until the database is sealed with it."""
    return database.with_name(database.name + ".key.new")


def _finish_rekeying(database: Path) -> Path:
    """The power may have gone between the two files of a new key: the one that opens the database stays."""
    beside, prepared = key_file(database), prepared_key_file(database)
    if prepared.exists() and database.exists():
        if opens(database, Seal(prepared.read_text().strip())):
            prepared.replace(beside)
        else:
            prepared.unlink()
    return beside


def write_secret(path: Path, secret: str) -> None:
    """A new file that its owner alone may read. Raises FileExistsError, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
