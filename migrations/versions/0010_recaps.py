"""Whether a course wants its weeks' discussions summed up; who wrote in which thread, found at once.

Revises: 0009
Created: 2026-11-24
Reason: a week's discussion is summed up in the course's channel, unless the course switches that off;
and whether somebody wrote in a thread is asked for each student, however many posts there are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("policies", sa.Column("recaps", sa.Boolean(), nullable=False, server_default="1"))
    op.create_index("ix_posts_writers", "posts", ["claim_id", "member_id", "guild_xid", "course_id"])


def downgrade() -> None:
    op.drop_index("ix_posts_writers", table_name="posts")
    op.drop_column("policies", "recaps")
