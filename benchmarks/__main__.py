"""python -m benchmarks"""

from __future__ import annotations

import asyncio

from benchmarks import burst, interactions


async def run() -> None:
    """Commands beside the bare bot, then hand-ins beside ping and fsync."""
    await interactions.run()
    await burst.rounds()


if __name__ == "__main__":
    asyncio.run(run())
