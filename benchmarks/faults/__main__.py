"""python -m benchmarks.faults kill | fanout"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys

from benchmarks.faults import fanout, kill
from benchmarks.faults.weakened import WEAKNESSES


def main() -> int:
    """Runs one of them; the exit status tells whether it held."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    kinds = made.add_subparsers(dest="kind", required=True)
    killing = kinds.add_parser("kill", help="power cuts while prompts are being posted")
    killing.add_argument("--runs", type=int, default=200, help="kills; each amid so many prompts as courses")
    killing.add_argument("--courses", type=int, default=110)
    killing.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    killing.add_argument("--beside", type=int, default=8, help="schools side by side, each with a bot")
    killing.add_argument("--without", choices=WEAKNESSES, help="shows that the checker finds doubles")
    kinds.add_parser("fanout", help="1,000 deliveries at once, and 10,000 planned courses")
    asked = made.parse_args()
    if asked.kind == "fanout":
        return asyncio.run(fanout.run())
    return asyncio.run(kill.run(asked.runs, asked.courses, asked.seed, asked.beside, asked.without))


if __name__ == "__main__":
    sys.exit(main())
