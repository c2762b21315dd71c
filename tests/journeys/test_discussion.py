"""A week's claims from the private list to the outcome: reports in two languages, a restart at each step."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import aclosing, suppress
from datetime import timedelta

from demo import week
from demo.course import NUMBER, Course
from sandbox.client import Channel, Message, Person
from tests.journeys.people import Opened, present, said, send, type_in

MARKED = "The presenter argued that *archives* keep <@1> and @everyone's _names_ \u202enot\u202c [a](x) face."
KOREAN = "발표자는 기록을 많이 남길수록 찾기가 어려워진다고 주장했다."
REPORTS = {
    "minji": f"# Week 6 Report\n\n{MARKED} I think that faces matter more than names do.\n",
    "junho": f"# Week 6 Report\n\nThe presenter said a lot. {MARKED}\n",
    "sora": f"# Week 6 Report\n\n{MARKED}\n\nIn my view every face deserves a name of its own.\n",
    "haeun": f"# 6주차 보고서\n\n{KOREAN} 나는 그 말에 동의한다.\n",
    "daniel": f"# 6주차 보고서\n\n{KOREAN}\n",
    "tomas": "# Week 6 Report\n\nThe presenter argued that " + "*<@&9>_`" * 480 + " is long.\n",
}
LABEL = "archives"
SHORT_FORM = (1, 4)
"""The steps at which the bot restarts: before the threads open, and after an objection."""


def is_card(message: Message) -> bool:
    return message.thread is not None and week.offers(message, "Reports (staff)")


async def board(course: Course, key: str, word: str) -> Message:
    """The board once it holds this word; the clock goes on until then, as what it counts is drawn later."""
    for _ in range(12):
        await course.house.box.clock.advance(minutes=2)
        with suppress(TimeoutError):
            return await course.students[key].wait_for(
                lambda one: "## Claims of week 6" in one.text and word in one.text, timeout=1.5
            )
    raise TimeoutError(word)


async def looked_at(person: Person, course: Course, word: str) -> Message:
    """The claim whose label holds this word, from the private list."""
    listed = said(await person.run(course.channel, "claim list", week=NUMBER))
    (options,) = [one.options for one in listed.selects]
    label = next(one for one in options if word in one)
    return said(await person.pick(listed, options[label]))


async def renamed(person: Person, thread: Channel, name: str) -> None:
    """Waits until the thread is called that; a card is drawn before its thread is renamed."""
    async with asyncio.timeout(10), aclosing(person.watch(past=True)) as events:
        async for event in events:
            if event.kind == "thread_updated" and (event.data["id"], event.data["name"]) == (thread.id, name):
                return


async def six_reports(opened: Opened) -> None:
    for index, (key, text) in enumerate(REPORTS.items()):
        if index % 2:
            receipt = await send(opened, key, f"{key}.md", text.encode())
        else:
            receipt = await type_in(opened, key, text)
        await week.was_read(opened[key], receipt)


async def test_a_discussion_from_the_first_stance_to_the_outcome(opened: Opened, *, full_count: bool) -> None:
    course, house, steps = opened.course, opened.course.house, itertools.count()

    async def restart() -> None:
        if full_count or next(steps) in SHORT_FORM:
            await house.restart()

    minji, junho, prof = opened["minji"], opened["junho"], course.instructor
    chosen = said(await prof.run(course.channel, "policy discussion", unnamed=True))
    assert "이름 없이 답하기: 예" in chosen.text
    await six_reports(opened)
    await restart()

    page = await looked_at(minji, course, LABEL)
    assert "> The presenter argued" in page.text
    assert "Your stance: agree" in said(await minji.press(page, "agree")).text
    await junho.press(await looked_at(junho, course, LABEL), "disagree")
    form = present((await opened["sora"].run(course.channel, "claim raise", week=NUMBER)).form)
    own = said(await form.submit({"text": "Doors are @everyone's \u202ewalls."}))
    assert "opens when the week is due" in own.text
    await restart()

    await house.box.clock.to(course.due)
    cards = await week.seen(minji, is_card, 3)
    await restart()
    listed = await board(course, "minji", "opened by a member")
    assert listed.text.count("<#") == 3
    assert "3 of 6 reports" in listed.text
    await _they_answer(opened, week.card_about(cards, LABEL))
    await restart()
    await _somebody_objects(opened, week.card_about(cards, LABEL))
    await restart()
    await _it_ends(opened, week.card_about(cards, LABEL))


async def _they_answer(opened: Opened, card: Message) -> None:
    course = opened.course
    minji, junho, thread = opened["minji"], opened["junho"], week.thread_of(card)
    await junho.say(thread, "Search finds a name, not a face.")
    await junho.press(card, "agree")
    form = present((await minji.press(card, "Answer without my name")).form)
    assert "without your name" in said(await form.submit({"text": "@everyone <@1>\n> not a quote"})).text
    answer = await junho.wait_for(
        lambda one: one.channel_id == thread.id and "member of the course" in one.text
    )
    assert answer.raw["mentions"] == []
    assert not answer.raw["mention_everyone"]
    assert minji.name not in answer.text
    assert "Only instructors and moderators" in said(await junho.press(answer, "Author (staff)")).text
    assert f"<@{minji.id}>" in said(await course.moderator.press(answer, "Author (staff)")).text
    gone = said(await minji.press(answer, "Take back"))
    assert "taken out" in gone.text
    await junho.wait_for(lambda one: one.id == answer.id and "it was taken back" in one.text)
    counted = await board(course, "minji", "1 changed their mind")
    assert "agree 2 · disagree 0 · unsure 0 · 1 changed their mind · 1 post" in counted.text
    behind = said(await course.moderator.press(card, "Reports (staff)"))
    (options,) = [one.options for one in behind.selects]
    shown = said(await course.moderator.pick(behind, next(iter(options.values()))))
    assert (await course.house.box.download(shown.attachments[0])).decode() in REPORTS.values()
    assert "Only instructors and moderators" in said(await junho.press(card, "Reports (staff)")).text


async def _somebody_objects(opened: Opened, card: Message) -> None:
    course = opened.course
    for left, key in ((2, "minji"), (1, "junho"), (0, "sora")):
        mine = said(await opened[key].run(course.channel, "me quotes"))
        words = next(one for one in mine.selects[0].options if LABEL in one)
        done = said(await opened[key].pick(mine, words))
        assert "taken out" in done.text
        now = await opened[key].wait_for(
            lambda one, left=left: one.id == card.id and one.text.count("\n> ") == left  # type: ignore[misc]
        )
        assert "Does it hold?" in now.text
    assert LABEL not in now.text
    assert "A claim of week 6" in (await board(course, "minji", "A claim of week 6")).text


async def _it_ends(opened: Opened, card: Message) -> None:
    course, thread = opened.course, week.thread_of(card)
    form = present((await course.moderator.run(thread, "claim outcome")).form)
    await form.submit({"line": "Faces need names, and names need faces."})
    ended = await opened["sora"].wait_for(
        lambda one: one.channel_id == thread.id and "How the discussion ended" in one.text
    )
    assert "Faces need names" in ended.text
    await board(course, "sora", "Outcome: Faces need names")
    await renamed(opened["sora"], thread, "A claim of week 6")
    await course.house.box.clock.to(course.due + timedelta(days=7))
    last = await board(course, "sora", "The discussion has ended.")
    boards = [one for one in await opened["sora"].sees(course.channel) if "## Claims of" in one.text]
    assert [one.id for one in boards] == [last.id]


async def test_threads_in_a_forum_with_tags_and_what_the_bot_lacks_there(opened: Opened) -> None:
    course, prof, box = opened.course, opened.course.instructor, opened.course.house.box
    forum = await course.guild.forum("claims", tags=["general", "Week 6"], require_tag=True)
    chosen = said(await prof.run(course.channel, "policy discussion", threads=forum, names=True))
    assert forum.id in chosen.text
    assert f"<#{forum.id}>" in said(await prof.run(course.channel, "setup check")).text
    for key in ("minji", "junho"):
        await week.was_read(opened[key], await type_in(opened, key, REPORTS[key]))
        await week.link(course, key)
    await box.clock.to(course.due)
    first = await opened["minji"].wait_for(lambda one: "Does it hold?" in one.text)
    post = await opened["minji"].channel(Channel(first.channel_id, "", None, None, {}))
    assert post.raw["parent_id"] == forum.id
    assert post.raw["applied_tags"] == [forum.tags["Week 6"]]
    assert "김민지" in first.text
    await board(course, "minji", "2 of 2 reports")
    called = await opened["junho"].wait_for(lambda one: "Your report speaks of this claim" in one.text)
    assert {one["id"] for one in called.raw["mentions"]} == {opened["minji"].id, opened["junho"].id}
    await box.clock.advance(days=4)
    assert "Your stance" in said(await opened["minji"].press(first, "agree")).text
