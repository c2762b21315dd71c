"""Two courses in one server, one in another, with people of every role and something to reach in each."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.course import report
from demo.house import House
from demo.week import was_read
from sandbox.client import Answer, Channel, File, Guild, Message, Person, Role
from tests.permissions.table import ROLES

MANAGE_GUILD = 1 << 5
CODE = re.compile(r"CQ1-[0-9a-z-]+")
LOCAL = "%Y-%m-%d %H:%M"
NUMBERS = [f"2031-0000{at}" for at in range(1, 10)]
WRITERS = {"student": "minji", "former": "haeun"}
OTHERS = {"author": "junho", "second": "sora"}


@dataclass
class Place:
    """A course, where it lives, who is in it, and what can be named in it.

    `own` is what belongs to one person, by their id; to everybody else it is somebody else's.
    """

    name: str
    house: House
    guild: Guild
    channel: Channel
    roles: dict[str, Role]
    people: dict[str, Person] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)

    def facts_for(self, person: Person) -> dict[str, Any]:
        """Everything that the person may try to name here."""
        number = {"free_number": f"2031-{int(person.id) % 10**8}"}
        return {**self.facts, **self.own[self.people["student"].id], **number, **self.own.get(person.id, {})}


@dataclass(frozen=True)
class Scene:
    """`here` and `beside` share a server. `actors` have their roles in `here`, `former` had them.

    `inboxes` are the actors' direct messages with the bot.
    """

    here: Place
    beside: Place
    elsewhere: Place
    actors: dict[str, Person]
    former: dict[str, Person]
    inboxes: dict[str, Channel]


def ask(house: House, sql: str, *values: object) -> list[Any]:
    """Looks into the bot's database behind its back."""
    with closing(sqlite3.connect(f"file:{house.folder / 'colloquy.db'}?mode=ro", uri=True)) as database:
        return database.execute(sql, values).fetchall()


def said(answer: Answer) -> Message:
    """The message of an answer."""
    assert answer.message is not None, answer
    return answer.message


async def furnish(house: House) -> Scene:
    """Everything that the matrix walks through, half a term on."""
    box = house.box
    await box.limits(on=False)
    owner, other_owner = await box.person("Owner"), await box.person("Other owner")
    seminar, elsewhere = await box.guild("Seminar", owner=owner), await box.guild("Far", owner=other_owner)
    manager = await seminar.role("Manager", permissions=MANAGE_GUILD)
    places = [
        await _founded(house, guild, name)
        for guild, name in ((seminar, "here"), (seminar, "beside"), (elsewhere, "elsewhere"))
    ]
    for guild in (seminar, elsewhere):
        await house.application.invite(guild)
    here, beside, far = places
    here.people["owner"] = beside.people["owner"] = owner
    far.people["owner"] = other_owner
    outsider = await _joined(house, seminar, "Outsider")
    former = {role: await _joined(house, seminar, f"Former {role}") for role in ROLES[:4]}
    for role, person in former.items():
        await person.grant(seminar, manager if role == "owner" else here.roles[role])
    actors = {**{role: here.people[role] for role in ROLES[:4]}, "outsider": outsider}
    for person in actors.values():
        await person.join(elsewhere)
    here.people["former"] = former["student"]
    await asyncio.gather(*map(_begin, places))
    await box.clock.advance(days=1, minutes=10)
    await asyncio.gather(*map(_discussing, places))
    for place in places:
        _learn(place)
    for role, person in former.items():
        await person.revoke(seminar, manager if role == "owner" else here.roles[role])
    await _settled(house, outsider, here.channel)
    inboxes = {role: await person.dm(house.application) for role, person in actors.items()}
    return Scene(here, beside, far, actors, {**former, "outsider": outsider}, inboxes)


async def _joined(house: House, guild: Guild, name: str, role: Role | None = None) -> Person:
    person = await house.box.person(name)
    await person.join(guild)
    if role:
        await person.grant(guild, role)
    return person


