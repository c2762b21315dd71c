"""What staff do with claims holds, can be undone, and keeps stances and posts; threads are told."""

from __future__ import annotations

import pytest

from tests.actions.curation.scene import LAMPS, ROOMS, TREES
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    MONDAY,
    NARI,
    School,
)
from tests.factories import OPENS


@pytest.fixture
async def read(school: School) -> School:
    """Three reports: two claims that two share, and one that is said once."""
    await school.sweep(OPENS)
    await school.hand_in(NARI, ROOMS + TREES)
    await school.hand_in(BORA, ROOMS + TREES + LAMPS)
    await school.hand_in(DOHA, LAMPS)
    await school.sweep(MONDAY)
    return school


@pytest.fixture
async def discussed(read: School) -> School:
    """The same, with a thread for each of the three."""
    await read.sweep(DUE)
    return read
