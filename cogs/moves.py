"""Moving a week: what it would change, and the button that does it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.actions import plan
from bot.actions.plan import Effect
from bot.seminar.weeks import WeekState
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of


class MoveButton(
    Button, template=r"week:move:(?P<course_id>[0-9]+):(?P<week>[0-9]+):(?P<due>[0-9]+)(:(?P<opens>[0-9]+))?"
):
    """Moves a week's deadline, or all of the week, for an instructor who saw what that changes."""

    @classmethod
    def of(
        cls, course_id: int, week: int, due: datetime, words: Words, opens: datetime | None = None
    ) -> MoveButton:
        named = f":{opens.timestamp():.0f}" if opens else ""
        return cls(f"week:move:{course_id}:{week}:{due.timestamp():.0f}{named}", words.say("button.move"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words = house_of(interaction), words_of(interaction)
        if interaction.guild_id is None:
            # In a direct message Discord tells no roles, so nobody is an instructor there.
            await answer(interaction, words.say("notice.in_channel"))
            return
        ask = ask_of(interaction, int(facts["course_id"]))
        due = datetime.fromtimestamp(int(facts["due"]), UTC)
        opens = datetime.fromtimestamp(int(facts["opens"]), UTC) if "opens" in facts else None
        effect = await plan.move_week(house.store, ask, int(facts["week"]), due, opens)
        house.wake()
        await answer(interaction, words.say("week.moved", week=effect.week.number, due=effect.times.due))


def effect_lines(words: Words, effect: Effect) -> list[str]:
    """What moving a week changes, before it does."""
    week, times = effect.week, effect.times
    said = [
        words.say("week.move_title", week=week.number, topic=week.topic),
        words.say("week.move_due", before=week.times.due, after=times.due),
    ]
    if times.opens != week.times.opens:
        said.append(words.say("week.move_opens", opens=times.opens))
    if week.state is WeekState.SKIPPED:
        said.append(words.say("plan.takes_place"))
    return [
        *said,
        words.say("week.move_deadlines", count=effect.deadlines),
        words.say(
            "week.move_reports",
            handed_in=effect.handed_in,
            late=effect.become_late,
            in_time=effect.become_in_time,
        ),
    ]
