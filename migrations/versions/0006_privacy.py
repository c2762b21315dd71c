"""How long a course keeps what it knows, and who had their data deleted.

Revises: 0005
Created: 2026-11-24
Reason: what is deleted must not come back with a backup; so the deletions are noted, by our own numbers
alone. The receipt key outlives a new sealing key, so that receipts stay provable.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

KEEP_TRAIL = """
CREATE TRIGGER keep_trail_DELETE BEFORE DELETE ON trail
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE course_id = OLD.course_id AND member_id = 0)
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END
"""
"""A course whose time is over goes as a whole, its trail with it; member 0 stands for all of it."""

KEEP_TRAIL_ALWAYS = """
CREATE TRIGGER keep_trail_DELETE BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END
"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("courses", sa.Column("kept_days", sa.Integer(), server_default="365", nullable=False))
    op.add_column("installation", sa.Column("receipt_key", sa.LargeBinary(), nullable=True))
    op.create_table(
        "erasures",
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("erasure_id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("course_id", "member_id", "at", name=op.f("uq_erasures_course_id_member_id_at")),
    )
    op.execute("DROP TRIGGER keep_trail_DELETE")
    op.execute(KEEP_TRAIL)


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_trail_DELETE")
    op.execute(KEEP_TRAIL_ALWAYS)
    op.drop_table("erasures")
    op.drop_column("installation", "receipt_key")
    op.drop_column("courses", "kept_days")
