"""/report: hand in, read without handing in, look again, compare, take back, and check a receipt."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import courses, gates, reports, versions
from bot.actions.versions import History, Verified, Withdrawn
from bot.seminar.courses import Course, Role, require_member, require_reader
from bot.seminar.differences import difference
from bot.seminar.lateness import LateKind
from bot.seminar.reports import Arrival, Source, Version, digest
from bot.words.catalogues import Words
from cogs.handin import hand_in, open_form, receipt_buttons
from cogs.ui.answers import CONTENT_LIMIT, answer, bytes_file, text_file
from cogs.ui.buttons import Button
from cogs.ui.forms import Filled, Form, Upload
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options
from cogs.ui.receipts import gate_lines, reading_lines, shown_lines
from cogs.ui.reportforms import file_field, text_fields
from cogs.uploads import file_arrival

CODE_LIMIT = 100
DIGEST_SHOWN = 16
WeekNumber = app_commands.Range[int, 1, 99]
VersionNumber = app_commands.Range[int, 1, 999]


class CheckForm(Form, template=r"report:check"):
    """The form for a text that is read and not handed in."""

    def state(self) -> str:
        return "report:check"

    def title(self, words: Words) -> str:
        return words.say("form.check.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield from text_fields(words, (), 0, "")
        yield file_field(words)

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        await _check(interaction, filled.text("body"), filled.file("file"))


class VerifyForm(Form, template=r"report:verify"):
    """The form for a receipt's code and the text that it is said to be for."""

    def __init__(self, code: str) -> None:
        self.code = code

    def state(self) -> str:
        return "report:verify"

    def title(self, words: Words) -> str:
        return words.say("form.verify.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        code = ui.TextInput[ui.Modal](custom_id="code", default=self.code, max_length=CODE_LIMIT)
        yield ui.Label(text=words.say("form.verify.code"), component=code)
        yield from text_fields(words, (), 0, "")

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        await _verify(interaction, filled.text("code"), filled.text("body") or None)


class RestoreButton(Button, template=r"report:restore:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """Undoes a withdrawal."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, course_id: int, week: int, words: Words) -> RestoreButton:
        return cls(f"report:restore:{course_id}:{week}", words.say("button.restore"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        back = await versions.restore(house.store, ask, int(facts["week"]))
        house.wake()
        await answer(interaction, _withdrawn(words_of(interaction), "restored.done", back))


@app_commands.guild_only()
class Reports(commands.GroupCog, **group("report")):
    """What students do with their reports."""

    @app_commands.command(**labels("report_submit"))
    @options("week", "file")
    async def submit(
        self, interaction: Interaction, week: WeekNumber | None = None, file: discord.Attachment | None = None
    ) -> None:
        if file is None:
            await open_form(interaction, week)
            return
        await hand_in(interaction, "", Upload.of(file), week, None)

    @app_commands.command(**labels("report_check"))
    @options("file")
    async def check(self, interaction: Interaction, file: discord.Attachment | None = None) -> None:
        if file is None:
            await _require_reader(interaction)
            await CheckForm().open(interaction)
            return
        await _check(interaction, "", Upload.of(file))

    @app_commands.command(**labels("report_show"))
    @options("week", "version")
    async def show(
        self, interaction: Interaction, week: WeekNumber | None = None, version: VersionNumber | None = None
    ) -> None:
        words, house = words_of(interaction), house_of(interaction)
        shown = await versions.show(house.store, ask_of(interaction), week, version)
        receipt = shown.receipt
        files = [text_file(f"week-{receipt.week}-v{receipt.version.number}.md", receipt.version.text)]
        if shown.source is not None:
            files.append(bytes_file(*shown.source))
        said = "\n".join(shown_lines(words, shown, house.sign))
        await answer(interaction, said, *receipt_buttons(receipt, words), file=files)

    @app_commands.command(**labels("report_history"))
    @options("week")
    async def history(self, interaction: Interaction, week: WeekNumber | None = None) -> None:
        found = await versions.history_of(house_of(interaction).store, ask_of(interaction), week)
        await answer(interaction, "\n".join(history_lines(words_of(interaction), found)))

    @app_commands.command(**labels("report_compare"))
    @options("week", "first", "second")
    async def compare(
        self,
        interaction: Interaction,
        week: WeekNumber | None = None,
        first: VersionNumber | None = None,
        second: VersionNumber | None = None,
    ) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        found, old, new = await versions.two_versions(store, ask, week, first, second)
        await _compare(interaction, found.number, old, new)

    @app_commands.command(**labels("report_withdraw"))
    @options("week")
    async def withdraw(self, interaction: Interaction, week: WeekNumber | None = None) -> None:
        words, house = words_of(interaction), house_of(interaction)
        gone = await versions.withdraw(house.store, ask_of(interaction), week)
        if not gone.versions:
            await answer(interaction, words.say("withdrawn.held", week=gone.week.number))
            return
        button = RestoreButton.of(gone.course.course_id, gone.week.number, words)
        await answer(interaction, _withdrawn(words, "withdrawn.done", gone), button)

    @app_commands.command(**labels("report_verify"))
    @options("code", "file")
    async def verify(
        self,
        interaction: Interaction,
        code: app_commands.Range[str, 1, CODE_LIMIT],
        file: discord.Attachment | None = None,
    ) -> None:
        await courses.find(house_of(interaction).store, ask_of(interaction), require_member)
        if file is None:
            await VerifyForm(code).open(interaction)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        arrival = await file_arrival(interaction, "", Upload.of(file))
        await _verify(interaction, code, await reports.text_of(house_of(interaction).reader, arrival))


async def _require_reader(interaction: Interaction) -> None:
    """Raises NotMember for who could not hand in here either."""
    ask = ask_of(interaction)

    def rule(role: Role | None, course: Course) -> None:
        require_reader(role, ask.person, course)

    await courses.find(house_of(interaction).store, ask, rule)


async def _check(interaction: Interaction, text: str, upload: Upload | None) -> None:
    house, words, ask = house_of(interaction), words_of(interaction), ask_of(interaction)
    await _require_reader(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    if upload is None:
        arrival = Arrival(interaction.id, interaction.user.id, interaction.created_at, Source.FORM, text)
    else:
        arrival = await file_arrival(interaction, text, upload)
    parts = await reports.parts_of(house.store, ask)
    text, reading = await reports.check(house.reader, arrival, parts)
    hints = await reports.hints_for(house.store, ask, text, reading.header)
    shown = [words.say("check.title"), *reading_lines(words, text, reading, hints)]
    course_gates = await gates.gates_in(house.store, ask)
    shown += gate_lines(words, "gate.would_hold", course_gates, text, reading, hints)
    await answer(interaction, "\n".join(shown))


async def _verify(interaction: Interaction, code: str, text: str | None) -> None:
    house = house_of(interaction)
    found = await versions.verify(house.store, house.sign, ask_of(interaction), code, text)
    await answer(interaction, "\n".join(verified_lines(words_of(interaction), found)))


async def _compare(interaction: Interaction, week: int, old: Version, new: Version) -> None:
    words, changes = words_of(interaction), difference(old.text, new.text)
    said = words.say("compare.title", week=week, first=old.number, second=new.number)
    if not changes:
        await answer(interaction, f"{said}\n{words.say('compare.same')}")
        return
    shown = "\n".join(changes)
    block = f"{said}\n```diff\n{shown}\n```"
    if len(block) <= CONTENT_LIMIT and "```" not in shown:
        await answer(interaction, block)
    else:
        name = f"week-{week}-v{old.number}-v{new.number}.diff"
        await answer(interaction, said, file=text_file(name, shown))


def history_lines(words: Words, history: History) -> list[str]:
    """Each version of a report, which one counts, and what was taken back."""
    lines: list[str] = [words.say("history.title", week=history.week.number, topic=history.week.topic)]
    for receipt in history.receipts:
        version = receipt.version
        short = digest(version.text)[:DIGEST_SHOWN]
        line = words.say("history.line", version=version.number, at=version.received_at, digest=short)
        if version.number in history.withdrawn:
            line = words.say("history.withdrawn", line=line)
        elif version.number == history.counts:
            line = words.say("history.counts", line=line)
        elif receipt.late and receipt.policy.kind is not LateKind.ACCEPT:
            line = words.say("history.late", line=line)
        lines.append(line)
    lines += [words.say(f"history.{act}", at=at) for act, at in history.acts]
    lines.append(words.say("history.due", due=history.due))
    return lines


def verified_lines(words: Words, found: Verified) -> list[str]:
    """What came of checking a receipt's code."""
    said = found.said
    if not found.genuine:
        return [words.say("verify.not_genuine", course=found.course.name)]
    facts = words.say(
        "verify.genuine", course=found.course.name, week=said.week, version=said.number, at=said.received_at
    )
    if found.same_text is None:
        return [facts, words.say("verify.no_text")]
    return [facts, words.say("verify.same_text" if found.same_text else "verify.other_text")]


def _withdrawn(words: Words, key: str, done: Withdrawn) -> str:
    return words.say(key, week=done.week.number, count=done.versions, until=done.until)
