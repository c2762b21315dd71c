"""What staff read of a report while they review: who, when, what was read in it, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions.reviews import Queue, Report
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape
from cogs.ui.marks import mark_text, review_lines
from cogs.ui.receipts import reading_lines


def queue_lines(words: Words, queue: Queue) -> list[str]:
    """The report that is before this person, or that none waits for them; and how far the week has come."""
    week = queue.week
    lines: list[str] = [
        words.say("review.title", course=queue.course.name, week=week.number, topic=week.topic),
        words.say("review.progress", marked=queue.marked, of=queue.of),
        *held_lines(words, queue.held),
    ]
    if queue.released_at is not None:
        lines.append(words.say("review.released_at", at=queue.released_at))
    if queue.report is not None:
        return lines + report_lines(words, queue.report)
    return [*lines, words.say("review.whole" if queue.is_whole else "review.none_waits")]


def quoted(text: str, room: int) -> str:
    """The report itself as a quotation, as far as there is room for it in a message."""
    shown, mark = text.strip(), ">>> "
    while len(said := escape(shown)) > room - len(mark) - 1:
        shown = shown[: min(len(shown) - 1, len(shown) * room // (len(said) + len(mark) + 1))].rstrip()
    cut = "" if shown == text.strip() else "…"
    return f"{mark}{said}{cut}" if shown else ""


def held_lines(words: Words, held: Mapping[int, int]) -> list[str]:
    """Who of the others has reports before them."""
    reviewers = sorted(set(held.values()))
    if not reviewers:
        return []
    names = Raw(", ".join(f"<@{xid}>" for xid in reviewers))
    return [words.say("review.held", count=len(held), names=names)]


def report_lines(words: Words, report: Report) -> list[str]:
    """Who handed in what and when, how late, what it said before, and what was read in it."""
    receipt, member = report.receipt, report.member
    lines: list[str] = [
        words.say(
            "review.of",
            number=member.student_number or "–",
            name=member.name or words.say("table.unnamed", xid=str(member.user_xid)),
            who=Raw(f"<@{member.user_xid}>"),
        )
    ]
    for one in report.receipts:
        counts = one.version.number == receipt.version.number
        line: str = words.say(
            "review.version_counts" if counts else "review.version",
            number=one.version.number,
            at=one.version.received_at,
        )
        if one.late:
            line += f" · {words.say('review.late', count=one.lateness.days, worth=one.lateness.worth)}"
        lines.append(line)
    lines += [words.say(f"history.{act}", at=at) for act, at in report.acts]
    for said in report.reviews[:-1]:
        mark = Raw(mark_text(words, said.mark))
        who = Raw(f"<@{said.reviewer_xid}>")
        lines.append(words.say("review.earlier", mark=mark, who=who, at=said.reviewed_at))
    if report.reviews:
        latest = report.reviews[-1]
        lines += review_lines(words, latest)
        lines.append(words.say("review.by", who=Raw(f"<@{latest.reviewer_xid}>"), at=latest.reviewed_at))
    if report.reading is not None:
        lines += reading_lines(words, receipt.version.text, report.reading)
    return lines
