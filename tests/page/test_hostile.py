"""Whatever people and bots write, it stays text; and every kind of component and field works."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from sandbox.client import Application, Channel, File, Person
from tests.page.conftest import Tab, Yard, shoot
from tests.page.parrot import Json, parrot

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg/onload=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
    '[x](javascript:alert(1)) <javascript:alert(1)> [y](https://a.b/"onmouseover=alert(1))',
    "`</code><script>alert(1)</script>` ||<b onclick=alert(1)>||",
    ":style=alert(1) v-html=alert(1) @click=alert(1)",
)
MISCHIEF = "\n".join(SCRIPTS)
NAME = "<img src=x onerror=alert(1)>"


async def furnish(yard: Yard) -> tuple[Person, Channel, Application]:
    person = await yard.box.person(NAME)
    guild = await yard.box.guild(f"Guild {NAME}", owner=person)
    await guild.role(NAME)
    channel = await guild.channel("room")
    app = await yard.box.application(f"Bot {NAME}")
    await app.invite(guild)
    return person, channel, app


def text(content: str) -> Json:
    return {"type": 10, "content": content}


async def test_hostile_content_never_runs(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    await person.say(channel, MISCHIEF + "\n<@" + person.id + ">")
    thread = await person.thread(channel, NAME)
    await person.say(thread, NAME)
    option = {"label": NAME, "value": "1", "description": NAME}
    row = [{"type": 2, "style": 1, "label": NAME, "custom_id": NAME}]
    select = [{"type": 3, "custom_id": "s", "placeholder": NAME, "options": [option]}]
    card = [text(MISCHIEF), {"type": 1, "components": row}, {"type": 1, "components": select}]
    command: Json = {"name": "trick", "description": NAME, "options": []}
    command["options"] = [
        {"type": 3, "name": "say", "description": NAME, "choices": [{"name": NAME, "value": NAME}]}
    ]
    fields = [
        {"type": 18, "label": NAME, "component": {"type": 4, "custom_id": "t", "style": 1, "value": NAME}}
    ]
    form = {"type": 9, "data": {"title": NAME, "custom_id": "f", "components": fields}}

    async with parrot(yard.box, app, [command], lambda _: form) as bird:
        await bird.post(channel.id, flags=1 << 15, components=[{"type": 17, "components": card}])
        page = await tab(yard.page, person.id, channel.id)
        await expect(page.locator("article").last.get_by_role("button", name=NAME)).to_be_visible()
        for part in SCRIPTS[:4]:
            await expect(page.get_by_text(part).first).to_be_visible()
        sent = {"name": f"{NAME}.txt", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
        await page.locator("input[name=files]").set_input_files(sent)  # type: ignore[arg-type]
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("link", name=".txt")).to_be_visible()
        await page.get_by_role("combobox").fill("/trick")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Run").click()
        await expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(NAME)
        await shoot(page, "hostile")
        assert await page.evaluate("() => document.querySelectorAll('.shell script, .shell svg').length") == 0
        addresses = await page.evaluate("() => [...document.querySelectorAll('.log a')].map(one => one.href)")
        assert all(one.startswith(("http://", "https://")) for one in addresses)


async def test_a_file_is_never_opened_as_a_page(yard: Yard) -> None:
    person, channel, _ = await furnish(yard)
    said = await person.say(channel, "", files=[File("a.html", b"<script>alert(1)</script>")])
    async with yard.box.wire.http.get(said.attachments[0].url) as response:
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_broken_characters_break_nothing(yard: Yard, tab: Tab) -> None:
    person, channel, _ = await furnish(yard)
    await person.say(channel, "half \ud83d a smile")
    page = await tab(yard.page, person.id, channel.id)
    await expect(page.get_by_text("half ? a smile")).to_be_visible()


async def test_pictures_from_elsewhere_are_not_loaded(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    gallery = {"type": 12, "items": [{"media": {"url": "https://example.com/track.gif"}}]}
    async with parrot(yard.box, app, [], lambda _: {"type": 6}) as bird:
        await bird.post(channel.id, flags=1 << 15, components=[gallery])
        page = await tab(yard.page, person.id, channel.id)
        await expect(page.get_by_text("Picture on the web, not loaded")).to_be_visible()


AB = [{"label": "Alpha", "value": "a"}, {"label": "Beta", "value": "b"}]
LABELS: dict[str, Json] = {
    "Line": {"type": 4, "custom_id": "line", "style": 1, "min_length": 2},
    "Pages": {"type": 4, "custom_id": "pages", "style": 2, "required": False, "value": "as it was"},
    "One": {
        "type": 3,
        "custom_id": "one",
        "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}],
    },
    "Pick": {"type": 21, "custom_id": "radio", "options": AB},
    "Tick": {"type": 22, "custom_id": "boxes", "options": AB, "max_values": 2},
    "Agreed": {"type": 23, "custom_id": "agreed"},
    "Files": {"type": 19, "custom_id": "files", "max_values": 2},
}


async def test_choices_and_boxes_are_filled_in(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    rows = [{"type": 18, "label": label, "component": LABELS[label]} for label in ("Pick", "Tick", "Agreed")]
    form = {"type": 9, "data": {"title": "All", "custom_id": "all", "components": rows}}
    ask = {"name": "ask", "description": "asks"}
    done = {"type": 4, "data": {"content": "thank you", "flags": 64}}
    async with parrot(yard.box, app, [ask], lambda data: form if data["type"] == 2 else done) as bird:
        page = await tab(yard.page, person.id, channel.id)
        await page.get_by_role("combobox").fill("/ask")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Run").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("radio", name="Beta").check()
        for box in await dialog.get_by_role("group", name="Tick").get_by_role("checkbox").all():
            await box.check()
        await dialog.get_by_role("checkbox", name="Agreed").check()
        await dialog.get_by_role("button", name="Send").click()
        await bird.heard.get()
        data = (await bird.heard.get())["data"]
    values = {row["component"]["custom_id"]: row["component"] for row in data["components"]}
    assert values["radio"]["value"] == "b"
    assert values["boxes"]["values"] == ["a", "b"]
    assert values["agreed"]["value"] is True


async def test_a_form_is_filled_and_what_is_refused_is_said(yard: Yard, tab: Tab) -> None:
    person, channel, app = await furnish(yard)
    rows = [
        {"type": 18, "label": label, "component": LABELS[label]}
        for label in ("Line", "Pages", "One", "Files")
    ]
    form = {"type": 9, "data": {"title": "All", "custom_id": "all", "components": rows}}
    done = {"type": 4, "data": {"content": "thank you", "flags": 64}}
    ask = {"name": "ask", "description": "asks"}

    async with parrot(yard.box, app, [ask], lambda data: form if data["type"] == 2 else done) as bird:
        page = await tab(yard.page, person.id, channel.id)
        await page.get_by_role("combobox").fill("/ask")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Run").click()
        await bird.heard.get()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox", name="Line").fill("x")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("the length of Line must be 2 to")
        await dialog.get_by_role("textbox", name="Line").fill("a line")
        await dialog.get_by_label("One").select_option("B")
        two = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in (1, 2)]
        await dialog.get_by_label("Files").set_input_files(two)  # type: ignore[arg-type]
        await dialog.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("thank you")).to_be_visible()

    data = (await bird.heard.get())["data"]
    values = {row["component"]["custom_id"]: row["component"] for row in data["components"]}
    assert values["line"]["value"] == "a line"
    assert values["pages"]["value"] == "as it was"
    assert values["one"]["values"] == ["b"]
    assert [data["resolved"]["attachments"][one]["filename"] for one in values["files"]["values"]] == [
        "1.txt",
        "2.txt",
    ]


@pytest.mark.parametrize("many", [False, True], ids=["one", "several"])
async def test_selects_are_picked_from(yard: Yard, tab: Tab, *, many: bool) -> None:
    person, channel, app = await furnish(yard)
    options = [{"label": f"Week {n}", "value": str(n)} for n in (4, 5, 6)]
    part = {"type": 3, "custom_id": "pick", "placeholder": "Which week", "options": options}
    part["max_values"] = 2 if many else 1
    async with parrot(yard.box, app, [], lambda _: {"type": 6}) as bird:
        await bird.post(channel.id, content="Pick", components=[{"type": 1, "components": [part]}])
        page = await tab(yard.page, person.id, channel.id)
        await page.get_by_text("Which week").click()
        if many:
            await page.get_by_label("Week 4").check()
            await page.get_by_label("Week 6").check()
            await page.get_by_role("button", name="Choose").click()
        else:
            await page.get_by_role("button", name="Week 5").click()
        assert (await bird.heard.get())["data"]["values"] == (["4", "6"] if many else ["5"])


async def test_markup_is_drawn_as_discord_draws_it(yard: Yard, tab: Tab) -> None:
    person, channel, _ = await furnish(yard)
    styles = "**bold** *leaning* __under__ ~~gone~~ `code`"
    said = f"# Title\n{styles}\n> a quote\n- one\n- two\n-# small\n```\npre\n```"
    await person.say(channel, said)
    page = await tab(yard.page, person.id, channel.id)
    drawn = page.locator("article").last
    for selector, words in {
        ".heading.h1": "Title",
        "strong:not(.author)": "bold",
        "em": "leaning",
        "u": "under",
        "s": "gone",
        "code": "code",
        "blockquote": "a quote",
        "li >> nth=1": "two",
        "p.small": "small",
        "pre": "pre",
    }.items():
        await expect(drawn.locator(selector).first).to_have_text(words)
