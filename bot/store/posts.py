"""Posts in claims' threads, counted and never read, in SQL.

What each member did in a week is kept in `tallies`, one row a member and week, and is counted anew from the
member's own posts of that week whenever one of these comes or goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.claims import Claim, Stance
from bot.seminar.courses import Course, Member
from bot.seminar.participation import Taken
from bot.seminar.posts import ClaimWriters, Counted, answered, firsts, started, together
from bot.seminar.weeks import Week
from bot.store.claims import family
from bot.store.members import member_from
from bot.store.scope import in_course
from bot.store.tables import answers, claims, members, posts, stances, statements, tallies, versions, weeks

AT_ONCE = 500
"""Ids in one condition; SQLite takes many more."""

ADD = upsert(posts).on_conflict_do_nothing()
OWN = (
    *in_course(posts),
    posts.c.week_id == bindparam("in_week"),
    posts.c.member_id == bindparam("of_member"),
)
REPEATED = (
    select(func.count().over())
    .where(*OWN, posts.c.partner_id.is_not(None))
    .group_by(posts.c.partner_id)
    .having(func.count() > 1)
    .limit(1)
    .scalar_subquery()
)
COUNTS: Any = select(
    bindparam("in_week"),
    bindparam("of_member"),
    bindparam("in_guild"),
    bindparam("in_course"),
    func.count(),
    func.count(posts.c.partner_id),
    func.count(posts.c.partner_id.distinct()),
    func.coalesce(REPEATED, 0),
).where(*OWN)
_counts = upsert(tallies).from_select(
    ["week_id", "member_id", "guild_xid", "course_id", "posts", "replies", "partners", "repeated"], COUNTS
)
COUNT = _counts.on_conflict_do_update(
    index_elements=["week_id", "member_id"],
    set_={name: _counts.excluded[name] for name in ("posts", "replies", "partners", "repeated")},
)
TOUCHED = (posts.c.guild_xid, posts.c.course_id, posts.c.week_id, posts.c.member_id)
Touched = tuple[int, int, int, int]


class Posts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, claim: Claim, member: Member, message_xid: int, at: datetime, partner: Member | None = None
    ) -> None:
        """Counts a post in the claim's own thread; once, however often it is told."""
        self.add_all([Counted(claim, member, message_xid, at, claim.thread_xid, partner)])

    def add_all(self, counted: Sequence[Counted]) -> None:
        """Counts many posts; each once, however often it is told."""
        if not counted:
            return
        self._connection.execute(
            ADD,
            [
                {
                    "message_xid": one.message_xid,
                    "guild_xid": one.claim.guild_xid,
                    "course_id": one.claim.course_id,
                    "week_id": one.claim.week_id,
                    "claim_id": one.claim.claim_id,
                    "member_id": one.member.member_id,
                    "posted_at": one.at,
                    "thread_xid": one.thread_xid,
                    "partner_id": one.partner.member_id if one.partner else None,
                }
                for one in counted
            ],
        )
        self._count(
            (one.claim.guild_xid, one.claim.course_id, one.claim.week_id, one.member.member_id)
            for one in counted
        )

    def pairs(self, course: Course) -> list[tuple[int, int, int]]:
        """Who answered whom, by member_id, and how often, in the whole course."""
        pair = (posts.c.member_id, posts.c.partner_id)
        here = (posts.c.guild_xid == course.guild_xid, posts.c.course_id == course.course_id)
        rows = self._connection.execute(
            select(*pair, func.count()).where(*here, posts.c.partner_id.is_not(None)).group_by(*pair)
        )
        return [(who, whom, count) for who, whom, count in rows]

    def claims_of(self, guild_xid: int, *message_xids: int) -> list[tuple[int, int]]:
        """Course and claim, by their ids, for which these messages are counted."""
        found: list[tuple[int, int]] = []
        for start in range(0, len(message_xids), AT_ONCE):
            some = posts.c.message_xid.in_(message_xids[start : start + AT_ONCE])
            query = select(posts.c.course_id, posts.c.claim_id).where(posts.c.guild_xid == guild_xid, some)
            found += [
                (course_id, claim_id) for course_id, claim_id in self._connection.execute(query.distinct())
            ]
        return found

    def remove(self, guild_xid: int, *message_xids: int) -> None:
        """Counts them no more; those that are not known were none."""
        for start in range(0, len(message_xids), AT_ONCE):
            some = posts.c.message_xid.in_(message_xids[start : start + AT_ONCE])
            self._remove(posts.c.guild_xid == guild_xid, some)

    def remove_thread(self, course: Course, thread_xid: int) -> None:
        """Counts nothing of a thread any more."""
        self._remove(*_in(posts, course), posts.c.thread_xid == thread_xid)

    def writer(self, course: Course, message_xid: int) -> Member | None:
        """Whose post this is; None where it is not counted."""
        row = self._connection.execute(
            select(members)
            .join(posts, posts.c.member_id == members.c.member_id)
            .where(*_in(posts, course), *_in(members, course), posts.c.message_xid == message_xid)
        ).first()
        return None if row is None else member_from(row)

    def in_thread(self, course: Course, thread_xid: int) -> set[int]:
        """The xids of the messages that members themselves wrote in a thread, as far as they are counted."""
        ours = select(answers.c.message_xid).where(
            *_in(answers, course), answers.c.message_xid == posts.c.message_xid
        )
        query = select(posts.c.message_xid).where(
            *_in(posts, course), posts.c.thread_xid == thread_xid, ~ours.exists()
        )
        return set(self._connection.execute(query).scalars())

    def threads(self, due_after: datetime, limit: int) -> list[tuple[int, int]]:
        """Server and thread of the claims of late weeks, the latest first, over all courses."""
        rows = self._connection.execute(
            select(claims.c.guild_xid, claims.c.thread_xid)
            .join(weeks, weeks.c.week_id == claims.c.week_id)
            .where(claims.c.thread_xid.is_not(None), weeks.c.due_at > due_after)
            .order_by(claims.c.thread_xid.desc())
            .limit(limit)
        )
        return [(row.guild_xid, row.thread_xid) for row in rows]

    def of_claim(self, claim: Claim) -> int:
        """How many posts there are in the threads of a claim and of what was merged into it."""
        query = (
            select(func.count())
            .select_from(posts)
            .join(claims, claims.c.claim_id == posts.c.claim_id)
            .where(posts.c.guild_xid == claim.guild_xid, posts.c.course_id == claim.course_id, family(claim))
        )
        return self._connection.execute(query).scalar_one()

    def taken(self, week: Week) -> dict[int, Taken]:
        """What each member did in the week, by member_id."""
        handed_in = self._by_member(_handed_in(week))
        posted, held = self._by_member(_posted(week)), self._by_member(_held(week))
        writers = self._writers(week, {member_id: first for member_id, (first, _) in handed_in.items()})
        threads = [one for one in writers.values() if one.has_thread]
        first, begun = firsts(threads), started(threads)
        replied_to = answered(together(writers, self._roots(week)))
        found = {}
        for member_id in handed_in.keys() | posted.keys() | held.keys():
            received_at, number = handed_in.get(member_id, (None, 0))
            written, replies, partners, repeated = posted.get(member_id, (0, 0, 0, 0))
            (stances_held,) = held.get(member_id, (0,))
            found[member_id] = Taken(
                first_received_at=received_at,
                versions=number,
                posts=written,
                stances=stances_held,
                replies=replies,
                partners=partners,
                repeated=repeated,
                firsts=first.get(member_id, 0),
                started=begun.get(member_id, 0),
                answered=replied_to.get(member_id, 0),
            )
        return found

    def _writers(self, week: Week, received: dict[int, datetime]) -> dict[int, ClaimWriters]:
        """Who stands behind each claim of the week that has a thread or was merged, and who wrote of it."""
        authors, disputers = self._pairs(_authors(week)), self._pairs(_disputers(week))
        known = self._connection.execute(_ends(week)).all()
        first = {row.first for row in known if row.first is not None}
        writer = self._by_member(
            select(posts.c.message_xid, posts.c.member_id).where(
                *_in(posts, week), posts.c.message_xid.in_(first)
            )
        )
        return {
            row.claim_id: ClaimWriters(
                authors={one: received[one] for one in authors.get(row.claim_id, ()) if one in received},
                first_writer=writer[row.first][0] if row.first is not None else None,
                some_writers=() if row.first is None else (row.least, row.greatest),
                disputers=disputers.get(row.claim_id, ()),
                has_thread=row.thread_xid is not None,
            )
            for row in known
        }

    def _pairs(self, query: Select[Any]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for claim_id, member_id in self._connection.execute(query):
            found.setdefault(claim_id, []).append(member_id)
        return found

    def _roots(self, week: Week) -> dict[int, int]:
        """With which claim those of the week count that staff merged."""
        merged = select(claims.c.claim_id, claims.c.merged_into).where(
            *_in_week(claims, week), claims.c.merged_into.is_not(None)
        )
        return {row.claim_id: row.merged_into for row in self._connection.execute(merged)}

    def _by_member(self, query: Select[Any]) -> dict[int, tuple[Any, ...]]:
        return {row[0]: tuple(row[1:]) for row in self._connection.execute(query)}

    def _remove(self, *where: ColumnElement[bool]) -> None:
        touched = self._touched(*where)
        if touched:
            self._connection.execute(delete(posts).where(*where))
            self._count(touched)

    def _touched(self, *where: ColumnElement[bool]) -> list[Touched]:
        rows = self._connection.execute(select(*TOUCHED).where(*where).distinct())
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def _count(self, touched: Iterable[Touched]) -> None:
        """Counts anew what these members did in these weeks."""
        names = ("in_guild", "in_course", "in_week", "of_member")
        values = [dict(zip(names, one, strict=True)) for one in dict.fromkeys(touched)]
        if values:
            self._connection.execute(COUNT, values)


def _handed_in(week: Week) -> Select[Any]:
    return (
        select(versions.c.member_id, func.min(versions.c.received_at), func.count())
        .where(*_in_week(versions, week), versions.c.withdrawn_at.is_(None))
        .group_by(versions.c.member_id)
    )


def _posted(week: Week) -> Select[Any]:
    counts = (tallies.c.posts, tallies.c.replies, tallies.c.partners, tallies.c.repeated)
    return select(tallies.c.member_id, *counts).where(*_in_week(tallies, week), tallies.c.posts > 0)


def _held(week: Week) -> Select[Any]:
    return (
        select(stances.c.member_id, func.count())
        .join(claims, claims.c.claim_id == stances.c.claim_id)
        .where(*_in(stances, week), claims.c.week_id == week.week_id)
        .group_by(stances.c.member_id)
    )


def _discussed(week: Week) -> tuple[ColumnElement[bool], ...]:
    """Claims that have a thread, or count with one that may have."""
    return (*_in_week(claims, week), or_(claims.c.thread_xid.is_not(None), claims.c.merged_into.is_not(None)))


def _authors(week: Week) -> Select[Any]:
    """Whose reports state each claim that is discussed."""
    return (
        select(statements.c.claim_id, statements.c.member_id)
        .join(claims, claims.c.claim_id == statements.c.claim_id)
        .where(*_in(statements, week), *_discussed(week))
        .distinct()
    )


def _disputers(week: Week) -> Select[Any]:
    return (
        select(stances.c.claim_id, stances.c.member_id)
        .join(claims, claims.c.claim_id == stances.c.claim_id)
        .where(*_in(stances, week), *_discussed(week), stances.c.stance == Stance.DISAGREE)
    )


def _ends(week: Week) -> Select[Any]:
    """The first message on each claim, and the least and the greatest writer: each the end of an index."""
    of_claim = (*_in(posts, week), posts.c.claim_id == claims.c.claim_id)

    def end(found: Any) -> Any:
        return select(found).where(*of_claim).scalar_subquery()

    return select(
        claims.c.claim_id,
        claims.c.thread_xid,
        end(func.min(posts.c.message_xid)).label("first"),
        end(func.min(posts.c.member_id)).label("least"),
        end(func.max(posts.c.member_id)).label("greatest"),
    ).where(*_discussed(week))


def _in(table: Table, owner: Course | Claim | Week) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.guild_xid == owner.guild_xid, table.c.course_id == owner.course_id


def _in_week(table: Table, week: Week) -> tuple[ColumnElement[bool], ...]:
    return (*_in(table, week), table.c.week_id == week.week_id)
