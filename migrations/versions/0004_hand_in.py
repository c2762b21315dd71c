"""Late policies, reasons, withdrawals, corrections of what was read, and the roster.

Revises: 0003
Created: 2026-11-24
Reason: a course chooses what late means, staff say why they grant, a student takes a report back or corrects
what was read in it, and nobody becomes a person of the roster without proof.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFERS = {
    "course_id": "courses",
    "week_id": "weeks",
    "member_id": "members",
    "version_id": "versions",
    "roster_id": "roster",
}


def upgrade() -> None:
    op.add_column("allowances", sa.Column("reason", sa.LargeBinary(), nullable=True))
    op.add_column("trail", sa.Column("reason", sa.LargeBinary(), nullable=True))
    op.add_column("versions", sa.Column("withdrawn_at", sa.BigInteger(), nullable=True))
    _make(
        "policies",
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("late_kind", sa.String(), nullable=False),
        sa.Column("late_per_day", sa.Integer(), nullable=False),
        sa.Column("late_floor", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        key="course_id",
    )
    _make(
        "withdrawals",
        sa.Column("withdrawal_id", sa.Integer(), nullable=False),
        *_in_course(),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        key="withdrawal_id",
    )
    op.create_index(op.f("ix_withdrawals_member_id"), "withdrawals", ["member_id"], unique=False)
    _make(
        "corrections",
        sa.Column("version_id", sa.Integer(), nullable=False),
        *_in_course(),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("corrected_at", sa.BigInteger(), nullable=False),
        key="version_id",
    )
    _make_roster()


def _make_roster() -> None:
    _make(
        "roster",
        sa.Column("roster_id", sa.Integer(), nullable=False),
        *_in_course(),
        sa.Column("student_number", sa.LargeBinary(), nullable=False),
        sa.Column("student_number_digest", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("linked_at", sa.BigInteger(), nullable=True),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint(
            "course_id", "student_number_digest", name=op.f("uq_roster_course_id_student_number_digest")
        ),
        key="roster_id",
    )
    _make(
        "questions",
        sa.Column("question_id", sa.Integer(), nullable=False),
        *_in_course(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by_xid", sa.BigInteger(), nullable=True),
        key="question_id",
    )
    op.create_index(op.f("ix_questions_roster_id"), "questions", ["roster_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_questions_roster_id"), table_name="questions")
    op.drop_table("questions")
    op.drop_table("roster")
    op.drop_table("corrections")
    op.drop_index(op.f("ix_withdrawals_member_id"), table_name="withdrawals")
    op.drop_table("withdrawals")
    op.drop_table("policies")
    op.drop_column("versions", "withdrawn_at")
    op.drop_column("trail", "reason")
    op.drop_column("allowances", "reason")


def _in_course() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
    )


def _make(table: str, *parts: sa.schema.SchemaItem, key: str) -> None:
    """A table with its primary key, and with foreign keys by the names of its columns."""
    named = [part.name for part in parts if isinstance(part, sa.Column)]
    keys = [
        sa.ForeignKeyConstraint([name], [f"{REFERS[name]}.{name}"], name=op.f(f"fk_{table}_{name}"))
        for name in named
        if name in REFERS and REFERS[name] != table
    ]
    op.create_table(table, *parts, sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")), *keys)
