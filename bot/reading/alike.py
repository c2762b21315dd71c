"""Which reports share long passages, in either language, after small edits: a place to look, no verdict.

Words become what small edits leave alone: Korean ones their first syllables, English ones their stems. Runs
of words that two texts have in common are chained along both. What the prompt or a common source holds, and
what many reports hold, tells nothing and is set aside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from bot.reading.stems import stem
from bot.seminar.alike import Alike, Shared

RUN = 4
"""Words in a run that two texts must have in common to meet."""
GAP = 8
"""How many words may be changed, added or left out between two runs of one passage."""
LONG = 80
"""How many letters of a passage must be the same in both, of which Hangul counts twice."""
DENSE = 0.5
"""Which share of a passage's words must be the same in both."""
MANY_SHARE = 0.2
FEW = 6
"""What more than a fifth of the reports hold, and more than six, is common."""
OFTEN = 3
MOST_WORDS = 6_000
"""What a text says after so many words is not compared."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HANGUL = re.compile(r"[가-힣]")
_KOREAN_STEM = 2

Run = tuple[str, ...]
Seed = tuple[int, int]
"""At which word a run begins in one text, and in the other."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, as they are compared, with their places and how many letters each counts for."""

    stems: list[str]
    spans: list[tuple[int, int]]
    letters: list[int]


def alike(texts: Sequence[str], set_aside: Sequence[str]) -> list[Alike]:
    """The pairs of texts that share long passages, by their places in `texts`; most in common first.

    The order of the texts makes no difference to what is found.
    """
    words = [_words(text) for text in texts]
    known = {run for text in set_aside for run, _ in _runs(_words(text))}
    found = []
    for (one, other), seeds in _meetings(words, known).items():
        if shared := _shared(words[one], words[other], seeds):
            ordered = one < other
            spans = shared if ordered else [_turned(passage) for passage in shared]
            pair = (one, other) if ordered else (other, one)
            found.append(Alike(*pair, tuple(sorted(spans, key=lambda passage: passage.start))))
    return sorted(found, key=lambda pair: (-_size(pair), pair.one, pair.other))


def _words(text: str) -> _Words:
    found = list(islice(_WORD.finditer(text), MOST_WORDS))
    return _Words(
        [_stem(word[0].lower()) for word in found],
        [word.span() for word in found],
        [len(word[0]) + len(_HANGUL.findall(word[0])) for word in found],
    )


def _stem(word: str) -> str:
    return word[:_KOREAN_STEM] if _HANGUL.match(word) else stem(word)


def _runs(words: _Words) -> Iterator[tuple[Run, int]]:
    for at in range(len(words.stems) - RUN + 1):
        yield tuple(words.stems[at : at + RUN]), at


def _meetings(words: Sequence[_Words], known: set[Run]) -> dict[tuple[int, int], list[Seed]]:
    """For each pair of texts the runs that both hold; the text that sorts first comes first."""
    places: dict[Run, dict[int, list[int]]] = defaultdict(dict)
    for number in sorted(range(len(words)), key=lambda number: words[number].stems):
        for run, at in _runs(words[number]):
            if run not in known:
                places[run].setdefault(number, []).append(at)
    most = max(FEW, MANY_SHARE * len(words))
    meetings: dict[tuple[int, int], list[Seed]] = defaultdict(list)
    for holders in places.values():
        # What a text repeats often is a refrain, and would meet itself without end.
        rare = {number: starts for number, starts in holders.items() if len(starts) <= OFTEN}
        if len(holders) > most:
            continue
        for one, other in combinations(rare, 2):
            meetings[one, other] += [(here, there) for here in rare[one] for there in rare[other]]
    return meetings


def _shared(one: _Words, other: _Words, seeds: list[Seed]) -> list[Shared]:
    """The long passages, none of which overlap; the longest first."""
    chains = [chain for chain in _chains(seeds) if _is_long(one, other, chain)]
    chains.sort(key=lambda chain: (-len(chain), chain))
    kept: list[list[Seed]] = []
    for chain in chains:
        if all(_apart(chain, before, 0) and _apart(chain, before, 1) for before in kept):
            kept.append(chain)
    return [_passage(one, other, chain) for chain in kept]


def _chains(seeds: list[Seed]) -> list[list[Seed]]:
    """Runs that follow each other in both texts with small gaps."""
    ended: list[list[Seed]] = []
    growing: list[list[Seed]] = []
    for seed in sorted(seeds):
        near = [chain for chain in growing if seed[0] - chain[-1][0] <= RUN + GAP]
        ended += [chain for chain in growing if seed[0] - chain[-1][0] > RUN + GAP]
        growing = near
        fitting = [
            chain for chain in near if 0 < seed[1] - chain[-1][1] <= RUN + GAP and seed[0] > chain[-1][0]
        ]
        if fitting:
            # The one whose gap is the same in both texts goes on best.
            best = min(fitting, key=lambda chain: abs((seed[0] - chain[-1][0]) - (seed[1] - chain[-1][1])))
            best.append(seed)
        else:
            growing.append([seed])
    return ended + growing


def _is_long(one: _Words, other: _Words, chain: list[Seed]) -> bool:
    for side, words in enumerate((one, other)):
        same = {at + step for at in (seed[side] for seed in chain) for step in range(RUN)}
        whole = chain[-1][side] + RUN - chain[0][side]
        if sum(words.letters[at] for at in same) < LONG or len(same) < DENSE * whole:
            return False
    return True


def _apart(chain: list[Seed], other: list[Seed], side: int) -> bool:
    return chain[-1][side] + RUN <= other[0][side] or other[-1][side] + RUN <= chain[0][side]


def _passage(one: _Words, other: _Words, chain: list[Seed]) -> Shared:
    first, last = chain[0], chain[-1]
    return Shared(
        one.spans[first[0]][0],
        one.spans[last[0] + RUN - 1][1],
        other.spans[first[1]][0],
        other.spans[last[1] + RUN - 1][1],
    )


def _turned(passage: Shared) -> Shared:
    return Shared(passage.other_start, passage.other_end, passage.start, passage.end)


def _size(pair: Alike) -> int:
    return sum(passage.end - passage.start for passage in pair.shared)
