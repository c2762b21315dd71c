"""A claim as one person sees it, with what they can do about it."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.actions import discussions
from bot.actions.claims import WeekClaims
from bot.actions.discussions import ClaimPage
from bot.seminar.claims import Stance
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape, unescape
from cogs.answers import UnnamedButton
from cogs.outcomes import OutcomeButton
from cogs.ownclaims import OwnClaimButton
from cogs.quotes import ConsentButton
from cogs.reportlinks import ReportsButton
from cogs.stances import StanceButton, tally_line
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import claim_name
from cogs.ui.selects import LABEL_LIMIT, PAGE, Select, pages

NAME_SHOWN = 200
QUOTE_SHOWN = 400


class ClaimSelect(Select, template=r"claim:show:(?P<course_id>[0-9]+)" + PAGE):
    """Shows the claim that somebody chooses."""

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        page = await discussions.look_at(store, ask, int(value))
        words = words_of(interaction)
        await answer(interaction, "\n".join(page_lines(words, page)), *page_buttons(words, page))


def page_lines(words: Words, page: ClaimPage) -> list[str]:
    """A claim, the words that stand for it, and how it stands."""
    week = page.week.number
    name = claim_name(words, page.claim.label, week, NAME_SHOWN)
    lines: list[str] = [
        words.say("claim.title", label=name),
        words.say("claim.share", count=page.reports, of=page.of_reports, week=week),
    ]
    for quote in page.quotes:
        shown = " ".join(quote.text.split())
        cut = shown if len(shown) <= QUOTE_SHOWN else shown[:QUOTE_SHOWN] + "…"
        lines.append(words.say("claim.quote", quote=Raw(f"> {escape(cut)}")))
    if page.claim.thread_xid is not None:
        lines.append(f"<#{page.claim.thread_xid}> · {tally_line(words, page.stances)}")
        if page.changed:
            lines.append(words.say("stance.changed", count=page.changed))
    if page.mine is not None:
        lines.append(words.say("stance.mine", stance=words.say(f"stance.{page.mine.now}")))
    return lines


def page_buttons(words: Words, page: ClaimPage) -> list[ui.Item[Any]]:
    """What the person can do about the claim."""
    course_id, claim_id = page.course.course_id, page.claim.claim_id
    if page.for_staff:
        end = [OutcomeButton.of(course_id, claim_id, words)] if page.claim.thread_xid is not None else []
        return [ReportsButton.of(course_id, claim_id, words), *end]
    stances: list[ui.Item[Any]] = [StanceButton.of(course_id, claim_id, one, words) for one in Stance]
    return [*stances, *([UnnamedButton.of(course_id, claim_id, words)] if page.unnamed else [])]


def list_items(words: Words, found: WeekClaims) -> list[ui.Item[Any]]:
    """What stands below the list of a week's claims."""
    course_id, week = found.course.course_id, found.week.number
    items: list[ui.Item[Any]] = []
    options = [
        (unescape(claim_name(words, view.claim.label, week, LABEL_LIMIT)), f"{view.claim.claim_id}")
        for view in found.views
    ]
    for custom_id, shown in pages(f"claim:show:{course_id}", options):
        items.append(ClaimSelect(custom_id, words.say("claims.choose"), shown))
    if found.handed_in:
        items.append(OwnClaimButton.of(course_id, week, words))
        items.append(ConsentButton.of(course_id, week, words, lets=found.lets_quote))
    return items
