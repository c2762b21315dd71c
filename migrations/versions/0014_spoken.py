"""In which language a member uses Discord, so that a direct message that asks something speaks it.

Revises: 0013
Created: 2026-11-24
Reason: a presenter is asked about the claims that reports ascribe to them, and may read another language than
the course's. It is noted when they act, and goes with their data.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("members", "language")
