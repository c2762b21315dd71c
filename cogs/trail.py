"""What /setup trail shows: who of the staff did what to whom and when."""

from __future__ import annotations

from bot.actions import trail
from bot.actions.trail import Line, Page
from bot.seminar.trail import word
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of

REASON_LIMIT = 100


class OlderButton(
    Button,
    template=r"trail:(?P<course_id>[0-9]+):(?P<user>[0-9]+):(?P<week>[0-9]+):(?P<before>[0-9]+)",
):
    """Shows the page before; 0 stands for everybody and for every week."""

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        user, week, before = (int(facts[name]) or None for name in ("user", "week", "before"))
        await show_trail(interaction, user, week, before, int(facts["course_id"]))


async def show_trail(
    interaction: Interaction,
    user_xid: int | None,
    week: int | None,
    before: int | None = None,
    course_id: int | None = None,
) -> None:
    """Answers with a page of the trail, and a button for older entries."""
    words, ask = words_of(interaction), ask_of(interaction, course_id)
    page = await trail.page(house_of(interaction).store, ask, user_xid, week, before)
    buttons: tuple[OlderButton, ...] = ()
    if page.older is not None:
        place = f"{page.course.course_id}:{user_xid or 0}:{week or 0}:{page.older}"
        buttons = (OlderButton(f"trail:{place}", words.say("button.older")),)
    await answer(interaction, "\n".join(trail_lines(words, page)), *buttons)


def trail_lines(words: Words, page: Page) -> list[str]:
    """The entries of a page, a line each."""
    lines: list[str] = [words.say("trail.title", course=page.course.name)]
    lines += [_line(words, one) for one in page.lines]
    return lines if page.lines else [*lines, words.say("trail.nothing")]


def _line(words: Words, one: Line) -> str:
    entry = one.entry
    who, act = Raw(f"<@{entry.actor_xid}>"), word(entry.act)
    line: str = words.say(
        "trail.line", at=entry.at, who=who, act=words.say(f"trail.act.{act}", act=entry.act)
    )
    if one.week is not None:
        line += f" · {words.say('trail.week', week=one.week)}"
    if one.user_xid is not None:
        line += f" · <@{one.user_xid}>"
    if entry.reason:
        line += f" · {words.say('trail.reason', reason=entry.reason[:REASON_LIMIT])}"
    return line
