"""Grouping: which claim a statement joins as its report arrives, and what is left to staff."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.seminar.reports import Speaker

SURE = 0.5
"""From this likeness on, a statement joins a claim of its own language.

Measured: on public pairs of English arguments and key points all that are so alike say the same. On the
labelled seminars of corpus/, which hardly repeat each other's words, one of 30,600 pairs of presenter's
passages is so alike; it makes the same key point (tests/reading/test_arrivals.py counts them).
"""

LIKELY = 0.35
"""From this likeness on, joining is proposed to staff.

Measured: nine in ten of the public pairs say the same; in corpus/ three pairs are so alike, all rightly.
"""

SURE_ACROSS = 0.8
"""From this likeness on, a statement joins a claim in another language, from LIKELY on that is proposed.

The matching of today knows no such pair. Until the precision of one that does is measured, only what is
nearly certain joins by itself.
"""

SAME = 0.95
"""From this likeness on, two passages are the same words, but for a particle or an ending."""

REPRESENTATIVES = 3
"""Passages of a claim that new ones are compared with: a large class stays quick."""

HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
LATIN = re.compile("[A-Za-z]")
DOUBT = re.compile(
    r"\b(?:doubt|disagree|object(?:ion)?s?|unconvinced"
    r"|not (?:so |quite |entirely )?(?:sure|convinced|persuaded)"
    r"|(?:don't|do not|cannot|can't) (?:\w+ )?(?:agree|believe|accept|buy)|skeptical|sceptical|questionable"
    r"|too (?:strong|simple|far)|overstate[sd]?|counter-?example|is wrong|was wrong)\b"
    r"|의문|의심|회의적|반대한|반대하|반박|반론|동의하기 어렵|동의하지 않|동의할 수 없|납득하기 어렵|납득되지"
    r"|과장|지나치다|지나친 |무리가 있|설득력이 (?:없|부족|떨어)|수긍하기 어렵|아닐 수도|틀렸",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a new statement belongs. A negative `claim_id` stands for a claim that it starts.

    `likely` is a claim with which what it starts is to be merged if staff say so, at this `likeness`.
    `doubts` is the claim of which the student speaks with words of doubt.
    """

    claim_id: int
    likely: int | None = None
    likeness: float = 0.0
    doubts: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A passage of a claim, to compare new ones with. An `expected` claim is its own first passage."""

    claim_id: int
    text: str
    expected: bool = False


@lru_cache(maxsize=4096)
def language_of(passage: str) -> str:
    """The language of a passage: "ko" where it has more Hangul than Latin letters, a syllable weighing two.

    >>> language_of("길은 방이다"), language_of("Streets are rooms"), language_of("SNS는 광장이다")
    ('ko', 'en', 'ko')
    """
    return "ko" if 2 * len(HANGUL.findall(passage)) > len(LATIN.findall(passage)) else "en"


def is_sure(likeness: float, one: str, other: str) -> bool:
    """Whether passages so alike say the same without anybody being asked.

    >>> is_sure(0.6, "Streets are rooms", "Roads are rooms"), is_sure(0.6, "Streets are rooms", "길은 방이다")
    (True, False)
    """
    return likeness >= (SURE if language_of(one) == language_of(other) else SURE_ACROSS)


def has_doubt(passage: str) -> bool:
    """Whether a student's own words are words of doubt.

    >>> has_doubt("I am not convinced that benches matter."), has_doubt("이 주장에는 동의하기 어렵다.")
    (True, True)
    >>> has_doubt("Benches matter."), has_doubt("의자는 중요하다.")
    (False, False)
    """
    return DOUBT.search(passage) is not None


def settle(
    new: Sequence[tuple[str, Speaker]],
    known: Sequence[Known],
    likeness: Iterable[Sequence[float]],
    kept: Mapping[str, int] | None = None,
) -> list[Settled]:
    """For each new statement, where it belongs; its row of `likeness` is that to the known, then to the new.

    What the same report said before, word for word, stays where it was (`kept`: text to claim_id): staff may
    have moved it. Then come expected claims, then the claim whose passages agree most. What a report
    repeats word for word goes where it went first.

    >>> known = [Known(7, "Streets are rooms", expected=True), Known(8, "Roads are rooms")]
    >>> new = [("Streets are like rooms", Speaker.PRESENTER), ("Trees are walls", Speaker.PRESENTER)]
    >>> [one.claim_id for one in settle(new, known, [[0.6, 0.9, 1, 0], [0.4, 0.1, 0, 1]])]
    [7, -1]
    >>> settle(new, known, [[0.6, 0.9, 1, 0], [0.4, 0.1, 0, 1]])[1].likely
    7
    """
    places: dict[tuple[str, Speaker], Settled] = {}
    settled: list[Settled] = []
    seen = list(known)
    sizes = Counter(one.claim_id for one in known)
    started = 0
    for (text, by), row in zip(new, likeness, strict=True):
        one = places.get((text, by))
        if one is None:
            near = [(score, other) for score, other in zip(row, seen, strict=False) if score >= LIKELY]
            one = _settled(text, by, near, sizes, (kept or {}).get(text), started - 1)
            places[text, by] = replace(one, likely=None, likeness=0.0)
        started = min(started, one.claim_id)
        settled.append(one)
        seen.append(Known(one.claim_id, text))
        sizes[one.claim_id] += 1
    return settled


def _settled(
    text: str,
    by: Speaker,
    near: Sequence[tuple[float, Known]],
    sizes: Mapping[int, int],
    stays: int | None,
    fresh: int,
) -> Settled:
    """Where one statement belongs, by the passages that are likely the same and the sizes of all claims."""
    scored = sorted(near, key=lambda pair: -pair[0])
    score, best = scored[0] if scored else (0.0, None)
    doubts = best.claim_id if best and by is Speaker.STUDENT and has_doubt(text) else None
    if stays is not None:
        return Settled(stays, doubts=doubts)
    agreeing: dict[int, list[float]] = {}
    for like, other in scored:
        agreeing.setdefault(other.claim_id, []).append(like)
    sure = [other for like, other in scored if is_sure(like, text, other.text)]
    joins = [one for one in sure if _is_borne_out(agreeing[one.claim_id], sizes[one.claim_id])]
    if first := [one for one in joins if one.expected] or joins:
        nearest = max(first, key=lambda one: _pull(agreeing[one.claim_id]))
        return Settled(nearest.claim_id, doubts=doubts)
    if best is None or best.claim_id < 0:
        return Settled(fresh, doubts=doubts)
    return Settled(fresh, likely=best.claim_id, likeness=score, doubts=doubts)


def _is_borne_out(agreeing: Sequence[float], size: int) -> bool:
    """Whether a claim's other passages agree: to be like one alone, among others, is no more than likely.

    Else one mistaken likeness pulls two claims together, and which it pulls depends on who came first.
    """
    return size == 1 or agreeing[0] >= SAME or len(agreeing) > 1


def _pull(agreeing: Sequence[float]) -> tuple[bool, float]:
    """By what the claims that a statement may join are told apart: the same words, then all that agree.

    The single most alike passage tells less: by it, what belongs together is scattered over more claims.
    """
    return agreeing[0] >= SAME, sum(agreeing)


def group(likeness: Sequence[Sequence[float]], *, sure: float = SURE) -> list[int]:
    """A group number for each passage: each joins the group of its most alike predecessor, or starts one.

    >>> group([[1, 0.9, 0.1], [0.9, 1, 0.1], [0.1, 0.1, 1]])
    [0, 0, 1]
    """
    groups: list[int] = []
    for index, row in enumerate(likeness):
        before = row[:index]
        best = max(before, default=0.0)
        groups.append(max(groups, default=-1) + 1 if best < sure else groups[before.index(best)])
    return groups
