"""Plans in lines: what a plan changes, each date as the wall of the course's zone shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.seminar.plans import Change, Line
from bot.seminar.weeks import NewWeek, Week, WeekState
from bot.words.catalogues import Words
from bot.words.markup import Raw
from bot.words.refusals import in_words

MINUTE = timedelta(minutes=1)
LIMIT = 3300
TOPIC_SHOWN = 80
FIRST = (Change.REFUSED, Change.CHANGED, Change.ADDED)
PARTS = ("topic", "presenters", "prompt")


def lines(words: Words, plan: Sequence[Line], zone: str, limit: int = LIMIT) -> list[str]:
    """One entry for each week that changes or is refused, the refused first, in at most `limit` letters."""
    shown = [line for kind in FIRST for line in plan if line.change is kind]
    said = [_line(words, line, zone) for line in shown]
    kept = len(said)
    while kept and len("\n".join(said[:kept])) > limit:
        kept -= 1
    if kept < len(said):
        return [*said[:kept], words.say("table.more", count=len(said) - kept)]
    return said


def wall(words: Words, moment: datetime, zone: str) -> Raw:
    """An instant on the wall of the zone, with its weekday."""
    local = moment.astimezone(ZoneInfo(zone))
    return Raw(format_datetime(local, "EEE yyyy-MM-dd HH:mm", locale=words.language))


def _line(words: Words, line: Line, zone: str) -> str:
    if line.refusal is not None:
        why = in_words(line.refusal, words)
        return words.say("plan.refused", place=line.wanted.place, why=why)
    if line.after is None:
        return ""
    facts: dict[str, str | int] = {
        "week": line.after.number,
        "topic": line.after.topic[:TOPIC_SHOWN],
        "opens": wall(words, line.after.times.opens, zone),
        "due": wall(words, line.after.times.due, zone),
    }
    if line.state is WeekState.SKIPPED:
        return words.say("plan.left_out", **facts)
    if line.before is None:
        return words.say("plan.added", **facts)
    changes = "\n".join(_changes(words, line.before, line.after, zone))
    return words.say("plan.changed", changes=Raw(changes), **facts)


def _changes(words: Words, before: Week, after: NewWeek, zone: str) -> list[str]:
    """What is otherwise in a week, each with what it was."""
    said: list[str] = []
    if before.state is WeekState.SKIPPED:
        said.append(words.say("plan.takes_place"))
    for name in ("opens", "due", "cutoff"):
        was: datetime = getattr(before.times, name)
        becomes: datetime = getattr(after.times, name)
        if was != becomes:
            facts = {"before": wall(words, was, zone), "after": wall(words, becomes, zone)}
            said.append(words.say(f"plan.part_{name}", **facts))
    if before.times.grace != after.times.grace:
        was_long, long = (one.times.grace // MINUTE for one in (before, after))
        said.append(words.say("plan.part_grace", before=was_long, after=long))
    for name in PARTS:
        if getattr(before, name) != getattr(after, name):
            was_named, named = (_short(name, getattr(one, name)) for one in (before, after))
            said.append(words.say(f"plan.part_{name}", before=was_named, after=named))
    return said


def _short(name: str, value: object) -> str:
    if name == "presenters" and isinstance(value, tuple):
        return ", ".join(one.name for one in value) or "–"
    plain = " ".join(str(value).split())
    return plain[:TOPIC_SHOWN] or "–"
