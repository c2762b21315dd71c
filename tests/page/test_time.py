"""Time travel, and the guide that ticks itself off: one visit from the prompt to those who are missing.

It moves the clock of a demo of its own; the other tests share one that stands still.
"""

from __future__ import annotations

from playwright.async_api import expect

from demo.course import report
from tests.page.conftest import Demo, People, Tab, shoot


async def test_the_guide_is_played_to_its_end(own_demo: Demo, own_people: People, tab: Tab) -> None:
    people = own_people
    taps = 0
    minji = await tab(own_demo.page)
    await expect(minji.get_by_label("You are: 김민지")).to_be_visible()
    await expect(minji.locator(".clock .now")).to_have_text("Tue, Nov 24, 07:40 PM")

    await minji.get_by_role("button", name="Copy a sample report").click()
    taps += 1
    copied = await minji.evaluate("() => navigator.clipboard.readText()")
    assert copied == report("minji")
    await minji.get_by_role("button", name="Submit report").last.click()
    taps += 1
    await minji.get_by_role("dialog").get_by_label("Report", exact=True).fill(copied)
    await minji.get_by_role("dialog").get_by_role("button", name="Send").click()
    taps += 1
    await expect(minji.locator("article.ephemeral", has_text="Handed in: week 6")).to_be_visible()
    print(f"{taps} taps from the prompt to the receipt, one of them to copy a report")
    await expect(minji.locator(".guide li.done")).to_have_count(1)

    jiwoo = await tab(own_demo.page, people["최지우"].id)
    due = jiwoo.locator(".log time[data-style=R]").last
    await expect(due).to_have_text("in 3 days")
    await jiwoo.get_by_role("button", name="+1 hour").click()
    await expect(jiwoo.locator(".clock .now")).to_contain_text("08:40 PM")
    await jiwoo.get_by_role("button", name="To the next moment").click()
    await expect(jiwoo.locator(".clock .now")).to_contain_text("Wed, Nov 25, 06:00 PM")
    await expect(due).to_have_text("in 2 days")
    await expect(jiwoo.locator(".list .unread")).to_be_visible()
    await jiwoo.get_by_role("button", name="@ Colloquy").click()
    await expect(
        jiwoo.get_by_text("Your report is due").or_(jiwoo.get_by_text("보고서 마감"))
    ).to_be_visible()
    await expect(minji.locator(".guide li.done")).to_have_count(2)

    prof = await tab(own_demo.page, people["한서연"].id)
    await prof.get_by_role("button", name="+1 day").click()
    await expect(prof.locator(".clock .now")).to_contain_text("Thu, Nov 26, 06:00 PM")
    for _ in ("six hours left", "the deadline"):
        before = await prof.locator(".clock .now").inner_text()
        await prof.get_by_role("button", name="To the next moment").click()
        await expect(prof.locator(".clock .now")).not_to_have_text(before)
    await expect(prof.locator(".clock .now")).to_contain_text("Fri, Nov 27, 06:00 PM")
    await expect(prof.locator("article", has_text="of week 6").last).to_be_visible()
    done = minji.locator(".guide li.done")
    await expect(done.filter(has_text="Move to the deadline")).to_be_visible()

    await prof.get_by_role("combobox").fill("/participation")
    await prof.get_by_role("option", name="/참여 주차").first.click()
    await prof.locator(".ask input").first.fill("6")
    await prof.get_by_role("button", name="Run").click()
    await expect(prof.locator("article.ephemeral", has_text="미제출")).to_be_visible()
    await expect(done).to_have_count(4)
    await shoot(prof, "who-is-missing")

    sora = await tab(own_demo.page, people["Sora Lee"].id)
    card = sora.locator("article", has_text="of week 6").last
    await card.locator("button.thread").click()
    await expect(sora.get_by_role("heading", level=1)).to_contain_text("↳")
    await shoot(sora, "thread")
    await sora.get_by_role("button", name="# seminar", exact=True).click()
    await expect(sora.get_by_role("heading", level=1)).to_have_text("# seminar")
    await sora.locator("article", has_text="of week 6").last.get_by_role("button", name="disagree").click()
    await expect(sora.locator("article.ephemeral", has_text="Your stance: disagree")).to_be_visible()
    await shoot(sora, "claims")

    alex = await tab(own_demo.page, people["Alex Moreno"].id)
    await alex.get_by_role("button", name="Join Seminar").click()
    await alex.get_by_role("combobox").fill("/me link")
    await alex.get_by_role("option", name="/me link").click()
    await alex.get_by_role("button", name="Run").click()
    await expect(alex.get_by_text("You are not in the course")).to_be_visible()
    await expect(minji.get_by_text("That was the whole tour.")).to_be_visible()
