"""/roster: import who is enrolled, hand out codes, and join it with proof."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import courses, roster
from bot.actions.roster import Asked, Imported, Standing
from bot.seminar.courses import Course, require_instructor
from bot.seminar.roster import Enrolled, plain_code
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.ui.answers import answer, bytes_file, text_file
from cogs.ui.buttons import Button
from cogs.ui.forms import Upload
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options
from cogs.uploads import download

CODE_LIMIT, NUMBER_LIMIT = 20, 20
SHOWN_ROWS, SHOWN_NAMES = 20, 20
BOM = "\ufeff"
"""Excel reads a CSV as UTF-8 only where it begins with this."""


class JoinButton(Button, template=r"roster:join:(?P<course_id>[0-9]+):(?P<code>[0-9a-z]{1,20})"):
    """The student says: that is me."""

    style = discord.ButtonStyle.primary

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        one = await roster.join(house_of(interaction).store, ask, facts["code"])
        words = words_of(interaction)
        if one is None:
            await answer(interaction, words.say("roster.asked"))
            return
        said = words.say("roster.joined", number=one.student_number, name=one.name)
        await answer(interaction, said, LeaveButton.of(one.course_id, words))


class LeaveButton(Button, template=r"roster:leave:(?P<course_id>[0-9]+)"):
    """The student says: that is not me after all."""

    @classmethod
    def of(cls, course_id: int, words: Words) -> LeaveButton:
        return cls(f"roster:leave:{course_id}", words.say("button.not_me"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await roster.leave(house_of(interaction).store, ask_of(interaction, int(facts["course_id"])))
        await answer(interaction, words_of(interaction).say("roster.left"))


class AnswerButton(
    Button, template=r"roster:answer:(?P<course_id>[0-9]+):(?P<question_id>[0-9]+):(?P<yes>[01])"
):
    """Staff's yes or no to somebody who wants to be a person of the roster."""

    @classmethod
    def of(cls, course_id: int, asked: Asked, words: Words, *, yes: bool) -> AnswerButton:
        label = words.say("button.yes" if yes else "button.no", name=asked.question.enrolled.name)
        return cls(f"roster:answer:{course_id}:{asked.question.question_id}:{int(yes)}", label[:80])

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask, yes = ask_of(interaction, int(facts["course_id"])), facts["yes"] == "1"
        one = await roster.answer(house_of(interaction).store, ask, int(facts["question_id"]), yes=yes)
        key = "roster.answered_yes" if yes else "roster.answered_no"
        await answer(interaction, words_of(interaction).say(key, number=one.student_number, name=one.name))


@app_commands.guild_only()
class Roster(commands.GroupCog, **group("roster")):
    """Who is enrolled, and who is who."""

    @app_commands.command(**labels("roster_import"))
    @options("table", "withdraw")
    async def import_(
        self,
        interaction: Interaction,
        table: discord.Attachment,
        withdraw: bool = False,  # noqa: FBT001 (an option of the command)
    ) -> None:
        house, ask = house_of(interaction), ask_of(interaction)
        await courses.find(house.store, ask, require_instructor)
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await download(interaction.client, Upload.of(table), house.file_limit)
        rows = await house.rows_of(table.filename, data)
        done = await roster.import_roster(house.store, ask, rows, withdraw_missing=withdraw)
        await answer(interaction, "\n".join(import_lines(words_of(interaction), done)))

    @app_commands.command(**labels("roster_codes"))
    async def codes(self, interaction: Interaction) -> None:
        words = words_of(interaction)
        made = await roster.codes(house_of(interaction).store, ask_of(interaction))
        if not made:
            await answer(interaction, words.say("roster.no_codes"))
            return
        file = bytes_file("codes.csv", codes_table(words, made).encode())
        await answer(interaction, words.say("roster.codes", count=len(made)), file=file)

    @app_commands.command(**labels("roster_list"))
    @options("week")
    async def list(
        self, interaction: Interaction, week: app_commands.Range[int, 1, 99] | None = None
    ) -> None:
        words = words_of(interaction)
        found = await roster.standing(house_of(interaction).store, ask_of(interaction), week)
        unlinked = "\n".join(f"{one.student_number}\t{one.name}" for one in found.unlinked)
        file = text_file("unlinked.txt", unlinked) if unlinked else None
        await answer(interaction, "\n".join(standing_lines(words, found)), file=file)

    @app_commands.command(**labels("roster_questions"))
    async def questions(self, interaction: Interaction) -> None:
        words = words_of(interaction)
        course, found = await roster.questions(house_of(interaction).store, ask_of(interaction))
        if not found:
            await answer(interaction, words.say("roster.no_questions"))
            return
        buttons = _yes_and_no(course, found[0], words)
        await answer(interaction, "\n".join(question_lines(words, found)), *buttons)

    @app_commands.command(**labels("roster_join"))
    @options("code", "student_number")
    async def join(
        self,
        interaction: Interaction,
        code: app_commands.Range[str, 1, CODE_LIMIT] | None = None,
        student_number: app_commands.Range[str, 1, NUMBER_LIMIT] | None = None,
    ) -> None:
        words, store, ask = words_of(interaction), house_of(interaction).store, ask_of(interaction)
        if code is not None:
            one = await roster.find(store, ask, code)
            said = words.say("roster.is_this_you", number=one.student_number, name=one.name)
            plain = plain_code(code)
            button = JoinButton(f"roster:join:{one.course_id}:{plain}", words.say("button.its_me"))
            await answer(interaction, said, button)
        elif student_number is not None:
            await roster.ask_staff(store, ask, student_number)
            await answer(interaction, words.say("roster.asked"))
        else:
            await answer(interaction, words.say("roster.how"))


