"""What the head of a report says of itself: week, student number, name, topic, presenter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading import stops
from bot.reading.sentences import Kind, Sentence, columns
from bot.reading.students import number_and_name, student_in
from bot.seminar.reports import Header

HEAD_LINES = 12
HEAD_COLUMNS = 90
LEAD_LENGTH = 1500

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_MARKUP = re.compile(r"^[#>\s]+|[*_`]{2,}|^[-*+•]\s+")

_NUMBER_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NUMBER_WORDS += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"]
_REPORT = r"(?:보고서|리포트|레포트|감상문)"
_WEEK = re.compile(
    r"\b(?:week|wk)(?:\s*no\.?)?\s*[#:_.-]?\s*(\d{1,2})(?!\d)"
    r"|(?<!\d)(\d{1,2})(?:st|nd|rd|th)\s+week\b"
    rf"|(?<!\d)(\d{{1,2}})\s*(?:주(?:\s*차|\s*{_REPORT})|차\s*{_REPORT})"
    r"|주차\s*:\s*(\d{1,2})(?!\d)|^주차\s*(\d{1,2})$"
    rf"|^(?:weekly\s+)?(?:report|{_REPORT})\s*#?\s*(\d{{1,2}})(?![\w%.,])|^w(\d{{1,2}})\b"
    rf"|\bweek\s+({'|'.join(_NUMBER_WORDS)})\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\d{1,2}")

_LABELLED = (
    r"(?:^|[|;(,/.]\s*)(?:[\w'’]+\s+)?(?:{})(?:\s*[(/][^:=]{{1,20}})?\s*[:=]\s*"
    r"(.+?)(?=\s*[|;(,/]\s*\w+\s*[:=]|$)"
)
_TOPIC_LABEL = re.compile(_LABELLED.format("topic|title|subject|주제|제목"), re.IGNORECASE)
_PRESENTER_LABEL = re.compile(
    _LABELLED.format("presenter|speaker|lecturer|발표자|발제자|연사|강연자"), re.IGNORECASE
)

_ANY_LABEL = re.compile(r"[\w ()/]{1,25}:\s+\S.*(?<![.!?])$")

_QUOTED = re.compile(
    r"[\"“”]([^\"“”]{2,200})[\"“”]|「([^」]{2,200})」|『([^』]{2,200})』|《([^》]{2,200})》|〈([^〉]{2,200})〉"
    r"|«([^»]{2,200})»|(?<!\w)['‘](?=\S)(.{2,200}?)['’](?![A-Za-z])"
)
_QUOTE_MARKS = "\"“”'‘’「」『』《》〈〉«»"
_TOPIC_BEFORE = re.compile(r"(?:\b(?:topic|title|titled|entitled)\b|주제|제목)", re.IGNORECASE)
_TOPIC_AFTER = re.compile(r"[^.!?]{0,12}(?:주제|제목|\b(?:was|is) the (?:topic|title))", re.IGNORECASE)

_PERSON = (
    r"((?:(?:Professor|Prof\.?|Dr\.?|Mr\.?|Mrs\.?|Ms\.?)\s+)?[A-Z][\w'’-]+(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){0,3}"
    r"|[가-힣]{2,4}(?![가-힣]))"
)
_BY = re.compile(
    rf"(?:\b(?:presented|given|delivered|held|led|talk|seminar|lecture)|[\"”’],?)\s+by\s+{_PERSON}"
)
_NAMED = re.compile(rf"\b[Pp]resenter(?: was| is|,)\s+{_PERSON}")
_NOBODY = frozenset(("presenter", "the presenter", "speaker", "the speaker"))


def read_header(text: str) -> Header:
    """The header of a report; what is not found is None. Full-width digits come back as ASCII digits.

    Only the first lines are looked at, and only short ones for the week and the student.
    """
    lead = text[:LEAD_LENGTH]
    lines = [bare for line in lead.split("\n") if (bare := _bare(line))][:HEAD_LINES]
    wholes = [_bare(" ".join(part.split())) for part in re.split(r"\n\s*\n", lead)]
    short = [line for line in lines if columns(line) <= HEAD_COLUMNS]
    number, name = student_in(short)
    return Header(
        week=_week(short),
        student_number=number,
        name=name,
        topic=_labelled_topic(lines) or _quoted_topic(wholes),
        presenter=_presenter([*lines, *wholes]),
    )


def is_of_header(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is a line of the report's header."""
    if sentence.start >= LEAD_LENGTH or sentence.kind is Kind.ITEM:
        return False
    return is_header_line(text[sentence.start : sentence.end])


def is_header_line(line: str) -> bool:
    """Whether a line of a report's head says something of it: week, student, topic, presenter, date."""
    bare = _bare(line)
    if columns(bare) > HEAD_COLUMNS:
        return False
    return _ANY_LABEL.match(bare) is not None or number_and_name(bare) != (None, None) or _is_week_title(bare)


def _bare(line: str) -> str:
    return _MARKUP.sub("", line.translate(_FULL_WIDTH)).strip()


def _week(lines: Sequence[str]) -> int | None:
    """The week that a title tells, or a number that is all of the first line, or the week in a sentence."""
    titles = [line for line in lines if not stops.is_ended(line)]
    alone = _ALONE.fullmatch(lines[0]) if lines else None
    return _week_told(titles) or (int(alone[0]) if alone else 0) or _week_told(lines)


def _week_told(lines: Sequence[str]) -> int | None:
    for line in lines:
        for week in _WEEK.finditer(line):
            told = week[week.lastindex or 0].lower()
            if number := int(told) if told.isdecimal() else _NUMBER_WORDS.index(told) + 1:
                return number
    return None


def _is_week_title(line: str) -> bool:
    return _WEEK.search(line) is not None and columns(line) <= HEAD_COLUMNS // 2


def _labelled_topic(lines: Sequence[str]) -> str | None:
    found = next((label[1] for line in lines if (label := _TOPIC_LABEL.search(line))), "")
    quoted = _QUOTED.match(found)
    return _unquoted(_inner(quoted) if quoted else found)


def _quoted_topic(paragraphs: Sequence[str]) -> str | None:
    """What stands in quotation marks in a sentence, behind the word topic or, in Korean, in front of it."""
    for paragraph in paragraphs:
        for start, end in stops.split(paragraph, 0, len(paragraph)):
            for quoted in _QUOTED.finditer(paragraph, start, end):
                before = paragraph[max(start, quoted.start() - 80) : quoted.start()]
                if _TOPIC_BEFORE.search(before) or _TOPIC_AFTER.match(paragraph, quoted.end(), end):
                    return _unquoted(_inner(quoted))
    return None


def _inner(quoted: re.Match[str]) -> str:
    return quoted[quoted.lastindex or 0]


def _unquoted(topic: str) -> str | None:
    if topic.count(")") > topic.count("("):
        topic = topic.removesuffix(")")
    return topic.lstrip(" \t" + _QUOTE_MARKS).rstrip(" \t.,;" + _QUOTE_MARKS) or None


def _presenter(lines: Sequence[str]) -> str | None:
    found = (
        found[1] for way in (_PRESENTER_LABEL, _BY, _NAMED) for line in lines if (found := way.search(line))
    )
    names = (name.strip(" \t.,;:()" + _QUOTE_MARKS) for name in found)
    return next((name for name in names if name and name.lower() not in _NOBODY), None)
