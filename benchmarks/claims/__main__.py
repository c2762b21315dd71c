"""python -m benchmarks.claims [statements | match [FILE.jsonl] | groups [FILE.jsonl] | sealed | week]"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks.claims.lasting import sealed_table, statements_table
from benchmarks.claims.lines import Line, Unreadable, by_topic, lines
from benchmarks.claims.meant import match_meant
from benchmarks.claims.public import match_table
from benchmarks.claims.week import week_table
from bot.reading import meaning
from bot.reading.beside import beside_claims
from bot.reading.clusters import clusters
from bot.settings import load_meaning
from training.argkp import Missing


def grouped(rows: Sequence[Line]) -> Iterator[Line]:
    """A group for each line, as they are proposed; lines of different topics never share one.

    Lines may name their "report".
    """
    numbers = [0] * len(rows)
    count = 0
    for topic, places in by_topic(rows):
        texts = [rows[at]["text"] for at in places]
        found = clusters(texts, topic=topic, origins=[rows[at].get("report", at) for at in places])
        for at, number in zip(places, found, strict=True):
            numbers[at] = count + number
        count += max(found) + 1
    yield from ({"id": row["id"], "group": number} for row, number in zip(rows, numbers, strict=True))


def matched(rows: Sequence[Line]) -> Iterator[Line]:
    """How surely each line's text makes its claim; the lines of a topic are compared within one pool."""
    scores = [0.0] * len(rows)
    for topic, places in by_topic(rows):
        claims = {claim: at for at, claim in enumerate(dict.fromkeys(rows[at]["claim"] for at in places))}
        texts = [*dict.fromkeys(rows[at]["text"] for at in places)]
        table = dict(zip(texts, beside_claims(texts, [*claims], topic=topic), strict=True))
        for at in places:
            scores[at] = table[rows[at]["text"]][claims[rows[at]["claim"]]]
    yield from ({"id": row["id"], "score": score} for row, score in zip(rows, scores, strict=True))


def answer(way: Callable[[Sequence[Line]], Iterator[Line]], rows: Sequence[Line]) -> None:
    """Prints a line for each line, with the encoder of MEANING; where that fails, words alone compare."""
    found, fault = meaning.tried(load_meaning(), lambda: [json.dumps(one) for one in way(rows)])
    if fault:
        print(f"passages are compared by words alone: {fault}", file=sys.stderr)
    print("".join(f"{one}\n" for one in found), end="")


def main(arguments: Sequence[str]) -> int:
    """Prints one table, or one line for each line of a file."""
    match [*arguments]:
        case ["groups", name]:
            answer(grouped, lines(name, ["text"]))
        case ["match", name]:
            answer(matched, lines(name, ["text", "claim"]))
        case ["match"]:
            match_table()
            match_meant(["train", "dev"])
        case ["sealed"]:
            sealed_table()
            match_table(["test"])
            match_meant(["test"])
        case ["week"]:
            week_table()
        case ["statements"] | ["groups"]:
            statements_table()
        case []:
            statements_table()
            match_table()
            match_meant(["train", "dev"])
            week_table()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Missing, Unreadable) as wrong:
        sys.exit(str(wrong))
