"""What every table has: how its parts are named, its course, and whom and what it concerns."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    MetaData,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


metadata = MetaData(naming_convention=NAMING)


def in_course() -> tuple[Column[int], Column[int]]:
    return (
        Column("guild_xid", BigInteger, nullable=False, doc="Discord's id of the server"),
        Column("course_id", ForeignKey("courses.course_id"), nullable=False),
    )


def of_week() -> Column[int]:
    return Column("week_id", ForeignKey("weeks.week_id"), nullable=False)


def of_member() -> Column[int]:
    return Column("member_id", ForeignKey("members.member_id"), nullable=False)


def of_claim(name: str = "claim_id", *, nullable: bool = False) -> Column[int]:
    return Column(name, ForeignKey("claims.claim_id"), nullable=nullable)


def in_week() -> tuple[Column[int], ...]:
    return (*in_course(), Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True))
