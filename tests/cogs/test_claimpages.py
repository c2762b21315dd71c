"""Lists that grow with a class: every claim, quote and report of sixty can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord
import pytest
from discord import ui

from bot.actions.claims import ClaimView, WeekClaims
from bot.actions.confirming import Fidelity
from bot.actions.quotes import Quoted
from bot.seminar.claims import Stance
from bot.seminar.decisions import Quality, Reproduction
from bot.seminar.quotes import Quote
from bot.seminar.reports import Speaker
from bot.words.catalogues import words_for
from cogs.claimpages import ClaimSelect, list_items
from cogs.confirming import fidelity_lines, report_lines
from cogs.quotes import _options
from cogs.reportlinks import report_selects
from cogs.ui.answers import CONTENT_LIMIT
from cogs.ui.selects import pages
from tests.factories import claim, course, member, passage, week

WORDS = words_for("en")
MANY = 60


def values_of(items: Sequence[object]) -> list[str]:
    """What the selects among the items offer; no two have the same custom id."""
    shown = [one.item if isinstance(one, ui.DynamicItem) else one for one in items]
    selects = [one for one in shown if isinstance(one, ui.Select)]
    assert len({one.custom_id for one in selects}) == len(selects)
    assert all(len(one.options) <= 25 for one in selects)
    options: list[discord.SelectOption] = [option for one in selects for option in one.options]
    return [one.value for one in options]


def test_every_claim_of_a_week_can_be_looked_at() -> None:
    tally = dict.fromkeys(Stance, 0)
    views = [ClaimView(claim(claim_id=number), 1, (), tally) for number in range(1, MANY + 1)]
    items = list_items(WORDS, WeekClaims(course(), week(), MANY, views, handed_in=True))
    assert values_of(items) == [f"{number}" for number in range(1, MANY + 1)]
    for one in items:
        if isinstance(one, ClaimSelect):
            assert ClaimSelect.__discord_ui_compiled_template__.fullmatch(one.item.custom_id)


def test_every_quote_can_be_objected_to() -> None:
    quoted = [
        Quoted(week(), claim(claim_id=number % 7), Quote(1, f"Words {number}.", Speaker.PRESENTER))
        for number in range(MANY)
    ]
    offered = [value for _, shown in pages("quote:object:1", _options(quoted)) for _, value in shown]
    assert len(set(offered)) == len(offered) == MANY


@pytest.mark.parametrize("count", [1, 25, 26, 250])
def test_every_report_that_states_a_claim_can_be_read(count: int) -> None:
    found = [(replace(member(), member_id=number), passage()) for number in range(count)]
    assert values_of(report_selects(WORDS, found, 1, 1)) == [f"{number}" for number in range(count)]


def test_how_well_each_of_many_reports_tells_the_talk_stands_in_a_file_and_the_rest_fits() -> None:
    reports = [
        (replace(member(), member_id=number, name=f"Nari Oh {number}"), Reproduction(number, 0.5, None))
        for number in range(300)
    ]
    found = Fidelity(course(), week(), 4, 4, reports, Quality(5, 1, 2, 3))
    assert len("\n".join(fidelity_lines(WORDS, found))) < CONTENT_LIMIT
    lines = report_lines(WORDS, found, plainly=True)
    assert len(lines) == 300
    assert all(f"Nari Oh {number}" in line for number, line in enumerate(lines))
