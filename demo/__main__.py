"""`python -m demo`: the whole bot on this machine, in a course in mid-term, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import webbrowser
from pathlib import Path

from demo.course import NEWCOMER, Course
from demo.guide import guide
from demo.house import DidNotStart, House
from demo.term import mid_term
from sandbox.client import Person

GUIDE = """\
Colloquy is running on this machine, in a Discord of its own; nothing leaves it. Try it here:

  {page}

The course “Memory and Records” is in week 6: the prompt is out, two reports are in. Be anybody in it,
in several tabs at once, and move the clock. What the page does, any program can do:

  people   {url}/people/world
  clock    {url}/clock
  log      {log}

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


def told(course: Course, page: str) -> str:
    """How to try it."""
    people: dict[str, list[Person]] = {
        "instructor": [course.instructor],
        "moderator": [course.moderator],
        "student": list(course.students.values()),
    }
    return GUIDE.format(
        page=page,
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
    end = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, end.set)
    async with House.open(folder) as house:
        await house.start()
        course = await mid_term(house)
        newcomer = await house.box.person(NEWCOMER.name, locale=NEWCOMER.locale)
        file = folder / "guide.json"
        file.write_text(json.dumps(guide(course, newcomer), ensure_ascii=False), encoding="utf-8")
        async with house.page(file, port=port) as page:
            print(told(course, page), flush=True)
            if has_desktop():
                webbrowser.open(page)
            await end.wait()


def has_desktop() -> bool:
    """Whether somebody sits in front of this machine and would see a browser open."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--port", default=0, type=int, help="where the page listens; 0 takes a free port")
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
