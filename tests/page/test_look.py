"""It looks like a chat, in both languages and widths; the keyboard does all; nothing comes from outside."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.page.conftest import Demo, People, Tab, Yard, shoot

FOREIGN = ("discord", "blurple", "clyde", "wumpus", "nitro")


async def grave(page: Page) -> list[str]:
    """What axe finds that keeps people out."""
    found: Any = (await Axe().run(page)).response
    serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:160]}" for one in serious for node in one["nodes"]]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_no_serious_hindrance(demo: Demo, people: People, tab: Tab, lang: str, *, phone: bool) -> None:
    page = await tab(demo.page, people["김민지"].id, lang=lang, phone=phone)
    await page.locator("article").last.wait_for()
    await expect(page.locator(".log time").last).not_to_be_empty()
    shape = "phone" if phone else "desktop"
    await shoot(page, f"chat-{shape}-{lang}")
    assert await grave(page) == []

    if phone:
        await page.locator("[data-toggle=places]").click()
        await expect(page.locator(".places")).to_be_in_viewport()
        await page.locator(".me summary").click()
        await shoot(page, f"people-{shape}-{lang}")
        assert await grave(page) == []
        await page.keyboard.press("Escape")
        await page.locator("[data-toggle=side]").click()
        await expect(page.locator(".guide")).to_be_in_viewport()
        await shoot(page, f"guide-{shape}-{lang}")
        await page.keyboard.press("Escape")
    await page.get_by_role("combobox").fill("/")
    await page.get_by_role("option").first.wait_for()
    await shoot(page, f"commands-{shape}-{lang}")
    assert await grave(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Submit report").last.click()
    await page.get_by_role("dialog").wait_for()
    await shoot(page, f"form-{shape}-{lang}")
    assert await grave(page) == []


async def test_nothing_is_wider_than_a_phone(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["김민지"].id, phone=True)
    await page.locator("article").last.wait_for()
    widths = await page.evaluate(
        "() => [document.documentElement.scrollWidth, document.querySelector('.log').scrollWidth]"
    )
    assert max(widths) <= 390


async def test_the_language_is_switched(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["김민지"].id)
    await expect(page.get_by_text("local sandbox")).to_be_visible()
    await page.get_by_role("link", name="한국어").click()
    await expect(page.get_by_role("heading", name="해 보세요")).to_be_visible()
    await expect(page.get_by_text("내 컴퓨터 안의 샌드박스")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "ko")


async def test_everything_is_done_without_a_mouse(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["Daniel Weber"].id)
    await page.locator("article").last.wait_for()
    submit = page.get_by_role("button", name="Submit report").last
    await submit.focus()
    assert await submit.evaluate("one => one.matches(':focus-visible')")
    outline = await submit.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    await form.wait_for()
    await expect(form.get_by_label("Report", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    await expect(submit).to_be_focused()

    await page.get_by_role("combobox").focus()
    await page.keyboard.type("/help")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Run")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("article.ephemeral").last).to_be_visible()


async def test_its_name_and_colours_are_its_own(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["김민지"].id)
    await expect(page.get_by_role("navigation").get_by_text("Atrium")).to_be_visible()
    shown = (await page.locator(".shell").inner_text() + await page.title()).lower()
    assert [word for word in FOREIGN if word in shown] == []
    names = await page.evaluate(
        "() => [...document.querySelectorAll('button, a, input, select, textarea')]"
        ".filter(one => !(one.textContent.trim() || one.ariaLabel || one.labels?.length))"
        ".map(one => one.outerHTML)"
    )
    assert names == []


async def test_an_empty_room_fills_the_window(yard: Yard, tab: Tab) -> None:
    person = await yard.box.person("Ada")
    guild = await yard.box.guild("Lab", owner=person)
    page = await tab(yard.page, person.id, (await guild.channel("room")).id)
    await page.get_by_role("combobox").wait_for()
    assert await page.evaluate("() => document.querySelector('.foot').getBoundingClientRect().bottom") == 860
