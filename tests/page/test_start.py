"""`make sandbox`: within seconds a server with a course in mid-term, from demo/, in a browser."""

from __future__ import annotations

from playwright.async_api import expect

from sandbox.client import Sandbox
from tests.page.conftest import Demo, People, Tab


def test_it_is_there_in_good_time(demo: Demo) -> None:
    print(f"the page was there after {demo.seconds:.1f} s")
    # Ten on an idle machine of two cores; the other tests share these cores with it.
    assert demo.seconds < 30


async def test_a_course_in_mid_term_is_shown(demo: Demo, people: People, tab: Tab) -> None:
    page = await tab(demo.page, people["김민지"].id)

    places = page.get_by_role("navigation")
    await expect(places.get_by_role("button", name="# seminar", exact=True)).to_be_visible()
    assert await places.locator(".place.thread").count() >= 5
    members = page.locator(".members")
    for name in ("한서연", "Lee Dong-hyun", "Sora Lee", "Colloquy"):
        await expect(members.get_by_text(name, exact=True)).to_be_visible()
    await expect(page.get_by_text("Week 6: Keep less, describe more")).to_be_visible()
    await expect(page.get_by_role("button", name="Submit report").last).to_be_visible()
    await expect(page.get_by_text("Deadline").or_(page.get_by_text("Reminder")).first).to_be_visible()
    await expect(page.locator(".log time[data-style=R]").last).to_have_text("in 3 days")


async def test_reports_are_in_and_a_deadline_lies_ahead(box: Sandbox, people: People) -> None:
    prof = people["한서연"]
    room = next(one for one in await prof.channels() if one.name == "seminar")
    seen = await prof.run(room, "participation week", week=6)
    assert seen.message
    print(seen.message.text)
    assert "Sora Lee" in seen.message.text
