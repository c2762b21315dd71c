"""Discussions: posts, whose words are shown, answers, and how they end."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from bot.store.tables.base import in_course, metadata, of_member
from bot.store.types import Instant, SealedText

posts = Table(
    "posts",
    metadata,
    Column("message_xid", BigInteger, primary_key=True, autoincrement=False),
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("claim_id", ForeignKey("claims.claim_id"), nullable=False),
    of_member(),
    Column("posted_at", Instant, nullable=False),
    Column("thread_xid", BigInteger, index=True, doc="where it stands, whichever claim it counts for"),
    Column("partner_id", ForeignKey("members.member_id"), doc="whose post it answers, where not one's own"),
)


Index("ix_posts_first", posts.c.claim_id, posts.c.message_xid)


Index("ix_posts_writers", posts.c.claim_id, posts.c.member_id, posts.c.guild_xid, posts.c.course_id)


Index("ix_posts_member", posts.c.member_id, posts.c.week_id, posts.c.partner_id)


tallies = Table(
    "tallies",
    metadata,
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True, index=True),
    *in_course(),
    Column("posts", Integer, nullable=False),
    Column("replies", Integer, nullable=False, doc="of the posts, those that answer somebody else's"),
    Column("partners", Integer, nullable=False, doc="how many different people they answer"),
    Column("repeated", Integer, nullable=False, doc="of the partners, those answered more than once"),
)


own_claims = Table(
    "own_claims",
    metadata,
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True),
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    of_member(),
    Column("opened_at", Instant, nullable=False),
)


outcomes = Table(
    "outcomes",
    metadata,
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True),
    *in_course(),
    Column("line", SealedText, nullable=False, doc="how the discussion ended, in staff's words"),
    Column("by_xid", BigInteger, nullable=False),
    Column("written_at", Instant, nullable=False),
)


quotes = Table(
    "quotes",
    metadata,
    Column("quote_id", Integer, primary_key=True),
    *in_course(),
    Column("claim_id", ForeignKey("claims.claim_id"), nullable=False, index=True),
    Column("member_id", ForeignKey("members.member_id"), nullable=False, index=True),
    Column("passage", SealedText, nullable=False, doc="as it stands in the thread"),
    Column("by", String, nullable=False),
)


objections = Table(
    "objections",
    metadata,
    Column("objection_id", Integer, primary_key=True),
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    of_member(),
    Column("passage", SealedText, nullable=False, doc="what its writer does not want to be shown"),
    Column("objected_at", Instant, nullable=False),
)


consents = Table(
    "consents",
    metadata,
    *in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("given_at", Instant, nullable=False),
    Column("taken_back_at", Instant),
)


answers = Table(
    "answers",
    metadata,
    Column("answer_id", Integer, primary_key=True),
    *in_course(),
    Column("claim_id", ForeignKey("claims.claim_id"), nullable=False),
    Column("member_id", ForeignKey("members.member_id"), nullable=False, index=True),
    Column("text", SealedText, doc="until it stands in the thread"),
    Column("written_at", Instant, nullable=False),
    Column("message_xid", BigInteger, index=True),
    Column("taken_back_at", Instant),
)
