"""The weeks that are behind the course when a visitor comes: acted out, with the clock moved through them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from demo import week
from demo.course import NUMBER, Course, found, report_file
from demo.house import House
from sandbox.client import File

EARLIER = Path(__file__).parent / "reports" / "earlier"


@dataclass(frozen=True)
class Past:
    """A week that is over: who handed in, how many claims they share, and what was said about the first."""

    number: int
    topic: str
    presenter: str
    questions: str
    authors: tuple[str, ...]
    claims: int
    talk: tuple[tuple[str, str, str], ...]


PAST = (
    Past(
        4,
        "Who owns a photograph",
        "Choi Eun-young",
        "Whose photograph is it: of who took it, or of who is in it?",
        ("minji", "sora", "tomas"),
        2,
        (
            ("sora", "agree", "My aunt never saw the picture that made her street famous."),
            ("tomas", "disagree", "Then no street could ever be photographed again."),
        ),
    ),
    Past(
        5,
        "The price of forgetting",
        "Lukas Brandt",
        "What should a city forget, and who decides?",
        ("minji", "junho", "daniel"),
        3,
        (
            ("minji", "agree", "We renamed a square last year, and nobody remembers the old name already."),
            ("daniel", "unsure", "Is that forgetting, or just not caring?"),
            ("junho", "agree", "I asked at home: three generations, three names for the same square."),
        ),
    ),
)


async def mid_term(house: House) -> Course:
    """A course in its sixth week: two weeks behind it, a prompt to answer, two reports in, a deadline ahead.

    The sandbox's clock is set back first, so that the sixth week is about now.
    """
    clock = house.box.clock
    await clock.to(await clock.now() - timedelta(weeks=1 + len(PAST)))
    course = await found(house)
    await week.set_up(course)
    for number, past in enumerate(PAST):
        await _live_through(course.weeks_on(number), past, number + 1)
    course = course.weeks_on(len(PAST))
    await week.plan(course)
    prompt = await week.open_week(course, len(PAST) + 1)
    await clock.to(course.moment(1, "19:40"))
    await asyncio.gather(
        week.link(course, "jiwoo"),
        week.type_in(course, "junho", prompt),
        week.send_file(course, "sora", report_file("sora"), week=NUMBER),
    )
    return course


async def _live_through(course: Course, past: Past, prompts: int) -> None:
    """One week from its plan to the talk about it; its prompt is the course's `prompts`-th."""
    clock = course.house.box.clock
    await week.plan_as(course, past.number, past.topic, past.presenter, past.questions)
    await week.open_week(course, prompts)
    await clock.to(course.moment(2, "20:15"))
    sent = (week.send_file(course, key, _report(past, key), week=past.number) for key in past.authors)
    await asyncio.gather(*sent)
    cards = await week.fall_due(course, past.claims, past.number)
    await clock.to(course.moment(4, "21:30"))
    for key, stance, words in past.talk:
        await week.discuss(course, cards[0], key, stance, words)


def _report(past: Past, key: str) -> File:
    """What a student handed in for a week that is over."""
    path = next(EARLIER.glob(f"{past.number}-{key}.*"))
    return File(path.name, path.read_bytes())