async def _founded(house: House, guild: Guild, name: str) -> Place:
    roles = {role: await guild.role(f"{role} {name}") for role in ROLES[1:4]}
    place = Place(name, house, guild, await guild.channel(name), roles)
    people = {"instructor": "instructor", "moderator": "moderator", "student": "student", "author": "student"}
    for key, role in (people | {"second": "student"} if name == "here" else people).items():
        place.people[key] = await _joined(house, guild, f"{key} {name}", roles[role])
    place.facts["spare"] = [await guild.channel(f"spare-{at}") for at in range(2)]
    return place


async def _begin(place: Place) -> None:
    """The course with its plan and roster; its students hand in, twice for the week that stays open."""
    people, roles = place.people, place.roles
    said(
        await people["owner"].run(
            place.channel,
            "setup course",
            name=f"Course {place.name}",
            zone="UTC",
            language="en",
            instructors=roles["instructor"],
            moderators=roles["moderator"],
            students=roles["student"],
        )
    )
    now = await place.house.box.clock.now()
    for number, opens, days in ((5, 0, 1), (6, 0, 10), (7, 20, 30), (8, 40, 50), (9, 60, 70)):
        await _plan(place, number, now + timedelta(days=opens), now + timedelta(days=days))
    await _enrol(place)
    busy = [_study(place, people[key], writer) for key, writer in WRITERS.items() if key in people]
    more = [
        _hand_in(place, people[key], report(writer), 5) for key, writer in OTHERS.items() if key in people
    ]
    await asyncio.gather(*busy, *more)


async def _plan(place: Place, number: int, opens: datetime, due: datetime) -> None:
    times = {"opens": f"{opens:{LOCAL}}", "due": f"{due:{LOCAL}}"}
    asked = {"number": number, "topic": "Keep less", **times}
    said(await place.people["instructor"].run(place.channel, "week add", **asked))


async def _enrol(place: Place) -> None:
    """A roster; student and former student get a code each, the others ask to be somebody."""
    instructor = place.people["instructor"]
    table = "Student number,Name\n" + "".join(f"{number},Somebody Else\n" for number in NUMBERS)
    said(await instructor.run(place.channel, "roster import", table=File("roster.csv", table.encode())))
    made = said(await instructor.run(place.channel, "roster codes"))
    content = (await place.house.box.download(made.attachments[0])).decode("utf-8-sig")
    codes = [row[2].replace("-", "") for row in csv.reader(io.StringIO(content))][1:]
    for key, code in zip(("student", "former"), codes, strict=False):
        if key in place.people:
            place.own[place.people[key].id] = {"code": code}
    for key, number in zip(OTHERS, NUMBERS[5:], strict=False):
        if key in place.people:
            said(await place.people[key].run(place.channel, "roster join", student_number=number))


async def _study(place: Place, person: Person, writer: str) -> None:
    """One student's hand-ins: two weeks, a second version, a text that was refused, and files to choose."""
    text, own = report(writer), place.own.setdefault(person.id, {})
    for week, more in ((5, ""), (6, "\n\nOnce more."), (6, "\n\nAnd again.")):
        receipt = await _hand_in(place, person, text + more, week)
    own["receipt_code"] = (CODE.findall(receipt.text) or [""])[0]
    file = File("report.md", text.encode())
    refused = said(await person.run(place.channel, "report submit", file=file, week=99))
    own["arrival_xid"] = own["earlier"] = str(refused.buttons[0].custom_id).split(":")[-1]
    await _offer_files(place, person, [file, File("notes.md", b"Notes on it.")])


async def _hand_in(place: Place, person: Person, text: str, week: int) -> Message:
    file = File("report.md", text.encode())
    return await was_read(
        person, said(await person.run(place.channel, "report submit", file=file, week=week))
    )


