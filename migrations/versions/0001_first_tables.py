"""The first tables: courses, members, weeks, reports, claims, deliveries and the trail.

Revises: nothing
Created: 2026-11-24
Reason: the ground that the rest stands on; what cannot be added later is here (sealed columns with
keyed digests, server and course on every row, deliveries with attempt, fence and marker).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEEP_TRAIL = """
CREATE TRIGGER keep_trail_{act} BEFORE {act} ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END
"""


def upgrade() -> None:
    op.create_table(
        "courses",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("channel_xid", sa.BigInteger(), nullable=False),
        sa.Column("instructor_role_xid", sa.BigInteger(), nullable=False),
        sa.Column("moderator_role_xid", sa.BigInteger(), nullable=True),
        sa.Column("student_role_xid", sa.BigInteger(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("reminder_minutes", sa.JSON(), nullable=False),
        sa.Column("key_claim_limit", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_courses")),
        sa.UniqueConstraint("guild_xid", "channel_xid", name=op.f("uq_courses_guild_xid_channel_xid")),
    )
    op.create_index(op.f("ix_courses_guild_xid"), "courses", ["guild_xid"], unique=False)
    op.create_table(
        "installation",
        sa.Column("installation_id", sa.Integer(), nullable=False),
        sa.Column("key_proof", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("installation_id", name=op.f("pk_installation")),
    )
    op.create_table(
        "arrivals",
        sa.Column("arrival_xid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("user_xid", sa.BigInteger(), nullable=False),
        sa.Column("week_number", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.LargeBinary(), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_arrivals_course_id")),
        sa.PrimaryKeyConstraint("arrival_xid", name=op.f("pk_arrivals")),
    )
    op.create_table(
        "members",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("user_xid", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("student_number", sa.LargeBinary(), nullable=True),
        sa.Column("student_number_digest", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("remind_by", sa.String(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_members_course_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_members")),
        sa.UniqueConstraint(
            "course_id", "student_number_digest", name=op.f("uq_members_course_id_student_number_digest")
        ),
        sa.UniqueConstraint("course_id", "user_xid", name=op.f("uq_members_course_id_user_xid")),
    )
    op.create_table(
        "trail",
        sa.Column("trail_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("actor_xid", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_trail_course_id")),
        sa.PrimaryKeyConstraint("trail_id", name=op.f("pk_trail")),
    )
    op.create_table(
        "weeks",
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("cutoff_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_weeks_course_id")),
        sa.PrimaryKeyConstraint("week_id", name=op.f("pk_weeks")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_weeks_course_id_number")),
    )
    op.create_index(
        "ix_weeks_to_discuss",
        "weeks",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_weeks_to_open",
        "weeks",
        ["opens_at"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_table(
        "allowances",
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_allowances_course_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_allowances_member_id")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_allowances_week_id")),
        sa.PrimaryKeyConstraint("week_id", "member_id", name=op.f("pk_allowances")),
    )
    op.create_table(
        "claims",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("thread_xid", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_claims_course_id")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_claims_week_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_thread_xid"), "claims", ["thread_xid"], unique=False)
    op.create_index(op.f("ix_claims_week_id"), "claims", ["week_id"], unique=False)
    op.create_table(
        "presenters",
        sa.Column("presenter_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_presenters_course_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_presenters_member_id")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_presenters_week_id")),
        sa.PrimaryKeyConstraint("presenter_id", name=op.f("pk_presenters")),
    )
    op.create_index(op.f("ix_presenters_week_id"), "presenters", ["week_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("arrival_xid", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("text_digest", sa.LargeBinary(), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_versions_course_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_versions_member_id")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_versions_week_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_versions")),
        sa.UniqueConstraint("arrival_xid", name=op.f("uq_versions_arrival_xid")),
        sa.UniqueConstraint(
            "week_id", "member_id", "number", name=op.f("uq_versions_week_id_member_id_number")
        ),
    )
    op.create_index("ix_versions_member", "versions", ["member_id", "text_digest"], unique=False)
    op.create_index(
        "ix_versions_unread",
        "versions",
        ["version_id"],
        unique=False,
        sqlite_where=sa.text("is_read = 0"),
        postgresql_where=sa.text("is_read = false"),
    )
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("target_xid", sa.BigInteger(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("turn_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("message_xid", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_deliveries_claim_id")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_deliveries_course_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_deliveries_member_id")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_deliveries_week_id")),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
    )
    op.create_index(
        "ix_deliveries_turn",
        "deliveries",
        ["turn_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'claimed')"),
        postgresql_where=sa.text("state IN ('planned', 'claimed')"),
    )
    op.create_index(op.f("ix_deliveries_week_id"), "deliveries", ["week_id"], unique=False)
    op.create_table(
        "files",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_files_course_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.version_id"], name=op.f("fk_files_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_files")),
    )
    op.create_table(
        "posts",
        sa.Column("message_xid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_posts_claim_id")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_posts_course_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_posts_member_id")),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_posts_week_id")),
        sa.PrimaryKeyConstraint("message_xid", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_week_id"), "posts", ["week_id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("header", sa.LargeBinary(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_readings_course_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.version_id"], name=op.f("fk_readings_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_readings")),
    )
    op.create_table(
        "stances",
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("first_stance", sa.String(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_stances_claim_id")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_stances_course_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_stances_member_id")),
        sa.PrimaryKeyConstraint("claim_id", "member_id", name=op.f("pk_stances")),
    )
    op.create_table(
        "statements",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("guild_xid", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_statements_claim_id")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name=op.f("fk_statements_course_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.member_id"], name=op.f("fk_statements_member_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.version_id"], name=op.f("fk_statements_version_id")
        ),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.week_id"], name=op.f("fk_statements_week_id")),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_version_id"), "statements", ["version_id"], unique=False)
    op.create_index(op.f("ix_statements_week_id"), "statements", ["week_id"], unique=False)
    for act in ("UPDATE", "DELETE"):
        op.execute(KEEP_TRAIL.format(act=act))


def downgrade() -> None:
    op.drop_index(op.f("ix_statements_week_id"), table_name="statements")
    op.drop_index(op.f("ix_statements_version_id"), table_name="statements")
    op.drop_table("statements")
    op.drop_table("stances")
    op.drop_table("readings")
    op.drop_index(op.f("ix_posts_week_id"), table_name="posts")
    op.drop_table("posts")
    op.drop_table("files")
    op.drop_index(op.f("ix_deliveries_week_id"), table_name="deliveries")
    op.drop_index(
        "ix_deliveries_turn",
        table_name="deliveries",
        sqlite_where=sa.text("state IN ('planned', 'claimed')"),
        postgresql_where=sa.text("state IN ('planned', 'claimed')"),
    )
    op.drop_table("deliveries")
    op.drop_index(
        "ix_versions_unread",
        table_name="versions",
        sqlite_where=sa.text("is_read = 0"),
        postgresql_where=sa.text("is_read = false"),
    )
    op.drop_index("ix_versions_member", table_name="versions")
    op.drop_table("versions")
    op.drop_index(op.f("ix_presenters_week_id"), table_name="presenters")
    op.drop_table("presenters")
    op.drop_index(op.f("ix_claims_week_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_thread_xid"), table_name="claims")
    op.drop_table("claims")
    op.drop_table("allowances")
    op.drop_index(
        "ix_weeks_to_open",
        table_name="weeks",
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.drop_index(
        "ix_weeks_to_discuss",
        table_name="weeks",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("weeks")
    op.drop_table("trail")
    op.drop_table("members")
    op.drop_table("arrivals")
    op.drop_table("installation")
    op.drop_index(op.f("ix_courses_guild_xid"), table_name="courses")
    op.drop_table("courses")
