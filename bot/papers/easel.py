"""The drawing process: one order on standard input, its pictures on standard output, and it is done.

An order is a language and pictures, pickled by our own parent; each picture leaves as its length in four
bytes and its PNG.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from typing import Any

from bot.papers import claims, flow, heatmap, interests, replies
from bot.seminar.pictures import ClaimMatrix, Flow, HeatMap, Interests, Picture, Replies
from bot.words.catalogues import Words, words_for

DRAWS: dict[type, Callable[[Words, Any], bytes]] = {
    HeatMap: heatmap.draw,
    Flow: flow.draw,
    Replies: replies.draw,
    ClaimMatrix: claims.draw,
    Interests: interests.draw,
}


def draw(language: str, picture: Picture) -> bytes:
    """One picture as PNG."""
    return DRAWS[type(picture)](words_for(language), picture)


def main() -> None:
    """Draws what is ordered; an error ends the process, and the parent knows it by that."""
    language, pictures = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  # the other end is our own parent
    for picture in pictures:
        drawn = draw(language, picture)
        sys.stdout.buffer.write(len(drawn).to_bytes(4, "big") + drawn)


if __name__ == "__main__":
    main()
