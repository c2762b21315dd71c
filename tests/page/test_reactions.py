"""Reactions stand under a message, and are added and taken by a press; all who look see them."""

from __future__ import annotations

from playwright.async_api import expect

from sandbox.client import Guild
from tests.page.conftest import Tab, Yard, shoot
from tests.page.test_hostile import furnish
from tests.page.test_look import grave


async def test_reactions_are_added_and_taken(yard: Yard, tab: Tab) -> None:
    person, channel, _ = await furnish(yard)
    said = await person.say(channel, "Who comes?")
    ada = await yard.box.person("Ada")
    await ada.join(Guild(yard.box.wire, channel.guild_id or "", ""))
    page, other = await tab(yard.page, person.id, channel.id), await tab(yard.page, ada.id, channel.id)
    line, theirs = page.locator(".reactions"), other.locator(".reactions")

    await page.locator("article", has_text="Who comes?").hover()
    await page.get_by_label("React: Who comes?").click()
    await shoot(page, "react")
    assert await grave(page) == []
    await page.get_by_role("button", name="👍").click()
    await expect(line.get_by_role("button")).to_have_text("👍 1")
    await expect(line.get_by_role("button", pressed=True)).to_have_count(1)
    await expect(page.get_by_role("button", name="🎉")).to_have_count(0)

    await expect(theirs.get_by_role("button", pressed=False)).to_have_text("👍 1")
    await theirs.get_by_role("button").focus()
    await other.keyboard.press("Enter")
    await expect(line.get_by_role("button")).to_have_text("👍 2")
    await expect(theirs.get_by_role("button", pressed=True)).to_be_focused()
    await person.edit(said, "Who comes today?")
    await expect(page.get_by_text("Who comes today?")).to_be_visible()
    await expect(line.get_by_role("button")).to_have_text("👍 2")
    await shoot(page, "reactions")
    assert await grave(page) == []

    await line.get_by_role("button").click()
    await expect(theirs.get_by_role("button")).to_have_text("👍 1")
    await theirs.get_by_role("button").click()
    await expect(line.get_by_role("button")).to_have_count(0)
