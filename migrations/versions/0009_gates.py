"""Gates.

Revises: 0008
Created: 2026-11-24
Reason: a course may take no report with certain findings, and what such a gate holds is looked for at each
sweep.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("policies", sa.Column("gates", sa.JSON(), nullable=False, server_default="[]"))
    op.create_index(
        "ix_arrivals_held",
        "arrivals",
        ["course_id"],
        unique=False,
        sqlite_where=sa.text("source = 'held'"),
        postgresql_where=sa.text("source = 'held'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_arrivals_held",
        table_name="arrivals",
        sqlite_where=sa.text("source = 'held'"),
        postgresql_where=sa.text("source = 'held'"),
    )
    op.drop_column("policies", "gates")
