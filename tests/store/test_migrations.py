"""Migrations lead to the tables that the code means, and back; a failure is one line."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from bot.store import migrate as migrating
from bot.store.engine import SqliteStore, StoreUnavailable
from bot.store.migrate import config, migrate
from bot.store.seal import Seal
from bot.store.tables import metadata
from tests.store.world import migrated

HEAD = ScriptDirectory.from_config(config()).get_current_head()
NOBODY = 65534


@pytest.fixture
def engine(tmp_path: Path, seal: Seal) -> Iterator[Engine]:
    store = SqliteStore(f"sqlite:///{tmp_path / 'colloquy.db'}", seal)
    yield store.engine
    store.engine.dispose()


def revise(engine: Engine, revision: str) -> None:
    settings = config()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        move = command.downgrade if revision == "base" else command.upgrade
        move(settings, revision)


def schema(engine: Engine) -> list[str]:
    with engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [row.sql for row in rows]


def test_the_newest_schema_is_that_of_the_tables(engine: Engine) -> None:
    assert migrate(engine) == (None, HEAD)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    before = schema(engine)
    assert migrate(engine) == (HEAD, HEAD)
    assert schema(engine) == before


def test_down_to_the_ground_and_up_again(engine: Engine) -> None:
    migrate(engine)
    before = schema(engine)
    revise(engine, "base")
    assert [line for line in schema(engine) if "alembic_version" not in line] == []
    revise(engine, "head")
    assert schema(engine) == before


def test_each_migration_opens_with_its_reason() -> None:
    for script in ScriptDirectory.from_config(config()).walk_revisions():
        words = script.module.__doc__ or ""
        assert re.search(rf"^Revises: {script.down_revision or 'nothing'}$", words, re.MULTILINE)
        assert re.search(r"^Created: \d{4}-\d\d-\d\d$", words, re.MULTILINE)
        assert re.search(r"^Reason: \S.{20,}", words, re.MULTILINE)


def test_every_row_names_its_server_and_its_course() -> None:
    for table in metadata.tables.values():
        if table.name != "installation":
            assert not table.columns["guild_xid"].nullable, table.name
            assert not table.columns["course_id"].nullable, table.name


COURSE = (
    "INSERT INTO courses (course_id, guild_xid, name, channel_xid, instructor_role_xid, zone, language,"
    " reminder_minutes, key_claim_limit, created_at)"
    " VALUES (1, 7001, 'Cities', 2, 3, 'UTC', 'en', '[]', 5, 0)"
)
WEEK_OF = "INSERT INTO weeks VALUES (1, 7001, {course_id}, 1, 'Streets', '', 0, 1, 0, 2, 'planned')"
REBUILD = """with op.batch_alter_table("courses", recreate="always") as courses:
        courses.alter_column("name", nullable=True)"""
MORE = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("courses", sa.Column("added", sa.Integer()))
    {body}
"""


def more_migrations(folder: Path, body: str) -> Path:
    """The migrations with one more, which ends with this."""
    copied = Path(shutil.copytree(migrating.MIGRATIONS, folder / "migrations"))
    (copied / "versions" / "9999_more.py").write_text(MORE.format(head=HEAD, body=body), encoding="utf-8")
    return copied


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('op.execute("DELETE FROM nowhere")', "no such table: nowhere"),
        (
            f'op.execute("{WEEK_OF.format(course_id=99)}")',
            "a row of weeks points at nothing",
        ),
    ],
)
def test_a_migration_that_fails_leaves_the_database_as_it_was(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    migrate(engine)
    before = schema(engine)
    monkeypatch.setattr(migrating, "MIGRATIONS", more_migrations(tmp_path, body))
    with pytest.raises(StoreUnavailable, match=said):
        migrate(engine)
    assert schema(engine) == before
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_a_table_that_is_rebuilt_leaves_its_childrens_rows(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(COURSE)
        connection.exec_driver_sql(WEEK_OF.format(course_id=1))
    monkeypatch.setattr(migrating, "MIGRATIONS", more_migrations(tmp_path, REBUILD))
    assert migrate(engine) == (HEAD, "9999")
    with engine.begin() as connection:
        for table in ("courses", "weeks"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 1


def test_foreign_keys_hold_after_migrating(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_a_missing_folder_is_made(tmp_path: Path, seal: Seal) -> None:
    file = tmp_path / "data" / "deep" / "colloquy.db"
    migrated(file, seal).engine.dispose()
    assert file.exists()


def one_line_about(store: SqliteStore, file: Path) -> None:
    """Neither migrating nor opening gets further than one line that names the place."""
    for step in (lambda: migrate(store.engine), store.open):
        with pytest.raises(StoreUnavailable) as refused:
            step()
        said = str(refused.value)
        assert str(file.parent) in said
        assert "\n" not in said
        assert len(said) > len(str(file)) + 10
    store.engine.dispose()


def test_a_folder_that_is_a_file(tmp_path: Path, seal: Seal) -> None:
    (tmp_path / "data").write_text("a file")
    file = tmp_path / "data" / "colloquy.db"
    one_line_about(SqliteStore(f"sqlite:///{file}", seal), file)


@pytest.mark.parametrize("content", [b"Pavements are rooms. " * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, seal: Seal, content: bytes) -> None:
    file = tmp_path / "colloquy.db"
    file.write_bytes(content)
    one_line_about(SqliteStore(f"sqlite:///{file}", seal), file)
    assert file.read_bytes() == content


@pytest.fixture
def ordinary_person() -> Iterator[None]:
    """Permissions hold for everybody but root; where the tests run as root they step down meanwhile."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter; pytest's own belong to one user."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_folder_in_which_nothing_may_be_written(
    open_folder: Path, seal: Seal, request: pytest.FixtureRequest
) -> None:
    open_folder.chmod(0o555)
    request.getfixturevalue("ordinary_person")
    file = open_folder / "deep" / "colloquy.db"
    one_line_about(SqliteStore(f"sqlite:///{file}", seal), file)


def test_a_database_that_may_only_be_read(
    open_folder: Path, empty_database: Path, seal: Seal, request: pytest.FixtureRequest
) -> None:
    file = open_folder / "colloquy.db"
    shutil.copy(empty_database, file)
    file.chmod(0o444)
    open_folder.chmod(0o555)
    request.getfixturevalue("ordinary_person")
    one_line_about(SqliteStore(f"sqlite:///{file}", seal), file)


def test_a_database_that_was_never_migrated(tmp_path: Path, seal: Seal) -> None:
    store = SqliteStore(f"sqlite:///{tmp_path / 'colloquy.db'}", seal)
    with pytest.raises(StoreUnavailable, match="no such table"):
        store.open()
    store.engine.dispose()


def test_a_database_of_a_newer_release(engine: Engine) -> None:
    migrate(engine)
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as database:
        database.execute("UPDATE alembic_version SET version_num = '7777'")
        database.commit()
    with pytest.raises(StoreUnavailable, match="7777"):
        migrate(engine)
