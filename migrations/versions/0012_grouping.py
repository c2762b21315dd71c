"""What staff, students and presenters decide about claims outlives every reading, and can be undone.

Revises: 0011
Created: 2026-11-24
Reason: claims are expected, merged, split, named, hidden and ordered by staff; passages are moved; likely
matches wait for staff as proposals; a student marks the key claim, and a presenter confirms what was claimed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("confirmations", "marks", "claim_proposals", "placements", "claim_acts")


def upgrade() -> None:
    op.add_column("claims", sa.Column("origin", sa.String(), server_default="found", nullable=False))
    op.add_column("claims", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("claims", sa.Column("hidden", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("claims", sa.Column("named", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("claims", sa.Column("position", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_claims_merged_into"), "claims", ["merged_into"], unique=False)
    op.add_column("statements", sa.Column("passage_digest", sa.LargeBinary(), nullable=True))
    op.add_column("statements", sa.Column("doubts", sa.Integer(), nullable=True))
    _make(
        "claim_acts",
        "act_id",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_xid", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("touches", sa.JSON(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
    )
    _make(
        "placements",
        "placement_id",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("passage_digest", sa.LargeBinary(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("from_claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["claim_acts.act_id"], name=op.f("fk_placements_act_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_placements_member_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_placements_claim_id")),
    )
    _make(
        "claim_proposals",
        "proposal_id",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("into_claim_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_claim_proposals_claim_id")),
        sa.ForeignKeyConstraint(
            ["into_claim_id"], ["claims.claim_id"], name=op.f("fk_claim_proposals_into_claim_id")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["claim_acts.act_id"], name=op.f("fk_claim_proposals_act_id")),
    )
    _make(
        "marks",
        "mark_id",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("passage_digest", sa.LargeBinary(), nullable=False),
        sa.Column("marked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_marks_member_id")),
        sa.UniqueConstraint("week_id", "member_id", name=op.f("uq_marks_week_id_member_id")),
    )
    _make(
        "confirmations",
        "confirmation_id",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_confirmations_claim_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_confirmations_member_id")
        ),
        sa.UniqueConstraint("claim_id", "member_id", name=op.f("uq_confirmations_claim_id_member_id")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_week_id"), table_name=table)
        op.drop_table(table)
    op.drop_column("statements", "doubts")
    op.drop_column("statements", "passage_digest")
    op.drop_index(op.f("ix_claims_merged_into"), table_name="claims")
    for column in ("position", "named", "hidden", "merged_into", "origin"):
        op.drop_column("claims", column)


def _make(table: str, key: str, *parts: sa.schema.SchemaItem) -> None:
    """A table of what belongs to a week of a course."""
    op.create_table(
        table,
        sa.Column(key, sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f(f"fk_{table}_course_id")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f(f"fk_{table}_week_id")),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_week_id"), table, ["week_id"], unique=False)
