"""What a bot suggests for an option is offered while it is typed, and one of it fills the option."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.page.conftest import Tab, Yard, shoot
from tests.page.parrot import Json, Parrot, parrot
from tests.page.test_hostile import NAME, furnish
from tests.page.test_look import grave

WEEKS = {"Attention": 3, "Repair": 6, f"Reading {NAME}": 7}
NUMBER = {"type": 4, "name": "number", "description": "Which week", "required": True, "autocomplete": True}
PLACE = {"type": 3, "name": "channel", "description": "Where"}
SHOW = {"name": "show", "description": "Shows a week", "options": [NUMBER, PLACE]}


def answer(data: Json) -> Json:
    """The weeks whose names have in them what was typed, and thanks for a command."""
    if data["type"] != 4:
        return {"type": 4, "data": {"content": "thank you", "flags": 64}}
    typed = next(one for one in data["data"]["options"] if one.get("focused"))["value"]
    found = [{"name": name, "value": week} for name, week in WEEKS.items() if typed.lower() in name.lower()]
    return {"type": 8, "data": {"choices": found}}


async def open_show(page: Page) -> None:
    await page.get_by_role("combobox").fill("/show")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="number")).to_be_focused()


async def given(bird: Parrot) -> list[Json]:
    """The options of all that the bot was asked; the last is the command itself."""
    asked: list[Json] = []
    while not asked or asked[-1]["type"] == 4:
        asked.append(await bird.heard.get())
    return [{one["name"]: one["value"] for one in data["data"]["options"]} for data in asked]


async def test_a_suggestion_is_chosen_with_the_mouse(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    async with parrot(yard.box, app, [SHOW], answer) as bird:
        page = await tab(yard.page, person.id, channel.id)
        await open_show(page)
        week, offered = page.get_by_role("combobox", name="number"), page.get_by_role("listbox")
        await page.get_by_role("textbox", name="channel").fill("room B2")
        await expect(offered).to_have_count(0)
        await week.press_sequentially("re")
        await expect(offered.get_by_role("option")).to_have_text(["Repair", f"Reading {NAME}"])
        await expect(week).to_have_attribute("aria-expanded", "true")
        await shoot(page, "suggestions")
        assert await grave(page) == []

        await offered.get_by_role("option", name="Repair").click()
        await expect(week).to_have_value("Repair")
        await expect(week).to_have_attribute("aria-expanded", "false")
        await page.get_by_role("button", name="Run").click()
        await expect(page.get_by_text("thank you")).to_be_visible()
        assert (await given(bird))[-2:] == [
            {"number": "re", "channel": "room B2"},
            {"number": 6, "channel": "room B2"},
        ]


async def test_a_suggestion_is_chosen_with_the_keyboard(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    async with parrot(yard.box, app, [SHOW], answer) as bird:
        page = await tab(yard.page, person.id, channel.id)
        await open_show(page)
        week = page.get_by_role("combobox", name="number")
        await page.keyboard.type("a")
        await expect(page.get_by_role("option")).to_have_count(3)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("listbox")).to_have_count(0)
        await page.keyboard.type("t")
        await expect(page.get_by_role("option")).to_have_text(["Attention"])
        await page.keyboard.press("Backspace")
        await expect(page.get_by_role("option")).to_have_count(3)
        await page.keyboard.press("ArrowDown")
        chosen = page.get_by_role("option", selected=True)
        await expect(chosen).to_have_text("Repair")
        await expect(week).to_have_attribute(
            "aria-activedescendant", await chosen.get_attribute("id") or "none"
        )
        await page.keyboard.press("Enter")
        await expect(week).to_have_value("Repair")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("thank you")).to_be_visible()
        assert (await given(bird))[-1] == {"number": 6}


async def test_what_is_typed_anew_is_no_longer_the_choice(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    async with parrot(yard.box, app, [SHOW], answer) as bird:
        page = await tab(yard.page, person.id, channel.id)
        await open_show(page)
        await page.keyboard.type("rep")
        await page.get_by_role("option", name="Repair").click()
        await page.get_by_role("combobox", name="number").fill("12")
        await page.get_by_role("button", name="Run").click()
        await expect(page.get_by_text("thank you")).to_be_visible()
        assert (await given(bird))[-1] == {"number": 12}
