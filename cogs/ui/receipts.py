"""What a student reads of a hand-in: the receipt, what was read, and what does not fit together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions.versions import Shown
from bot.seminar.gates import Gate, gates_of, objections
from bot.seminar.hints import Hint, HintKind
from bot.seminar.receipts import Sign, code_of
from bot.seminar.refusals import Gated
from bot.seminar.reports import Finding, Header, Reading, Receipt, Speaker, word_count
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape
from cogs.ui.marks import review_lines

PASSAGE_LIMIT = 160
SHOWN_PASSAGES = 4
SHOWN_OBJECTIONS = 6


def receipt_lines(words: Words, receipt: Receipt, sign: Sign) -> list[str]:
    """The receipt: report, version, time, what lateness means for it, digest and code."""
    version = receipt.version
    again = "receipt.again" if receipt.again else "receipt.title"
    return [
        words.say(
            again, course=receipt.course, week=receipt.week, topic=receipt.topic, version=version.number
        ),
        words.say("receipt.time", at=version.received_at),
        _time_line(words, receipt),
        *_counting_lines(words, receipt),
        words.say("receipt.digest", digest=receipt.digest),
        words.say("receipt.code", code=code_of(sign, receipt)),
    ]


def _time_line(words: Words, receipt: Receipt) -> str:
    if not receipt.late:
        return words.say("receipt.on_time", due=receipt.due)
    days, worth = receipt.lateness.days, receipt.lateness.worth
    return words.say(f"receipt.late_{receipt.policy.kind}", due=receipt.due, count=days, worth=worth)


def _counting_lines(words: Words, receipt: Receipt) -> list[str]:
    if receipt.counts is None:
        return [words.say("receipt.taken_back")]
    if receipt.counts != receipt.version.number:
        return [words.say("receipt.counts", version=receipt.counts)]
    return []


def shown_lines(words: Words, shown: Shown, sign: Sign) -> list[str]:
    """The receipt with what was read in its version, as far as that has been read."""
    lines = receipt_lines(words, shown.receipt, sign)
    if shown.review is not None:
        lines += review_lines(words, shown.review)
    if shown.reading is not None:
        text = shown.receipt.version.text
        lines += reading_lines(words, text, shown.reading, shown.hints)
        lines += gate_lines(words, "gate.passed", shown.gates, text, shown.reading, shown.hints)
    return lines


def gate_lines(
    words: Words, key: str, gates: Sequence[Gate], text: str, reading: Reading, hints: Sequence[Hint]
) -> list[str]:
    """What of a reading the course does not take, in a sentence; none where there is nothing."""
    against = {one.kind for one in objections(gates, text, reading, hints)}
    return [words.say(key, kinds=gate_names(words, gates_of(against)))] if against else []


def gate_names(words: Words, gates: Sequence[Gate]) -> str:
    """Gates as one reads them in a sentence."""
    return ", ".join(words.say(f"gate.kind.{gate}") for gate in gates)


def objection_lines(words: Words, refusal: Gated) -> list[str]:
    """What a gate holds a report for, each with its passage."""
    lines = []
    for one in refusal.objections[:SHOWN_OBJECTIONS]:
        key = f"hint.{one.kind}" if one.kind in set(HintKind) else f"finding.{one.kind}"
        lines.append(f"- {words.say(key, passage=Raw(escape(_cut(one.passage))), week=one.week or 0)}")
    more = len(refusal.objections) - len(lines)
    return [*lines, words.say("gate.more", count=more)] if more else lines


def reading_lines(words: Words, text: str, reading: Reading, hints: Sequence[Hint] = ()) -> list[str]:
    """What was read in a text: header, what does not fit, findings and statements, with who says so."""
    lines: list[str] = [
        _header_line(words, reading.header),
        words.say("reading.words", count=word_count(text)),
        *(words.say(f"hint.{hint.kind}", week=hint.week or 0) for hint in hints),
    ]
    lines += [_finding_line(words, text, finding) for finding in reading.findings[:SHOWN_PASSAGES]]
    for speaker in Speaker:
        said = [statement for statement in reading.statements if statement.by is speaker]
        if said:
            lines.append(words.say(f"reading.by_{speaker}", count=len(said)))
            heaviest = sorted(said, key=lambda one: -one.weight)[:SHOWN_PASSAGES]
            lines += [f"> {_passage(text, one.start, one.end)}" for one in heaviest]
    return lines


def _header_line(words: Words, header: Header) -> str:
    missing = words.say("reading.not_found")
    return words.say(
        "reading.header",
        week=header.week or missing,
        number=header.student_number or missing,
        name=header.name or missing,
        topic=header.topic or missing,
    )


def _finding_line(words: Words, text: str, finding: Finding) -> str:
    passage = finding.about or Raw(_passage(text, finding.start, finding.end))
    return words.say(f"finding.{finding.kind}", passage=passage)


def _passage(text: str, start: int, end: int) -> str:
    return escape(_cut(" ".join(text[start:end].split())))


def _cut(passage: str) -> str:
    return passage if len(passage) <= PASSAGE_LIMIT else passage[:PASSAGE_LIMIT] + "…"
