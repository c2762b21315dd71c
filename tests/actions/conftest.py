"""A course that was set up and planned by the actions themselves, over a real file."""

from __future__ import annotations

import pytest

from bot.store.engine import SqliteStore
from tests.actions.school import School, found
from tests.factories import OPENS
from tests.store.conftest import empty_database, file, seal, store

__all__ = ["empty_database", "file", "seal", "store"]


@pytest.fixture
async def school(store: SqliteStore) -> School:
    return await found(store)


@pytest.fixture
async def opened(school: School) -> School:
    """The same, with its week open."""
    await school.sweep(OPENS)
    return school
