"""/participation: who is in, late, excused, missing or out of reach, as tables and pictures; and exports."""

from __future__ import annotations

import io
import logging

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import courses, participation
from bot.actions.participation import Asked, Overview, Reminded, WeekTable
from bot.papers import tables
from bot.papers.artist import NotDrawn
from bot.papers.captions import describe
from bot.seminar.courses import Role, require_instructor
from bot.seminar.gradebooks import System
from bot.seminar.participation import Presence
from bot.seminar.pictures import Picture
from bot.words.catalogues import Words
from cogs.exports import Options, fill_gradebook, hand_out_term
from cogs.extensions import MISSING, GrantForm
from cogs.members import status_lines
from cogs.ui.answers import NOBODY, answer, fitted, text_file
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import choice, group, labels, options

log = logging.getLogger(__name__)

FILES = ("students-by-weeks.png", "hand-ins.png", "interest.png", "answers.png")

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
        ask = ask_of(interaction, int(facts["course_id"]))
        here = await courses.find(house_of(interaction).store, ask, require_instructor)
        await GrantForm(here.course.course_id, int(facts["week"]), MISSING).open(interaction)


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
        if found.held:
            lines.append(_held_line(words, found))
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

    @app_commands.command(**labels("participation_export"))
    @options("format", "week", "gradebook", "column", "title", "points", "anyway")
    @app_commands.choices(
        format=[
            choice("export.canvas", "canvas"),
            choice("export.moodle", "moodle"),
            choice("export.xlsx", "xlsx"),
            choice("export.csv", "csv"),
        ],
        column=[
            choice("column.mark", "mark"),
            choice("column.completion", "completion"),
            choice("column.score", "score"),
        ],
    )
    async def export(
        self,
        interaction: Interaction,
        format: str,  # noqa: A002 (an option of the command)
        week: app_commands.Range[int, 1, 99] | None = None,
        gradebook: discord.Attachment | None = None,
        column: str = "mark",
        title: app_commands.Range[str, 1, 200] | None = None,
        points: app_commands.Range[str, 1, 7] | None = None,
        anyway: bool = False,  # noqa: FBT001 (an option of the command)
    ) -> None:
        if format in ("xlsx", "csv"):
            await hand_out_term(interaction, format)
        elif week is None or gradebook is None:
            await answer(interaction, words_of(interaction).say("export.how"))
        else:
            chosen = Options(week, column, title, points, anyway)
            await fill_gradebook(interaction, System(format), gradebook, chosen)

    @app_commands.command(**labels("participation_overview"))
    @options("week")
    async def overview(
        self, interaction: Interaction, week: app_commands.Range[int, 1, 99] | None = None
    ) -> None:
        house, words = house_of(interaction), words_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await participation.overview(house.store, ask_of(interaction), week)
        pictures: list[Picture] = [found.heat, found.flow, found.interests, found.replies]
        said = overview_lines(words, found)
        await answer(interaction, "\n".join([*said, words.say("overview.drawing")]))
        try:
            drawn = await house.artist.draw(words.language, pictures)
        except NotDrawn as failure:
            log.warning("an overview goes without its pictures: %s", failure)
            await answer(interaction, "\n".join([*said, words.say("overview.not_drawn")]))
            return
        files = [
            discord.File(io.BytesIO(png), filename=name, description=describe(words, picture))
            for name, png, picture in zip(FILES, drawn, pictures, strict=True)
        ]
        await answer(interaction, "\n".join(said), file=files)


def _held_line(words: Words, found: WeekTable) -> str:
    names = (one.name or words.say("table.unnamed", xid=str(one.user_xid)) for one in found.held)
    return words.say("participation.held", names=", ".join(names))


def overview_lines(words: Words, found: Overview) -> list[str]:
    """The pictures in words, for the message."""
    title = words.say("overview.title", course=found.course.name, week=found.week.number)
    pictures = (found.heat, found.flow, found.interests, found.replies)
    return [title, *(describe(words, picture) for picture in pictures)]


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
