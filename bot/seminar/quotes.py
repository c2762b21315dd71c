"""Quotes: whose words may stand in a claim's thread, which do, and by whose words the claim is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.seminar.claims import QUOTES, Claim, Passage, label_of
from bot.seminar.reports import Speaker


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage that stands in a claim's thread, word for word, and whose report it is from."""

    member_id: int
    text: str
    by: Speaker


@dataclass(frozen=True, slots=True)
class Voices:
    """What the writers of a week's reports have said of their words.

    `objected` holds, by member_id, the passages that may not be shown; `consenting` are those who let their
    own reflection be quoted.
    """

    objected: frozenset[tuple[int, str]] = field(default_factory=frozenset)
    consenting: frozenset[int] = field(default_factory=frozenset)

    def allow(self, passage: Passage) -> bool:
        """Whether others may read the passage: the presenter's argument, and a reflection with a yes."""
        if (passage.member_id, passage.text) in self.objected:
            return False
        return passage.by is Speaker.PRESENTER or passage.member_id in self.consenting


def chosen_quotes(
    passages: Sequence[Passage], kept: Sequence[Quote], voices: Voices, limit: int = QUOTES
) -> list[Quote]:
    """What stands for a claim: what stands there already, as far as it may, then the weightiest.

    The presenter's argument comes before reflections, and each report is quoted once.
    """
    allowed = [passage for passage in passages if voices.allow(passage)]
    before = {(quote.member_id, quote.text): place for place, quote in enumerate(kept)}
    allowed.sort(
        key=lambda passage: (
            before.get((passage.member_id, passage.text), len(kept)),
            passage.by is not Speaker.PRESENTER,
            -passage.weight,
            passage.statement_id,
        )
    )
    chosen: dict[int, Quote] = {}
    for passage in allowed:
        chosen.setdefault(passage.member_id, Quote(passage.member_id, passage.text, passage.by))
    return list(chosen.values())[:limit]


def allowed_label(
    claim: Claim, passages: Sequence[Passage], voices: Voices, opener: int | None = None
) -> str:
    """The claim's label, unless it is somebody's words that may not be shown: then another's, or none.

    `opener` is the member who opened the claim; the words in which they did are shown until they object.
    Any other label that is nobody's passage is shown where staff named the claim; else its writer has taken
    the words back since.
    """
    label = claim.label
    holders = [passage for passage in passages if passage.text == label]
    shown = any(voices.allow(passage) for passage in holders)
    if not shown and all(text != label for _, text in voices.objected):
        own = opener is not None and (not holders or any(one.member_id == opener for one in holders))
        shown = own or (claim.named and not holders)
    if shown:
        return label
    others = [passage for passage in passages if voices.allow(passage)]
    return label_of(others).text if others else ""


def fingerprint(text: str) -> str:
    """Names words where they do not fit; other words have another one.

    >>> fingerprint("Pavements are rooms.")
    'cb35005c31b5'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def quoted_here(quotes: Iterable[Quote], member_id: int) -> list[Quote]:
    """Those of a member's words that stand in a thread."""
    return [quote for quote in quotes if quote.member_id == member_id]
