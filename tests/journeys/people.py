"""How people in a journey hand in and look, and what may be counted behind their backs."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

from demo.course import NUMBER, Course
from demo.house import House
from sandbox.client import Answer, File, Form, Message, Person

T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """A course whose week is open, and its prompt."""

    course: Course
    prompt: Message

    def __getitem__(self, key: str) -> Person:
        return self.course.students[key]


def present(value: T | None) -> T:
    """What must be there."""
    assert value is not None
    return value


async def form_of(person: Person, message: Message, button: str = "Submit report") -> Form:
    """The form that a button opens."""
    answer = await person.press(message, button)
    assert answer.form is not None, answer
    return answer.form


async def type_in(opened: Opened, key: str, text: str) -> Message:
    """Types a report into the prompt's form; the answer."""
    form = await form_of(opened[key], opened.prompt)
    return said(await form.submit({"body": text}))


async def send(opened: Opened, key: str, name: str, data: bytes, **options: int) -> Message:
    """Hands a file in with the command; the answer."""
    course = opened.course
    return said(await opened[key].run(course.channel, "report submit", file=File(name, data), **options))


async def shown(course: Course, key: str, **options: int) -> tuple[Message, str]:
    """What /report show answers, and the report that it attaches."""
    message = said(await course.students[key].run(course.channel, "report show", **options))
    assert message.attachments, message
    return message, (await course.house.box.download(message.attachments[0])).decode()


async def grant(course: Course, key: str, until: str) -> Message:
    """The instructor gives a student more time for the week."""
    prof = course.instructor
    member = course.students[key]
    answer = await prof.run(course.channel, "extension grant", member=member, week=NUMBER, until=until)
    return said(answer)


def said(answer: Answer) -> Message:
    """The message of an answer."""
    assert answer.message is not None, answer
    return answer.message


def digest(text: str) -> str:
    """What a receipt calls a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def rows(where: House | Course, table: str) -> int:
    """How many rows a table has in the bot's database or in a course: whether anything half-done stayed."""
    house = where.house if isinstance(where, Course) else where
    sql = f"SELECT count(*) FROM {table}"
    if isinstance(where, Course):
        sql += f" WHERE guild_xid = {where.guild.id}"
    with closing(sqlite3.connect(f"file:{house.folder / 'colloquy.db'}?mode=ro", uri=True)) as database:
        (count,) = database.execute(sql).fetchone()
        return int(count)
