"""What was done with claims, told to staff with a button that undoes it."""

from __future__ import annotations

from bot.actions import curation
from bot.actions.curation import Done
from bot.seminar.claims import one_line
from bot.seminar.gists import gist
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of

NAMELESS = "…"
"""What staff see of a claim for which nobody's words may stand."""

SHOWN_LABEL = 200


class UndoButton(Button, template=r"claim:undo:(?P<course_id>[0-9]+):(?P<act_id>[0-9]+)"):
    """Undoes what staff did with claims."""

    @classmethod
    def of(cls, done: Done, words: Words) -> UndoButton:
        return cls(f"claim:undo:{done.course.course_id}:{done.act.act_id}", words.say("button.undo"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        done = await curation.undo(house_of(interaction).store, ask, act_id=int(facts["act_id"]))
        await told(interaction, done, undone=True)


async def told(interaction: Interaction, done: Done, *, undone: bool = False) -> None:
    """Says what was done, with a button that undoes it; threads hear of it at once."""
    house_of(interaction).wake()
    words = words_of(interaction)
    text = "\n".join(done_lines(words, done, undone=undone))
    await answer(interaction, text, *([] if undone else [UndoButton.of(done, words)]))


def done_lines(words: Words, done: Done, *, undone: bool = False) -> list[str]:
    """What was done, or undone, and how the claim stands now."""
    said = words.say(f"claim.did.{done.act.kind}")
    tally = [f"{words.say(f'stance.{stance}')} {count}" for stance, count in done.stances.items()]
    standing = words.say("claim.stands", count=done.reports, posts=done.posts)
    return [
        words.say("claim.undone", what=said) if undone else said,
        words.say("claim.title", label=one_line(gist(done.claim.label), SHOWN_LABEL) or NAMELESS),
        " · ".join([standing, *tally]),
    ]
