"""python -m benchmarks"""

from __future__ import annotations

import asyncio

from benchmarks import interactions

if __name__ == "__main__":
    asyncio.run(interactions.run())
