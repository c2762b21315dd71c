"""Many reports on one talk, in two languages: claims are merged and split while people discuss them."""

from __future__ import annotations

import asyncio
import re

import pytest

from benchmarks.crowd import report
from demo import week
from demo.course import Course
from sandbox.client import File, Form, Message, Person
from sandbox.seen import walk
from tests.journeys.people import Opened, rows, said

CROWD, FEW = 60, 16
HOSTILE = (
    "The presenter argued that @everyone reads [this](https://evil.example) <@&1> before **crossing**.\n"
    "The presenter argued that \u202etfel ot thgir\u202c is how streets are read.\n"
    "The presenter argued that " + "very " * 780 + "long streets tire people.\n"
)


async def crowd(course: Course, count: int) -> list[Person]:
    """People who hand in; the last one's report is hostile."""

    async def hand_in(number: int) -> Person:
        person = await course.house.box.person(f"Student {number}", locale="ko" if number % 2 else "en-US")
        await person.join(course.guild)
        await person.grant(course.guild, course.roles["Student"])
        text = report(number) + (HOSTILE if number == count - 1 else "")
        receipt = said(
            await person.run(course.channel, "report submit", file=File("week.md", text.encode()), week=6)
        )
        assert receipt.text
        return person

    return [await hand_in(number) for number in range(count)]


async def choice(moderator: Person, course: Course, word: str) -> str:
    """The claim that is suggested for a word of its label."""
    found = await moderator.suggest(course.channel, "claim rename", "claim", word)
    return str(found[0].value)


def options_of(form: Form) -> dict[str, list[str]]:
    """The values that the form's selects offer; passages may read alike."""
    parts = [part for part in walk(form.raw["components"]) if part.get("options")]
    return {part["custom_id"]: [one["value"] for one in part["options"]] for part in parts}


def figures(message: Message) -> dict[str, int]:
    """The counts in what staff are told of a claim."""
    reports = re.search(r"In (\d+) reports?", message.text)
    counted = re.findall(r"(posts|agree|disagree|unsure) (\d+)", message.text)
    assert reports, message.text
    return {"reports": int(reports[1]), **{name: int(count) for name, count in counted}}


@pytest.mark.long
async def test_reports_are_merged_and_split_while_people_discuss(opened: Opened, full_count: bool) -> None:  # noqa: FBT001
    count = CROWD if full_count else FEW
    course = opened.course
    moderator, channel = course.moderator, course.channel
    people = await crowd(course, count)
    cards = await week.fall_due(course)
    _quotes_are_slices(cards)

    korean = next(card for card in cards if re.search("[가-힣]", card.text))
    english = next(card for card in cards if not re.search("[가-힣]", card.text))
    for number, (card, stance) in enumerate(
        ((english, "agree"), (english, "disagree"), (korean, "agree"), (korean, "unsure"))
    ):
        button = next(one for one in card.buttons if (one.custom_id or "").split("~")[0].endswith(stance))
        assert (await people[2 * number].press(card, button.custom_id or "")).message
        await people[2 * number].say(week.thread_of(card), "I saw it otherwise.")

    while rows(course.house, "posts") < 4:  # noqa: ASYNC110 (what is counted tells no event)
        await asyncio.sleep(0.05)
    both = [await choice(moderator, course, _label(card)) for card in (korean, english)]
    merged = said(await moderator.run(channel, "claim merge", claim=both[0], into=both[1]))
    together = figures(merged)
    assert together == {"reports": together["reports"], "posts": 4, "agree": 2, "disagree": 1, "unsure": 1}
    assert together["reports"] > max(_shared(korean), _shared(english))
    thread = week.thread_of(korean)
    note = await moderator.wait_for(lambda one: one.channel_id == thread.id and bool(one.buttons))
    assert f"<#{week.thread_of(english).id}>" in note.text

    await course.house.restart()
    undone = said(await moderator.press(merged, "Undo"))
    assert figures(undone) == {
        "reports": _shared(english),
        "posts": 2,
        "agree": 1,
        "disagree": 1,
        "unsure": 0,
    }
    back = await moderator.wait_for(
        lambda one: one.channel_id == thread.id and bool(one.buttons) and one.id != note.id
    )
    assert "open again" in back.text

    form = (await moderator.run(channel, "claim split", claim=both[1])).form
    assert form is not None
    # What stays may be of a report that states the other claim as well.
    offered = options_of(form)
    assert sum(map(len, offered.values())) >= _shared(english)
    chosen = {**offered, "passages": offered["passages"][1:]}
    split = said(await form.submit({**chosen, "label": "@everyone splits **here**"}))
    assert "@everyone" not in split.text.replace("@\u200beveryone", "")
    left = said(await moderator.run(channel, "claim rename", claim=both[1], label="Streets"))
    assert figures(left)["reports"] == 1
    assert figures(left)["reports"] + figures(split)["reports"] >= _shared(english)
    refused = said(await people[0].run(channel, "claim hide", claim=both[1]))
    assert refused.text.startswith("Only instructors and moderators")
    assert rows(course.house, "claim_acts") == 3


def _shared(card: Message) -> int:
    """In how many reports a card says that its claim stands."""
    found = re.search(r"(\d+) of [0-9]+", card.text)
    assert found, card.text
    return int(found[1])


def _label(card: Message) -> str:
    quote = next(line for line in card.text.splitlines() if line.startswith("> "))
    return quote.removeprefix("> ").rstrip(".")[-20:]


def _quotes_are_slices(cards: list[Message]) -> None:
    texts = [report(number) for number in range(CROWD)]
    for card in cards:
        for quote in (line.removeprefix("> ") for line in card.text.splitlines() if line.startswith("> ")):
            assert any(quote in text for text in texts), quote
