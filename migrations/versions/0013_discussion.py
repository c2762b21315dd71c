"""How claims are discussed: quotes and objections, consents, own claims, outcomes, answers without a name.

Revises: 0012
Created: 2026-11-24
Reason: a thread shows only words that their writers let it show, and forgets those that they object to; a
course chooses how it discusses, its members open claims of their own, and a discussion has an outcome.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REFERS = {"course_id": "courses", "week_id": "weeks", "member_id": "members", "claim_id": "claims"}
MADE = ("discussions", "own_claims", "outcomes", "quotes", "objections", "consents", "answers")


def upgrade() -> None:
    _make(
        "discussions",
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        _id("course_id"),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("unnamed", sa.Boolean(), nullable=False),
        sa.Column("invites", sa.Boolean(), nullable=False),
        sa.Column("own_claims", sa.Integer(), nullable=False),
        sa.Column("forum_xid", sa.BigInteger(), nullable=True),
        key=("course_id",),
    )
    _make(
        "own_claims",
        _id("claim_id"),
        *_in_course(),
        _id("week_id"),
        _id("member_id"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        key=("claim_id",),
    )
    _make(
        "outcomes",
        _id("claim_id"),
        *_in_course(),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("by_xid", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        key=("claim_id",),
    )
    _make_quotes()
    _make(
        "answers",
        _id("answer_id"),
        *_in_course(),
        _id("claim_id"),
        _id("member_id"),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("message_xid", sa.BigInteger(), nullable=True),
        sa.Column("taken_back_at", sa.BigInteger(), nullable=True),
        key=("answer_id",),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


INDEXED = (
    ("own_claims", "week_id"),
    ("quotes", "claim_id"),
    ("quotes", "member_id"),
    ("objections", "week_id"),
    ("answers", "member_id"),
    ("answers", "message_xid"),
)


def _make_quotes() -> None:
    _make(
        "quotes",
        _id("quote_id"),
        *_in_course(),
        _id("claim_id"),
        _id("member_id"),
        sa.Column("passage", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        key=("quote_id",),
    )
    _make(
        "objections",
        _id("objection_id"),
        *_in_course(),
        _id("week_id"),
        _id("member_id"),
        sa.Column("passage", sa.LargeBinary(), nullable=False),
        sa.Column("objected_at", sa.BigInteger(), nullable=False),
        key=("objection_id",),
    )
    _make(
        "consents",
        *_in_course(),
        _id("week_id"),
        _id("member_id"),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_back_at", sa.BigInteger(), nullable=True),
        key=("week_id", "member_id"),
    )


def downgrade() -> None:
    for table in reversed(MADE):
        op.drop_table(table)


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _in_course() -> tuple[sa.Column[int], sa.Column[int]]:
    return sa.Column("guild_xid", sa.BigInteger(), nullable=False), _id("course_id")


def _make(table: str, *parts: sa.Column[Any], key: tuple[str, ...]) -> None:
    """A table with its primary key, and with foreign keys by the names of its columns."""
    keys = [
        sa.ForeignKeyConstraint(
            [part.name], [f"{REFERS[part.name]}.{part.name}"], name=op.f(f"fk_{table}_{part.name}")
        )
        for part in parts
        if part.name in REFERS
    ]
    op.create_table(table, *parts, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")), *keys)
