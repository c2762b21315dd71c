"""Brings a database to the newest schema, with Alembic and the files in migrations/."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.store.engine import StoreUnavailable, sqlite_file, unavailable

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def config() -> Config:
    """Alembic's configuration, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def revision_of(file: Path) -> tuple[bool, str | None]:
    """A file's revision, and whether the migrations know it; None where it is no database of ours."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        try:
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            row = None
    if row is None:
        return False, None
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    return row[0] in known, str(row[0])


def migrate(engine: Engine, before_any: Callable[[str], object] | None = None) -> tuple[str | None, str]:
    """Upgrades to the newest revision; returns the one before and the one after. Raises StoreUnavailable.

    Makes the folder of a SQLite file where it is missing. `before_any` is called with the revision that
    is left behind, where there is one: the moment for a backup.
    """
    _make_folder(engine)
    newest = str(ScriptDirectory.from_config(config()).get_current_head())
    _announce(engine, newest, before_any)
    try:
        with engine.connect() as connection:
            # A table that SQLite must rebuild would take its children's rows along. The pragma does nothing
            # inside a transaction, which SQLAlchemy begins before whatever it executes itself.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                before = MigrationContext.configure(connection).get_current_revision()
                if before != newest:
                    settings = config()
                    settings.attributes["connection"] = connection
                    command.upgrade(settings, "head")
                    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise StoreUnavailable(f"a row of {broken[0]} points at nothing after the migration")
    except (SQLAlchemyError, CommandError) as error:
        raise unavailable(engine, error) from error
    finally:
        # The next connection has its foreign keys on again.
        engine.dispose()
    return before, newest


def _announce(engine: Engine, newest: str, before_any: Callable[[str], object] | None) -> None:
    file = sqlite_file(engine.url)
    if before_any is None or file is None or not file.exists():
        return
    try:
        known, found = revision_of(file)
    except sqlite3.Error as error:
        raise unavailable(engine, error) from error
    if known and found is not None and found != newest:
        before_any(found)


def _make_folder(engine: Engine) -> None:
    file = sqlite_file(engine.url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{file.parent}: no folder can be made here: {error.strerror}") from error
