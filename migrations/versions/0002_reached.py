"""What it takes to reach everybody: inboxes, quiet hours, pauses, and rows that belong to no week.

Revises: 0001
Created: 2026-11-24
Reason: notices to staff and the opening of an inbox are deliveries of no week; a closed inbox, a paused
channel and the bot's own absence must outlive a restart.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ADDED = {
    "installation": ("seen_at BIGINT", "openings_resume_at BIGINT"),
    "courses": (
        "quiet_from INTEGER DEFAULT '1320' NOT NULL",
        "quiet_until INTEGER DEFAULT '480' NOT NULL",
        "staff_channel_xid BIGINT",
        "owner_xid BIGINT",
        "paused_until BIGINT",
    ),
    "members": ("inbox_xid BIGINT", "inbox_asked_at BIGINT", "closed_at BIGINT", "left_at BIGINT"),
    "deliveries": (
        "direct BOOLEAN DEFAULT '0' NOT NULL",
        "batch VARCHAR",
        "about JSON DEFAULT '{}' NOT NULL",
    ),
}
WAITING = sa.text("state IN ('planned', 'claimed')")
KEPT = (
    "delivery_id, guild_xid, course_id, kind, key, target_xid, week_id, member_id, claim_id, state, marker,"
    " due_at, turn_at, expires_at, attempt, first_attempt_at, fence, reason, detail, message_xid, ended_at"
)


def upgrade() -> None:
    _rebuild_deliveries(week_is_optional=True)
    for table, columns in ADDED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.create_index("ix_members_inbox_asked_at", "members", ["inbox_asked_at"])
    op.execute("UPDATE deliveries SET direct = true WHERE kind = 'reminder'")
    op.create_index("ix_deliveries_batch", "deliveries", ["batch"])


def downgrade() -> None:
    op.drop_index("ix_deliveries_batch", "deliveries")
    op.drop_index("ix_members_inbox_asked_at", "members")
    for table, columns in ADDED.items():
        for column in reversed(columns):
            op.drop_column(table, column.partition(" ")[0])
    op.execute("DELETE FROM deliveries WHERE week_id IS NULL")
    _rebuild_deliveries(week_is_optional=False)


def _rebuild_deliveries(*, week_is_optional: bool) -> None:
    """SQLite changes no column in place."""
    op.create_table(
        "deliveries_anew",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("target_xid", sa.BigInteger(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=week_is_optional),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("turn_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("message_xid", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name="fk_deliveries_claim_id"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name="fk_deliveries_course_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name="fk_deliveries_member_id"),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name="fk_deliveries_week_id"),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
    )
    op.execute(f"INSERT INTO deliveries_anew ({KEPT}) SELECT {KEPT} FROM deliveries")  # noqa: S608
    op.drop_table("deliveries")
    op.rename_table("deliveries_anew", "deliveries")
    op.create_index(
        "ix_deliveries_turn", "deliveries", ["turn_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("ix_deliveries_week_id", "deliveries", ["week_id"])
