"""Ledgers: all that a week sends as a file for spreadsheets, and what staff must know of first."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.papers.tables import defused
from bot.seminar.deliveries import Delivery, State
from bot.words.catalogues import Words
from bot.words.markup import Raw

COLUMNS = ("number", "what", "state", "reason", "planned", "ended", "who", "detail")
FIRST = (State.FAILED, State.UNKNOWN)


def urgent_first(owed: Sequence[Delivery]) -> list[Delivery]:
    """What failed, or may have, before everything else; apart from that in its order."""
    return sorted(owed, key=lambda one: one.state not in FIRST)


def summary(words: Words, owed: Sequence[Delivery]) -> str:
    """How many stand how, in one line."""
    counts = Counter(one.state for one in owed)
    return " · ".join(f"{words.say(f'delivery.state.{one}')} {counts[one]}" for one in State if counts[one])


def csv_of(words: Words, owed: Sequence[Delivery], zone: str, names: Mapping[int, str]) -> bytes:
    """Every row in UTF-8 with a byte-order mark, by which Excel tells it; times in the IANA zone."""
    paper = io.StringIO(newline="")
    writer = csv.writer(paper)
    writer.writerow(words.say(f"ledger.{column}", zone=Raw(zone)) for column in COLUMNS)
    for one in owed:
        writer.writerow(defused(cell) for cell in _cells(words, one, ZoneInfo(zone), names))
    return paper.getvalue().encode("utf-8-sig")


def _cells(words: Words, one: Delivery, place: ZoneInfo, names: Mapping[int, str]) -> Iterator[str]:
    yield str(one.delivery_id)
    yield words.say(f"delivery.kind.{one.kind}")
    yield words.say(f"delivery.state.{one.state}")
    yield words.say(f"reason.{one.reason}") if one.reason else ""
    yield _wall(one.due_at, place)
    yield _wall(one.ended_at, place) if one.ended_at else ""
    yield (
        names.get(one.member_id or 0, words.say("table.unnamed", xid=str(one.target_xid)))
        if one.direct
        else ""
    )
    yield one.detail or ""


def _wall(moment: datetime, place: ZoneInfo) -> str:
    return f"{moment.astimezone(place):%Y-%m-%d %H:%M:%S}"
