"""The trail: read by instructors, page by page; nobody writes in it but the acts themselves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, require_instructor
from bot.seminar.refusals import UnknownMember, UnknownWeek
from bot.seminar.trail import PAGE, Entry


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with whom and which week it is about, as far as it names them."""

    entry: Entry
    user_xid: int | None
    week: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the trail, the newest first; `older` is where the next page begins, None at the trail's end."""

    course: Course
    lines: tuple[Line, ...]
    older: int | None


async def page(
    store: Store, ask: Ask, user_xid: int | None, number: int | None, before: int | None = None
) -> Page:
    """The trail of a course, of one member or of one week in it.

    Raises NotInstructor, UnknownMember, UnknownWeek.
    """

    def work(tx: Tx) -> Page:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        member = tx.members.of_user(at.course, user_xid) if user_xid is not None else None
        week = tx.weeks.numbered(at.course, number) if number is not None else None
        if user_xid is not None and member is None:
            raise UnknownMember
        if number is not None and week is None:
            raise UnknownWeek(week=number)
        entries = tx.trail.entries(
            at.course,
            member.member_id if member else None,
            week.week_id if week else None,
            before,
            PAGE + 1,
        )
        lines = tuple(_line(tx, at.course, entry) for entry in entries[:PAGE])
        return Page(at.course, lines, entries[PAGE - 1].trail_id if len(entries) > PAGE else None)

    return await store.read(work)


def _line(tx: Tx, course: Course, entry: Entry) -> Line:
    member = tx.members.get(course, int(entry.detail.get("member_id", 0)))
    week = tx.weeks.get(course, int(entry.detail.get("week_id", 0)))
    return Line(entry, member.user_xid if member else None, week.number if week else None)
