"""`python -m demo.tour`: one week of a course, played in the terminal, with what each person sees."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
import time
from pathlib import Path

from demo import week
from demo.course import (
    INSTRUCTOR,
    MODERATOR,
    NAME,
    NUMBER,
    PRESENTER,
    STUDENTS,
    TOPIC,
    ZONE,
    Course,
    found,
    report,
    report_file,
)
from demo.drawing import Page
from demo.house import House
from sandbox.client import File, Message, Person

LIMIT_SECONDS = 60


class Tour:
    """The week's acts, each told and shown."""

    def __init__(self, course: Course) -> None:
        self._course = course
        people = [course.instructor, course.moderator, *course.students.values()]
        parts = [INSTRUCTOR, MODERATOR, *STUDENTS.values()]
        self._locales = {person.id: part.locale for person, part in zip(people, parts, strict=True)}
        self._names = {person.id: person.name for person in people} | {course.channel.id: course.channel.name}
        self._page = Page(ZONE, self._names)

    async def play(self) -> None:
        """Monday morning to Saturday."""
        prompt = await self._monday()
        await self._link("jiwoo")
        await self._midweek(prompt)
        cards = await self._friday()
        await self._evening(cards)
        await self._saturday()

    async def _monday(self) -> Message:
        course, prof = self._course, self._course.instructor
        self._page.chapter(course.moment(0, "08:50"), "the instructor sets the course up")
        done = await week.set_up(course)
        self._page.does(prof, f"/setup course name: {NAME} … zone: {ZONE} language: en")
        await self._show(prof, done)
        self._page.does(prof, f"/week add number: {NUMBER} topic: {TOPIC} presenter: {PRESENTER} …")
        await self._show(prof, await week.plan(course))
        self._page.chapter(course.opens, "the week's hour: the prompt appears")
        prompt = await week.open_week(course)
        await self._show(course.students["minji"], prompt)
        return prompt

    async def _link(self, key: str) -> None:
        person, part = self._course.students[key], STUDENTS[key]
        await self._clock(0, "11:00", "a student says who they are")
        self._page.does(person, "/me link")
        form, linked = await week.link(self._course, key)
        self._page.form(form, {"number": part.number, "name": part.name})
        await self._show(person, linked)

    async def _midweek(self, prompt: Message) -> None:
        await self._clock(1, "20:10", "two students type their reports")
        await self._type_in("minji", prompt)
        await self._clock(1, "22:40", "the second one left a sentence unfinished")
        await self._type_in("junho", prompt)
        await self._clock(2, "10:00", "a file does as well")
        await self._send("sora", report_file("sora"))
        await self._reminder(2, "18:00", 1, "two days are left; who is linked and missing hears of it")
        await self._clock(3, "09:30", "a report in Korean, answered in Korean")
        await self._send("haeun", report_file("haeun"))
        await self._clock(3, "16:20", "plain text, too")
        await self._send("daniel", report_file("daniel"))
        await self._reminder(4, "12:00", 2, "six hours are left")

    async def _friday(self) -> list[Message]:
        course, reader = self._course, self._course.students["sora"]
        self._page.chapter(course.due, "the week is due: what the reports share gets a thread each")
        cards = await week.fall_due(course)
        for card in cards:
            thread = week.thread_of(card)
            self._names[thread.id] = thread.name
            await self._show(reader, card)
        return cards

    async def _evening(self, cards: list[Message]) -> None:
        await self._clock(4, "19:00", "students discuss, and take a stance")
        for word, said in week.TALK:
            card = week.card_about(cards, word)
            for key, stance, words in said:
                person = self._course.students[key]
                taken = await week.discuss(self._course, card, key, stance, words)
                self._page.does(person, f"writes in “{week.thread_of(card).name[:40]}…”: “{words}”")
                self._page.does(person, f"presses [{stance}]")
                await self._show(person, taken)
        await self._clock(4, "23:50", "one report comes late")
        await self._send("tomas", report_file("tomas", "tomas.txt"))

    async def _saturday(self) -> None:
        course = self._course
        await self._clock(5, "10:00", "staff look at the week")
        for person, command in (
            (course.moderator, "participation week"),
            (course.instructor, "delivery list"),
            (course.students["jiwoo"], "claim list"),
        ):
            self._page.does(person, f"/{command} week: {NUMBER}")
            await self._show(person, await week.look(course, person, command))

    async def _type_in(self, key: str, prompt: Message) -> None:
        person = self._course.students[key]
        self._page.does(person, f"presses [{prompt.buttons[0].label}]")
        form, receipt = await week.type_in(self._course, key, prompt)
        self._page.form(form, {"body": report(key)})
        await self._show(person, receipt)

    async def _send(self, key: str, file: File) -> None:
        person = self._course.students[key]
        self._page.does(person, f"/report submit file: {file.name}")
        await self._show(person, await week.send_file(self._course, key, file))

    async def _reminder(self, days: int, clock: str, count: int, title: str) -> None:
        self._page.chapter(self._course.moment(days, clock), title)
        reminder = await week.remind(self._course, "jiwoo", days, clock, count)
        await self._show(self._course.students["jiwoo"], reminder)

    async def _clock(self, days: int, clock: str, title: str) -> None:
        moment = self._course.moment(days, clock)
        await self._course.house.box.clock.to(moment)
        self._page.chapter(moment, title)

    async def _show(self, person: Person, message: Message) -> None:
        now = await self._course.house.box.clock.now()
        self._page.sees(person, self._locales[person.id], message, now)


async def tour(folder: Path) -> int:
    """Plays the week; returns the bot's exit status."""
    began = time.monotonic()
    async with asyncio.timeout(LIMIT_SECONDS), House.open(folder) as house:
        await house.start()
        await Tour(await found(house)).play()
        status = await house.stop()
    print(f"\nThe week took {time.monotonic() - began:.1f} seconds; the bot ended with status {status}.")
    print("To be one of these people yourself: make sandbox")
    return status if status is not None else 1


async def _until_told(folder: Path) -> int:
    playing = asyncio.ensure_future(tour(folder))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, playing.cancel)
    try:
        return await playing
    except asyncio.CancelledError:
        return 130


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="colloquy-") as folder:
        return asyncio.run(_until_told(Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
