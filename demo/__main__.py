"""`python -m demo`: the whole bot on this machine, in a course in mid-term, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from pathlib import Path

from demo import week
from demo.course import Course, found, report_file
from demo.house import DidNotStart, House
from sandbox.client import Person

GUIDE = """\
Colloquy is running on this machine, in a Discord of its own; nothing leaves it.

  people   {url}/people/world
  clock    {url}/clock
  log      {log}

The course “Memory and Records” is in week 6: the prompt is out, two reports are in.
Everyone acts with a key of their own:

{people}

Be 정하은, and read the channel #seminar:

  curl -s {me}/channels/{channel}/messages -H 'Authorization: Bearer {student}'

Hand in her report, as she would with /report submit:

  curl -s {me}/channels/{channel}/commands -H 'Authorization: Bearer {student}' \\
    -F 'payload_json={{"command": "report submit", "options": {{"file": {{"file": 0}}}}}}' \\
    -F 'files[0]=@demo/reports/haeun.md'

Be the instructor 한서연, and look at who takes part:

  curl -s {me}/channels/{channel}/commands -H 'Authorization: Bearer {instructor}' \\
    -H 'Content-Type: application/json' -d '{{"command": "participation week", "options": {{"week": 6}}}}'

Move the clock on by four days: reminders, the deadline, and the threads on what the reports share:

  curl -s {url}/clock -H 'Content-Type: application/json' -d '{{"advance": 345600}}'

In Python, sandbox.client does all of this: Sandbox.connect("{url}").
A whole week, played for you: make tour

Ctrl-C ends it, and forgets it.
"""


async def mid_term(house: House) -> Course:
    """A course whose week is open and has two reports."""
    course = await found(house)
    await week.set_up(course)
    await week.plan(course)
    prompt = await week.open_week(course)
    await week.link(course, "jiwoo")
    await week.type_in(course, "minji", prompt)
    await week.send_file(course, "sora", report_file("sora"))
    return course


def guide(course: Course) -> str:
    """How to try it."""
    people: dict[str, list[Person]] = {
        "instructor": [course.instructor],
        "moderator": [course.moderator],
        "student": list(course.students.values()),
    }
    return GUIDE.format(
        url=course.house.box.url,
        me=f"{course.house.box.url}/people/me",
        log=course.house.folder / "bot.log",
        channel=course.channel.id,
        student=course.students["haeun"].key,
        instructor=course.instructor.key,
        people="\n".join(
            f"  {role:<11}{one.key}  {one.name}" for role, some in people.items() for one in some
        ),
    )


async def run(folder: Path, port: int) -> None:
    """Until told to stop. Raises DidNotStart."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with House.open(folder, port=port) as house:
        await house.start()
        print(guide(await mid_term(house)), flush=True)
        await told.wait()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--port", default=0, type=int, help="where the sandbox listens; 0 takes a free port")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="colloquy-") as folder:
        try:
            asyncio.run(run(Path(folder), asked.port))
        except DidNotStart as error:
            print(f"It did not start:\n{error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
