"""Sentences that hold two voices, the presenter's and the writer's, taken apart where the voice changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.reading.cues import QUOTED, Cue, Voice, cue_of
from bot.reading.language import has_korean
from bot.reading.sentences import Kind, Sentence, columns, strip

LONGEST = 600
"""A longer sentence stays whole; in code points."""
SHORTEST = 8
"""How wide a clause is at least, where Hangul takes two columns."""

_ASIDE = (
    r"(?:(?:personally|honestly|frankly|however|still|then|here|there|perhaps|maybe|again|for my part"
    r"|to be honest|in (?:the end|contrast)),?\s+)?"
)
_MINE = (
    r"(?:[Ii](?! quote)\b(?!\.)|[Ii]n my\b|[Mm]y (?:own )?(?:view|opinion|impression|feeling|experience)\b"
    r"|(?:[Ff]or|[Tt]o) me\b)"
)
_THEIRS = (
    r"(?:(?:the|our|this|that) )?(?:\w+ )?(?:presenters?|speakers?|lecturer|professor|talk|lecture|guest)\b"
    r"|(?:Prof|Dr|Mr|Mrs|Ms)\.? [A-Z]\w+|(?:he|she|they)\b"
)
_CONTRAST = r"(?:but|yet|while|whereas|although|(?:even )?though)"
_LINK = re.compile(
    rf"(?:\s*[,;]\s*|\s+[–—-]+\s*|\s+(?={_CONTRAST}\b))(?:(?P<word>{_CONTRAST}|and|so)\b,?\s+)?"
)
_OPENS = re.compile(r"(?:while|although|(?:even )?though|whereas)\b", re.IGNORECASE)
_I_BEGIN = re.compile(_ASIDE + _MINE)
_THEY_BEGIN = re.compile(_ASIDE + _THEIRS)

_I_HOLD = re.compile(
    r"\b(?:I|i)\b[^.;!?]{0,30}?\b(?:think|believe|doubt|(?:dis)?agree|object|suspect|hold|argue)\b"
    r"|\b[Ii]n my (?:own )?(?:view|opinion|experience)\b|\b[Mm]y (?:own )?(?:view|opinion)\b|\b[Tt]o me\b"
)

_KOREAN_LINK = re.compile(
    r"(?<=[가-힣])(?:(?P<contrast>지만|으나|[었았했였]나|[는은]데)|며|고|(?<=[을할]) 때)(?:,\s*|\s+)(?=\S)"
)
_KOREAN_MINE = (
    r"(?:나는|나도|나로서는|나라면|내가|난|내게는|나에게는|저는|저도|저로서는|저라면|제가|저에게는"
    r"|[내제] ?생각에?는?|개인적으로는?|필자는|본인은)\s"
)
_I_SPEAK = re.compile(rf"(?:^|\s){_KOREAN_MINE}")
_KOREAN_I_BEGIN = re.compile(rf"(?:\S{{1,8}}\s+)?{_KOREAN_MINE}")
_KOREAN_THEY_BEGIN = re.compile(
    r"(?:[가-힣]{2,4}\s?)?(?:발표자|발제자|연사|강연자|강사|교수|박사|선생)(?:님)?(?:은|는|이|가|께서는?)\s"
)
_HOLDS = re.compile(
    r"(?:생각(?:한다|했다|합니다|해요|함|이다|이 (?:든다|들었다))|것 같(?:다|아요|습니다|음)"
    r"|느(?:꼈|낀|껴졌)다|의문(?:이다|이 (?:든다|들었다))|동의(?:한다|하지 않는다|하기 어렵다)"
    r"|반대한다|공감한다|아쉽다|아쉬웠다|고 (?:본다|봄|봐요|봅니다))[.!]?$|(?:^|\s)[내제] ?생각에"
)


def apart(
    text: str, sentences: Sequence[Sentence], called: re.Pattern[str] | None
) -> list[tuple[Sentence, Voice]]:
    """The sentences in their order, one of two voices as two clauses; `called` finds the presenter's name.

    The voice of a sentence that is whole is Voice.UNTOLD.
    """
    return [clause for one in sentences for clause in _clauses(text, one, called)]


def holds(clause: str) -> bool:
    """Whether the writer says in a clause what they think, and not only how they feel."""
    return (_HOLDS if has_korean(clause) else _I_HOLD).search(clause) is not None


def _clauses(text: str, one: Sentence, called: re.Pattern[str] | None) -> Iterator[tuple[Sentence, Voice]]:
    prose = one.kind in (Kind.PROSE, Kind.ITEM) and one.end - one.start <= LONGEST
    turn = _turn(text[one.start : one.end], called) if prose else None
    if turn is None:
        yield one, Voice.UNTOLD
        return
    ends, begins, voice = turn
    _, end = strip(text, one.start, one.start + ends)
    yield replace(one, end=end), voice
    yield (
        replace(one, start=one.start + begins),
        Voice.STUDENT if voice is Voice.PRESENTER else Voice.PRESENTER,
    )


def _turn(passage: str, called: re.Pattern[str] | None) -> tuple[int, int, Voice] | None:
    """Where the first voice ends, where the second begins, whose the first is; None where there is one."""
    quoted = [found.span() for found in QUOTED.finditer(passage)]
    korean = has_korean(passage)
    link, turns = (_KOREAN_LINK, _turns_korean) if korean else (_LINK, _turns_english)

    def cue(part: str) -> Cue:
        return cue_of(called.sub("presenter", part) if called else part)

    for found in link.finditer(passage):
        # A Korean link is an ending of the first clause, an English one stands between both.
        first = passage[: found.end() if korean else found.start()].rstrip(" ,\n\t")
        second = passage[found.end() :]
        inside = any(start < found.end() < end for start, end in quoted)
        if not inside and min(columns(first), columns(second)) >= SHORTEST:
            voice = turns(found, first, second, cue)
            if voice is not Voice.UNTOLD:
                return len(first), found.end(), voice
    return None


def _turns_english(link: re.Match[str], first: str, second: str, cue: Callable[[str], Cue]) -> Voice:
    """Whose the first clause is, where the second is the other's."""
    semicolon = ";" in link[0]
    subordinate = "," in link[0] and _OPENS.match(first)
    if not (link["word"] or semicolon or subordinate):
        return Voice.UNTOLD
    if _I_BEGIN.match(second):
        return Voice.PRESENTER if _tells(cue(first)) and not _I_BEGIN.match(first) else Voice.UNTOLD
    if _THEY_BEGIN.match(second):
        mine = cue(first)
        opinion = mine.voice is Voice.STUDENT and mine.strength > 0
        return Voice.STUDENT if opinion and _tells(cue(second)) else Voice.UNTOLD
    return Voice.UNTOLD


def _turns_korean(link: re.Match[str], first: str, second: str, cue: Callable[[str], Cue]) -> Voice:
    """Whose the first clause is, where the second is the other's."""
    if _KOREAN_THEY_BEGIN.match(second):
        mine = cue(first).voice is Voice.STUDENT
        return Voice.STUDENT if mine and _tells(cue(second)) else Voice.UNTOLD
    if not (_KOREAN_I_BEGIN.match(second) or (link["contrast"] and _HOLDS.search(second))):
        return Voice.UNTOLD
    theirs = _tells(cue(first)) and not _I_SPEAK.search(first)
    return Voice.PRESENTER if theirs and not _tells(cue(second)) else Voice.UNTOLD


def _tells(cue: Cue) -> bool:
    return cue.voice is Voice.PRESENTER and cue.strength > 0
