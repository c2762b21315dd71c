"""/me: link to a student number, and see how one stands."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import courses, members, reminders
from bot.actions.members import Standing, Status
from bot.papers.tables import points
from bot.seminar.courses import NAME_LIMIT, RemindBy, require_student
from bot.seminar.participation import Taken
from bot.seminar.scores import WeekScore
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.privacy import show_data
from cogs.quotes import show_quotes
from cogs.ui.answers import CONTENT_LIMIT, answer, text_file
from cogs.ui.buttons import MARKER, Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.marks import mark_text
from cogs.ui.naming import choice, group, labels, options

NUMBER_LIMIT = 20


class LinkForm(Form, template=r"me:link:(?P<course_id>[0-9]+)"):
    """The form in which a student says who they are and how to be reminded."""

    def __init__(self, course_id: int) -> None:
        self.course_id = course_id

    def state(self) -> str:
        return f"me:link:{self.course_id}"

    def title(self, words: Words) -> str:
        return words.say("form.link.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.link.number"),
            component=ui.TextInput(custom_id="number", max_length=NUMBER_LIMIT),
        )
        yield ui.Label(
            text=words.say("form.link.name"), component=ui.TextInput(custom_id="name", max_length=NAME_LIMIT)
        )
        yield ui.Label(
            text=words.say("form.link.remind"),
            description=words.say("form.link.remind_about"),
            component=ui.RadioGroup(
                custom_id="remind",
                options=[
                    discord.RadioGroupOption(
                        label=words.say(f"remind_by.{how}"), value=how, default=how is RemindBy.DIRECT
                    )
                    for how in RemindBy
                ],
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        remind_by = RemindBy(filled.choice("remind") or RemindBy.DIRECT)
        member = await members.link(
            house_of(interaction).store,
            ask_of(interaction, int(facts["course_id"])),
            filled.text("number"),
            filled.text("name"),
            remind_by,
        )
        words = words_of(interaction)
        said = [
            words.say("link.done", number=member.student_number or "", name=member.name or ""),
            words.say(f"link.remind_{remind_by}"),
        ]
        house_of(interaction).wake()
        await answer(interaction, "\n".join(said))


class StatusButton(Button, template=r"me:status:(?P<course_id>[0-9]+)" + MARKER):
    """Shows the person who presses it how they stand."""

    @classmethod
    def of(cls, course_id: int, words: Words, marker: str = "") -> StatusButton:
        return cls(f"me:status:{course_id}{marker}", words.say("button.status"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await show_status(interaction, int(facts["course_id"]))


class SnoozeButton(Button, template=r"me:later:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """Reminds the person who presses it a while later."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words) -> SnoozeButton:
        return cls(f"me:later:{course_id}:{week}", words.say("button.snooze"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words = house_of(interaction), words_of(interaction)
        ask = ask_of(interaction, int(facts["course_id"]))
        until = await reminders.snooze(house.store, ask, int(facts["week"]))
        house.wake()
        await answer(interaction, words.say("snooze.done", until=until))


class QuietButton(Button, template=r"me:quiet:(?P<course_id>[0-9]+)"):
    """Ends the reminders of the person who presses it."""

    @classmethod
    def of(cls, course_id: int, words: Words) -> QuietButton:
        return cls(f"me:quiet:{course_id}", words.say("button.quiet"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await choose_reminders(interaction, RemindBy.NEVER, int(facts["course_id"]))


async def choose_reminders(interaction: Interaction, how: RemindBy, course_id: int | None = None) -> None:
    """Changes how the person is reminded, and says what holds now."""
    house, words = house_of(interaction), words_of(interaction)
    course = await reminders.choose(house.store, ask_of(interaction, course_id), how)
    house.wake()
    said = [words.say("remind.chosen", course=course.name), words.say(f"link.remind_{how}")]
    await answer(interaction, "\n".join(said))


@app_commands.guild_only()
class Members(commands.GroupCog, **group("me")):
    """What concerns oneself."""

    @app_commands.command(**labels("me_link"))
    async def link(self, interaction: Interaction) -> None:
        ask = ask_of(interaction)
        here = await courses.find(
            house_of(interaction).store, ask, lambda role, course: require_student(role, ask.person, course)
        )
        await LinkForm(here.course.course_id).open(interaction)

    @app_commands.command(**labels("me_reminders"))
    @options("how")
    @app_commands.choices(how=[choice(f"remind_by.{how}", how) for how in RemindBy])
    async def reminders(self, interaction: Interaction, how: str) -> None:
        await choose_reminders(interaction, RemindBy(how))

    @app_commands.command(**labels("me_data"))
    async def data(self, interaction: Interaction) -> None:
        await show_data(interaction)

    @app_commands.command(**labels("me_quotes"))
    async def quotes(self, interaction: Interaction) -> None:
        await show_quotes(interaction)

    @app_commands.command(**labels("me_status"))
    async def status(self, interaction: Interaction) -> None:
        await show_status(interaction)


async def show_status(interaction: Interaction, course_id: int | None = None) -> None:
    """Answers with the person's own standing."""
    words = words_of(interaction)
    status = await members.status(house_of(interaction).store, ask_of(interaction, course_id))
    text = "\n".join(status_lines(words, status))
    await answer(interaction, text, file=text_file("status.txt", text) if len(text) > CONTENT_LIMIT else None)


def status_lines(words: Words, status: Status, *, history: bool = False) -> list[str]:
    """How a person stands in the course, a line a week; with `history` also what they did in each."""
    member = status.member
    lines: list[str] = [
        words.say("status.title", course=status.course.name, role=words.say(f"role.{status.role}"))
    ]
    if member is not None and member.student_number is not None:
        lines.append(words.say("status.linked", number=member.student_number, name=member.name or ""))
    elif member is not None:
        lines.append(words.say("status.unlinked"))
    if member is not None:
        lines.append(words.say(f"link.remind_{member.remind_by}"))
    for standing in status.standings:
        lines.append(_standing_line(words, standing))
        if history:
            lines.append(_did_line(words, standing.taken))
        if standing.score is not None:
            lines += score_lines(words, standing.score)
    if status.score is not None:
        given = points(status.score.given)
        lines.append(words.say("score.term", given=given, whole=status.score.whole))
    if not status.standings:
        lines.append(words.say("status.nothing"))
    return lines


def _standing_line(words: Words, standing: Standing) -> str:
    line: str = words.say(
        f"status.{standing.presence}",
        week=standing.week.number,
        topic=standing.week.topic,
        due=standing.due,
        at=standing.received_at or standing.due,
        version=standing.versions,
    )
    if standing.review is None:
        return line
    return f"{line} · {words.say('review.mark', mark=Raw(mark_text(words, standing.review.mark)))}"


def _did_line(words: Words, did: Taken) -> str:
    facts = {name: getattr(did, name) for name in ("posts", "replies", "partners", "firsts", "stances")}
    return words.say("history.did", **facts, started=did.started)


def score_lines(words: Words, score: WeekScore) -> list[str]:
    """A week's score, and what each part of it is for."""
    lines: list[str] = [words.say("score.week", given=points(score.given), whole=score.whole)]
    for one in score.lines:
        lines.append(
            words.say(
                "score.line",
                way=words.say(f"way.{one.way}"),
                did=one.did,
                counts=points(one.counts),
                points=points(one.points),
            )
        )
    if score.earned > score.given:
        lines.append(words.say("score.capped", earned=points(score.earned), given=points(score.given)))
    return lines
