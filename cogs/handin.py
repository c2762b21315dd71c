"""Handing in: the report's form, its buttons, and the way from what somebody brought to a receipt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import discord
from discord import ui

from bot.actions import reports, versions
from bot.actions.courses import Ask
from bot.seminar.parts import ON_A_FORM, joined, pages
from bot.seminar.refusals import Gated, Refusal, UnknownReport
from bot.seminar.reports import Arrival, Receipt, Source
from bot.words.catalogues import Words
from bot.words.refusals import in_words
from cogs.corrections import CopyButton, CorrectButton
from cogs.ui.answers import answer, text_file
from cogs.ui.buttons import MARKER, Button
from cogs.ui.forms import Filled, Form, Upload
from cogs.ui.house import House, Interaction, ask_of, house_of, words_of
from cogs.ui.receipts import objection_lines, receipt_lines, shown_lines
from cogs.ui.reportforms import FORM_LIMIT, MOST_FILES, file_field, fits, text_fields, typed
from cogs.uploads import ask_which, file_arrival

log = logging.getLogger(__name__)

HOLD_ON_SECONDS = 0.7
"""After which somebody who waits for a receipt is told that it is on its way."""

Tell = Callable[..., Awaitable[None]]
"""Shows a text and its buttons to who handed in; a second time in the place of the first."""


class ReportForm(
    Form,
    template=r"report:form:(?P<course_id>[0-9]+):(?P<week>[0-9]*)(?::(?P<page>[0-9]):(?P<earlier>[0-9]+))?",
):
    """The form in which a report is typed, or its file handed over; `page` counts where it needs several."""

    def __init__(
        self,
        course_id: int,
        week: int | None,
        parts: tuple[str, ...] = (),
        text: str = "",
        page: int = 0,
        earlier_xid: int = 0,
    ) -> None:
        self.course_id = course_id
        self.week = week
        self.wanted = parts
        self.text = text
        self.page = page
        self.earlier_xid = earlier_xid

    def state(self) -> str:
        more = f":{self.page}:{self.earlier_xid}" if self.page else ""
        return f"report:form:{self.course_id}:{self.week or ''}{more}"

    def title(self, words: Words) -> str:
        return words.say("form.report.title", week=self.week) if self.week else words.say("form.report.any")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield from text_fields(words, self.wanted, self.page, self.text)
        if len(self.wanted) < ON_A_FORM:
            yield file_field(words, MOST_FILES)

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        course_id, week = int(facts["course_id"]), int(facts["week"]) if facts["week"] else None
        page, earlier_xid = int(facts.get("page", 0)), int(facts.get("earlier", 0))
        ask = ask_of(interaction, course_id)
        parts = await reports.parts_of(house_of(interaction).store, ask)
        texts = typed(filled, min(page, len(pages(parts)) - 1), parts)
        # Whoever opened the form before the course changed its parts still typed something.
        texts = texts if any(texts) else [text for text in filled.texts.values() if text]
        names = pages(parts)[page] if parts and page < len(pages(parts)) else ()
        text = joined(names, texts) if len(names) == len(texts) else "\n\n".join(texts)
        uploads = filled.files.get("file", [])
        if len(uploads) > 1:
            await ask_which(interaction, ask, text, uploads, week)
        elif page + 1 < len(pages(parts)) and not uploads:
            await _keep_page(interaction, ask, text, week, page, earlier_xid or None)
        else:
            await hand_in(interaction, text, filled.file("file"), week, course_id, earlier_xid or None)


async def _keep_page(
    interaction: Interaction, ask: Ask, text: str, week: int | None, page: int, earlier_xid: int | None
) -> None:
    """Keeps what was typed so far, and offers the next form."""
    words = words_of(interaction)
    arrival = _arrival(interaction, text)
    await reports.keep_draft(house_of(interaction).store, ask, arrival, week, earlier_xid)
    said = words.say("draft.kept", page=page + 1)
    button = NextButton.of(ask.course_id or 0, week, page + 1, arrival.arrival_xid, words)
    await answer(interaction, said, button)


class SubmitButton(Button, template=r"report:submit:(?P<course_id>[0-9]+):(?P<week>[0-9]+)" + MARKER):
    """Opens the form of a week."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, course_id: int, week: int, words: Words, marker: str = "") -> SubmitButton:
        return cls(f"report:submit:{course_id}:{week}{marker}", words.say("button.submit"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await open_form(interaction, int(facts["week"]), int(facts["course_id"]))


class NextButton(
    Button,
    template=r"report:next:(?P<course_id>[0-9]+):(?P<week>[0-9]*):(?P<page>[0-9]):(?P<earlier>[0-9]+)",
):
    """Opens the next form of a report that needs several."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, course_id: int, week: int | None, page: int, earlier_xid: int, words: Words) -> NextButton:
        return cls(f"report:next:{course_id}:{week or ''}:{page}:{earlier_xid}", words.say("button.next"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        course_id, week = int(facts["course_id"]), int(facts["week"]) if facts["week"] else None
        store, ask = house_of(interaction).store, ask_of(interaction, course_id)
        await reports.kept_arrival(store, ask, int(facts["earlier"]))
        parts = await reports.parts_of(store, ask)
        page = min(int(facts["page"]), len(pages(parts)) - 1)
        form = ReportForm(course_id, week, parts, page=page, earlier_xid=int(facts["earlier"]))
        await form.open(interaction)


class ContinueButton(Button, template=r"report:again:(?P<course_id>[0-9]+):(?P<arrival_xid>[0-9]+)"):
    """Opens the form with a text that was refused before."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, course_id: int, arrival_xid: int, words: Words) -> ContinueButton:
        return cls(f"report:again:{course_id}:{arrival_xid}", words.say("button.continue"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, course_id = house_of(interaction), int(facts["course_id"])
        ask = ask_of(interaction, course_id)
        text, week = await reports.kept_text(house.store, house.reader, ask, int(facts["arrival_xid"]))
        await open_filled(interaction, course_id, week, text)


class ReplaceButton(Button, template=r"report:replace:(?P<course_id>[0-9]+):(?P<version_id>[0-9]+)"):
    """Opens the form with the text that was handed in: what comes back is the next version."""

    @classmethod
    def of(cls, course_id: int, version_id: int, words: Words) -> ReplaceButton:
        return cls(f"report:replace:{course_id}:{version_id}", words.say("button.replace"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        course_id = int(facts["course_id"])
        ask = ask_of(interaction, course_id)
        store = house_of(interaction).store
        shown = await versions.version_shown(store, ask, int(facts["version_id"]))
        await open_filled(interaction, course_id, shown.receipt.week, shown.receipt.version.text)


def receipt_buttons(receipt: Receipt, words: Words) -> tuple[ui.Item[Any], ...]:
    """What can be done with a receipt."""
    course_id, version_id = receipt.version.course_id, receipt.version.version_id
    return (
        CorrectButton.of(course_id, version_id, words),
        ReplaceButton.of(course_id, version_id, words),
        CopyButton.of(course_id, version_id, words),
    )


async def open_filled(interaction: Interaction, course_id: int, week: int | None, text: str) -> None:
    """Opens the form with a text in it, or gives that as a file where a form has no room for it."""
    words = words_of(interaction)
    parts = await reports.parts_of(house_of(interaction).store, ask_of(interaction, course_id))
    if len(pages(parts)) > 1:
        parts = ()
    if fits(parts, text):
        await ReportForm(course_id, week, parts, text).open(interaction)
    else:
        said = words.say("refusal.kept_long", limit=FORM_LIMIT)
        await answer(interaction, said, file=text_file("report.md", text))


async def open_form(interaction: Interaction, week: int | None, course_id: int | None = None) -> None:
    """Opens the form, unless handing in would be refused anyway; an unfinished or held text is in it."""
    ask = ask_of(interaction, course_id)
    meant = await reports.form_for(house_of(interaction).store, ask, week)
    held = meant.held if len(pages(meant.parts)) == 1 and fits(meant.parts, meant.held) else ""
    await ReportForm(meant.course_id, meant.week, meant.parts, meant.draft or held).open(interaction)


async def hand_in(
    interaction: Interaction,
    text: str,
    upload: Upload | None,
    week: int | None,
    course_id: int | None,
    earlier_xid: int | None = None,
) -> None:
    """Takes in what a form or a command brought; answers with the receipt, then with what was read."""
    house, words, ask = house_of(interaction), words_of(interaction), ask_of(interaction, course_id)

    one_at_a_time = asyncio.Lock()

    async def tell(said: str, *items: ui.Item[Any], file: discord.File | None = None) -> None:
        async with one_at_a_time:
            await answer(interaction, said, *items, file=file)

    async def hold_on() -> None:
        await asyncio.sleep(HOLD_ON_SECONDS)
        async with one_at_a_time:
            if not interaction.response.is_done():
                await interaction.response.defer(ephemeral=True, thinking=True)

    if upload is None:
        # On a disk that is slow in the last minute of a week, a receipt may take longer than Discord waits.
        holding = asyncio.create_task(hold_on())
        try:
            await take_in(house, words, ask, _arrival(interaction, text), week, tell, earlier_xid)
        finally:
            holding.cancel()
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    async with house.desk.turn(interaction.user.id):
        try:
            arrival = await file_arrival(interaction, text, upload)
        except Refusal as refusal:
            await give_back(tell, words, refusal, text)
            return
        await take_in(house, words, ask, arrival, week, tell, earlier_xid)


async def take_in(
    house: House,
    words: Words,
    ask: Ask,
    arrival: Arrival,
    week: int | None,
    tell: Tell,
    earlier_xid: int | None = None,
) -> None:
    """From what arrived to the receipt, and to what was read in it."""
    with house.desk.receiving():
        try:
            receipt = await reports.hand_in(house.store, house.reader, ask, arrival, week, earlier_xid)
        except Refusal as refusal:
            await give_back(tell, words, refusal, arrival.text)
            return
        buttons = receipt_buttons(receipt, words)
        lines = receipt_lines(words, receipt, house.sign)
        await tell("\n".join([*lines, words.say("receipt.being_read")]), *buttons)
    read = await _read(house, ask, receipt)
    if read is not None and read.reading is not None:
        # The first answer says whether the text had been handed in before; so does the last.
        more = shown_lines(words, read, house.sign)[len(receipt_lines(words, read.receipt, house.sign)) :]
        await tell("\n".join([*lines, *more]), *receipt_buttons(receipt, words))


async def _read(house: House, ask: Ask, receipt: Receipt) -> versions.Shown | None:
    """What was read in the version; None where that failed, or the bot stops: no news about the hand-in."""
    version = receipt.version
    try:
        if not await house.desk.read():
            return None
        mine = Ask(ask.person, ask.at, course_id=version.course_id)
        return await versions.version_shown(house.store, mine, version.version_id)
    except UnknownReport:
        # Its writer has had it deleted meanwhile.
        return None
    except Exception:
        log.exception("version %s could not be read; its receipt stands", version.version_id)
        return None


def _arrival(interaction: Interaction, text: str) -> Arrival:
    return Arrival(interaction.id, interaction.user.id, interaction.created_at, Source.FORM, text)


async def give_back(tell: Tell, words: Words, refusal: Refusal, text: str) -> None:
    """Says why nothing was handed in; a text that was kept waits behind a button, another comes back."""
    said: str = in_words(refusal, words)
    if isinstance(refusal, Gated):
        why, _, kept = said.rpartition("\n")
        said = "\n".join([why, *objection_lines(words, refusal), kept])
    if refusal.draft_id is not None and refusal.course_id is not None:
        await tell(said, ContinueButton.of(refusal.course_id, refusal.draft_id, words))
    else:
        await tell(said, file=text_file("report.md", text) if text.strip() else None)
