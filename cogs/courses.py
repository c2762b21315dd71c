"""/setup: make a channel the home of a course, see what the bot lacks there, and look after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import courses, discussions, places, policies, terms
from bot.actions.courses import CourseChoices
from bot.seminar.courses import NAME_LIMIT, require_overseer
from bot.seminar.privacy import LONGEST, SHORTEST
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.closing import look
from cogs.privacy import show_keeping
from cogs.scales import ScaleForm
from cogs.trail import show_trail
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import choice, group, labels, options

NEEDED = (
    "view_channel",
    "send_messages",
    "create_public_threads",
    "send_messages_in_threads",
    "read_message_history",
    "attach_files",
)
NEEDED_IN_FORUM = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "read_message_history",
)
HOUR = timedelta(hours=1)
DEFAULT_ZONE = "Asia/Seoul"
KEPT = {"settings": terms.take_over_settings, "roster": terms.take_over_roster}


@app_commands.guild_only()
class Courses(commands.GroupCog, **group("setup")):
    """A course begins, is looked after and ends.

    Discord shows a group whole or not at all, so it is shown to everybody: each action says who may.
    """

    @app_commands.command(**labels("setup_course"))
    @options("name", "instructors", "channel", "moderators", "students", "zone", "language", "keep")
    @app_commands.choices(
        language=[choice("language.ko", "ko"), choice("language.en", "en")],
        keep=[choice("keep.settings", "settings"), choice("keep.roster", "roster")],
    )
    async def course(
        self,
        interaction: Interaction,
        name: app_commands.Range[str, 1, NAME_LIMIT],
        instructors: discord.Role,
        channel: discord.TextChannel | None = None,
        moderators: discord.Role | None = None,
        students: discord.Role | None = None,
        zone: str = DEFAULT_ZONE,
        language: str = "ko",
        keep: str | None = None,
    ) -> None:
        words = words_of(interaction)
        choices = CourseChoices(
            name=name,
            channel_xid=channel.id if channel else interaction.channel_id or 0,
            instructor_role_xid=instructors.id,
            moderator_role_xid=moderators.id if moderators else None,
            student_role_xid=students.id if students else None,
            zone=zone,
            language=language,
        )
        taken = KEPT[keep] if keep else None
        course = await courses.set_up(
            house_of(interaction).store, ask_of(interaction), choices, take_over=taken
        )
        said = [
            words.say("setup.done", course=course.name, zone=course.zone),
            words.say("setup.next"),
            *lacking_lines(words, interaction, course.channel_xid),
        ]
        await answer(interaction, "\n".join(said))

    @app_commands.command(**labels("setup_reminders"))
    @options("hours", "quiet", "staff")
    async def reminders(
        self,
        interaction: Interaction,
        hours: str | None = None,
        quiet: str | None = None,
        staff: discord.TextChannel | None = None,
    ) -> None:
        words = words_of(interaction)
        ask = ask_of(interaction)
        staff_xid = staff.id if staff else None
        course = await courses.set_reminders(house_of(interaction).store, ask, hours, quiet, staff_xid)
        told = f"<#{course.staff_channel_xid}>" if course.staff_channel_xid else f"<@{course.owner_xid}>"
        said = words.say(
            "setup.reminders",
            hours=" ".join(str(offset // HOUR) for offset in course.reminder_offsets),
            quiet_from=clock(course.quiet_from),
            quiet_until=clock(course.quiet_until),
            staff=Raw(told),
        )
        await answer(interaction, said)

    @app_commands.command(**labels("setup_change"))
    @options("new_channel", "new_zone", "course")
    async def change(
        self,
        interaction: Interaction,
        new_channel: discord.TextChannel | None = None,
        new_zone: str | None = None,
        course: app_commands.Range[str, 1, NAME_LIMIT] | None = None,
    ) -> None:
        house, words = house_of(interaction), words_of(interaction)
        channel_xid = new_channel.id if new_channel else None
        moved = await places.change_place(house.store, ask_of(interaction), course, channel_xid, new_zone)
        house.wake()
        place = {"channel": Raw(f"<#{moved.course.channel_xid}>"), "zone": Raw(moved.course.zone)}
        said: list[str] = [
            words.say("setup.changed", course=moved.course.name, **place),
            words.say("setup.changed_hours", count=moved.deadlines),
            *lacking_lines(words, interaction, moved.course.channel_xid),
        ]
        await answer(interaction, "\n".join(said))

    @app_commands.command(**labels("setup_privacy"))
    @options("days")
    async def privacy(
        self, interaction: Interaction, days: app_commands.Range[int, SHORTEST, LONGEST] | None = None
    ) -> None:
        await show_keeping(interaction, days)

    @app_commands.command(**labels("setup_marks"))
    async def marks(self, interaction: Interaction) -> None:
        course, scale = await policies.scale_now(house_of(interaction).store, ask_of(interaction))
        await ScaleForm(course.course_id, scale).open(interaction)

    @app_commands.command(**labels("setup_trail"))
    @options("member", "week")
    async def trail(
        self,
        interaction: Interaction,
        member: discord.User | None = None,
        week: app_commands.Range[int, 1, 99] | None = None,
    ) -> None:
        await show_trail(interaction, member.id if member else None, week)

    @app_commands.command(**labels("setup_close"))
    async def close(self, interaction: Interaction) -> None:
        await look(interaction)

    @app_commands.command(**labels("setup_check"))
    async def check(self, interaction: Interaction) -> None:
        words = words_of(interaction)
        store, ask = house_of(interaction).store, ask_of(interaction)
        here = await courses.find(store, ask, lambda role, course: require_overseer(role, ask.person, course))
        forum_xid = await discussions.forum_of(store, ask)
        lines: list[str] = [words.say("setup.checked", course=here.course.name)]
        lines += lacking_lines(words, interaction, here.course.channel_xid)
        if forum_xid is not None:
            lines.append(words.say("setup.forum", forum=Raw(f"<#{forum_xid}>")))
            lines += lacking_lines(words, interaction, forum_xid, NEEDED_IN_FORUM)
        await answer(interaction, "\n".join(lines))


def clock(minutes: int) -> str:
    """Minutes of a day as a clock shows them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def lacking(granted: discord.Permissions, needed: Sequence[str] = NEEDED) -> list[str]:
    """Which of the permissions that the bot needs, as in a course's channel, are not among these."""
    return [name for name in needed if not getattr(granted, name)]


def lacking_lines(
    words: Words, interaction: Interaction, channel_xid: int, needed: Sequence[str] = NEEDED
) -> list[str]:
    """What the bot lacks in a channel, in words; one line that says so where it lacks nothing."""
    guild = interaction.guild
    channel = guild.get_channel(channel_xid) if guild else None
    if guild is None or channel is None:
        return [words.say("setup.channel_hidden")]
    missing = lacking(channel.permissions_for(guild.me), needed)
    if not missing:
        return [words.say("setup.complete")]
    return [words.say("setup.lacking", permission=words.say(f"permission.{name}")) for name in missing]
