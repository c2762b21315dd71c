"""/alike: reports that share long passages or are the same text, without a verdict."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.actions import alike
from bot.actions.alike import AlikeWeek, Pair, Same
from bot.seminar.courses import Member
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.ui.answers import answer, text_file
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options

MOST_PAIRS = 10


@app_commands.guild_only()
class Alike(commands.GroupCog, **group("alike")):
    """For staff alone."""

    @app_commands.command(**labels("alike_week"))
    @options("week")
    async def week(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        house, words = house_of(interaction), words_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await alike.alike(house.store, house.reader, ask_of(interaction), week)
        file = text_file(f"week-{week}-alike.txt", side_by_side(words, found)) if found.pairs else None
        await answer(interaction, "\n".join(alike_lines(words, found)), file=file)


def alike_lines(words: Words, found: AlikeWeek) -> list[str]:
    """Which reports share passages, which are in the file; and which repeat somebody's earlier report."""
    lines: list[str] = [words.say("alike.title", week=found.week.number, topic=found.week.topic)]
    lines += [_same_line(words, one) for one in found.same[:MOST_PAIRS]]
    if not found.pairs:
        lines.append(words.say("alike.none", count=found.of_reports))
        return [*lines, words.say("alike.no_verdict")] if found.same else lines
    for pair in found.pairs[:MOST_PAIRS]:
        one, other = _name(words, pair.one.member), _name(words, pair.other.member)
        lines.append(words.say("alike.pair", one=one, other=other, count=len(pair.shared)))
    return [*lines, words.say("alike.no_verdict")]


def _same_line(words: Words, same: Same) -> str:
    return words.say(
        "alike.same",
        one=_name(words, same.member),
        version=same.later.number,
        at=same.later.received_at,
        other=_name(words, same.other),
        week=same.earlier.week,
        other_version=same.earlier.number,
        other_at=same.earlier.received_at,
    )


def side_by_side(words: Words, found: AlikeWeek) -> str:
    """Each shared passage as both reports have it, in plain text."""
    return "\n\n".join(_plain(words, pair) for pair in found.pairs)


def _plain(words: Words, pair: Pair) -> str:
    one, other = _name(words, pair.one.member), _name(words, pair.other.member)
    lines = [f"=== {one} | {other} ==="]
    for place in pair.shared:
        lines += [
            f"[{one}] {pair.one.version.text[place.start : place.end]}",
            f"[{other}] {pair.other.version.text[place.other_start : place.other_end]}",
            "",
        ]
    return "\n".join(lines)


def _name(words: Words, member: Member) -> str:
    """The student's name as it is; a message escapes it, a file shows it."""
    return member.name or Raw(words.say("table.unnamed", xid=str(member.user_xid)))
