"""Refusals: a polite no, put into words."""

from __future__ import annotations

from bot.seminar.refusals import Refusal
from bot.words.catalogues import Words
from bot.words.markup import Raw


def in_words(refusal: Refusal, words: Words) -> Raw:
    """What happened, what to do next, and that the text was kept, where it was; Discord names people."""
    facts = {name: Raw(f"<@{fact}>") if name == "user_xid" else fact for name, fact in refusal.facts.items()}
    said = words.say(f"refusal.{refusal.code}", **facts)
    return said if refusal.draft_id is None else Raw(f"{said}\n{words.say('refusal.kept')}")