def _yes_and_no(course: Course, asked: Asked, words: Words) -> tuple[AnswerButton, ...]:
    return tuple(AnswerButton.of(course.course_id, asked, words, yes=yes) for yes in (True, False))


def import_lines(words: Words, done: Imported) -> list[str]:
    """What an import changed, and what staff should look at."""
    lines = [words.say("roster.imported", course=done.course.name, count=done.added, back=done.back)]
    padded = [one.student_number for one in done.table.entries if one.padded]
    if padded:
        numbers = ", ".join(padded[:SHOWN_ROWS])
        lines.append(words.say("roster.padded", count=len(padded), numbers=numbers))
    if done.table.bad_rows:
        places = ", ".join(str(at) for at in done.table.bad_rows[:SHOWN_ROWS])
        lines.append(words.say("roster.bad_rows", count=len(done.table.bad_rows), rows=places))
    if done.gone:
        key = "roster.withdrawn" if done.withdrawn else "roster.gone"
        names = ", ".join(one.name for one in done.gone[:SHOWN_NAMES])
        lines.append(words.say(key, count=len(done.gone), names=names))
    return [*map(str, lines), words.say("roster.next")]


def codes_table(words: Words, made: Sequence[tuple[Enrolled, str]]) -> str:
    """The codes as a CSV that Excel opens with its letters whole and its zeros in place."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([words.say("table.number"), words.say("table.name"), words.say("roster.code")])
    for one, code in made:
        number = f'="{one.student_number}"' if one.student_number.startswith("0") else one.student_number
        table.writerow([number, one.name, f"{code[:5]}-{code[5:]}"])
    return BOM + text.getvalue()


def standing_lines(words: Words, found: Standing) -> list[str]:
    """From enrolled to handed in."""
    lines: list[str] = [
        words.say("roster.title", course=found.course.name),
        words.say("roster.enrolled", count=found.enrolled),
        words.say("roster.linked", count=found.linked),
        words.say("roster.reachable", count=found.reachable),
    ]
    if found.week is not None:
        lines.append(words.say("roster.handed_in", count=found.handed_in, week=found.week.number))
    if found.unlinked:
        lines.append(words.say("roster.unlinked", count=len(found.unlinked)))
    if found.questions:
        lines.append(words.say("roster.open_questions", count=found.questions))
    return lines


def question_lines(words: Words, found: Sequence[Asked]) -> list[str]:
    """The first question in full, and how many wait behind it."""
    first = found[0]
    one = first.question.enrolled
    mention = Raw(f"<@{first.member.user_xid}>")
    lines: list[str] = [
        words.say(f"roster.{first.question.kind}", who=mention, number=one.student_number, name=one.name)
    ]
    if len(found) > 1:
        lines.append(words.say("roster.more_questions", count=len(found) - 1))
    return lines
