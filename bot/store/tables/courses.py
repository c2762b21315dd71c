"""The installation, its courses, and how each is run."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.tables.base import metadata
from bot.store.types import Instant, SealedBytes, SealedText

installation = Table(
    "installation",
    metadata,
    Column("installation_id", Integer, primary_key=True),
    Column("key_proof", SealedText, nullable=False, doc="opens only with the key that sealed the rest"),
    Column("seen_at", Instant, doc="when the bot was last at work"),
    Column("openings_resume_at", Instant, doc="no new direct message channel before"),
    Column("restored_at", Instant, doc="what was due before may have been sent, and is looked for first"),
    Column("receipt_key", SealedBytes, doc="signs receipts where the sealing key is not the first any more"),
    Column("zone_rules", String, doc="the edition of the time zones by which the hours were computed"),
)


courses = Table(
    "courses",
    metadata,
    Column("course_id", Integer, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("channel_xid", BigInteger, nullable=False, doc="where prompts and claims are posted"),
    Column("instructor_role_xid", BigInteger, nullable=False),
    Column("moderator_role_xid", BigInteger),
    Column("student_role_xid", BigInteger, doc="None: whoever sees the channel may become a student"),
    Column("zone", String, nullable=False, doc="IANA time zone"),
    Column("language", String, nullable=False, doc="ko or en, of public messages"),
    Column("reminder_minutes", JSON, nullable=False, doc="before the deadline"),
    Column("key_claim_limit", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("quiet_from", Integer, nullable=False, server_default="1320", doc="minutes of the local day"),
    Column("quiet_until", Integer, nullable=False, server_default="480"),
    Column("staff_channel_xid", BigInteger, doc="where staff are told; else the owner is, directly"),
    Column("owner_xid", BigInteger, doc="who set the course up"),
    Column("paused_until", Instant, doc="nothing is posted in the channel before"),
    Column("owner_inbox_xid", BigInteger, doc="the owner's direct message channel"),
    Column("owner_asked_at", Instant, doc="when it was to be opened"),
    Column("kept_days", Integer, nullable=False, server_default="365", doc="after the term's end"),
    Column("closed_at", Instant, doc="when its term ended; nothing is changed or sent since"),
    UniqueConstraint("guild_xid", "channel_xid"),
)


policies = Table(
    "policies",
    metadata,
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("late_kind", String, nullable=False),
    Column("late_per_day", Integer, nullable=False, doc="percent"),
    Column("late_floor", Integer, nullable=False, doc="percent"),
    Column("parts", JSON, nullable=False, doc="of a report, as its form asks for them"),
    Column("scale", JSON, nullable=False, server_default="{}", doc="by which reports are marked"),
    Column("gates", JSON, nullable=False, server_default="[]", doc="findings that a report may not have"),
    Column("recaps", Boolean, nullable=False, server_default="1", doc="a week's discussion is summed up"),
)


scoring = Table(
    "scoring",
    metadata,
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("guild_xid", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("whole", Integer, nullable=False, doc="points that are full credit for a week"),
    Column("cap", Integer, nullable=False, doc="points that a week gives at most"),
    Column("hidden", Boolean, nullable=False, doc="from students, until the week is due"),
    Column("ways", JSON, nullable=False, doc="for each way: points each, and how often it counts"),
)


discussions = Table(
    "discussions",
    metadata,
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("names", Boolean, nullable=False, doc="quotes bear their writers' names"),
    Column("unnamed", Boolean, nullable=False, doc="members may answer without their names"),
    Column("invites", Boolean, nullable=False),
    Column("own_claims", Integer, nullable=False, doc="that a member may open in a week"),
    Column("forum_xid", BigInteger, doc="a forum that takes the threads"),
)
