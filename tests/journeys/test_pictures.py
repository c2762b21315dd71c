"""Pictures on their way: the overview that staff ask for, and the recap in the course's channel."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.seminar.gists import gist
from demo import week
from demo.course import Course, report_file
from sandbox.client import Message, Person
from sandbox.seen import Json
from tests.journeys.people import Opened, rows, said

SAID = sum(len(talk) for _, talk in week.TALK)
WRITERS = ("minji", "junho", "sora", "haeun", "daniel")


async def test_a_week_ends_in_pictures(opened: Opened) -> None:
    course = opened.course
    for key in WRITERS:
        await week.send_file(course, key, report_file(key))
    cards = await week.fall_due(course)
    for word, talk in week.TALK:
        for key, stance, words in talk:
            await week.discuss(course, week.card_about(cards, word), key, stance, words)
    while rows(course.house, "posts") < SAID:  # noqa: ASYNC110 (what is counted tells no event)
        await asyncio.sleep(0.05)
    await _staff_see_the_course(course)
    await _the_course_reads_what_became_of_it(course)
    await _what_was_posted_follows_what_is_done(course)
    await _and_may_do_without(course)


async def _staff_see_the_course(course: Course) -> None:
    refused = said(await course.students["minji"].run(course.channel, "participation overview"))
    assert "Only instructors and moderators" in refused.text
    english = await _overview(course, course.moderator)
    assert "**Memory and Records, up to week 6**" in english.text
    assert "5 of 5 handed in, 0 of them late" in english.text
    assert "a peer answered 2 of 5 claims with a thread; 4 of 5 students wrote" in english.text
    korean = await _overview(course, course.instructor)
    assert "6주차 제출 흐름이에요" in korean.text
    assert [file["description"] for file in korean.raw["attachments"]] == korean.text.splitlines()[1:]
    for attached in english.attachments:
        assert (await course.house.box.download(attached)).startswith(b"\x89PNG")


async def _overview(course: Course, person: Person) -> Message:
    """The answer once its pictures are there; nobody else sees it."""
    first = said(await person.run(course.channel, "participation overview"))
    whole = await person.wait_for(lambda message: message.id == first.id and len(message.attachments) == 4)
    assert whole.ephemeral
    return whole


async def _the_course_reads_what_became_of_it(course: Course) -> None:
    await course.house.box.clock.to(course.due + timedelta(days=6))
    student = course.students["tomas"]
    recap = await student.wait_for(lambda message: "What became of week 6" in message.text)
    assert "Threads: 5 · posts: 5 · people who wrote: 4" in recap.text
    assert recap.text.count("of 5 reports") == 5
    assert "agree" not in recap.text, "two people took a stance: too few to be told of"
    assert recap.text.count("<#") == 3, "three threads that nobody has answered in"
    (attached,) = recap.raw["attachments"]
    (item,) = _gallery(recap.raw["components"])
    assert attached["description"] == item["description"]
    assert "Claims by reports, week 6: 5 claims of 5 reports." in item["description"]
    assert item["media"]["url"] == attached["url"]
    claims = said(await student.press(recap, recap.buttons[0].label))
    assert "week 6" in claims.text
    assert rows(course.house, "deliveries WHERE kind = 'recap' AND state = 'sent'") == 1


async def _what_was_posted_follows_what_is_done(course: Course) -> None:
    """Claims are merged, and somebody objects: the words, the picture and what tells of it are drawn anew."""
    student, moderator = course.students["tomas"], course.moderator
    recap = await student.wait_for(lambda message: "What became of week 6" in message.text)
    before = await course.house.box.download(recap.attachments[0])
    offered = await moderator.suggest(course.channel, "claim merge", "claim", "")
    one, other = (str(found.value) for found in offered[:2])
    merged = said(await moderator.run(course.channel, "claim merge", claim=one, into=other))
    now = await _drawn_anew(student, recap, "4 claims of 5 reports.")
    assert now.text.count("of 5 reports") == 4
    assert await course.house.box.download(now.attachments[0]) != before
    await moderator.press(merged, "Undo")
    now = await _drawn_anew(student, now, "5 claims of 5 reports.")
    gone = await _somebody_objects_to_what_is_told(course, _told(now))
    after = await _drawn_anew(student, now, "5 claims of 5 reports.")
    assert gone not in after.text + _told(after)
    assert after.text.count("of 5 reports") == 5


async def _somebody_objects_to_what_is_told(course: Course, told: str) -> str:
    """How the words begin to which their writer objects: those that stand for the most shared claim."""
    for key in WRITERS:
        student = course.students[key]
        mine = said(await student.run(course.channel, "me quotes"))
        for words in mine.selects[0].options if mine.selects else ():
            called = gist(words)[:30]
            if called in told:
                await student.pick(mine, words)
                return called
    raise LookupError(told)


async def _drawn_anew(person: Person, before: Message, what: str) -> Message:
    """The recap, edited since, once its picture is told of like this, in both places where that stands."""
    since = before.raw["edited_timestamp"] or ""
    found = await person.wait_for(
        lambda message: (
            message.id == before.id
            and (message.raw["edited_timestamp"] or "") > since
            and what in _told(message)
        )
    )
    (item,) = _gallery(found.raw["components"])
    (attached,) = found.raw["attachments"]
    assert (item["description"], item["media"]["url"]) == (attached["description"], attached["url"])
    return found


def _told(recap: Message) -> str:
    """What stands for the picture in words."""
    return " ".join(item["description"] for item in _gallery(recap.raw["components"]))


async def _and_may_do_without(course: Course) -> None:
    off = said(await course.instructor.run(course.channel, "policy recap", recap="off"))
    assert "정리해 올리지 않아요" in off.text
    refused = said(await course.moderator.run(course.channel, "policy recap", recap="on"))
    assert refused.text.startswith("Only an instructor")


def _gallery(components: list[Json]) -> list[Json]:
    found: list[Json] = []
    for part in components:
        found += part["items"] if part["type"] == 12 else _gallery(part.get("components", []))
    return found
