"""/report: hand in by form or file, read without handing in, show what was handed in."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import reports
from bot.seminar.refusals import FileGone, FileTooLarge, Refusal
from bot.seminar.reports import Arrival, Finding, Reading, Receipt, Source, Speaker, word_count
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape
from bot.words.refusals import in_words
from cogs.ui.answers import answer, text_file
from cogs.ui.buttons import MARKER, Button
from cogs.ui.forms import Filled, Form, Upload
from cogs.ui.house import House, Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options

log = logging.getLogger(__name__)

FORM_LIMIT = 4000
PASSAGE_LIMIT = 160
SHOWN_PASSAGES = 4


class ReportForm(Form, template=r"report:form:(?P<course_id>[0-9]+):(?P<week>[0-9]*)"):
    """The form in which a report is typed, or its file handed over."""

    def __init__(self, course_id: int, week: int | None, text: str = "") -> None:
        self.course_id = course_id
        self.week = week
        self.text = text

    def state(self) -> str:
        return f"report:form:{self.course_id}:{self.week or ''}"

    def title(self, words: Words) -> str:
        return words.say("form.report.title", week=self.week) if self.week else words.say("form.report.any")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.report.body"),
            description=words.say("form.report.body_about", limit=FORM_LIMIT),
            component=ui.TextInput(
                custom_id="body",
                style=discord.TextStyle.paragraph,
                max_length=FORM_LIMIT,
                required=False,
                default=self.text[:FORM_LIMIT] or None,
            ),
        )
        yield ui.Label(
            text=words.say("form.report.file"),
            description=words.say("form.report.file_about"),
            component=ui.FileUpload(custom_id="file", required=False, min_values=0, max_values=1),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        week = int(facts["week"]) if facts["week"] else None
        await hand_in(interaction, filled.text("body"), filled.file("file"), week, int(facts["course_id"]))


class SubmitButton(Button, template=r"report:submit:(?P<course_id>[0-9]+):(?P<week>[0-9]+)" + MARKER):
    """Opens the form of a week."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, course_id: int, week: int, words: Words, marker: str = "") -> SubmitButton:
        return cls(f"report:submit:{course_id}:{week}{marker}", words.say("button.submit"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await open_form(interaction, int(facts["week"]), int(facts["course_id"]))


class ContinueButton(Button, template=r"report:again:(?P<course_id>[0-9]+):(?P<arrival_xid>[0-9]+)"):
    """Opens the form with a text that was refused before."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, course_id: int, arrival_xid: int, words: Words) -> ContinueButton:
        return cls(f"report:again:{course_id}:{arrival_xid}", words.say("button.continue"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words, course_id = house_of(interaction), words_of(interaction), int(facts["course_id"])
        ask = ask_of(interaction, course_id)
        text, week = await reports.kept_text(house.store, house.reader, ask, int(facts["arrival_xid"]))
        if len(text) > FORM_LIMIT:
            said = words.say("refusal.kept_long", limit=FORM_LIMIT)
            await answer(interaction, said, file=text_file("report.md", text))
        else:
            await ReportForm(course_id, week, text).open(interaction)


@app_commands.guild_only()
class Reports(commands.GroupCog, **group("report")):
    """What students do with their reports."""

    @app_commands.command(**labels("report_submit"))
    @options("week", "file")
    async def submit(
        self,
        interaction: Interaction,
        week: app_commands.Range[int, 1, 99] | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        if file is None:
            await open_form(interaction, week)
            return
        await hand_in(interaction, "", Upload.of(file), week, None)

    @app_commands.command(**labels("report_check"))
    @options("file")
    async def check(self, interaction: Interaction, file: discord.Attachment) -> None:
        house, words = house_of(interaction), words_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        arrival = await _arrival(interaction, "", Upload.of(file), house.file_limit)
        text, reading = await reports.check(house.reader, arrival)
        shown = [words.say("check.title"), *reading_lines(words, text, reading)]
        await answer(interaction, "\n".join(shown))

    @app_commands.command(**labels("report_show"))
    @options("week", "version")
    async def show(
        self,
        interaction: Interaction,
        week: app_commands.Range[int, 1, 99] | None = None,
        version: app_commands.Range[int, 1, 999] | None = None,
    ) -> None:
        words = words_of(interaction)
        shown = await reports.show(house_of(interaction).store, ask_of(interaction), week, version)
        text = shown.receipt.version.text
        lines = [*receipt_lines(words, shown.receipt)]
        if shown.reading is not None:
            lines += reading_lines(words, text, shown.reading)
        name = f"week-{shown.receipt.week}-v{shown.receipt.version.number}.md"
        await answer(interaction, "\n".join(lines), file=text_file(name, text))


async def open_form(interaction: Interaction, week: int | None, course_id: int | None = None) -> None:
    """Opens the form, unless handing in would be refused anyway."""
    ask = ask_of(interaction, course_id)
    meant = await reports.form_for(house_of(interaction).store, ask, week)
    await ReportForm(meant.course_id, meant.week).open(interaction)


async def hand_in(
    interaction: Interaction, text: str, upload: Upload | None, week: int | None, course_id: int | None
) -> None:
    """Takes in what a form or a command brought; answers with the receipt, then with what was read."""
    house, words, ask = house_of(interaction), words_of(interaction), ask_of(interaction, course_id)
    if upload is not None:
        await interaction.response.defer(ephemeral=True, thinking=True)
    with house.desk.receiving():
        try:
            arrival = await _arrival(interaction, text, upload, house.file_limit)
            receipt = await reports.hand_in(house.store, house.reader, ask, arrival, week)
        except Refusal as refusal:
            await _give_back(interaction, words, refusal, text)
            return
        lines = receipt_lines(words, receipt)
        await answer(interaction, "\n".join([*lines, words.say("receipt.being_read")]))
    reading = await _read(house, receipt)
    if reading is not None:
        await answer(interaction, "\n".join([*lines, *reading_lines(words, receipt.version.text, reading)]))


async def _read(house: House, receipt: Receipt) -> Reading | None:
    """What was read in the version; None where that failed, which is no news about the hand-in."""
    try:
        await house.desk.read()
        return await reports.reading_of(house.store, receipt.version)
    except Exception:
        log.exception("version %s could not be read; its receipt stands", receipt.version.version_id)
        return None


async def _arrival(interaction: Interaction, text: str, upload: Upload | None, limit: int) -> Arrival:
    """What reached us, by Discord's clock. Raises FileTooLarge, FileGone."""
    if upload is not None and upload.size > limit:
        raise FileTooLarge(name=upload.name, size=upload.size, limit=limit)
    return Arrival(
        arrival_xid=interaction.id,
        user_xid=interaction.user.id,
        received_at=interaction.created_at,
        source=Source.FORM if upload is None else Source.FILE,
        text=text,
        file_name=upload.name if upload else None,
        file=await _download(interaction, upload) if upload else None,
    )


async def _download(interaction: Interaction, upload: Upload) -> bytes:
    try:
        data: bytes = await interaction.client.http.get_from_cdn(upload.url)

    except (discord.NotFound, discord.Forbidden) as error:
        raise FileGone(name=upload.name) from error
    return data


async def _give_back(interaction: Interaction, words: Words, refusal: Refusal, text: str) -> None:
    """Says why nothing was handed in; a text that was kept waits behind a button, another comes back."""
    said = in_words(refusal, words)
    if refusal.draft_id is not None and refusal.course_id is not None:
        button = ContinueButton.of(refusal.course_id, refusal.draft_id, words)
        await answer(interaction, said, button)
    else:
        await answer(interaction, said, file=text_file("report.md", text) if text.strip() else None)


def receipt_lines(words: Words, receipt: Receipt) -> list[str]:
    """The receipt: report, version, time and digest."""
    version = receipt.version
    again = "receipt.again" if receipt.again else "receipt.title"
    return [
        words.say(
            again, course=receipt.course, week=receipt.week, topic=receipt.topic, version=version.number
        ),
        words.say("receipt.time", at=version.received_at),
        words.say("receipt.late" if receipt.late else "receipt.on_time", due=receipt.due),
        words.say("receipt.digest", digest=receipt.digest),
    ]


def reading_lines(words: Words, text: str, reading: Reading) -> list[str]:
    """What was read in a text: header, findings and statements, with who says so."""
    header = reading.header
    missing = words.say("reading.not_found")
    lines: list[str] = [
        words.say(
            "reading.header",
            week=header.week or missing,
            number=header.student_number or missing,
            name=header.name or missing,
            topic=header.topic or missing,
        ),
        words.say("reading.words", count=word_count(text)),
    ]
    lines += [_finding_line(words, text, finding) for finding in reading.findings[:SHOWN_PASSAGES]]
    for speaker in Speaker:
        said = [statement for statement in reading.statements if statement.by is speaker]
        if said:
            lines.append(words.say(f"reading.by_{speaker}", count=len(said)))
            heaviest = sorted(said, key=lambda one: -one.weight)[:SHOWN_PASSAGES]
            lines += [f"> {_passage(words, text, one.start, one.end)}" for one in heaviest]
    return lines


def _finding_line(words: Words, text: str, finding: Finding) -> str:
    passage = finding.about or Raw(_passage(words, text, finding.start, finding.end))
    return words.say(f"finding.{finding.kind}", passage=passage)


def _passage(words: Words, text: str, start: int, end: int) -> str:
    passage = " ".join(text[start:end].split())
    return escape(passage if len(passage) <= PASSAGE_LIMIT else passage[:PASSAGE_LIMIT] + "…")
