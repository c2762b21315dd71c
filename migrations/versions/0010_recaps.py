"""Whether a course wants its weeks' discussions summed up.

Revises: 0004
Created: 2026-11-24
Reason: a week's discussion is summed up in the course's channel, unless the course switches that off.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("policies", sa.Column("recaps", sa.Boolean(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("policies", "recaps")
