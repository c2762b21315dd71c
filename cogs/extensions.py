"""/extension and /excuse: who gets more time in a week, and who is freed from it, one or many at once."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import courses, extensions
from bot.actions.extensions import REASON_LIMIT, Granted, Wish
from bot.seminar.courses import require_instructor
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options

MOST_AT_ONCE = 25
LIST_LIMIT = 4000
SHOWN_NAMES = 40
CHOSEN, MISSING = "chosen", "missing"


class GrantForm(Form, template=r"extension:many:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """The form in which an instructor grants a week to many: those chosen, or all who are missing."""

    def __init__(self, course_id: int, week: int, whom: str = CHOSEN) -> None:
        self.course_id = course_id
        self.week = week
        self.whom = whom

    def state(self) -> str:
        return f"extension:many:{self.course_id}:{self.week}"

    def title(self, words: Words) -> str:
        return words.say("form.grant.title", week=self.week)

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.grant.whom"),
            component=ui.RadioGroup(
                custom_id="whom",
                options=[
                    discord.RadioGroupOption(label=words.say(key), value=value, default=value == self.whom)
                    for key, value in (("form.grant.chosen", CHOSEN), ("form.grant.missing", MISSING))
                ],
            ),
        )
        yield ui.Label(
            text=words.say("form.grant.members"),
            component=ui.UserSelect[ui.Modal](
                custom_id="members", min_values=0, max_values=MOST_AT_ONCE, required=False
            ),
        )
        yield ui.Label(
            text=words.say("form.grant.listed"),
            description=words.say("form.grant.listed_about"),
            component=ui.TextInput(
                custom_id="listed", style=discord.TextStyle.paragraph, max_length=LIST_LIMIT, required=False
            ),
        )
        yield ui.Label(
            text=words.say("form.grant.until"),
            description=words.say("form.grant.until_about"),
            component=ui.TextInput(custom_id="until", max_length=20, required=False),
        )
        yield ui.Label(
            text=words.say("form.grant.reason"),
            description=words.say("form.grant.reason_about"),
            component=ui.TextInput(custom_id="reason", max_length=REASON_LIMIT, required=False),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        wish = Wish(
            week=int(facts["week"]),
            user_xids=tuple(int(xid) for xid in filled.choices.get("members", ())),
            until=filled.text("until").strip() or None,
            missing=filled.choice("whom") == MISSING,
            reason=filled.text("reason").strip() or None,
            listed=filled.text("listed"),
        )
        await _grant(interaction, wish, int(facts["course_id"]))


@app_commands.guild_only()
class Extensions(commands.GroupCog, **group("extension")):
    """Personal deadlines."""

    @app_commands.command(**labels("extension_grant"))
    @options("member", "week", "until", "reason")
    async def grant(
        self,
        interaction: Interaction,
        member: discord.User,
        week: app_commands.Range[int, 1, 99],
        until: str,
        reason: app_commands.Range[str, 1, REASON_LIMIT] | None = None,
    ) -> None:
        await _grant(interaction, Wish(week, (member.id,), until, reason=reason))

    @app_commands.command(**labels("extension_many"))
    @options("week")
    async def many(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        here = await courses.find(house_of(interaction).store, ask_of(interaction), require_instructor)
        await GrantForm(here.course.course_id, week).open(interaction)


class Excuses(commands.Cog):
    """Freeing somebody from a week's report."""

    @app_commands.command(**labels("excuse"))
    @app_commands.guild_only()
    @options("member", "week", "reason", "lift")
    async def excuse(
        self,
        interaction: Interaction,
        member: discord.User,
        week: app_commands.Range[int, 1, 99],
        reason: app_commands.Range[str, 1, REASON_LIMIT] | None = None,
        lift: bool = False,  # noqa: FBT001 (an option of the command)
    ) -> None:
        await _grant(interaction, Wish(week, (member.id,), None, reason=reason, lift=lift))


async def _grant(interaction: Interaction, wish: Wish, course_id: int | None = None) -> None:
    house = house_of(interaction)
    granted = await extensions.grant(house.store, ask_of(interaction, course_id), wish)
    house.wake()
    await answer(interaction, "\n".join(granted_lines(words_of(interaction), granted)))


def granted_lines(words: Words, granted: Granted) -> list[str]:
    """Who got more time or was excused, and who is not in the course."""
    week, count = granted.week.number, len(granted.members)
    names = [one.name or words.say("table.unnamed", xid=str(one.user_xid)) for one in granted.members]
    shown = ", ".join([*names[:SHOWN_NAMES], *(["…"] if count > SHOWN_NAMES else [])])
    if granted.lifted:
        lines = [words.say("excuse.lifted", name=shown, week=week)]
    elif granted.due is None:
        lines = [words.say("excuse.done", name=shown, week=week)]
    else:
        due = max(granted.due, granted.week.times.due)
        lines = [words.say("extension.granted", name=shown, week=week, due=due)]
    lines.append(words.say("grant.told", count=count))
    if granted.unknown_xids:
        unknown = ", ".join(f"<@{xid}>" for xid in granted.unknown_xids)
        lines.append(words.say("grant.unknown", names=unknown))
    if granted.unknown_numbers:
        shown = ", ".join(granted.unknown_numbers[:SHOWN_NAMES])
        lines.append(words.say("grant.unknown_numbers", numbers=shown))
    return [str(line) for line in lines]
