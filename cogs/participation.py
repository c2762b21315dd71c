"""/participation: who is in, late, excused, missing or out of reach; and one student, week by week."""

from __future__ import annotations

import io

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import participation
from bot.actions.participation import Asked, Reminded, WeekTable
from bot.papers import tables
from bot.seminar.courses import Role
from bot.seminar.participation import Presence
from bot.words.catalogues import Words
from cogs.extensions import MISSING, GrantForm
from cogs.members import status_lines
from cogs.ui.answers import NOBODY, answer, fitted, text_file
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options

LENGTH = 1500
"""Characters of the table in a message; the file holds all of it."""

MESSAGE_LENGTH = 1900


class RemindButton(Button, template=r"participation:remind:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """Owes a reminder to everyone whose report is missing."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words) -> RemindButton:
        return cls(f"participation:remind:{course_id}:{week}", words.say("button.remind"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        reminded = await participation.remind_missing(house.store, ask, int(facts["week"]))
        house.wake()
        await answer(interaction, "\n".join(reminded_lines(words_of(interaction), reminded)))


class ExtendButton(Button, template=r"participation:extend:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """Opens the form that gives everyone who is missing more time."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words) -> ExtendButton:
        return cls(f"participation:extend:{course_id}:{week}", words.say("button.extend"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await GrantForm(int(facts["course_id"]), int(facts["week"]), MISSING).open(interaction)


@app_commands.guild_only()
class Participation(commands.GroupCog, **group("participation")):
    """What staff look at."""

    @app_commands.command(**labels("participation_week"))
    @options("week")
    async def week(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        words = words_of(interaction)
        found = await participation.week_table(house_of(interaction).store, ask_of(interaction), week)
        more = _more(found)
        title = words.say("participation.title", week=found.week.number, topic=found.week.topic)
        summary = tables.summary(words, found.lines, more)
        lines = [title, *([summary] if summary else []), *tables.lines(words, found.lines, LENGTH)]
        paper = tables.csv_of(words, found.lines, found.course.zone, more)
        view = ui.View(timeout=None)
        for button in _buttons(words, found):
            view.add_item(button)
        view.stop()
        await interaction.response.send_message(
            fitted("\n".join(lines)),
            file=discord.File(io.BytesIO(paper), filename=f"week-{found.week.number}.csv"),
            view=view,
            ephemeral=True,
            allowed_mentions=NOBODY,
        )

    @app_commands.command(**labels("participation_student"))
    @options("member")
    async def student(self, interaction: Interaction, member: discord.User) -> None:
        words = words_of(interaction)
        found = await participation.history(house_of(interaction).store, ask_of(interaction), member.id)
        text = "\n".join(status_lines(words, found, history=True))
        file = text_file("history.txt", text) if len(text) > MESSAGE_LENGTH else None
        await answer(interaction, text, file=file)


def _more(found: WeekTable) -> tables.More:
    return tables.More(
        unreachable=found.unreachable,
        unlinked=[(one.student_number, one.name) for one in found.unlinked],
        points=None if found.scores is None else {key: one.given for key, one in found.scores.items()},
    )


def _buttons(words: Words, found: WeekTable) -> list[Button]:
    """What staff can do about those who are missing: moderators remind, instructors give more time too."""
    course_id, number = found.course.course_id, found.week.number
    waiting = {line.presence for line in found.lines}
    buttons: list[Button] = []
    if Presence.AWAITED in waiting:
        buttons.append(RemindButton.of(course_id, number, words))
    if waiting & {Presence.AWAITED, Presence.MISSING} and found.role is Role.INSTRUCTOR:
        buttons.append(ExtendButton.of(course_id, number, words))
    return buttons


def reminded_lines(words: Words, reminded: Reminded) -> list[str]:
    """How many are reminded, and why others are not."""
    told = [one for one in Asked if reminded.counts.get(one)]
    if not told:
        return [words.say("asked.nobody", week=reminded.week.number)]
    return [words.say(f"asked.{one}", count=reminded.counts[one]) for one in told]
