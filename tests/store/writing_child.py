"""A process that writes until it is killed; prints each write once it is acknowledged."""

from __future__ import annotations

import asyncio
import sys

from bot.store.engine import SqliteStore
from bot.store.seal import Seal
from tests.factories import OPENS, new_course


async def main(url: str, key: str, first: int) -> None:
    store = SqliteStore(url, Seal(key))
    store.open()

    async def write(channel_xid: int) -> None:
        await store.write(lambda tx: tx.courses.add(new_course(channel_xid=channel_xid), OPENS))
        sys.stdout.write(f"{channel_xid}\n")
        sys.stdout.flush()

    while True:
        await asyncio.gather(*(write(first + offset) for offset in range(10)))
        first += 10


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