async def _offer_files(place: Place, person: Person, files: list[File]) -> None:
    """Two files in a channel and two in a direct message: the bot asks which of them counts."""
    own = place.own[person.id]
    message = await person.say(place.channel, "Here they are.", files=files)
    asked = said(await person.use_on(message, "Hand in this file"))
    own["kept_xid"] = next(iter(asked.selects[0].options.values()))
    inbox = await person.dm(place.house.application)
    sent = await person.say(inbox, "", files=files)
    await person.wait_for(lambda one: one.channel_id == inbox.id and bool(one.selects), after=sent)
    own |= {"channel": inbox.id, "message": sent.id, "attachment": sent.attachments[0].id}


async def _discussing(place: Place) -> None:
    """Until a claim of the week that fell due has its thread."""
    await place.people["author"].wait_for(
        lambda one: one.channel_id == place.channel.id and one.thread is not None
    )


async def _settled(house: House, anybody: Person, channel: Channel) -> None:
    """Until the bot owes nothing more by now: what it sends may make it owe the next."""
    sql = "SELECT count(*) FROM deliveries WHERE ended_at IS NULL AND (turn_at <= ? OR attempt > 0)"
    while True:
        now = int((await house.box.clock.now()).timestamp() * 10**6)
        if not ask(house, sql, now)[0][0]:
            return
        await anybody.run(channel, "help")


def _learn(place: Place) -> None:
    """What can be named of the course, from the database."""
    house, people = place.house, place.people
    ((course_id,),) = ask(house, "SELECT course_id FROM courses WHERE channel_xid = ?", place.channel.id)
    members = dict(ask(house, "SELECT user_xid, member_id FROM members WHERE course_id = ?", course_id))

    def version(person: Person, week: int) -> int:
        sql = (
            "SELECT version_id FROM versions JOIN weeks USING (week_id)"
            " WHERE member_id = ? AND weeks.number = ? ORDER BY version_id DESC"
        )
        return int(ask(house, sql, members[int(person.id)], week)[0][0])

    def first(column: str, table: str, where: str = "") -> int:
        return int(ask(house, f"SELECT {column} FROM {table} WHERE course_id = ? {where}", course_id)[0][0])

    def statement(of: str, number: int) -> str:
        sql = "SELECT statement_id FROM statements WHERE version_id = ?"
        return str(ask(house, sql, version(people[of], 5))[number][0])

    sql = "SELECT claim_id FROM claims JOIN weeks USING (week_id) WHERE claims.course_id = ?"
    sql += " AND number = 5 AND thread_xid IS NULL ORDER BY claim_id DESC"
    last, before = (str(claim_id) for (claim_id,) in ask(house, sql, course_id)[:2])
    author, spares = people["author"], place.facts["spare"]
    place.facts |= {
        "course_id": course_id,
        "week": 5,
        "number": 5,
        "stance": "agree",
        "yes": 0,
        "role": place.roles["student"],
        "member": author,
        "member_xid": author.id,
        "delivery": first("delivery_id", "deliveries"),
        "claim_id": first("claim_id", "deliveries", "AND claim_id IS NOT NULL"),
        "due": int((datetime.fromisoformat("2031-06-01T00:00:00+00:00")).timestamp()),
        "place": f"{course_id}:6",
        "member_id": members[int(author.id)],
        "reviewed_id": version(author, 5),
        "seen": 0,
        "answer_id": 10**6,
        "quoted": f"{first('claim_id', 'deliveries', 'AND claim_id IS NOT NULL')}:0",
        "claim": last,
        "into": before,
        "act_id": 10**6,
        "proposal_id": 10**6,
        "passage": statement("author", 0),
        "statement": statement("student", 0),
        "spare": spares[0],
    }
    questions = [
        row[0]
        for row in ask(house, "SELECT question_id FROM questions WHERE course_id = ? ORDER BY 1", course_id)
    ]
    place.facts["question_id"] = questions[0]
    if second := people.get("second"):
        place.own[people["moderator"].id] = {
            "question_id": questions[1],
            "member": second,
            "member_id": members[int(second.id)],
            "reviewed_id": version(second, 5),
        }
    for key in ("student", "former"):
        if key in people:
            place.own[people[key].id]["version_id"] = version(people[key], 6)
            place.own[people[key].id]["statement"] = statement(key, 0)
