"""Claims, what people hold of them, and what was decided about them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.tables.base import in_course, in_week, metadata, of_claim, of_member
from bot.store.types import Digest, Instant, SealedText

claims = Table(
    "claims",
    metadata,
    Column("claim_id", Integer, primary_key=True),
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("label", SealedText, nullable=False, doc="somebody's words"),
    Column("state", String, nullable=False),
    Column("thread_xid", BigInteger, index=True),
    Column("opened_at", Instant),
    Column("origin", String, nullable=False, server_default="found"),
    Column("merged_into", Integer, index=True, doc="the claim with which it counts"),
    Column("hidden", Boolean, nullable=False, server_default="0"),
    Column(
        "named", Boolean, nullable=False, server_default="0", doc="staff's words: no reading changes them"
    ),
    Column("position", Integer, doc="staff's order among the key claims"),
)


claim_acts = Table(
    "claim_acts",
    metadata,
    Column("act_id", Integer, primary_key=True),
    *in_week(),
    Column("kind", String, nullable=False),
    Column("actor_xid", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("touches", JSON, nullable=False, doc="the ids of the claims that it is about"),
    Column("before", SealedText, nullable=False, doc="JSON; how these claims were, to undo it"),
    Column("undone_at", Instant),
)


placements = Table(
    "placements",
    metadata,
    Column("placement_id", Integer, primary_key=True),
    *in_week(),
    Column("act_id", ForeignKey("claim_acts.act_id"), nullable=False),
    of_member(),
    Column("passage_digest", Digest, nullable=False),
    of_claim(),
    Column("from_claim_id", Integer, nullable=False),
)


claim_proposals = Table(
    "claim_proposals",
    metadata,
    Column("proposal_id", Integer, primary_key=True),
    *in_week(),
    Column("kind", String, nullable=False, doc="merge or label"),
    of_claim(),
    of_claim("into_claim_id", nullable=True),
    Column("label", SealedText),
    Column("source", String, nullable=False, doc="matching or model"),
    Column("likeness", Float, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("state", String, nullable=False, doc="open, accepted or rejected"),
    Column("decided_at", Instant),
    Column("act_id", ForeignKey("claim_acts.act_id"), doc="what staff did when they accepted it"),
)


marks = Table(
    "marks",
    metadata,
    Column("mark_id", Integer, primary_key=True),
    *in_week(),
    of_member(),
    Column("passage_digest", Digest, nullable=False, doc="of what the student holds to be the key claim"),
    Column("marked_at", Instant, nullable=False),
    UniqueConstraint("week_id", "member_id"),
)


confirmations = Table(
    "confirmations",
    metadata,
    Column("confirmation_id", Integer, primary_key=True),
    *in_week(),
    of_claim(),
    of_member(),
    Column("verdict", String, nullable=False, doc="claimed, corrected or denied"),
    Column("words", SealedText, doc="how the presenter puts it"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("claim_id", "member_id"),
)


stances = Table(
    "stances",
    metadata,
    *in_course(),
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("stance", String, nullable=False, doc="as it is now"),
    Column("first_stance", String, nullable=False, doc="before the discussion"),
    Column("taken_at", Instant, nullable=False),
)
