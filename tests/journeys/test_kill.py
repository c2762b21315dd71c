"""The power goes again and again in one week: nothing is lost, and nothing is said twice.

The moments are drawn from a seed; COLLOQUY_SEED names one, and a failure prints it. Some are a time into
an act, the others the moment at which somebody sees something new: then the bot has sent what it has
not yet written down. What is counted at the end is only what people saw.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from demo import week
from demo.course import STUDENTS, Course, found, report, report_file
from demo.house import House
from sandbox.client import Channel, File, Message, Person
from tests.journeys.people import shown

KILLS, A_FEW = 25, 5
TRIES = 50
LONGEST_SIGHT = 1.0
LONGEST_LIFE = 0.25
"""Seconds into an act after which the power goes at the latest; most acts take a tenth of that."""

AT_SIGHT = 0.6
LONG_OUTAGES = 0.3
BEYOND_THE_NONCE = 6
"""Minutes of an outage after which Discord no longer knows a nonce: only the history does."""

HAND_INS = ("minji", "junho", "sora", "haeun", "daniel", "tomas")
Act = Callable[[], Awaitable[object]]


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_week_with_power_cuts(tmp_path: Path, *, full_count: bool) -> None:
    seed = int(os.environ.get("COLLOQUY_SEED") or random.SystemRandom().randrange(10**6))
    print(f"COLLOQUY_SEED={seed}")
    draw = random.Random(seed)
    async with House.open(tmp_path) as house:
        await house.start()
        course = await found(house, tries=TRIES)
        acts = list(Week(course).acts())
        kills = Counter(draw.choices(range(len(acts)), k=KILLS if full_count else A_FEW))
        async with Witness.of(course.students["minji"], course.students["jiwoo"]) as witness:
            for number, act in enumerate(acts):
                await _act_through(house, act, kills[number], draw, witness)
        await _check(course)
        assert await house.stop() == 0


class Witness:
    """Somebody who tells when there is something new to see."""

    def __init__(self) -> None:
        self._news = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def of(cls, *people: Person) -> AsyncGenerator[Witness]:
        witness = cls()
        watching = [asyncio.ensure_future(witness._watch(person)) for person in people]
        try:
            yield witness
        finally:
            for one in watching:
                one.cancel()

    async def news(self) -> None:
        """Returns at the next thing that is seen."""
        self._news.clear()
        await self._news.wait()

    async def _watch(self, person: Person) -> None:
        async for _ in person.watch():
            self._news.set()


async def _act_through(house: House, act: Act, kills: int, draw: random.Random, witness: Witness) -> None:
    """An act during which the power goes so many times."""
    acting = asyncio.ensure_future(act())
    for _ in range(kills):
        at_sight, life = draw.random() < AT_SIGHT, draw.uniform(0, LONGEST_LIFE)
        if at_sight:
            with suppress(TimeoutError):
                await asyncio.wait_for(witness.news(), LONGEST_SIGHT)
        else:
            await asyncio.wait((acting,), timeout=life)
        await house.kill()
        if draw.random() < LONG_OUTAGES:
            await house.box.clock.advance(minutes=BEYOND_THE_NONCE)
        await house.start()
    await acting


class Week:
    """The tour's week, as people live it who try again when nobody answers."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._prompt: Message
        self._cards: list[Message] = []

    def acts(self) -> Iterator[Act]:
        """Each ends once its person has seen what they wait for."""
        course = self._course
        yield lambda: week.set_up(course)
        yield lambda: week.plan(course)
        yield self._open
        yield lambda: week.link(course, "jiwoo")
        for key in ("minji", "junho"):
            yield partial(self._type_in, key)
        yield lambda: self._send("sora", report_file("sora"))
        yield lambda: week.remind(course, "jiwoo", 2, "18:00", 1)
        yield lambda: self._send("haeun", report_file("haeun"))
        yield lambda: self._send("daniel", report_file("daniel"))
        yield lambda: week.remind(course, "jiwoo", 4, "12:00", 2)
        yield self._fall_due
        for word, said in week.TALK:
            for key, stance, words in said:
                yield partial(self._discuss, word, key, stance, words)
        yield lambda: self._send("tomas", report_file("tomas", "tomas.txt"))
        yield lambda: week.look(course, course.moderator, "participation week")
        yield lambda: week.look(course, course.instructor, "delivery list")

    async def _open(self) -> None:
        self._prompt = await week.open_week(self._course)

    async def _type_in(self, key: str) -> None:
        course, person, prompt = self._course, self._course.students[key], self._prompt
        form = (await course.ask(lambda: person.press(prompt, "Submit report"))).form
        assert form is not None
        assert (await course.ask(lambda: form.submit({"body": report(key)}))).message is not None

    async def _send(self, key: str, file: File) -> None:
        course, person = self._course, self._course.students[key]
        answer = await course.ask(lambda: person.run(course.channel, "report submit", file=file))
        assert answer.message is not None

    async def _discuss(self, word: str, key: str, stance: str, words: str) -> None:
        await week.discuss(self._course, week.card_about(self._cards, word), key, stance, words)

    async def _fall_due(self) -> None:
        self._cards = await week.fall_due(self._course)


async def _check(course: Course) -> None:
    """Counts what people saw."""
    minji = course.students["minji"]
    public = await _of_bot(course, minji, course.channel)
    assert sum(week.offers(message, "Submit report") for message in public) == 1
    cards = [message for message in public if week.offers(message, "agree")]
    assert len(cards) == week.KEY_CLAIMS
    threads = [one for one in await minji.channels() if one.parent_id == course.channel.id]
    assert sorted(thread.id for thread in threads) == sorted(week.thread_of(card).id for card in cards)
    assert _repeated(public) == []
    for key in HAND_INS:
        _, text = await shown(course, key)
        assert text == report(key)
        second = await course.students[key].run(course.channel, "report show", version=2)
        assert second.message is not None
        assert not second.message.attachments, f"{key} handed in once"
    for key, person in course.students.items():
        inbox = await _of_bot(course, person, await person.dm(course.house.application))
        assert len(inbox) == (2 if key == "jiwoo" else 0), STUDENTS[key].name
        assert _repeated(inbox) == []


async def _of_bot(course: Course, person: Person, channel: Channel) -> list[Message]:
    """What the bot said there of its own accord."""
    seen = await person.sees(channel)
    return [one for one in seen if one.author_id == course.house.application.id and not one.ephemeral]


def _repeated(messages: list[Message]) -> list[str]:
    return [text for text, times in Counter(message.text for message in messages).items() if times > 1]
