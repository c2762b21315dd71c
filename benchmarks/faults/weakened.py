"""`python -m benchmarks.faults.weakened PART run`: the bot without one half of what keeps messages single.

Only for showing that a fault run finds what it is looking for; nothing in the bot knows of it.
"""

from __future__ import annotations

import sys

import discord

from bot.cli import main
from bot.messenger import DiscordMessenger
from bot.seminar.deliveries import Delivery

WEAKNESSES = ("nonce", "history")


async def _finds_nothing(_self: DiscordMessenger, _delivery: Delivery) -> int | None:
    return None


def weaken(part: str) -> None:
    """Takes the nonce, or the look at the history, away from whatever is sent from now on."""
    if part == "history":
        setattr(DiscordMessenger, "find", _finds_nothing)  # noqa: B010 (mypy knows that it is wrong)
        return
    plain = discord.http.handle_message_parameters

    def without_nonce(*given: object, **named: object) -> object:
        named["nonce"] = None
        return plain(*given, **named)  # type: ignore[arg-type]

    setattr(discord.abc, "handle_message_parameters", without_nonce)  # noqa: B010


if __name__ == "__main__":
    weaken(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
