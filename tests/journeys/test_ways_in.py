"""Every way in leads to the same receipt, in at most four taps, each counted from the prompt."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from demo import week
from demo.course import NUMBER, report
from sandbox.client import Channel, File, Message, Person
from tests.journeys.people import Opened, digest, form_of, present, rows, said, send, shown

pytestmark = pytest.mark.shared_house

MOST_TAPS = 4
SECOND = timedelta(seconds=1)


class Taps:
    """Counts what a person presses, picks, drops and sends on the way."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, count: int = 1) -> None:
        self.count += count
        assert self.count <= MOST_TAPS


async def inbox_of(opened: Opened, key: str) -> Channel:
    return await opened[key].dm(opened.course.house.application)


async def answered(person: Person, sent: Message) -> Message:
    """The bot's first answer to a direct message."""
    return await person.wait_for(
        lambda one: one.channel_id == sent.channel_id and one.author_id != person.id, after=sent
    )


async def receipt_in(person: Person, sent: Message) -> Message:
    return await person.wait_for(
        lambda one: one.channel_id == sent.channel_id and "SHA-256" in one.text, after=sent
    )


def file(key: str, name: str | None = None) -> File:
    return File(name or f"{key}.md", report(key).encode())


async def test_by_form_in_two_taps(opened: Opened) -> None:
    taps = Taps()
    taps()
    form = await form_of(opened["minji"], opened.prompt)
    taps()
    receipt = said(await form.submit({"body": report("minji")}))
    assert f"SHA-256 `{digest(report('minji'))}`" in receipt.text
    assert taps.count == 2


async def test_by_a_direct_message_with_a_file_in_two_taps(opened: Opened) -> None:
    await week.link(opened.course, "sora")
    inbox = await inbox_of(opened, "sora")
    taps = Taps()
    taps(2)  # choose the file, send it
    sent = await opened["sora"].say(inbox, "", files=[file("sora")])
    receipt = await receipt_in(opened["sora"], sent)
    assert f"week {NUMBER} of Memory and Records, version 1" in receipt.text
    read = await opened["sora"].wait_for(lambda one: one.id == receipt.id and "Read: week 6" in one.text)
    assert "number 2024-10388" in read.text
    assert (await shown(opened.course, "sora"))[1] == report("sora")


async def test_a_direct_message_counts_from_when_it_was_sent(opened: Opened) -> None:
    course = opened.course
    await week.link(course, "sora")
    inbox = await inbox_of(opened, "sora")
    await course.house.box.clock.to(course.due - timedelta(minutes=5))
    files = [file("sora", "draft.md"), file("sora", "final.md")]
    sent = await opened["sora"].say(inbox, "", files=files)
    question = await answered(opened["sora"], sent)
    assert "several files" in question.text
    await course.house.box.clock.to(course.due + timedelta(hours=1))
    answer = await opened["sora"].pick(question, sent.attachments[1].id)
    assert answer.failure is None
    receipt = await receipt_in(opened["sora"], sent)
    assert "On time" in receipt.text


async def test_a_file_for_nobody_is_told_so(opened: Opened) -> None:
    guest = await opened.course.house.box.person("Guest")
    await guest.join(opened.course.guild)
    inbox = await guest.dm(opened.course.house.application)
    sent = await guest.say(inbox, "", files=[file("sora")])
    assert "nothing was handed in" in (await answered(guest, sent)).text
    assert rows(opened.course, "versions") == 0


async def test_by_the_menu_of_a_message(opened: Opened) -> None:
    sora = opened["sora"]
    message = await sora.say(opened.course.channel, "Here it is", files=[file("sora")])
    receipt = said(await sora.use_on(message, "Hand in this file"))
    assert "version 1" in receipt.text
    theirs = said(await opened["minji"].use_on(message, "Hand in this file"))
    assert theirs.text.startswith("This is somebody else's message.")
    assert rows(opened.course, "versions") == 1


async def test_by_the_menu_of_a_message_with_several_files(opened: Opened) -> None:
    sora = opened["sora"]
    files = [file("junho", "notes.md"), file("sora", "report.md")]
    message = await sora.say(opened.course.channel, "Here they are", files=files)
    question = said(await sora.use_on(message, "Hand in this file"))
    await sora.pick(question, message.attachments[1].id)
    await sora.wait_for(lambda one: one.id == question.id and "SHA-256" in one.text)
    assert (await shown(opened.course, "sora"))[1] == report("sora")


async def test_a_second_file_waits_its_turn(opened: Opened) -> None:
    first, second = await asyncio.gather(
        send(opened, "daniel", "one.md", report("daniel").encode()),
        send(opened, "daniel", "two.md", report("haeun").encode()),
    )
    versions = sorted("version 1" in one.text for one in (first, second))
    assert versions == [False, True]
    assert rows(opened.course, "versions") == 2


async def test_over_several_forms(opened: Opened) -> None:
    course = opened.course
    wanted = ["Claim", "Evidence", "Example", "Objection", "Answer", "Reflection"]
    asked = present((await course.instructor.run(course.channel, "policy form")).form)
    await asked.submit({"parts": "\n".join(wanted)})
    form = await form_of(opened["minji"], opened.prompt)
    assert [one.label for one in form.fields] == wanted[:5]
    kept = said(await form.submit({"Claim": "Archives keep too much.", "Answer": "They must."}))
    assert "not handed in yet" in kept.text
    assert (rows(course, "versions"), rows(course, "arrivals")) == (0, 1)
    again = await form_of(opened["minji"], opened.prompt)
    assert again.fields[0].value == "Archives keep too much.", "a draft that was left is there again"
    last = await form_of(opened["minji"], kept, "Next part")
    receipt = said(await last.submit({"Reflection": "I keep too much, too."}))
    assert "version 1" in receipt.text
    text = "## Claim\n\nArchives keep too much.\n\n## Answer\n\nThey must.\n\n"
    assert (await shown(course, "minji"))[1] == f"{text}## Reflection\n\nI keep too much, too."
    assert rows(course, "arrivals") == 0
