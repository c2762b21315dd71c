"""Power cuts on a bad line, in a short form: nothing is lost or doubled; and the checker finds what is."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import pytest

from benchmarks.faults.kill import arriving, held_up, measure


@pytest.fixture
def seed() -> int:
    seed = int(os.environ.get("COLLOQUY_SEED") or random.SystemRandom().randrange(10**6))
    print(f"COLLOQUY_SEED={seed}")
    return seed


@pytest.mark.long
@pytest.mark.timeout(10800)
async def test_nothing_is_lost_or_doubled(tmp_path: Path, seed: int, *, full_count: bool) -> None:
    result = await (measure(tmp_path, 200, 110, seed) if full_count else measure(tmp_path, 3, 40, seed))
    assert result.held, result


@pytest.mark.timeout(600)
async def test_without_the_look_at_the_history_it_finds_doubles(tmp_path: Path, seed: int) -> None:
    result = await measure(tmp_path, 3, 40, seed, "history", long_outages=1.0)
    assert result.doubled, result
    assert not result.lost, result


@pytest.mark.timeout(300)
async def test_a_request_that_is_held_up_is_doubled_only_without_the_nonce(tmp_path: Path) -> None:
    whole, weak = tmp_path / "whole", tmp_path / "weak"
    whole.mkdir()
    weak.mkdir()
    with arriving():
        kept, doubled = await asyncio.gather(held_up(whole, 4), held_up(weak, 4, "nonce"))
    assert kept.held, kept
    assert doubled.doubled, doubled
    assert not doubled.lost, doubled
