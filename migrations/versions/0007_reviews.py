"""Reviews, their leases and releases, a course's scale, and the end of a course.

Revises: 0006
Created: 2026-11-24
Reason: staff mark reports, two of them never the same one at a time, students get their marks all at once,
and a term ends. What was said of a report is never rewritten: a change is a further row, and the database
sees to it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REFERS = {"course_id": "courses", "week_id": "weeks", "member_id": "members", "version_id": "versions"}
TRIGGER = """
CREATE TRIGGER keep_reviews BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews are only added to'); END
"""
FUNCTION = """
CREATE FUNCTION keep_reviews() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'reviews are only added to'; END $$
"""
ON_POSTGRES = "CREATE TRIGGER keep_reviews BEFORE UPDATE ON reviews EXECUTE FUNCTION keep_reviews()"


def upgrade() -> None:
    op.add_column("policies", sa.Column("scale", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("courses", sa.Column("closed_at", sa.BigInteger(), nullable=True))
    _make(
        "reviews",
        sa.Column("review_id", sa.Integer(), nullable=False),
        *_in_course(),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_xid", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=True),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=False),
        keys=("review_id",),
    )
    op.create_index(op.f("ix_reviews_week_id_member_id"), "reviews", ["week_id", "member_id"], unique=False)
    _make(
        "leases",
        *_in_course(),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_xid", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        keys=("week_id", "member_id"),
    )
    _make(
        "releases",
        *_in_course(),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=False),
        sa.Column("released_by_xid", sa.BigInteger(), nullable=False),
        keys=("week_id",),
    )
    op.create_index(op.f("ix_trail_course_id"), "trail", ["course_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        op.execute(ON_POSTGRES)
    else:
        op.execute(TRIGGER)


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_reviews" + _of_table())
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_reviews()")
    op.drop_index(op.f("ix_trail_course_id"), table_name="trail")
    op.drop_table("releases")
    op.drop_table("leases")
    op.drop_index(op.f("ix_reviews_week_id_member_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_column("courses", "closed_at")
    op.drop_column("policies", "scale")


def _of_table() -> str:
    return " ON reviews" if op.get_bind().dialect.name == "postgresql" else ""


def _in_course() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
    )


def _make(table: str, *columns: sa.Column[int] | sa.Column[bytes], keys: tuple[str, ...]) -> None:
    """A table with its primary key, and with foreign keys by the names of its columns."""
    foreign = [
        sa.ForeignKeyConstraint(
            [one.name], [f"{REFERS[one.name]}.{one.name}"], name=op.f(f"fk_{table}_{one.name}")
        )
        for one in columns
        if one.name in REFERS
    ]
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}")), *foreign)
