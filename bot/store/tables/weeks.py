"""The term's plan: weeks, who presents, who has more time, and plans that wait for a yes."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.store.tables.base import in_course, metadata
from bot.store.types import Instant, SealedText

weeks = Table(
    "weeks",
    metadata,
    Column("week_id", Integer, primary_key=True),
    *in_course(),
    Column("number", Integer, nullable=False),
    Column("topic", String, nullable=False),
    Column("prompt", String, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("grace_minutes", Integer, nullable=False),
    Column("cutoff_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    UniqueConstraint("course_id", "number"),
)


Index(
    "ix_weeks_to_open",
    weeks.c.opens_at,
    sqlite_where=text("state = 'planned'"),
    postgresql_where=text("state = 'planned'"),
)


Index(
    "ix_weeks_to_discuss",
    weeks.c.due_at,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)


walls = Table(
    "walls",
    metadata,
    Column("week_id", ForeignKey("weeks.week_id", ondelete="CASCADE"), primary_key=True),
    *in_course(),
    Column("zone", String, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("cutoff_at", Instant, nullable=False),
    Column("opens", String, nullable=False, doc="what the clock on the wall shows then"),
    Column("due", String, nullable=False),
    Column("cutoff", String, nullable=False),
)


presenters = Table(
    "presenters",
    metadata,
    Column("presenter_id", Integer, primary_key=True),
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("name", SealedText, nullable=False),
    Column("member_id", ForeignKey("members.member_id")),
)


allowances = Table(
    "allowances",
    metadata,
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("due_at", Instant, doc="the later deadline that was granted"),
    Column("excused", Boolean, nullable=False),
    Column("reason", SealedText, doc="what staff wrote"),
    Column(
        "wall", String, doc="what the clock on the wall shows at due_at, by the rules when it was granted"
    ),
    Column("wall_zone", String, doc="whose clock"),
)


proposals = Table(
    "proposals",
    metadata,
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("user_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("made_at", Instant, nullable=False),
    Column("content", SealedText, nullable=False, doc="the weeks that were shown"),
)
