"""/week plan, import, export and preview: the term at one go, shown before anything is made or sent."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import planning, previews, weeks
from bot.actions.planning import Shown, SlotChoices
from bot.actions.previews import Preview, Round
from bot.papers import calendars, plans
from bot.seminar.plans import MOST_WEEKS, Change
from bot.seminar.reminders import Way
from bot.seminar.weeks import WeekState
from bot.words.catalogues import LANGUAGES, Words, words_for
from bot.words.markup import Raw
from cogs.ui.answers import NOBODY, VIEW_LIMIT, answer, answer_at_length, bytes_file, fitted, still
from cogs.ui.buttons import Button
from cogs.ui.cards import draw, people
from cogs.ui.forms import Upload
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import labels, options
from cogs.uploads import download

GRACE_LIMIT = 24 * 60
HOLIDAYS_LIMIT = 1000
MARKERS = "~" + "a" * 16, "~" + "b" * 16
"""Of no delivery: they keep the custom ids in a preview apart."""


class MakeButton(Button, template=r"week:make:(?P<course_id>[0-9]+):(?P<stamp>[0-9]+)"):
    """Makes the plan that was shown."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, shown: Shown, words: Words) -> MakeButton:
        return cls(f"week:make:{shown.course.course_id}:{shown.stamp}", words.say("button.make_plan"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words = house_of(interaction), words_of(interaction)
        if interaction.guild_id is None:
            await answer(interaction, words.say("notice.in_channel"))
            return
        ask = ask_of(interaction, int(facts["course_id"]))
        made = await planning.make_plan(house.store, ask, int(facts["stamp"]))
        house.wake()
        await answer(interaction, words.say("plan.made", added=made.added, changed=made.changed))


class Planning(commands.Cog):
    """The commands of /week that concern the whole term."""

    @app_commands.command(**labels("week_plan"))
    @options("first_opens", "first_due", "weeks", "holidays", "leave_out", "first_number", "grace")
    async def plan(
        self,
        interaction: Interaction,
        first_opens: str,
        first_due: str,
        weeks: app_commands.Range[int, 1, MOST_WEEKS],
        holidays: app_commands.Range[str, 0, HOLIDAYS_LIMIT] | None = None,
        leave_out: bool = False,  # noqa: FBT001 (an option of the command)
        first_number: app_commands.Range[int, 1, 99] = 1,
        grace: app_commands.Range[int, 0, GRACE_LIMIT] | None = None,
    ) -> None:
        choices = SlotChoices(
            first=first_opens,
            due=first_due,
            weeks=weeks,
            first_number=first_number,
            holidays=holidays,
            drops=leave_out,
            grace_minutes=grace,
            unnamed={language: words_for(language).say("plan.unnamed") for language in LANGUAGES},
        )
        shown = await planning.propose_slot(house_of(interaction).store, ask_of(interaction), choices)
        await _show(interaction, shown)

    @app_commands.command(**labels("week_import"))
    @options("plan_file")
    async def import_(self, interaction: Interaction, plan_file: discord.Attachment) -> None:
        house, ask = house_of(interaction), ask_of(interaction)
        await planning.may_plan(house.store, ask)
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await download(interaction.client, Upload.of(plan_file), house.file_limit)
        rows = await house.rows_of(plan_file.filename, data)
        await _show(interaction, await planning.propose_table(house.store, ask, rows))

    @app_commands.command(**labels("week_export"))
    async def export(self, interaction: Interaction) -> None:
        words, ask = words_of(interaction), ask_of(interaction)
        here, found = await weeks.list_weeks(house_of(interaction).store, ask)
        if not found:
            await answer(interaction, words.say("weeks.none"))
            return
        paper = calendars.ics_of(words_for(here.course.language), here.course, found, ask.at)
        await answer(interaction, words.say("plan.exported"), file=bytes_file("plan.ics", paper))

    @app_commands.command(**labels("week_preview"))
    @options("week")
    async def preview(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        words, ask = words_of(interaction), ask_of(interaction)
        found = await previews.preview(house_of(interaction).store, ask, week)
        view = preview_view(words, found)
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


async def _show(interaction: Interaction, shown: Shown) -> None:
    """What a plan would change, with the button that makes it."""
    words = words_of(interaction)
    buttons = [MakeButton.of(shown, words)] if shown.can_be_made else []
    await answer_at_length(interaction, "\n".join(shown_lines(words, shown)), *buttons)


def shown_lines(words: Words, shown: Shown) -> list[str]:
    """What a plan would change, line by line, and what to do now."""
    zone = shown.course.zone
    counts = {kind.value: sum(line.change is kind for line in shown.lines) for kind in Change}
    said: list[str] = [
        words.say("plan.title", course=shown.course.name, zone=Raw(zone)),
        words.say("plan.counts", **counts),
    ]
    if shown.free:
        said.append(words.say("plan.free", days=Raw(", ".join(f"{day:%Y-%m-%d}" for day in shown.free))))
    said += plans.lines(words, shown.lines, zone)
    if shown.can_be_made:
        return [*said, words.say("plan.press")]
    return [*said, words.say("plan.fix" if counts[Change.REFUSED] else "plan.nothing")]


def preview_view(words: Words, found: Preview) -> ui.LayoutView:
    """What will be sent, to whom and when; below it the cards as a student will see them."""
    first, second = MARKERS
    seen = [_seen(draw(found.prompt, first)), _seen(draw(found.reminder, second))]
    view = ui.LayoutView(timeout=None)
    for one in seen:
        view.add_item(one)
    room = VIEW_LIMIT - view.content_length()
    view.clear_items()
    view.add_item(ui.TextDisplay(fitted("\n".join(preview_lines(words, found)), max(room, 400))))
    for one in seen if room > 400 else seen[:1]:
        view.add_item(one)
    return still(view)


def _seen(card: ui.LayoutView) -> ui.Item[Any]:
    """A card to look at: nothing in it can be pressed."""
    (container,) = card.children
    card.remove_item(container)
    for item in container.walk_children() if isinstance(container, ui.Container) else ():
        button = item.item if isinstance(item, ui.DynamicItem) else item
        if isinstance(button, ui.Button):
            button.disabled = True
    return container


def preview_lines(words: Words, found: Preview) -> list[str]:
    """What a week will send, to whom, and when."""
    course, week = found.course, found.week
    channel = Raw(f"<#{course.channel_xid}>")
    planned = week.state is WeekState.PLANNED
    key = "preview.prompt_at" if planned else "preview.prompt_posted"
    said: list[str] = [
        words.say("preview.title", week=week.number, topic=week.topic),
        words.say(key, opens=week.times.opens, channel=channel),
        *(_round(words, one) for one in found.rounds),
    ]
    if not found.rounds:
        said.append(words.say("preview.no_rounds"))
    said.append(words.say("preview.claims", due=week.times.due, limit=course.key_claim_limit))
    if course.staff_channel_xid or course.owner_xid:
        to = f"<#{course.staff_channel_xid}>" if course.staff_channel_xid else f"<@{course.owner_xid}>"
        said.append(words.say("preview.digest", at=found.digest_at, staff=Raw(to)))
    return [*said, *_whom(words, found), words.say("preview.sees")]


def _round(words: Words, one: Round) -> str:
    hours = f"{one.offset.total_seconds() / 3600:g}"
    facts = {"first": one.first, "last": one.last}
    key = "preview.round" if one.first == one.last else "preview.round_span"
    return words.say(key, hours=hours, count=one.members, **facts)


def _whom(words: Words, found: Preview) -> list[str]:
    counts = {way.value: len(found.ways.get(way, ())) for way in Way}
    if not any(counts.values()) and not found.excused:
        return [words.say("preview.nobody")]
    said: list[str] = [words.say("preview.ways", **counts)]
    for way, key in ((Way.MENTION, "preview.mention"), (Way.NONE, "preview.none")):
        if members := found.ways.get(way):
            said.append(words.say(key, names=people(members)))
    if found.excused:
        said.append(words.say("preview.excused", names=people(found.excused)))
    for member, due in found.later:
        said.append(words.say("preview.later", who=Raw(f"<@{member.user_xid}>"), due=due))
    return said
