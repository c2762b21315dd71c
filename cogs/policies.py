"""/policy: what a course chooses about lateness, the form of a report, its gates, recaps and scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import discussions, policies
from bot.seminar.courses import MOST_KEY_CLAIMS, Course
from bot.seminar.gates import GATES, Gate, gates_of
from bot.seminar.lateness import LateKind, LatePolicy
from bot.seminar.parts import PART_LIMIT, PARTS_LIMIT
from bot.seminar.scores import (
    USUAL,
    ScoreKind,
    ScorePolicy,
    Way,
    read_ways,
    score_policy,
    whole_number,
)
from bot.seminar.threads import OWN_CLAIMS_MOST, Discussion
from bot.words.catalogues import LANGUAGES, Words, words_for
from bot.words.markup import Raw, escape
from cogs.courses import NEEDED_IN_FORUM, lacking_lines
from cogs.ui.answers import answer
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import choice, group, labels, options
from cogs.ui.receipts import gate_names

WAYS_LENGTH = 600


class PartsForm(Form, template=r"policy:parts:(?P<course_id>[0-9]+)"):
    """The form in which an instructor says which parts a report has."""

    def __init__(self, course_id: int, names: tuple[str, ...]) -> None:
        self.course_id = course_id
        self.names = names

    def state(self) -> str:
        return f"policy:parts:{self.course_id}"

    def title(self, words: Words) -> str:
        return words.say("form.parts.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.parts.names"),
            description=words.say("form.parts.about", most=PARTS_LIMIT),
            component=ui.TextInput(
                custom_id="parts",
                style=discord.TextStyle.paragraph,
                default="\n".join(self.names) or None,
                max_length=PARTS_LIMIT * (PART_LIMIT + 1),
                required=False,
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        parts = await policies.choose_parts(store, ask, filled.text("parts"))
        words = words_of(interaction)
        said = words.say("policy.parts", parts=", ".join(parts)) if parts else words.say("policy.one_text")
        await answer(interaction, said)


class GatesForm(Form, template=r"policy:gates:(?P<course_id>[0-9]+)"):
    """The form in which an instructor says which findings no report may have."""

    def __init__(self, course_id: int, gates: tuple[Gate, ...]) -> None:
        self.course_id = course_id
        self.gates = gates

    def state(self) -> str:
        return f"policy:gates:{self.course_id}"

    def title(self, words: Words) -> str:
        return words.say("form.gates.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        kinds = [
            discord.SelectOption(label=words.say(f"gate.kind.{kind}"), value=name, default=kind in self.gates)
            for name, kind in GATES.items()
        ]
        yield ui.Label(
            text=words.say("form.gates.kinds"),
            description=words.say("form.gates.about"),
            component=ui.Select[ui.Modal](
                custom_id="gates", options=kinds, min_values=0, max_values=len(kinds), required=False
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        chosen = await policies.choose_gates(store, ask, gates_of(filled.choices.get("gates", ())))
        house_of(interaction).wake()
        await answer(interaction, gates_line(words_of(interaction), chosen.gates))


class ScoreForm(Form, template=r"policy:score:(?P<course_id>[0-9]+)"):
    """The form in which an instructor says what taking part is worth."""

    def __init__(self, course_id: int, policy: ScorePolicy) -> None:
        self.course_id = course_id
        self.policy = policy

    def state(self) -> str:
        return f"policy:score:{self.course_id}"

    def title(self, words: Words) -> str:
        return words.say("form.score.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        policy = self.policy if self.policy.kind is ScoreKind.POINTS else USUAL
        kinds = [(words.say(f"score.{kind}"), kind.value) for kind in ScoreKind]
        yield _radio(words.say("form.score.kind"), "kind", kinds, self.policy.kind.value)
        yield ui.Label(
            text=words.say("form.score.ways"),
            description=words.say("form.score.ways_about"),
            component=ui.TextInput(
                custom_id="ways",
                style=discord.TextStyle.paragraph,
                default="\n".join(way_lines(words, policy)),
                max_length=WAYS_LENGTH,
                required=False,
            ),
        )
        for name, value in (("whole", policy.whole), ("cap", policy.cap)):
            yield ui.Label(
                text=words.say("form.score.whole") if name == "whole" else words.say("form.score.cap"),
                component=ui.TextInput(custom_id=name, default=str(value), max_length=3, required=False),
            )
        seen = [(words.say("form.score.at_once"), "no"), (words.say("form.score.when_due"), "yes")]
        yield _radio(words.say("form.score.seen"), "hidden", seen, "yes" if self.policy.hidden else "no")

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        policy = score_policy(
            ScoreKind(filled.choice("kind") or ScoreKind.OFF),
            whole_number(filled.text("whole")),
            whole_number(filled.text("cap")),
            read_ways(filled.text("ways"), way_names()),
            hidden=filled.choice("hidden") == "yes",
        )
        course = await policies.choose_score(store, ask, policy)
        await answer(interaction, "\n".join(score_policy_lines(words_of(interaction), course.name, policy)))


def _radio(text: str, custom_id: str, choices: Sequence[tuple[str, str]], chosen: str) -> ui.Label[ui.Modal]:
    options = [
        discord.RadioGroupOption(label=label, value=value, default=value == chosen)
        for label, value in choices
    ]
    return ui.Label(text=text, component=ui.RadioGroup(custom_id=custom_id, options=options))


def way_names() -> dict[str, Way]:
    """What each way is called, in both languages."""
    return {words_for(language).say(f"way.{way}"): way for language in LANGUAGES for way in Way}


def way_lines(words: Words, policy: ScorePolicy) -> list[str]:
    """The ways as the form has them, a line each."""
    return [
        f"{words.say(f'way.{way}')}: {policy.ways[way].points} x {policy.ways[way].times}"
        for way in Way
        if way in policy.ways
    ]


def score_policy_lines(words: Words, course: str, policy: ScorePolicy) -> list[str]:
    """What taking part is worth in the course."""
    lines: list[str] = [words.say("score.title", course=course), words.say(f"score.{policy.kind}")]
    if policy.kind is ScoreKind.POINTS:
        lines.append(words.say("score.rule", whole=policy.whole, cap=policy.cap))
        lines += [escape(one) for one in way_lines(words, policy)]
    if policy.kind is not ScoreKind.OFF and policy.hidden:
        lines.append(words.say("score.hidden"))
    return lines


@app_commands.guild_only()
class Policies(commands.GroupCog, **group("policy")):
    """What the course chooses."""

    @app_commands.command(**labels("policy_late"))
    @options("late", "per_day", "floor")
    @app_commands.choices(
        late=[
            choice("late.accept", "accept"),
            choice("late.mark", "mark"),
            choice("late.deduct", "deduct"),
            choice("late.refuse", "refuse"),
        ]
    )
    async def late(
        self,
        interaction: Interaction,
        late: str | None = None,
        per_day: app_commands.Range[int, 1, 100] | None = None,
        floor: app_commands.Range[int, 0, 99] | None = None,
    ) -> None:
        store, ask, words = house_of(interaction).store, ask_of(interaction), words_of(interaction)
        if late is None:
            chosen = await policies.policy_of(store, ask)
        else:
            chosen = await policies.choose_late(store, ask, LateKind(late), per_day, floor)
        said = [
            words.say("policy.title", course=chosen.course.name),
            policy_line(words, chosen.late),
            gates_line(words, chosen.gates),
        ]
        await answer(interaction, "\n".join(said))

    @app_commands.command(**labels("policy_form"))
    async def form(self, interaction: Interaction) -> None:
        course_id, names = await policies.parts_of(house_of(interaction).store, ask_of(interaction))
        await PartsForm(course_id, names).open(interaction)

    @app_commands.command(**labels("policy_gates"))
    async def gates(self, interaction: Interaction) -> None:
        chosen = await policies.gates_of(house_of(interaction).store, ask_of(interaction))
        await GatesForm(chosen.course.course_id, chosen.gates).open(interaction)

    @app_commands.command(**labels("policy_recap"))
    @options("recap")
    @app_commands.choices(recap=[choice("recap.on", "on"), choice("recap.off", "off")])
    async def recap(self, interaction: Interaction, recap: str | None = None) -> None:
        store, ask, words = house_of(interaction).store, ask_of(interaction), words_of(interaction)
        if recap is None:
            wanted = await policies.recaps_of(store, ask)
        else:
            wanted = recap == "on"
            await policies.choose_recaps(store, ask, wanted)
        await answer(interaction, words.say("policy.recaps_on" if wanted else "policy.recaps_off"))

    @app_commands.command(**labels("policy_score"))
    async def score(self, interaction: Interaction) -> None:
        course, policy = await policies.score_of(house_of(interaction).store, ask_of(interaction))
        await ScoreForm(course.course_id, policy).open(interaction)

    @app_commands.command(**labels("policy_discussion"))
    @options("threads", "names", "unnamed", "invites", "own_claims", "key_claims")
    async def discussion(
        self,
        interaction: Interaction,
        threads: discord.ForumChannel | discord.TextChannel | None = None,
        *,
        names: bool | None = None,
        unnamed: bool | None = None,
        invites: bool | None = None,
        own_claims: app_commands.Range[int, 0, OWN_CLAIMS_MOST] | None = None,
        key_claims: app_commands.Range[int, 1, MOST_KEY_CLAIMS] | None = None,
    ) -> None:
        forum_xid = None if threads is None else 0 if isinstance(threads, discord.TextChannel) else threads.id
        changes = discussions.Changes(names, unnamed, invites, own_claims, forum_xid, key_claims)
        course, chosen = await discussions.choose(house_of(interaction).store, ask_of(interaction), changes)
        words = words_of(interaction)
        said: list[str] = [words.say("discussion.title", course=course.name)]
        said += discussion_lines(words, chosen, course)
        if chosen.forum_xid is not None:
            said += lacking_lines(words, interaction, chosen.forum_xid, NEEDED_IN_FORUM)
        await answer(interaction, "\n".join(said))


def gates_line(words: Words, gates: tuple[Gate, ...]) -> str:
    """Which findings hold a report until they are mended."""
    return (
        words.say("policy.gates", kinds=gate_names(words, gates)) if gates else words.say("policy.no_gates")
    )


def discussion_lines(words: Words, chosen: Discussion, course: Course) -> list[str]:
    """How the course discusses its claims."""
    place = Raw(f"<#{chosen.forum_xid or course.channel_xid}>")
    yes = {True: words.say("discussion.yes"), False: words.say("discussion.no")}
    return [
        words.say("discussion.place", place=place),
        words.say("discussion.names", yes=yes[chosen.names]),
        words.say("discussion.unnamed", yes=yes[chosen.unnamed]),
        words.say("discussion.invites", yes=yes[chosen.invites]),
        words.say("discussion.own", count=chosen.own_claims),
        words.say("discussion.key", count=course.key_claim_limit),
    ]


def policy_line(words: Words, policy: LatePolicy, closes: datetime | None = None) -> str:
    """What late means in the course; with `closes`, until when reports are taken (UTC)."""
    said = words.say(f"policy.{policy.kind}", per_day=policy.per_day, floor=policy.floor)
    if closes is None or policy.kind is LateKind.REFUSE:
        return said
    return f"{said} {words.say('policy.closes', closes=closes)}"
