"""Which passages stand in threads, and what their writers have said of that, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.claims import Claim
from bot.seminar.courses import Member
from bot.seminar.quotes import Quote, Voices
from bot.seminar.reports import Speaker
from bot.seminar.weeks import InWeek, Week
from bot.store.scope import InCourse, in_course, scope
from bot.store.tables import consents, objections, quotes


class Quotes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, claim: Claim) -> list[Quote]:
        """What stands in the claim's thread, in its order."""
        rows = self._connection.execute(
            select(quotes)
            .where(*in_course(quotes), quotes.c.claim_id == claim.claim_id)
            .order_by(quotes.c.quote_id),
            scope(claim),
        )
        return [Quote(row.member_id, row.passage, Speaker(row.by)) for row in rows]

    def put(self, claim: Claim, chosen: Sequence[Quote]) -> None:
        """Puts down what stands in the claim's thread from now on."""
        self._connection.execute(
            delete(quotes).where(*in_course(quotes), quotes.c.claim_id == claim.claim_id), scope(claim)
        )
        for quote in chosen:
            self._connection.execute(
                insert(quotes).values(
                    **_here(claim),
                    claim_id=claim.claim_id,
                    member_id=quote.member_id,
                    passage=quote.text,
                    by=quote.by,
                )
            )

    def voices(self, week: InWeek) -> Voices:
        """What the writers of the week's reports have said of their words."""
        objected = self._connection.execute(
            select(objections.c.member_id, objections.c.passage).where(
                *in_course(objections), objections.c.week_id == week.week_id
            ),
            scope(week),
        )
        agreed = self._connection.execute(
            select(consents.c.member_id).where(
                *in_course(consents), consents.c.week_id == week.week_id, consents.c.taken_back_at.is_(None)
            ),
            scope(week),
        )
        return Voices(
            objected=frozenset((row.member_id, row.passage) for row in objected),
            consenting=frozenset(agreed.scalars()),
        )

    def object(self, week: InWeek, member: Member, passage: str, at: datetime) -> None:
        """Notes that the member does not want the passage to be shown, in the week's threads or elsewhere."""
        if (member.member_id, passage) in self.voices(week).objected:
            return
        self._connection.execute(
            insert(objections).values(
                **_here(member),
                week_id=week.week_id,
                member_id=member.member_id,
                passage=passage,
                objected_at=at,
            )
        )

    def consent(self, week: Week, member: Member, at: datetime) -> None:
        """Notes that the member lets their own reflection of the week be quoted."""
        self._connection.execute(
            upsert(consents)
            .values(**_here(member), week_id=week.week_id, member_id=member.member_id, given_at=at)
            .on_conflict_do_update(
                index_elements=["week_id", "member_id"], set_={"given_at": at, "taken_back_at": None}
            )
        )

    def take_back(self, week: Week, member: Member, at: datetime) -> None:
        """Notes that the member no longer does."""
        self._connection.execute(
            upsert(consents)
            .values(
                **_here(member),
                week_id=week.week_id,
                member_id=member.member_id,
                given_at=at,
                taken_back_at=at,
            )
            .on_conflict_do_update(index_elements=["week_id", "member_id"], set_={"taken_back_at": at})
        )


def _here(owner: InCourse) -> dict[str, int]:
    return {"guild_xid": owner.guild_xid, "course_id": owner.course_id}
