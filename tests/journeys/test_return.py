"""A database that is lost comes back from its backup, and the week goes on: nothing is said twice."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path

from demo import week
from demo.course import Course, report, report_file
from demo.house import ROOT, House
from tests.journeys.people import Opened, shown

LOST = ("", "-wal", "-shm")


async def shell(house: House, *words: str) -> tuple[int, str]:
    """What one types beside the running bot: the exit status, and everything that it says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=house.folder,
        env={**house._settings(), "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


def lose(database: Path) -> None:
    """A disk that forgets."""
    for ending in LOST:
        Path(f"{database}{ending}").unlink(missing_ok=True)


async def test_a_lost_database_comes_back_and_the_week_ends(course: Course) -> None:
    house, database = course.house, course.house.folder / "colloquy.db"
    saved = house.folder / "saved.db"
    status, said = await shell(house, "backup", str(saved))
    assert status == 0, said
    assert f"The key is not in it: keep a copy of {database}.key" in said
    await week.open_week(course)  # which the backup does not know

    status, said = await shell(house, "restore", str(saved), "--replace")
    assert status == 2
    assert "is in use by process" in said
    await house.kill()
    lose(database)
    await house.box.clock.advance(minutes=10)  # beyond what Discord remembers of a nonce
    status, said = await shell(house, "restore", str(saved))
    assert status == 0, said

    await house.start()
    prompt = (await week.seen(course.instructor, lambda one: week.offers(one, "Submit report"), 1))[0]
    for key in ("minji", "junho"):
        await week.type_in(course, key, prompt)
    for key in ("sora", "haeun", "daniel"):
        await week.send_file(course, key, report_file(key))
    await week.link(course, "jiwoo")
    await week.remind(course, "jiwoo", 4, "12:00", 1)
    await week.fall_due(course)
    assert (await shown(course, "minji"))[1] == report("minji")
    public = [one for one in await course.students["minji"].sees(course.channel) if not one.ephemeral]
    assert sum(week.offers(one, "Submit report") for one in public) == 1
    assert max(Counter(one.text for one in public).values()) == 1


async def test_what_is_typed_beside_a_running_bot(opened: Opened) -> None:
    house = opened.course.house
    database = house.folder / "colloquy.db"
    status, said = await shell(house, "run")
    assert status == 2
    assert said.strip().endswith(f"{database} is in use by process {house._bot.pid if house._bot else 0}")
    assert (await shell(house, "migrate"))[0] == 2
    status, said = await shell(house, "check")
    assert status == 0, said
    assert "can be read, and a bot is using it; courses: 1" in said
    status, said = await shell(house, "backup")
    assert status == 0, said
    assert len(daily(house)) == 2, "the one of the day, and the one by hand"
    status, said = await shell(house, "backup", str(database))
    assert status == 2
    assert "overwrites nothing" in said


def daily(house: House) -> list[Path]:
    return sorted((house.folder / "backups").glob("*.db"))


async def test_a_backup_is_made_each_day(opened: Opened) -> None:
    house = opened.course.house
    for days in range(3):
        await house.box.clock.advance(days=min(days, 1), minutes=1)
        async with asyncio.timeout(20):
            while len(daily(house)) <= days:  # noqa: ASYNC110 (a file tells no event)
                await asyncio.sleep(0.05)
