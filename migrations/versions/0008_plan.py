"""Plans that are shown before they are made, and the wall times of personal deadlines.

Revises: 0007
Created: 2026-11-24
Reason: what an instructor saw is what the button makes, also after a restart; and a deadline that was granted
to one student keeps its hour on the wall where a state changes the rules of its zone, as a week's does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("allowances", sa.Column("wall", sa.String(), nullable=True))
    op.add_column("allowances", sa.Column("wall_zone", sa.String(), nullable=True))
    op.create_table(
        "proposals",
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("user_xid", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_proposals_course_id")),
        sa.PrimaryKeyConstraint("course_id", "user_xid", name=op.f("pk_proposals")),
    )


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_column("allowances", "wall_zone")
    op.drop_column("allowances", "wall")
