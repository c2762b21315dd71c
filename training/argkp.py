"""ArgKP-2021: arguments and key points of public debates, where the data lie beside the repository."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).parents[1]
SHARED = Path(os.environ.get("COLLOQUY_SHARED") or HOUSE.parent / "shared") / "data"

Row = Mapping[str, str]


class Missing(Exception):
    """The data are not here; the text says what was looked for."""


@dataclass(slots=True)
class Side:
    """The arguments and the key points of a topic's one side, and what annotators said of some pairs."""

    topic: str
    arguments: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)
    labels: dict[tuple[str, str], int] = field(default_factory=dict)


def paths(part: str) -> Iterator[Path]:
    """The files of a part, "train", "dev" or "test": labels, arguments, key points."""
    folder = SHARED / "argkp" / ("test_data" if part == "test" else "kpm_data")
    return (folder / f"{name}_{part}.csv" for name in ("labels", "arguments", "key_points"))


def sides(part: str) -> list[Side]:
    """The sides of a part, in the order of its arguments. Raises Missing."""
    told, arguments, points = map(_rows, paths(part))
    labels = {(row["arg_id"], row["key_point_id"]): int(row["label"]) for row in told}
    found: dict[tuple[str, str], Side] = {}
    for row in arguments:
        side = found.setdefault((row["topic"], row["stance"]), Side(row["topic"], labels=labels))
        side.arguments.append(row)
    for row in points:
        found[row["topic"], row["stance"]].points.append(row)
    return [*found.values()]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        raise Missing(f"{path} is not here; COLLOQUY_SHARED names the folder above data/")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
