"""Whom a post answers, what each member did in a week, and how a course scores taking part.

Revises: 0010
Created: 2026-11-24
Reason: replies, partners and first answers are counted from messages' ids alone; the week's table reads one
row a student, however many posts there are; and a course may turn what was counted into a score.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COUNTED = """
INSERT INTO tallies (week_id, member_id, guild_xid, course_id, posts, replies, partners, repeated)
SELECT week_id, member_id, guild_xid, course_id, count(*), 0, 0, 0 FROM posts
GROUP BY week_id, member_id, guild_xid, course_id
"""
THREADS = """
UPDATE posts SET thread_xid = (SELECT thread_xid FROM claims WHERE claims.claim_id = posts.claim_id)
"""


def upgrade() -> None:
    op.add_column("posts", sa.Column("thread_xid", sa.BigInteger(), nullable=True))
    op.add_column(
        "posts",
        sa.Column("partner_id", sa.Integer(), sa.ForeignKey("members.member_id"), nullable=True),
        inline_references=True,
    )
    op.execute(THREADS)
    op.create_index(op.f("ix_statements_claim_id"), "statements", ["claim_id"], unique=False)
    op.create_index(op.f("ix_posts_thread_xid"), "posts", ["thread_xid"], unique=False)
    op.create_index("ix_posts_first", "posts", ["claim_id", "message_xid"], unique=False)
    op.create_index("ix_posts_member", "posts", ["member_id", "week_id", "partner_id"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("partners", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week_id", "member_id", name=op.f("pk_tallies")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_tallies_week_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_tallies_member_id")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_tallies_course_id")),
    )
    op.create_index(op.f("ix_tallies_member_id"), "tallies", ["member_id"], unique=False)
    op.execute(COUNTED)
    op.create_table(
        "scoring",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_scoring")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_scoring_course_id")),
    )


def downgrade() -> None:
    op.drop_table("scoring")
    op.drop_index(op.f("ix_tallies_member_id"), table_name="tallies")
    op.drop_table("tallies")
    for index in ("ix_posts_member", "ix_posts_first", op.f("ix_posts_thread_xid")):
        op.drop_index(index, table_name="posts")
    op.drop_index(op.f("ix_statements_claim_id"), table_name="statements")
    with op.batch_alter_table("posts") as posts:
        posts.drop_column("partner_id")
        posts.drop_column("thread_xid")
