"""A store over a real file with the real migrations, and a small world in it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.engine import SqliteStore
from bot.store.seal import Seal
from tests.store.world import World, migrated, settle_in


@pytest.fixture(scope="session")
def seal() -> Seal:
    return Seal(Seal.new_key())


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, seal: Seal) -> Path:
    """Migrated once; each test works on a copy."""
    file = tmp_path_factory.mktemp("migrated") / "colloquy.db"
    store = migrated(file, seal)
    store.engine.dispose()
    return file


@pytest.fixture
def file(tmp_path: Path, empty_database: Path) -> Path:
    return Path(shutil.copy(empty_database, tmp_path / "colloquy.db"))


@pytest.fixture
async def store(file: Path, seal: Seal) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(f"sqlite:///{file}", seal)
    opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def world(store: SqliteStore) -> World:
    return await settle_in(store)
