"""Hostile passages are moved, named and found as they are."""

from __future__ import annotations

import pytest

from bot.actions import curation
from bot.actions.ports import Store
from tests.actions.curation.scene import ROOMS, TUESDAY, claims, passage, said, the
from tests.actions.school import (
    BORA,
    MODERATOR,
    MONDAY,
    NARI,
    School,
    ask,
)
from tests.factories import OPENS

HOSTILE = (
    "@everyone <@&7201> <@9001> [click](https://evil.example) is the key.",
    "# **Bold** claims `break` > things || hidden || and ```fences```.",
    "\u202eevil si thgir ot tfel\u202c \u2067שלום\u2069 makes claims.",
    "Long " + "word " * 790 + "claims.",
    "{label} {count} %s claims.",
)


@pytest.mark.parametrize("text", HOSTILE, ids=["mentions", "markup", "bidi", "4000", "holes"])
async def test_hostile_passages_are_moved_named_and_found_again_as_they_are(
    school: School, store: Store, text: str
) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI, f"P: {text}\n" + ROOMS)
    await school.hand_in(BORA, f"P: {text}\n")
    await school.sweep(MONDAY)
    label = next(label for label in await claims(school) if label != "Pavements are rooms.")
    claim, into = await the(school, label), await the(school, "Pavements are rooms.")
    done = await curation.move(
        store, ask(MODERATOR), claim.claim_id, [await passage(school, label)], into.claim_id
    )
    await school.hand_in(NARI, ROOMS + f"P: {text}\n", at=TUESDAY)
    await school.sweep(TUESDAY)
    told = (await claims(school))["Pavements are rooms."][1]
    assert text.rstrip() in [one.text for one in told]
    await curation.undo(store, ask(MODERATOR), done.act.act_id)
    assert (await said(school))[label] == 2
