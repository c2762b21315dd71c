"""Stances: the buttons that take one, and how many hold which."""

from __future__ import annotations

from bot.actions import claims
from bot.seminar.claims import Stance
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import MARKER, Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of


class StanceButton(
    Button,
    template=r"claim:stance:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+):(?P<stance>[a-z]+)" + MARKER,
):
    """Takes the stance of the person who presses it."""

    @classmethod
    def of(
        cls, course_id: int, claim_id: int, stance: Stance, words: Words, marker: str = ""
    ) -> StanceButton:
        return cls(f"claim:stance:{course_id}:{claim_id}:{stance}{marker}", words.say(f"stance.{stance}"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words, stance = house_of(interaction), words_of(interaction), Stance(facts["stance"])
        ask = ask_of(interaction, int(facts["course_id"]))
        tally = await claims.take_stance(house.store, ask, int(facts["claim_id"]), stance)
        house.wake()
        taken = words.say("stance.taken", stance=words.say(f"stance.{stance}"))
        await answer(interaction, f"{taken}\n{tally_line(words, tally)}")


def tally_line(words: Words, tally: dict[Stance, int]) -> str:
    """How many agree, disagree and are unsure."""
    return " · ".join(f"{words.say(f'stance.{stance}')} {count}" for stance, count in tally.items())
