"""Alike: reports that share long passages or are the same text, for staff as a place to look."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here, week_numbered
from bot.actions.ports import Reader, Store, Tx
from bot.seminar.alike import Handed, Shared
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.reports import Version
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class Report:
    """The latest version of one student's report."""

    member: Member
    version: Version


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports and the passages that they share, in the order of the first."""

    one: Report
    other: Report
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """A report of the week, and an earlier one of somebody else with the same text."""

    member: Member
    later: Handed
    other: Member
    earlier: Handed


@dataclass(frozen=True, slots=True)
class AlikeWeek:
    """What a week's reports share, those that share the most first; and which repeat an earlier report."""

    course: Course
    week: Week
    pairs: list[Pair]
    of_reports: int
    same: list[Same]


async def alike(store: Store, reader: Reader, ask: Ask, number: int) -> AlikeWeek:
    """Compares the week's reports with each other; what its prompt and topic say is set aside.

    That somebody looked is written down. Raises NotStaff, UnknownWeek, ReaderFailed.
    """

    def work(tx: Tx) -> tuple[Course, Week, list[Report], list[Same]]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        tx.trail.add(at.course, ask.person.user_xid, "report alike", ask.at, week_id=week.week_id)
        latest = [(tx.members.get(at.course, one.member_id), one) for one in tx.reports.latest_of_all(week)]
        reports = [Report(member, version) for member, version in latest if member]
        return at.course, week, reports, _same(tx, at.course, week)

    course, week, latest, same = await store.write(work)
    texts = [report.version.text for report in latest]
    found = await reader.alike(texts, [week.prompt, week.topic]) if len(texts) > 1 else []
    pairs = [Pair(latest[one.one], latest[one.other], one.shared) for one in found]
    pairs.sort(key=lambda pair: -sum(place.end - place.start for place in pair.shared))
    return AlikeWeek(course, week, pairs, len(latest), same)


def _same(tx: Tx, course: Course, week: Week) -> list[Same]:
    """Each pair of people once, with the first time at which it came to that."""
    found: dict[tuple[int, int], Same] = {}
    for later, earlier in tx.reports.same_texts(week):
        member, other = tx.members.get(course, later.member_id), tx.members.get(course, earlier.member_id)
        if member and other:
            found.setdefault((member.member_id, other.member_id), Same(member, later, other, earlier))
    return list(found.values())
