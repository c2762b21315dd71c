"""The direct message channel of who set a course up.

Revises: 0004
Created: 2026-11-24
Reason: notices to a course's owner open a direct message channel too, which counts against the limit of
new ones; so when it was asked for is noted, and the channel is kept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("courses", sa.Column("owner_inbox_xid", sa.BigInteger(), nullable=True))
    op.add_column("courses", sa.Column("owner_asked_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("courses", "owner_asked_at")
    op.drop_column("courses", "owner_inbox_xid")
