"""/claim for those who present, hand in or want to know: expected and marked claims, and what was claimed."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import confirming, expecting, marks
from bot.actions.confirming import Asked, Fidelity
from bot.actions.curation import LABEL_LIMIT
from bot.actions.expecting import MOST
from bot.seminar.claims import Passage, one_line
from bot.seminar.decisions import Verdict
from bot.words.catalogues import Words
from bot.words.markup import Raw, unescape
from cogs.passages import chosen_passages, passage_selects
from cogs.ui.answers import CONTENT_LIMIT, answer, text_file
from cogs.ui.buttons import MARKER, Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import claim_name, labels, options

SHOWN = 600
FORM_PARTS = 5


class VerdictButton(
    Button,
    template=r"claim:verdict:(?P<course_id>[0-9]+):(?P<week>[0-9]+):(?P<claim_id>[0-9]+):(?P<verdict>[a-z]+)",
):
    """The presenter says whether this is what they claimed."""

    @classmethod
    def of(cls, asked: Asked, claim_id: int, verdict: Verdict, words: Words) -> VerdictButton:
        place = f"{asked.course.course_id}:{asked.week.number}:{claim_id}"
        return cls(f"claim:verdict:{place}:{verdict}", words.say(f"verdict.{verdict}"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        verdict, claim_id = Verdict(facts["verdict"]), int(facts["claim_id"])
        ask = ask_of(interaction, int(facts["course_id"]))
        if verdict is Verdict.CORRECTED:
            await confirming.next_question(house_of(interaction).store, ask, int(facts["week"]))
            await CorrectionForm(int(facts["course_id"]), int(facts["week"]), claim_id).open(interaction)
            return
        await confirming.confirm(house_of(interaction).store, ask, claim_id, verdict)
        await _ask_next(interaction, int(facts["week"]), int(facts["course_id"]))


class ConfirmButton(Button, template=r"claim:confirm:(?P<course_id>[0-9]+):(?P<week>[0-9]+)" + MARKER):
    """Asks the presenter the first question, wherever they press it."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words, marker: str = "") -> ConfirmButton:
        return cls(f"claim:confirm:{course_id}:{week}{marker}", words.say("button.confirm"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await _ask_next(interaction, int(facts["week"]), int(facts["course_id"]))


class CorrectionForm(
    Form, template=r"claim:correct:(?P<course_id>[0-9]+):(?P<week>[0-9]+):(?P<claim_id>[0-9]+)"
):
    """The form in which a presenter puts a claim in their own words."""

    def __init__(self, course_id: int, week: int, claim_id: int) -> None:
        self.place = f"{course_id}:{week}:{claim_id}"

    def state(self) -> str:
        return f"claim:correct:{self.place}"

    def title(self, words: Words) -> str:
        return words.say("form.confirm.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.confirm.words"),
            component=ui.TextInput(
                custom_id="words", style=discord.TextStyle.paragraph, max_length=LABEL_LIMIT
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        store, claim_id = house_of(interaction).store, int(facts["claim_id"])
        await confirming.confirm(store, ask, claim_id, Verdict.CORRECTED, filled.text("words"))
        await _ask_next(interaction, int(facts["week"]), int(facts["course_id"]))


class ExpectForm(Form, template=r"claim:expect:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """The form in which staff or the presenter enter what the talk claims."""

    def __init__(self, course_id: int, week: int) -> None:
        self.course_id, self.week = course_id, week

    def state(self) -> str:
        return f"claim:expect:{self.course_id}:{self.week}"

    def title(self, words: Words) -> str:
        return words.say("form.expect.title", week=self.week)

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.expect.claims"),
            description=words.say("form.expect.about", most=MOST),
            component=ui.TextInput(
                custom_id="claims", style=discord.TextStyle.paragraph, max_length=MOST * LABEL_LIMIT
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        await interaction.response.defer(ephemeral=True, thinking=True)
        made = await expecting.expect(
            house.store, house.reader, ask, int(facts["week"]), filled.text("claims")
        )
        words = words_of(interaction)
        listed = [words.say("claim.title", label=one_line(claim.label, SHOWN // 2)) for claim in made.claims]
        said = words.say("claim.expected", count=len(listed), week=made.week.number)
        await answer(interaction, "\n".join([said, *listed]))


class MarkForm(Form, template=r"claim:mark:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """The form in which a student picks the key claim of their report."""

    def __init__(self, course_id: int, week: int, own: list[Passage]) -> None:
        self.course_id, self.week, self.own = course_id, week, own

    def state(self) -> str:
        return f"claim:mark:{self.course_id}:{self.week}"

    def title(self, words: Words) -> str:
        return words.say("form.key.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield from passage_selects(words, "statement", self.own, 0, FORM_PARTS, words.say("form.key.which"))

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        chosen = chosen_passages(filled)
        passage = await marks.mark(store, ask, int(facts["week"]), chosen[0] if chosen else 0)
        said = words_of(interaction).say("claim.marked", passage=one_line(passage.text, SHOWN))
        await answer(interaction, said)


class TalkClaims(commands.Cog):
    """The part of /claim that is about what the talk claims."""

    @app_commands.command(**labels("claim_expect"))
    @options("week")
    async def expect(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        course, _ = await expecting.may_expect(house_of(interaction).store, ask_of(interaction), week)
        await ExpectForm(course.course_id, week).open(interaction)

    @app_commands.command(**labels("claim_mark"))
    @options("week")
    async def mark(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        store = house_of(interaction).store
        course, _, own = await marks.own_statements(store, ask_of(interaction), week)
        await MarkForm(course.course_id, week, own).open(interaction)

    @app_commands.command(**labels("claim_confirm"))
    @options("week")
    async def confirm(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        await _ask_next(interaction, week, None)

    @app_commands.command(**labels("claim_fidelity"))
    @options("week")
    async def fidelity(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        found = await confirming.fidelity(house_of(interaction).store, ask_of(interaction), week)
        words = words_of(interaction)
        told = [*fidelity_lines(words, found), *report_lines(words, found)]
        if len("\n".join(told)) <= CONTENT_LIMIT:
            await answer(interaction, "\n".join(told))
            return
        whole = unescape("\n".join(report_lines(words, found, plainly=True)))
        file = text_file(f"fidelity-week-{week}.txt", whole)
        await answer(interaction, "\n".join(fidelity_lines(words, found)), file=file)


async def _ask_next(interaction: Interaction, week: int, course_id: int | None) -> None:
    words = words_of(interaction)
    asked = await confirming.next_question(house_of(interaction).store, ask_of(interaction, course_id), week)
    if asked.claim is None:
        await answer(interaction, words.say("verdict.none", week=week))
        return
    claim_id = asked.claim.claim_id
    buttons = [VerdictButton.of(asked, claim_id, verdict, words) for verdict in Verdict]
    await answer(interaction, "\n".join(question_lines(words, asked)), *buttons)


def question_lines(words: Words, asked: Asked) -> list[str]:
    """What the reports say that the presenter claimed."""
    label = asked.claim.label if asked.claim else ""
    lines: list[str] = [
        words.say("verdict.question", count=asked.reports, week=asked.week.number),
        words.say("claim.title", label=claim_name(words, label, asked.week.number, SHOWN)),
    ]
    if asked.left:
        lines.append(words.say("verdict.left", count=asked.left))
    return lines


def fidelity_lines(words: Words, found: Fidelity) -> list[str]:
    """On what it rests how well the reports tell the talk, and how good the reading was."""
    quality = found.quality
    return [
        words.say("fidelity.title", week=found.week.number, topic=found.week.topic),
        words.say("fidelity.basis", points=found.points, judged=found.judged),
        words.say("quality.threads", count=quality.opened, corrected=quality.corrected),
        words.say("quality.proposals", accepted=quality.accepted, rejected=quality.rejected),
    ]


def report_lines(words: Words, found: Fidelity, *, plainly: bool = False) -> list[str]:
    """How well each report tells the talk; `plainly` for a file, where Discord puts no name for an id."""
    lines: list[str] = []
    for member, one in found.reports:
        unknown = f"{member.user_xid}" if plainly else Raw(f"<@{member.user_xid}>")
        coverage, fidelity = _percent(one.coverage), _percent(one.fidelity)
        name = member.name or unknown
        lines.append(words.say("fidelity.line", name=name, coverage=coverage, fidelity=fidelity))
    return lines


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
