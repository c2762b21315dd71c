"""Reports: how they arrived, their versions, what was read, and how staff marked them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.store.tables.base import in_course, metadata, of_member, of_week
from bot.store.types import Digest, Instant, SealedBytes, SealedText

arrivals = Table(
    "arrivals",
    metadata,
    Column("arrival_xid", BigInteger, primary_key=True, autoincrement=False, doc="the interaction's id"),
    *in_course(),
    Column("user_xid", BigInteger, nullable=False),
    Column("week_number", Integer, doc="the week that was asked for"),
    Column("received_at", Instant, nullable=False),
    Column("source", String, nullable=False),
    Column("text", SealedText, nullable=False),
    Column("file_name", SealedText),
    Column("file", SealedBytes),
)


Index(
    "ix_arrivals_held",
    arrivals.c.course_id,
    sqlite_where=text("source = 'held'"),
    postgresql_where=text("source = 'held'"),
)


versions = Table(
    "versions",
    metadata,
    Column("version_id", Integer, primary_key=True),
    *in_course(),
    of_week(),
    of_member(),
    Column("number", Integer, nullable=False, doc="counts from 1 for a member and week"),
    Column("arrival_xid", BigInteger, nullable=False, unique=True),
    Column("received_at", Instant, nullable=False, doc="Discord's clock"),
    Column("source", String, nullable=False),
    Column("text", SealedText, nullable=False),
    Column("text_digest", Digest, nullable=False),
    Column("is_read", Boolean, nullable=False),
    Column("withdrawn_at", Instant, doc="taken back, until that is undone"),
    UniqueConstraint("week_id", "member_id", "number"),
)


Index(
    "ix_versions_unread",
    versions.c.version_id,
    sqlite_where=text("is_read = 0"),
    postgresql_where=text("is_read = false"),
)


Index("ix_versions_member", versions.c.member_id, versions.c.text_digest)


files = Table(
    "files",
    metadata,
    Column("version_id", ForeignKey("versions.version_id"), primary_key=True),
    *in_course(),
    Column("name", SealedText, nullable=False),
    Column("content", SealedBytes, nullable=False, doc="as it came"),
)


withdrawals = Table(
    "withdrawals",
    metadata,
    Column("withdrawal_id", Integer, primary_key=True),
    *in_course(),
    of_week(),
    Column("member_id", ForeignKey("members.member_id"), nullable=False, index=True),
    Column("act", String, nullable=False, doc="withdraw or restore"),
    Column("at", Instant, nullable=False),
)


corrections = Table(
    "corrections",
    metadata,
    Column("version_id", ForeignKey("versions.version_id"), primary_key=True),
    *in_course(),
    Column("header", SealedText, nullable=False, doc="JSON; what the writer says was meant"),
    Column("corrected_at", Instant, nullable=False),
)


readings = Table(
    "readings",
    metadata,
    Column("version_id", ForeignKey("versions.version_id"), primary_key=True),
    *in_course(),
    Column("language", String),
    Column("header", SealedText, doc="JSON"),
    Column("findings", JSON, nullable=False, doc="kind, start, end"),
    Column("failed", Boolean, nullable=False, doc="the reader gave up on this text"),
)


statements = Table(
    "statements",
    metadata,
    Column("statement_id", Integer, primary_key=True),
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("version_id", ForeignKey("versions.version_id"), nullable=False, index=True),
    of_member(),
    Column("start", Integer, nullable=False, doc="code points"),
    Column("end", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("weight", Float, nullable=False),
    Column("claim_id", ForeignKey("claims.claim_id"), index=True),
    Column("passage_digest", Digest, doc="by which what was decided about a passage finds it again"),
    Column("doubts", Integer, doc="the claim of which a student speaks here with words of doubt"),
)


reviews = Table(
    "reviews",
    metadata,
    Column("review_id", Integer, primary_key=True),
    *in_course(),
    of_week(),
    of_member(),
    Column("version_id", ForeignKey("versions.version_id"), nullable=False, doc="what was marked"),
    Column("reviewer_xid", BigInteger, nullable=False),
    Column("mark", SealedText, nullable=False, doc="JSON, with the scale of that day; the latest row counts"),
    Column("comment", SealedText),
    Column("reviewed_at", Instant, nullable=False),
)


Index("ix_reviews_week_id_member_id", reviews.c.week_id, reviews.c.member_id)


leases = Table(
    "leases",
    metadata,
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("reviewer_xid", BigInteger, nullable=False, doc="who has the report before them"),
    Column("ends_at", Instant, nullable=False),
)


releases = Table(
    "releases",
    metadata,
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("released_at", Instant, nullable=False, doc="students see the week's marks since"),
    Column("released_by_xid", BigInteger, nullable=False),
)
