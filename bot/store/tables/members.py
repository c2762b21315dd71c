"""People: members, the roster, what waits for staff's word on it, and who was deleted."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.tables.base import in_course, metadata
from bot.store.types import Digest, Instant, SealedText

members = Table(
    "members",
    metadata,
    Column("member_id", Integer, primary_key=True),
    *in_course(),
    Column("user_xid", BigInteger, nullable=False),
    Column("role", String, nullable=False),
    Column("student_number", SealedText),
    Column("student_number_digest", Digest),
    Column("name", SealedText),
    Column("remind_by", String, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("inbox_xid", BigInteger, doc="the direct message channel, once it was opened"),
    Column("inbox_asked_at", Instant, index=True, doc="when it was last to be opened"),
    Column("closed_at", Instant, doc="when Discord said that the inbox takes nothing"),
    Column("left_at", Instant, doc="when Discord said that the person is gone"),
    Column("language", String, doc="ko or en, in which they last used Discord"),
    UniqueConstraint("course_id", "user_xid"),
    UniqueConstraint("course_id", "student_number_digest"),
)


roster = Table(
    "roster",
    metadata,
    Column("roster_id", Integer, primary_key=True),
    *in_course(),
    Column("student_number", SealedText, nullable=False),
    Column("student_number_digest", Digest, nullable=False),
    Column("name", SealedText, nullable=False),
    Column("state", String, nullable=False),
    Column("code_digest", Digest, doc="of the one-time code; gone once it was used"),
    Column("member_id", ForeignKey("members.member_id"), doc="who has proved to be this person"),
    Column("proof", String, doc="code or staff"),
    Column("linked_at", Instant),
    Column("imported_at", Instant, nullable=False),
    UniqueConstraint("course_id", "student_number_digest"),
)


questions = Table(
    "questions",
    metadata,
    Column("question_id", Integer, primary_key=True),
    *in_course(),
    Column("kind", String, nullable=False),
    Column("roster_id", ForeignKey("roster.roster_id"), nullable=False, index=True),
    Column("member_id", ForeignKey("members.member_id"), doc="who asks to be this person"),
    Column("asked_at", Instant, nullable=False),
    Column("answer", String),
    Column("answered_at", Instant),
    Column("answered_by_xid", BigInteger),
)


erasures = Table(
    "erasures",
    metadata,
    Column("erasure_id", Integer, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", Integer, nullable=False, doc="outlives the course"),
    Column("member_id", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("course_id", "member_id", "at"),
)
