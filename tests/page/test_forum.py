"""A forum lists its posts, and one is opened with a title, a text and a tag."""

from __future__ import annotations

from playwright.async_api import expect

from sandbox.client import Guild
from tests.page.conftest import Tab, Yard, shoot
from tests.page.test_hostile import furnish
from tests.page.test_look import grave


async def test_a_post_is_opened_and_read(yard: Yard, tab: Tab) -> None:
    person, channel, _ = await furnish(yard)
    guild = Guild(yard.box.wire, channel.guild_id or "", "")
    forum = await guild.forum("questions", tags=["reading", "method"], require_tag=True)
    ada = await yard.box.person("Ada")
    await ada.join(guild)
    page, other = await tab(yard.page, person.id, forum.id), await tab(yard.page, ada.id, forum.id)
    await expect(page.get_by_role("heading", name="≡ questions")).to_be_visible()
    await expect(page.get_by_text("No post yet.")).to_be_visible()

    asked = page.get_by_role("form", name="Open the post")
    await asked.get_by_label("Title").fill("What is a repair?")
    await asked.get_by_label("Text").fill("I have read it twice.")
    await asked.get_by_role("button", name="Open the post").click()
    await expect(page.get_by_role("alert").first).to_contain_text("tag")
    await expect(asked.get_by_label("Title")).to_have_value("What is a repair?")
    await asked.get_by_role("checkbox", name="method").check()
    file = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"notes"}
    await asked.get_by_label("Add files").set_input_files(file)  # type: ignore[arg-type]
    assert await grave(page) == []
    await shoot(page, "forum-form")
    await asked.get_by_role("button", name="Open the post").click()
    await expect(page.get_by_role("heading", name="↳ What is a repair?")).to_be_visible()
    await expect(page.locator("article", has_text="I have read it twice.")).to_have_count(1)
    await expect(page.get_by_role("link", name="notes.txt")).to_be_visible()

    post = other.locator(".posts").get_by_role("button", name="What is a repair?")
    await expect(post).to_contain_text("method")
    await shoot(other, "forum")
    assert await grave(other) == []
    await post.focus()
    await other.keyboard.press("Enter")
    await other.get_by_role("combobox").fill("So have I")
    await other.keyboard.press("Enter")
    await expect(page.locator("article", has_text="So have I")).to_be_visible()
