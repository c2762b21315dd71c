"""A visitor is any of the people, and does what a person does in Discord."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect

from demo.course import report
from sandbox.client import Sandbox
from tests.page.conftest import ROOT, Demo, People, Tab, shoot


async def write(page: Page, text: str) -> None:
    await page.get_by_role("combobox").fill(text)
    await page.keyboard.press("Enter")


async def test_two_people_in_two_tabs_read_each_other(demo: Demo, people: People, tab: Tab) -> None:
    sora = await tab(demo.page, people["Sora Lee"].id)
    junho = await tab(demo.page, people["Junho Park"].id)

    await write(sora, f"Who has a pen, **{people['Junho Park'].mention}**?")
    said = junho.locator("article", has_text="Who has a pen")
    await expect(said.locator("strong .mention.me")).to_have_text("@Junho Park")

    await said.hover()
    await said.get_by_role("button", name="Reply").click()
    await expect(junho.get_by_text("You answer Sora Lee")).to_be_visible()
    await write(junho, "I have")
    await expect(sora.get_by_text("answers Sora Lee: Who has a pen")).to_be_visible()
    await expect(sora.get_by_role("combobox")).to_have_value("")


async def test_every_kind_of_person_can_be_chosen(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["김민지"].id)

    await page.get_by_label("You are: 김민지").click()
    choices = page.locator(".choices")
    for name, part in (("한서연", "Instructor"), ("Lee Dong-hyun", "Moderator"), ("Sora Lee", "Student")):
        await expect(choices.locator("a.somebody", has_text=name)).to_contain_text(part)
    await expect(choices.get_by_role("link", name="Sora Lee in a new tab")).to_be_visible()
    await choices.locator("a.somebody", has_text="Lee Dong-hyun").click()
    await expect(page.get_by_label("You are: Lee Dong-hyun")).to_be_visible()


async def test_a_newcomer_arrives_and_joins(demo: Demo, tab: Tab) -> None:
    page = await tab(demo.page)
    await page.locator(".me summary").click()
    await page.get_by_label("Their name").fill("Noor")
    await page.get_by_role("button", name="Arrive").click()

    await page.get_by_role("button", name="Join Seminar").click()
    await expect(page.get_by_role("heading", name="# seminar")).to_be_visible()
    await write(page, "Hello")
    await expect(page.locator("article", has_text="Hello").last).to_contain_text("Noor")


async def test_threads_and_direct_messages(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["Daniel Weber"].id)

    await write(page, "A thought for a thread")
    said = page.locator("article", has_text="A thought for a thread")
    await said.hover()
    await said.get_by_role("button", name="Thread: ").click()
    await page.get_by_label("Name of the thread").fill("Side room")
    await page.get_by_role("button", name="Open the thread").click()
    await expect(page.get_by_role("heading", name="↳ Side room")).to_be_visible()
    await write(page, "In the thread")
    await expect(page.locator("article", has_text="In the thread")).to_be_visible()

    await page.get_by_role("button", name="Colloquy").first.click()
    await expect(page.get_by_role("heading", name="@ Colloquy")).to_be_visible()
    await expect(page.get_by_role("combobox", name="Write to Colloquy")).to_be_visible()
    await page.locator("input[name=files]").set_input_files(ROOT / "demo/reports/daniel.txt")
    await write(page, "My report")
    await expect(page.get_by_role("link", name="daniel.txt")).to_be_visible()


async def test_commands_filter_as_they_are_typed(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["Tomas Lindqvist"].id)
    box = page.get_by_role("combobox")

    await box.fill("/")
    await expect(page.get_by_role("option").nth(4)).to_be_visible()
    await box.fill("/report s")
    await expect(page.get_by_role("option")).to_have_count(2)
    await shoot(page, "picker")
    await box.fill("/zzz")
    await expect(page.get_by_text("No command begins like this.")).to_be_visible()
    await box.fill("/report sub")
    await page.keyboard.press("Enter")
    asked = page.get_by_role("form", name="/report submit")
    await expect(asked.get_by_label("week")).to_be_focused()

    await asked.get_by_label("week").fill("soon")
    await asked.get_by_role("button", name="Run").click()
    await expect(page.get_by_role("alert").first).to_contain_text("takes int, not 'soon'")
    await asked.get_by_label("week").fill("6")
    await asked.get_by_label("file").set_input_files(ROOT / "demo/reports/tomas.md")
    await asked.get_by_role("button", name="Run").click()
    await expect(page.locator("article.ephemeral", has_text="Handed in:").last).to_contain_text("Read:")


async def test_a_command_speaks_its_persons_language(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["한서연"].id, lang="ko")
    await page.get_by_role("combobox").fill("/주차 추")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("form", name="/주차 추가")).to_be_visible()
    await shoot(page, "options-ko")


async def test_a_button_opens_a_form_whose_answer_only_its_person_sees(
    demo: Demo, people: People, tab: Tab, tmp_path: Path
) -> None:
    haeun, jiwoo = await tab(demo.page, people["정하은"].id), await tab(demo.page, people["최지우"].id)

    await haeun.get_by_role("button", name="Submit report").last.click()
    form = haeun.get_by_role("dialog")
    await form.get_by_label("보고서").first.fill("가" * 4001)
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_role("alert")).to_contain_text("must be 0 to 4000, not 4001")
    await shoot(haeun, "form-refused")
    await form.get_by_label("보고서").first.fill(report("haeun"))
    await form.get_by_role("button", name="Send").click()

    receipt = haeun.locator("article.ephemeral", has_text="제출했어요:").last
    await expect(receipt).to_contain_text("Only you see this.")
    await expect(receipt).to_contain_text("읽은 내용")
    await shoot(haeun, "receipt")
    await write(haeun, "Done!")
    await expect(jiwoo.get_by_text("Done!")).to_be_visible()
    await expect(jiwoo.get_by_text("제출했어요:")).to_have_count(0)
    await receipt.get_by_role("button", name="Dismiss").click()
    await expect(receipt).to_have_count(0)


async def test_own_messages_are_edited_and_deleted(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["Sora Lee"].id)
    await write(page, "Fisrt try")
    said = page.locator("article", has_text="Fisrt try")
    await said.hover()
    await said.get_by_role("button", name="Edit").click()
    await page.get_by_label("Edit", exact=True).fill("First try")
    await page.get_by_role("button", name="Save").click()
    fixed = page.locator("article", has_text="First try")
    await fixed.hover()
    await fixed.get_by_role("button", name="Delete").click()
    await expect(fixed).to_have_count(0)


async def test_what_discord_refuses_is_said_and_not_lost(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["Sora Lee"].id)
    await write(page, "x" * 2001)
    await expect(page.get_by_role("alert").first).to_contain_text("at most 2000 characters")
    await expect(page.get_by_role("combobox")).to_have_value("x" * 2001)


async def test_a_picture_is_shown(demo: Demo, box: Sandbox, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["Sora Lee"].id)
    picture = (
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,"
        b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    )
    sent = {"name": "dot.gif", "mimeType": "image/gif", "buffer": picture}
    await page.locator("input[name=files]").set_input_files(sent)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Send", exact=True).click()
    shown = page.get_by_alt_text("Picture dot.gif")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("one => one.naturalWidth") == 1
