"""Taps and seconds from the prompt to the receipt, for each way in, counted in the page."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from demo.course import report
from sandbox.client import Person
from tests.page.conftest import Demo, People, Tab

MOST_TAPS = 4
MOST_SECONDS = 15
PARTS = ("Claim", "Evidence", "Example", "Objection", "Answer", "Reflection")


class Finger:
    """Taps in a page, and counts. Typing is no tap; choosing a file takes two: the field, and the file."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    async def press(self, what: Locator) -> None:
        self.taps += 1
        await what.click()

    async def choose(self, field: Locator, file: Path) -> None:
        self.taps += 2
        await field.set_input_files(file)

    async def reach(self, message: Locator) -> None:
        """What a pointer does by resting on a message takes a long tap on a phone."""
        self.taps += 1
        await message.hover()

    async def enter(self, box: Locator) -> None:
        self.taps += 1
        await box.press("Enter")


class Ways:
    """The table of ways. Each hands in a text of its own, so that each makes a receipt."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.lines: list[str] = []
        self._folder = folder

    @property
    def text(self) -> str:
        return f"{report('minji')}\n\nWritten for way {len(self.lines) + 1}."

    @property
    def file(self) -> Path:
        made = self._folder / f"way-{len(self.lines) + 1}.md"
        made.write_text(self.text)
        return made

    @asynccontextmanager
    async def way(self, name: str, before: int | None = None) -> AsyncIterator[Finger]:
        """From here on taps and seconds count, until one receipt more is there than before."""
        receipts = self.page.locator("article", has_text="Handed in:")
        before = await receipts.count() if before is None else before
        finger, begun = Finger(self.page), time.monotonic()
        yield finger
        await expect(receipts).to_have_count(before + 1)
        seconds = time.monotonic() - begun
        self.lines.append(f"| {name:<34} | {finger.taps} | {seconds:4.1f} |")
        assert finger.taps <= MOST_TAPS, name
        assert seconds < MOST_SECONDS, name


async def choose_parts(prof: Person, names: tuple[str, ...]) -> None:
    room = next(one for one in await prof.channels() if one.name == "seminar")
    asked = (await prof.run(room, "policy form")).form
    assert asked is not None
    await asked.submit({"parts": "\n".join(names)})


@pytest.mark.timeout(180)
async def test_every_way_in_takes_four_taps_at_most(
    demo: Demo, people: People, tab: Tab, tmp_path: Path
) -> None:
    page = await tab(demo.page, people["김민지"].id)
    ways = Ways(page, tmp_path)
    submit = page.get_by_role("button", name="Submit report").last
    form, box = page.get_by_role("dialog"), page.get_by_role("combobox")
    send = form.get_by_role("button", name="Send")
    await submit.wait_for()

    async with ways.way("a direct message with a file", before=0) as finger:
        await finger.press(page.get_by_role("button", name="Colloquy").first)
        inbox = page.get_by_role("combobox", name="Write to Colloquy")
        await inbox.wait_for()
        await finger.choose(page.locator("input[name=files]"), ways.file)
        await finger.enter(inbox)
    await page.get_by_role("button", name="# seminar", exact=True).click()
    await submit.wait_for()

    async with ways.way("the prompt's form, typed") as finger:
        await finger.press(submit)
        await form.get_by_label("Report", exact=True).fill(ways.text)
        await finger.press(send)
    async with ways.way("the prompt's form, with a file") as finger:
        await finger.press(submit)
        await finger.choose(form.get_by_label("Or a file"), ways.file)
        await finger.press(send)
    async with ways.way("/report submit with a file") as finger:
        await box.fill("/report sub")
        await finger.enter(box)
        asked = page.get_by_role("form", name="/report submit")
        await finger.choose(asked.get_by_label("file"), ways.file)
        await finger.press(asked.get_by_role("button", name="Run"))

    await page.locator("input[name=files]").set_input_files(ways.file)
    await box.fill("Here is mine")
    await page.keyboard.press("Enter")
    sent = page.locator("article", has_text="Here is mine").last
    await sent.wait_for()
    async with ways.way("the menu of a message with a file") as finger:
        await finger.reach(sent)
        await finger.press(sent.get_by_role("button", name="Hand in this file"))

    await choose_parts(people["한서연"], PARTS)
    try:
        async with ways.way("the prompt's form, in two parts") as finger:
            await finger.press(submit)
            await form.get_by_label("Claim").fill(f"Archives keep too much. {len(ways.lines)}")
            await finger.press(send)
            await finger.press(page.get_by_role("button", name="Next part").last)
            await form.get_by_label("Reflection").fill("I keep too much, too.")
            await finger.press(send)
    finally:
        await choose_parts(people["한서연"], ())

    table = "\n".join(ways.lines)
    print(f"\n| {'from the prompt to the receipt':<34} | taps | s |\n{table}")
