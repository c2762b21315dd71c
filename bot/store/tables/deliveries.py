"""What the bot owes and has sent, and what staff did."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    text,
)

from bot.store.tables.base import in_course, metadata
from bot.store.types import Instant, SealedText

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", Integer, primary_key=True),
    *in_course(),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False, unique=True, doc="planning twice plans once"),
    Column("target_xid", BigInteger, nullable=False, doc="a channel; for a reminder the person"),
    Column("week_id", ForeignKey("weeks.week_id"), index=True),
    Column("member_id", ForeignKey("members.member_id")),
    Column("claim_id", ForeignKey("claims.claim_id")),
    Column("state", String, nullable=False),
    Column("marker", String, nullable=False, doc="ends a custom id in the message"),
    Column("due_at", Instant, nullable=False),
    Column("turn_at", Instant, nullable=False, doc="looked at next: due, to try again, or its lease over"),
    Column("expires_at", Instant),
    Column("attempt", Integer, nullable=False),
    Column("first_attempt_at", Instant),
    Column("fence", Integer, nullable=False, doc="grows with each claim"),
    Column("reason", String),
    Column("detail", String, doc="Discord's own words"),
    Column("message_xid", BigInteger),
    Column("ended_at", Instant),
    Column("direct", Boolean, nullable=False, server_default="0", doc="to a person, not to a channel"),
    Column("batch", String, index=True, doc="the key of the post that mentions the member instead"),
    Column("about", JSON, nullable=False, server_default="{}", doc="what a notice tells: ids and times"),
)


Index(
    "ix_deliveries_turn",
    deliveries.c.turn_at,
    sqlite_where=text("state IN ('planned', 'claimed')"),
    postgresql_where=text("state IN ('planned', 'claimed')"),
)


trail = Table(
    "trail",
    metadata,
    Column("trail_id", Integer, primary_key=True),
    *in_course(),
    Column("actor_xid", BigInteger, nullable=False),
    Column("act", String, nullable=False),
    Column("detail", JSON, nullable=False, doc="ids and times, never a name or a text"),
    Column("at", Instant, nullable=False),
    Column("reason", SealedText, doc="in the actor's own words"),
)


Index("ix_trail_course_id", trail.c.course_id)
