"""The panel of what can go wrong: its switches act on the real bot, are shown, and end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from sandbox.client import Sandbox
from sandbox.page.whatif import SWITCHES
from tests.page.conftest import Demo, People, Tab, Yard, in_one_loop, shoot
from tests.page.test_hostile import furnish
from tests.page.test_look import grave


@in_one_loop(autouse=True)
async def usual(box: Sandbox) -> AsyncIterator[None]:
    """The demo is shared: nothing may stay switched on."""
    yield
    await box.faults.end()


async def ask_for_help(page: Page) -> None:
    """The bot's answer comes, once."""
    answers = page.locator("article.ephemeral")
    await page.locator("article").last.wait_for()
    before = await answers.count()
    await page.get_by_role("combobox").fill("/help")
    await page.get_by_role("option").first.click()
    await page.get_by_role("button", name="Run").click()
    await expect(page.get_by_role("form", name="/help")).to_have_count(0)
    await expect(answers).to_have_count(before + 1)


async def test_what_is_switched_on_acts_and_is_shown_to_all(
    demo: Demo, box: Sandbox, people: People, tab: Tab
) -> None:
    seed = await box.faults.begin()
    page, other = await tab(demo.page, people["Sora Lee"].id), await tab(demo.page, people["Junho Park"].id)
    panel = page.get_by_role("region", name="What if …")
    await expect(panel.get_by_role("switch").first).not_to_be_visible()
    await panel.locator("summary").click()
    await expect(panel.get_by_text(f"Drawn from the seed {seed}")).to_be_visible()
    lost = panel.get_by_role("switch", name="An answer is lost")
    twice = panel.get_by_role("switch", name="Events come twice")
    await expect(lost).to_have_attribute("aria-checked", "false")

    await twice.click()
    await expect(twice).to_contain_text("until switched off")
    await lost.click()
    await expect(lost).to_contain_text("1 left")
    await expect(lost).to_have_attribute("aria-checked", "true")
    await expect(other.locator(".whatif summary .badge")).to_have_text("2 on")
    await shoot(page, "what-if")

    await ask_for_help(page)
    await expect(lost).to_have_attribute("aria-checked", "false")
    assert {"duplicate", "lost"} <= {one["kind"] for one in await box.faults.done()}

    await twice.click()
    await expect(twice).to_have_attribute("aria-checked", "false")
    await expect(other.locator(".whatif summary .badge")).to_have_count(0)
    await expect(panel.get_by_text(f"Drawn from the seed {seed}")).to_be_visible()


async def test_every_switch_is_set_and_all_end_together(yard: Yard, tab: Tab) -> None:
    person, channel, _ = await furnish(yard)
    page = await tab(yard.page, person.id, channel.id)
    panel = page.locator(".whatif")
    await panel.locator("summary").click()
    for one in await panel.get_by_role("switch").all():
        await one.click()
        await expect(one).to_have_attribute("aria-checked", "true")
    told = (await yard.box.wire.call("GET", "/people/faults"))["faults"]
    assert {tuple(one["kinds"]) for one in told} == {one.kinds for one in SWITCHES}
    assert [one["count"] is None for one in told] == [False, False, False, True, True]

    await panel.get_by_role("button", name="All as usual again").click()
    await expect(panel.get_by_role("status")).to_have_text("All is as usual.")
    await expect(panel.get_by_role("switch", checked=True)).to_have_count(0)
    assert (await yard.box.wire.call("GET", "/people/faults"))["faults"] == []
    await panel.get_by_role("button", name="Drop the bot's connection").click()
    await expect(panel.get_by_role("status")).to_have_text("No bot is connected.")


async def test_a_dropped_bot_comes_back_and_answers(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["Daniel Weber"].id)
    panel = page.locator(".whatif")
    await panel.locator("summary").click()
    await panel.get_by_role("button", name="Make the bot reconnect").click()
    await expect(panel.get_by_role("status")).to_have_text("Colloquy was told to reconnect.")
    await panel.get_by_role("button", name="Drop the bot's connection").click()
    await expect(panel.get_by_role("status")).to_have_text("Colloquy lost its connection and is back.")

    await ask_for_help(page)


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_it_works_by_keyboard_and_hinders_nobody(
    demo: Demo, people: People, tab: Tab, lang: str
) -> None:
    page = await tab(demo.page, people["김민지"].id, lang=lang, phone=lang == "ko")
    await page.locator("article").last.wait_for()
    if lang == "ko":
        await page.locator("[data-toggle=side]").click()
    await page.locator(".whatif summary").focus()
    await page.keyboard.press("Enter")
    slow = page.get_by_role("switch", name="slow" if lang == "en" else "느려요")
    await slow.focus()
    await page.keyboard.press("Space")
    await expect(slow).to_have_attribute("aria-checked", "true")
    await expect(slow).to_be_focused()
    await shoot(page, f"what-if-{lang}")
    assert await grave(page) == []
