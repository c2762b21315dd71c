"""/review: one report at a time, a mark and a comment; then a week's marks for everybody at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import releases, reviews
from bot.actions.releases import Released
from bot.actions.reviews import Opinion, Queue
from bot.seminar.courses import Course
from bot.seminar.refusals import BadMark, BeingReviewed, ReviewedMeanwhile
from bot.seminar.reviews import COMMENT_LIMIT, FAIL, PASS, Mark, Review, Scale, ScaleKind
from bot.seminar.weeks import Week
from bot.words.catalogues import Words
from bot.words.refusals import in_words
from cogs.ui.answers import VIEW_LIMIT, answer, bytes_file, fitted, text_file
from cogs.ui.buttons import Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options
from cogs.ui.reviewing import queue_lines, quoted

PLACE = r"(?P<course_id>[0-9]+):(?P<week>[0-9]+):(?P<member_id>[0-9]+)"
MARK_LIMIT = 10
WeekNumber = app_commands.Range[int, 1, 99]


class MarkForm(Form, template=rf"review:form:{PLACE}:(?P<version_id>[0-9]+):(?P<seen>[0-9]+)"):
    """The form in which staff write a mark and a comment."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.version_id, self.latest = _before(queue)

    def state(self) -> str:
        seen = self.latest.review_id if self.latest else 0
        return f"review:form:{_place(self.queue)}:{self.version_id}:{seen}"

    def title(self, words: Words) -> str:
        member = self.queue.report.member if self.queue.report else None
        return words.say("form.mark.title", name=(member and member.name) or "–")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        given = self.latest.mark if self.latest and self.latest.version_id == self.version_id else None
        yield from mark_fields(words, self.queue.scale, given)
        yield ui.Label(
            text=words.say("form.mark.comment"),
            description=words.say("form.mark.comment_about"),
            component=ui.TextInput(
                custom_id="comment",
                style=discord.TextStyle.paragraph,
                max_length=COMMENT_LIMIT,
                required=False,
                default=(self.latest.comment if self.latest else None) or None,
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        house, words = house_of(interaction), words_of(interaction)
        ask, week, member_id = _asked(interaction, facts)
        given = [text for name, text in sorted(filled.texts.items()) if name.startswith("mark")]
        given += [choice for choice in (filled.choice("mark"),) if choice]
        opinion = Opinion(int(facts["version_id"]), int(facts["seen"]), given, filled.text("comment"))
        try:
            queue = await reviews.mark(house.store, ask, week, member_id, opinion)
        except (BadMark, BeingReviewed, ReviewedMeanwhile) as no:
            file = text_file("comment.txt", opinion.comment) if opinion.comment.strip() else None
            again = MarkButton.at(":".join(facts[name] for name in ("course_id", "week", "member_id")), words)
            await answer(interaction, in_words(no, words), again, file=file)
            return
        house.wake()
        await show(interaction, queue, words.say("review.saved"))


class MarkButton(Button, template=rf"review:mark:{PLACE}"):
    """Opens the form for the report that is shown."""

    style = discord.ButtonStyle.primary

    @classmethod
    def at(cls, place: str, words: Words) -> MarkButton:
        return cls(f"review:mark:{place}", words.say("button.mark"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask, week, member_id = _asked(interaction, facts)
        queue = await reviews.opened(house_of(interaction).store, ask, week, member_id)
        await MarkForm(queue).open(interaction)


class BackButton(Button, template=rf"review:back:{PLACE}"):
    """Shows the report before."""

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask, week, member_id = _asked(interaction, facts)
        await show(
            interaction, await reviews.report_before(house_of(interaction).store, ask, week, member_id)
        )


class SkipButton(Button, template=rf"review:skip:{PLACE}"):
    """Shows the next report that waits, and leaves this one for later."""

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask, week, member_id = _asked(interaction, facts)
        await show(interaction, await reviews.next_report(house_of(interaction).store, ask, week, member_id))


class ReleaseButton(Button, template=r"review:release:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """Releases the marks that there are, also where reports wait still."""

    style = discord.ButtonStyle.danger

    @classmethod
    def of(cls, words: Words, course: Course, week: Week, marked: int) -> ReleaseButton:
        custom_id = f"review:release:{course.course_id}:{week.number}"
        return cls(custom_id, words.say("button.release", count=marked))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await _release(interaction, int(facts["week"]), int(facts["course_id"]), anyway=True)


@app_commands.guild_only()
class Reviews(commands.GroupCog, **group("review")):
    """Staff say what they think of reports."""

    @app_commands.command(**labels("review_next"))
    @options("week")
    async def next(self, interaction: Interaction, week: WeekNumber | None = None) -> None:
        store = house_of(interaction).store
        await show(interaction, await reviews.next_report(store, ask_of(interaction), week))

    @app_commands.command(**labels("review_show"))
    @options("member", "week")
    async def show(self, interaction: Interaction, member: discord.User, week: WeekNumber) -> None:
        store = house_of(interaction).store
        await show(interaction, await reviews.report_of(store, ask_of(interaction), week, member.id))

    @app_commands.command(**labels("review_release"))
    @options("week")
    async def release(self, interaction: Interaction, week: WeekNumber) -> None:
        await _release(interaction, week, None, anyway=False)


async def show(interaction: Interaction, queue: Queue, first: str | None = None) -> None:
    """Answers with the report, its text as a file, and where to go from there."""
    words = words_of(interaction)
    lines = ([first] if first else []) + queue_lines(words, queue)
    buttons = _ways_on(words, queue)
    if queue.report is None:
        await answer(interaction, "\n".join(lines), *buttons)
        return
    version = queue.report.receipt.version
    files = [text_file(f"week-{queue.week.number}-v{version.number}.md", version.text)]
    if queue.report.source is not None:
        files.append(bytes_file(*queue.report.source))
    said = fitted("\n".join(lines))
    if quote := quoted(version.text, VIEW_LIMIT - len(said) - 1):
        said += f"\n{quote}"
    await answer(interaction, said, *buttons, file=files, limit=VIEW_LIMIT)


def _ways_on(words: Words, queue: Queue) -> list[ui.Item[Any]]:
    """What can be done with the report; once none waits, to look back and to give students their marks."""
    place = _place(queue)
    back = [BackButton(f"review:back:{place}", words.say("button.back"))] if queue.goes_back else []
    if queue.report is not None:
        skip = SkipButton(f"review:skip:{place}", words.say("button.skip"))
        return [MarkButton.at(place, words), *back, skip]
    return (
        [ReleaseButton.of(words, queue.course, queue.week, queue.marked), *back]
        if queue.is_whole
        else [*back]
    )


def mark_fields(words: Words, scale: Scale, given: Mark | None) -> Iterator[ui.Item[ui.Modal]]:
    """Where the mark is written, by the course's scale; filled with the one that was given."""
    if scale.kind is ScaleKind.PASS_FAIL:
        radios = [
            discord.RadioGroupOption(
                label=words.say(f"mark.{value}"), value=value, default=bool(given and given.value == value)
            )
            for value in (PASS, FAIL)
        ]
        radio = ui.RadioGroup[ui.Modal](custom_id="mark", options=radios)
        yield ui.Label(text=words.say("form.mark.mark"), component=radio)
    elif scale.kind is ScaleKind.RUBRIC:
        earlier = [text for _, text in given.parts] if given else []
        for at, one in enumerate(scale.criteria):
            about = words.say("form.mark.points_about", most=one.most)
            yield _field(one.name, f"mark{at}", about, earlier[at] if at < len(earlier) else None)
    else:
        points = scale.kind is ScaleKind.POINTS
        about = words.say("form.mark.points_about" if points else "form.mark.letter_about", most=scale.most)
        yield _field(words.say("form.mark.mark"), "mark0", about, given.value if given else None)


def _field(label: str, custom_id: str, about: str, given: str | None) -> ui.Item[ui.Modal]:
    entry = ui.TextInput[ui.Modal](custom_id=custom_id, max_length=MARK_LIMIT, default=given)
    return ui.Label(text=label, description=about, component=entry)


def _before(queue: Queue) -> tuple[int, Review | None]:
    """The version that is before staff, and what was last said of the report."""
    report = queue.report
    if report is None:
        return 0, None
    return report.receipt.version.version_id, report.reviews[-1] if report.reviews else None


def _place(queue: Queue) -> str:
    member_id = queue.report.member.member_id if queue.report else 0
    return f"{queue.course.course_id}:{queue.week.number}:{member_id}"


def _asked(interaction: Interaction, facts: dict[str, str]) -> tuple[Any, int, int]:
    return ask_of(interaction, int(facts["course_id"])), int(facts["week"]), int(facts["member_id"])


async def _release(interaction: Interaction, week: int, course_id: int | None, *, anyway: bool) -> None:
    house, words = house_of(interaction), words_of(interaction)
    done = await releases.release(house.store, ask_of(interaction, course_id), week, anyway=anyway)
    house.wake()
    await answer(interaction, "\n".join(release_lines(words, done)), *_anyway(words, done))


def _anyway(words: Words, done: Released) -> tuple[ReleaseButton, ...]:
    if done.at is not None or not done.marked:
        return ()
    return (ReleaseButton.of(words, done.course, done.week, done.marked),)


def release_lines(words: Words, done: Released) -> list[str]:
    """What students have now, or what waits still."""
    if done.at is None:
        return [words.say("review.not_whole", count=done.waiting, marked=done.marked, week=done.week.number)]
    return [
        words.say("review.released", count=done.marked, week=done.week.number),
        words.say("review.told", count=done.told),
    ]
