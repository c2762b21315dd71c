"""Wall times of weeks, the edition of the time zones, and when a backup was put back.

Revises: 0002
Created: 2026-11-24
Reason: an hour is promised on the clock on the wall; where a state changes its rules, the instants of
what lies ahead are computed anew. After a restore, what was due before may have been sent already.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("installation", sa.Column("restored_at", sa.BigInteger(), nullable=True))
    op.add_column("installation", sa.Column("zone_rules", sa.String(), nullable=True))
    op.create_table(
        "walls",
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("cutoff_at", sa.BigInteger(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("cutoff", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"], ["weeks.week_id"], name=op.f("fk_walls_week_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_walls_course_id")),
        sa.PrimaryKeyConstraint("week_id", name=op.f("pk_walls")),
    )


def downgrade() -> None:
    op.drop_table("walls")
    op.drop_column("installation", "zone_rules")
    op.drop_column("installation", "restored_at")
