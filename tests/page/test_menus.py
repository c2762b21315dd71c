"""A message's tools have the bots' commands on messages, which do what the bot does with them."""

from __future__ import annotations

from playwright.async_api import expect

from tests.page.conftest import ROOT, Demo, People, Tab, Yard, shoot
from tests.page.parrot import Json, parrot
from tests.page.test_hostile import NAME, furnish


async def test_a_file_in_the_channel_is_handed_in(demo: Demo, people: People, tab: Tab) -> None:
    tomas = await tab(demo.page, people["Tomas Lindqvist"].id)
    jiwoo = await tab(demo.page, people["최지우"].id)
    await tomas.locator("article").last.wait_for()
    await tomas.locator("input[name=files]").set_input_files(ROOT / "demo/reports/tomas.md")
    await tomas.get_by_role("combobox").fill("Here it is, as a file")
    await tomas.keyboard.press("Enter")
    sent = tomas.locator("article", has_text="Here it is, as a file")
    receipts = tomas.locator("article.ephemeral", has_text="Handed in:")
    before = await receipts.count()

    await sent.hover()
    await shoot(tomas, "message-menu")
    await sent.get_by_role("button", name="Hand in this file: Here it is").click()
    await expect(receipts).to_have_count(before + 1)
    await expect(receipts.last).to_contain_text("Receipt")

    theirs = jiwoo.locator("article", has_text="Here it is, as a file")
    await theirs.hover()
    await theirs.get_by_role("button", name="이 파일").click()
    await expect(jiwoo.locator("article.ephemeral").last).to_contain_text("다른 사람")


async def test_the_bot_is_told_which_message(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    said = await person.say(channel, "this one")
    commands: list[Json] = [
        {"type": 3, "name": NAME, "name_localizations": {"ko": "뜻 찾기"}},
        {"type": 2, "name": "Wave at"},
        {"name": "ask", "description": "asks"},
    ]
    thanks = {"type": 4, "data": {"content": "thank you", "flags": 64}}
    async with parrot(yard.box, app, commands, lambda _: thanks) as bird:
        page = await tab(yard.page, person.id, channel.id)
        tools = page.locator("article", has_text="this one").locator(".tools")
        await expect(tools.get_by_role("button")).to_have_text(["Reply", "Thread", "Edit", "Delete", NAME])
        await tools.get_by_role("button", name=NAME).focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("thank you")).to_be_visible()
        data = (await bird.heard.get())["data"]
        assert (data["name"], data["type"], data["target_id"]) == (NAME, 3, said.id)

        await page.get_by_role("combobox").fill("/")
        await expect(page.get_by_role("option")).to_have_text(["/askasks"])
