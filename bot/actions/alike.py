"""Alike: the reports of a week that share long passages, side by side, for staff as a place to look."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Reader, Store, Tx
from bot.seminar.alike import Shared
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.refusals import UnknownWeek
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
class AlikeWeek:
    """What a week's reports share; those that share the most stand first."""

    course: Course
    week: Week
    pairs: list[Pair]
    of_reports: int


async def alike(store: Store, reader: Reader, ask: Ask, number: int) -> AlikeWeek:
    """Compares the week's reports with each other; what its prompt and topic say is set aside.

    That somebody looked is written down. Raises NotStaff, UnknownWeek, ReaderFailed.
    """

    def work(tx: Tx) -> tuple[Course, Week, list[Report]]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = tx.weeks.numbered(at.course, number)
        if week is None:
            raise UnknownWeek(week=number)
        tx.trail.add(at.course, ask.person.user_xid, "report alike", ask.at, week_id=week.week_id)
        latest = [(tx.members.get(at.course, one.member_id), one) for one in tx.reports.latest_of_all(week)]
        return at.course, week, [Report(member, version) for member, version in latest if member]

    course, week, latest = await store.write(work)
    texts = [report.version.text for report in latest]
    found = await reader.alike(texts, [week.prompt, week.topic]) if len(texts) > 1 else []
    pairs = [Pair(latest[one.one], latest[one.other], one.shared) for one in found]
    pairs.sort(key=lambda pair: -sum(place.end - place.start for place in pair.shared))
    return AlikeWeek(course, week, pairs, len(latest))
