"""What a picture shows, in plain sentences: for who does not see it, and beside it for everybody."""

from __future__ import annotations

from collections import Counter
from functools import singledispatch

from bot.seminar.participation import Presence
from bot.seminar.pictures import (
    SMALL,
    ClaimMatrix,
    Flow,
    HeatMap,
    Interests,
    Picture,
    Replies,
)
from bot.seminar.threads import shown_label
from bot.words.catalogues import Words
from bot.words.markup import Raw

LIMIT = 1024
"""Characters that Discord takes for the description of a file."""
LABEL_LIMIT = 300


def describe(words: Words, picture: Picture) -> str:
    """For a place where Discord renders no markup, within its limit."""
    said = " ".join(_sentences(picture, words))
    return said if len(said) <= LIMIT else said[: LIMIT - 1] + "…"


@singledispatch
def _sentences(picture: object, _words: Words) -> list[str]:
    raise TypeError(type(picture).__name__)


@_sentences.register
def _heat(heat: HeatMap, words: Words) -> list[str]:
    if not heat.weeks or not heat.rows:
        return [words.say("picture.heat.none")]
    count = Counter(row.cells[-1] for row in heat.rows)
    share = heat.share(len(heat.weeks) - 1)
    said: list[str] = [
        words.say(
            "picture.heat.said",
            week=heat.weeks[-1],
            handed_in=share.part,
            expected=share.whole,
            late=count[Presence.LATE],
            missing=count[Presence.MISSING],
            excused=count[Presence.EXCUSED],
        )
    ]
    if waiting := count[Presence.AWAITED]:
        said.append(words.say("picture.heat.awaited", count=waiting))
    if often := sum(Counter(row.cells)[Presence.MISSING] > 1 for row in heat.rows):
        said.append(words.say("picture.heat.often", count=often))
    return said


@_sentences.register
def _flow(flow: Flow, words: Words) -> list[str]:
    line = next((line for line in flow.lines if line.week == flow.chosen and line.expected), None)
    if line is None:
        return [words.say("picture.flow.none")]
    if line.until < 0:
        return [words.say("picture.flow.so_far", week=line.week, percent=line.share(line.until).percent or 0)]
    day, hours, due, now = (line.share(at).percent or 0 for at in (-24, -6, 0, line.until))
    return [words.say("picture.flow.said", week=line.week, day=day, hours=hours, due=due, now=now)]


@_sentences.register
def _replies(replies: Replies, words: Words) -> list[str]:
    if replies.people < SMALL:
        return [words.say("picture.replies.few", count=SMALL)]
    pairs = [pair for pair in replies.pairs if pair.who != pair.whom]
    there = {(pair.who, pair.whom) for pair in pairs}
    return [
        words.say(
            "picture.replies.said",
            people=replies.people,
            answers=sum(pair.count for pair in pairs),
            mutual=sum((whom, who) in there for who, whom in there) // 2,
        )
    ]


@_sentences.register
def _claims(matrix: ClaimMatrix, words: Words) -> list[str]:
    if not matrix.rows:
        return [words.say("picture.claims.none")]
    most = max(matrix.rows, key=lambda row: len(row.reports))
    label = Raw(shown_label(most.label, LABEL_LIMIT)) or words.say("claim.nameless", week=matrix.week)
    return [
        words.say("picture.claims.said", week=matrix.week, claims=len(matrix.rows), reports=matrix.reports),
        words.say("picture.claims.most", part=len(most.reports), whole=matrix.reports, label=label),
    ]


@_sentences.register
def _interests(interests: Interests, words: Words) -> list[str]:
    if not interests.weeks:
        return [words.say("picture.interest.none")]
    last = interests.weeks[-1]
    return [
        words.say(
            "picture.interest.said",
            week=last.week,
            early=last.early.part,
            expected=last.early.whole,
            answered=last.answered.part,
            claims=last.answered.whole,
            wrote=last.wrote.part,
            students=last.wrote.whole,
        )
    ]
