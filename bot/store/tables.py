"""The schema. `*_xid` is Discord's id, `*_id` our own; every row names its server and its course."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.store.types import Digest, Instant, SealedBytes, SealedText

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


def _in_course() -> tuple[Column[int], Column[int]]:
    return (
        Column("guild_xid", BigInteger, nullable=False, doc="Discord's id of the server"),
        Column("course_id", ForeignKey("courses.course_id"), nullable=False),
    )


def _week() -> Column[int]:
    return Column("week_id", ForeignKey("weeks.week_id"), nullable=False)


def _member() -> Column[int]:
    return Column("member_id", ForeignKey("members.member_id"), nullable=False)


installation = Table(
    "installation",
    metadata,
    Column("installation_id", Integer, primary_key=True),
    Column("key_proof", SealedText, nullable=False, doc="opens only with the key that sealed the rest"),
    Column("seen_at", Instant, doc="when the bot was last at work"),
    Column("openings_resume_at", Instant, doc="no new direct message channel before"),
    Column("restored_at", Instant, doc="what was due before may have been sent, and is looked for first"),
    Column("receipt_key", SealedBytes, doc="signs receipts where the sealing key is not the first any more"),
    Column("zone_rules", String, doc="the edition of the time zones by which the hours were computed"),
)

courses = Table(
    "courses",
    metadata,
    Column("course_id", Integer, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("channel_xid", BigInteger, nullable=False, doc="where prompts and claims are posted"),
    Column("instructor_role_xid", BigInteger, nullable=False),
    Column("moderator_role_xid", BigInteger),
    Column("student_role_xid", BigInteger, doc="None: whoever sees the channel may become a student"),
    Column("zone", String, nullable=False, doc="IANA time zone"),
    Column("language", String, nullable=False, doc="ko or en, of public messages"),
    Column("reminder_minutes", JSON, nullable=False, doc="before the deadline"),
    Column("key_claim_limit", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("quiet_from", Integer, nullable=False, server_default="1320", doc="minutes of the local day"),
    Column("quiet_until", Integer, nullable=False, server_default="480"),
    Column("staff_channel_xid", BigInteger, doc="where staff are told; else the owner is, directly"),
    Column("owner_xid", BigInteger, doc="who set the course up"),
    Column("paused_until", Instant, doc="nothing is posted in the channel before"),
    Column("owner_inbox_xid", BigInteger, doc="the owner's direct message channel"),
    Column("owner_asked_at", Instant, doc="when it was to be opened"),
    Column("kept_days", Integer, nullable=False, server_default="365", doc="after the term's end"),
    Column("closed_at", Instant, doc="when its term ended; nothing is changed or sent since"),
    UniqueConstraint("guild_xid", "channel_xid"),
)

members = Table(
    "members",
    metadata,
    Column("member_id", Integer, primary_key=True),
    *_in_course(),
    Column("user_xid", BigInteger, nullable=False),
    Column("role", String, nullable=False),
    Column("student_number", SealedText),
    Column("student_number_digest", Digest),
    Column("name", SealedText),
    Column("remind_by", String, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("inbox_xid", BigInteger, doc="the direct message channel, once it was opened"),
    Column("inbox_asked_at", Instant, index=True, doc="when it was last to be opened"),
    Column("closed_at", Instant, doc="when Discord said that the inbox takes nothing"),
    Column("left_at", Instant, doc="when Discord said that the person is gone"),
    Column("language", String, doc="ko or en, in which they last used Discord"),
    UniqueConstraint("course_id", "user_xid"),
    UniqueConstraint("course_id", "student_number_digest"),
)

weeks = Table(
    "weeks",
    metadata,
    Column("week_id", Integer, primary_key=True),
    *_in_course(),
    Column("number", Integer, nullable=False),
    Column("topic", String, nullable=False),
    Column("prompt", String, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("grace_minutes", Integer, nullable=False),
    Column("cutoff_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    UniqueConstraint("course_id", "number"),
)
Index(
    "ix_weeks_to_open",
    weeks.c.opens_at,
    sqlite_where=text("state = 'planned'"),
    postgresql_where=text("state = 'planned'"),
)
Index(
    "ix_weeks_to_discuss",
    weeks.c.due_at,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)

walls = Table(
    "walls",
    metadata,
    Column("week_id", ForeignKey("weeks.week_id", ondelete="CASCADE"), primary_key=True),
    *_in_course(),
    Column("zone", String, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("cutoff_at", Instant, nullable=False),
    Column("opens", String, nullable=False, doc="what the clock on the wall shows then"),
    Column("due", String, nullable=False),
    Column("cutoff", String, nullable=False),
)

presenters = Table(
    "presenters",
    metadata,
    Column("presenter_id", Integer, primary_key=True),
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("name", SealedText, nullable=False),
    Column("member_id", ForeignKey("members.member_id")),
)

allowances = Table(
    "allowances",
    metadata,
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("due_at", Instant, doc="the later deadline that was granted"),
    Column("excused", Boolean, nullable=False),
    Column("reason", SealedText, doc="what staff wrote"),
    Column(
        "wall", String, doc="what the clock on the wall shows at due_at, by the rules when it was granted"
    ),
    Column("wall_zone", String, doc="whose clock"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("user_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("made_at", Instant, nullable=False),
    Column("content", SealedText, nullable=False, doc="the weeks that were shown"),
)

policies = Table(
    "policies",
    metadata,
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("late_kind", String, nullable=False),
    Column("late_per_day", Integer, nullable=False, doc="percent"),
    Column("late_floor", Integer, nullable=False, doc="percent"),
    Column("parts", JSON, nullable=False, doc="of a report, as its form asks for them"),
    Column("scale", JSON, nullable=False, server_default="{}", doc="by which reports are marked"),
    Column("gates", JSON, nullable=False, server_default="[]", doc="findings that a report may not have"),
    Column("recaps", Boolean, nullable=False, server_default="1", doc="a week's discussion is summed up"),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("arrival_xid", BigInteger, primary_key=True, autoincrement=False, doc="the interaction's id"),
    *_in_course(),
    Column("user_xid", BigInteger, nullable=False),
    Column("week_number", Integer, doc="the week that was asked for"),
    Column("received_at", Instant, nullable=False),
    Column("source", String, nullable=False),
    Column("text", SealedText, nullable=False),
    Column("file_name", SealedText),
    Column("file", SealedBytes),
)
Index(
    "ix_arrivals_held",
    arrivals.c.course_id,
    sqlite_where=text("source = 'held'"),
    postgresql_where=text("source = 'held'"),
)

versions = Table(
    "versions",
    metadata,
    Column("version_id", Integer, primary_key=True),
    *_in_course(),
    _week(),
    _member(),
    Column("number", Integer, nullable=False, doc="counts from 1 for a member and week"),
    Column("arrival_xid", BigInteger, nullable=False, unique=True),
    Column("received_at", Instant, nullable=False, doc="Discord's clock"),
    Column("source", String, nullable=False),
    Column("text", SealedText, nullable=False),
    Column("text_digest", Digest, nullable=False),
    Column("is_read", Boolean, nullable=False),
    Column("withdrawn_at", Instant, doc="taken back, until that is undone"),
    UniqueConstraint("week_id", "member_id", "number"),
)
Index(
    "ix_versions_unread",
    versions.c.version_id,
    sqlite_where=text("is_read = 0"),
    postgresql_where=text("is_read = false"),
)
Index("ix_versions_member", versions.c.member_id, versions.c.text_digest)

files = Table(
    "files",
    metadata,
    Column("version_id", ForeignKey("versions.version_id"), primary_key=True),
    *_in_course(),
    Column("name", SealedText, nullable=False),
    Column("content", SealedBytes, nullable=False, doc="as it came"),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("withdrawal_id", Integer, primary_key=True),
    *_in_course(),
    _week(),
    Column("member_id", ForeignKey("members.member_id"), nullable=False, index=True),
    Column("act", String, nullable=False, doc="withdraw or restore"),
    Column("at", Instant, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("version_id", ForeignKey("versions.version_id"), primary_key=True),
    *_in_course(),
    Column("header", SealedText, nullable=False, doc="JSON; what the writer says was meant"),
    Column("corrected_at", Instant, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("version_id", ForeignKey("versions.version_id"), primary_key=True),
    *_in_course(),
    Column("language", String),
    Column("header", SealedText, doc="JSON"),
    Column("findings", JSON, nullable=False, doc="kind, start, end"),
    Column("failed", Boolean, nullable=False, doc="the reader gave up on this text"),
)

statements = Table(
    "statements",
    metadata,
    Column("statement_id", Integer, primary_key=True),
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("version_id", ForeignKey("versions.version_id"), nullable=False, index=True),
    _member(),
    Column("start", Integer, nullable=False, doc="code points"),
    Column("end", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("weight", Float, nullable=False),
    Column("claim_id", ForeignKey("claims.claim_id"), index=True),
    Column("passage_digest", Digest, doc="by which what was decided about a passage finds it again"),
    Column("doubts", Integer, doc="the claim of which a student speaks here with words of doubt"),
)

claims = Table(
    "claims",
    metadata,
    Column("claim_id", Integer, primary_key=True),
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("label", SealedText, nullable=False, doc="somebody's words"),
    Column("state", String, nullable=False),
    Column("thread_xid", BigInteger, index=True),
    Column("opened_at", Instant),
    Column("origin", String, nullable=False, server_default="found"),
    Column("merged_into", Integer, index=True, doc="the claim with which it counts"),
    Column("hidden", Boolean, nullable=False, server_default="0"),
    Column(
        "named", Boolean, nullable=False, server_default="0", doc="staff's words: no reading changes them"
    ),
    Column("position", Integer, doc="staff's order among the key claims"),
)


def _claim(name: str = "claim_id", *, nullable: bool = False) -> Column[int]:
    return Column(name, ForeignKey("claims.claim_id"), nullable=nullable)


def _in_week() -> tuple[Column[int], ...]:
    return (*_in_course(), Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True))


claim_acts = Table(
    "claim_acts",
    metadata,
    Column("act_id", Integer, primary_key=True),
    *_in_week(),
    Column("kind", String, nullable=False),
    Column("actor_xid", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("touches", JSON, nullable=False, doc="the ids of the claims that it is about"),
    Column("before", SealedText, nullable=False, doc="JSON; how these claims were, to undo it"),
    Column("undone_at", Instant),
)

placements = Table(
    "placements",
    metadata,
    Column("placement_id", Integer, primary_key=True),
    *_in_week(),
    Column("act_id", ForeignKey("claim_acts.act_id"), nullable=False),
    _member(),
    Column("passage_digest", Digest, nullable=False),
    _claim(),
    Column("from_claim_id", Integer, nullable=False),
)

claim_proposals = Table(
    "claim_proposals",
    metadata,
    Column("proposal_id", Integer, primary_key=True),
    *_in_week(),
    Column("kind", String, nullable=False, doc="merge or label"),
    _claim(),
    _claim("into_claim_id", nullable=True),
    Column("label", SealedText),
    Column("source", String, nullable=False, doc="matching or model"),
    Column("likeness", Float, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("state", String, nullable=False, doc="open, accepted or rejected"),
    Column("decided_at", Instant),
    Column("act_id", ForeignKey("claim_acts.act_id"), doc="what staff did when they accepted it"),
)

marks = Table(
    "marks",
    metadata,
    Column("mark_id", Integer, primary_key=True),
    *_in_week(),
    _member(),
    Column("passage_digest", Digest, nullable=False, doc="of what the student holds to be the key claim"),
    Column("marked_at", Instant, nullable=False),
    UniqueConstraint("week_id", "member_id"),
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("confirmation_id", Integer, primary_key=True),
    *_in_week(),
    _claim(),
    _member(),
    Column("verdict", String, nullable=False, doc="claimed, corrected or denied"),
    Column("words", SealedText, doc="how the presenter puts it"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("claim_id", "member_id"),
)

stances = Table(
    "stances",
    metadata,
    *_in_course(),
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("stance", String, nullable=False, doc="as it is now"),
    Column("first_stance", String, nullable=False, doc="before the discussion"),
    Column("taken_at", Instant, nullable=False),
)

posts = Table(
    "posts",
    metadata,
    Column("message_xid", BigInteger, primary_key=True, autoincrement=False),
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    Column("claim_id", ForeignKey("claims.claim_id"), nullable=False),
    _member(),
    Column("posted_at", Instant, nullable=False),
    Column("thread_xid", BigInteger, index=True, doc="where it stands, whichever claim it counts for"),
    Column("partner_id", ForeignKey("members.member_id"), doc="whose post it answers, where not one's own"),
)
Index("ix_posts_first", posts.c.claim_id, posts.c.message_xid)
Index("ix_posts_writers", posts.c.claim_id, posts.c.member_id, posts.c.guild_xid, posts.c.course_id)
Index("ix_posts_member", posts.c.member_id, posts.c.week_id, posts.c.partner_id)

tallies = Table(
    "tallies",
    metadata,
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True, index=True),
    *_in_course(),
    Column("posts", Integer, nullable=False),
    Column("replies", Integer, nullable=False, doc="of the posts, those that answer somebody else's"),
    Column("partners", Integer, nullable=False, doc="how many different people they answer"),
    Column("repeated", Integer, nullable=False, doc="of the partners, those answered more than once"),
)

scoring = Table(
    "scoring",
    metadata,
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("guild_xid", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("whole", Integer, nullable=False, doc="points that are full credit for a week"),
    Column("cap", Integer, nullable=False, doc="points that a week gives at most"),
    Column("hidden", Boolean, nullable=False, doc="from students, until the week is due"),
    Column("ways", JSON, nullable=False, doc="for each way: points each, and how often it counts"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", Integer, primary_key=True),
    *_in_course(),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False, unique=True, doc="planning twice plans once"),
    Column("target_xid", BigInteger, nullable=False, doc="a channel; for a reminder the person"),
    Column("week_id", ForeignKey("weeks.week_id"), index=True),
    Column("member_id", ForeignKey("members.member_id")),
    Column("claim_id", ForeignKey("claims.claim_id")),
    Column("state", String, nullable=False),
    Column("marker", String, nullable=False, doc="ends a custom id in the message"),
    Column("due_at", Instant, nullable=False),
    Column("turn_at", Instant, nullable=False, doc="looked at next: due, to try again, or its lease over"),
    Column("expires_at", Instant),
    Column("attempt", Integer, nullable=False),
    Column("first_attempt_at", Instant),
    Column("fence", Integer, nullable=False, doc="grows with each claim"),
    Column("reason", String),
    Column("detail", String, doc="Discord's own words"),
    Column("message_xid", BigInteger),
    Column("ended_at", Instant),
    Column("direct", Boolean, nullable=False, server_default="0", doc="to a person, not to a channel"),
    Column("batch", String, index=True, doc="the key of the post that mentions the member instead"),
    Column("about", JSON, nullable=False, server_default="{}", doc="what a notice tells: ids and times"),
)
Index(
    "ix_deliveries_turn",
    deliveries.c.turn_at,
    sqlite_where=text("state IN ('planned', 'claimed')"),
    postgresql_where=text("state IN ('planned', 'claimed')"),
)

trail = Table(
    "trail",
    metadata,
    Column("trail_id", Integer, primary_key=True),
    *_in_course(),
    Column("actor_xid", BigInteger, nullable=False),
    Column("act", String, nullable=False),
    Column("detail", JSON, nullable=False, doc="ids and times, never a name or a text"),
    Column("at", Instant, nullable=False),
    Column("reason", SealedText, doc="in the actor's own words"),
)

Index("ix_trail_course_id", trail.c.course_id)

roster = Table(
    "roster",
    metadata,
    Column("roster_id", Integer, primary_key=True),
    *_in_course(),
    Column("student_number", SealedText, nullable=False),
    Column("student_number_digest", Digest, nullable=False),
    Column("name", SealedText, nullable=False),
    Column("state", String, nullable=False),
    Column("code_digest", Digest, doc="of the one-time code; gone once it was used"),
    Column("member_id", ForeignKey("members.member_id"), doc="who has proved to be this person"),
    Column("proof", String, doc="code or staff"),
    Column("linked_at", Instant),
    Column("imported_at", Instant, nullable=False),
    UniqueConstraint("course_id", "student_number_digest"),
)

questions = Table(
    "questions",
    metadata,
    Column("question_id", Integer, primary_key=True),
    *_in_course(),
    Column("kind", String, nullable=False),
    Column("roster_id", ForeignKey("roster.roster_id"), nullable=False, index=True),
    Column("member_id", ForeignKey("members.member_id"), doc="who asks to be this person"),
    Column("asked_at", Instant, nullable=False),
    Column("answer", String),
    Column("answered_at", Instant),
    Column("answered_by_xid", BigInteger),
)

erasures = Table(
    "erasures",
    metadata,
    Column("erasure_id", Integer, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", Integer, nullable=False, doc="outlives the course"),
    Column("member_id", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("course_id", "member_id", "at"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", Integer, primary_key=True),
    *_in_course(),
    _week(),
    _member(),
    Column("version_id", ForeignKey("versions.version_id"), nullable=False, doc="what was marked"),
    Column("reviewer_xid", BigInteger, nullable=False),
    Column("mark", SealedText, nullable=False, doc="JSON, with the scale of that day; the latest row counts"),
    Column("comment", SealedText),
    Column("reviewed_at", Instant, nullable=False),
)
Index("ix_reviews_week_id_member_id", reviews.c.week_id, reviews.c.member_id)

leases = Table(
    "leases",
    metadata,
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("reviewer_xid", BigInteger, nullable=False, doc="who has the report before them"),
    Column("ends_at", Instant, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("released_at", Instant, nullable=False, doc="students see the week's marks since"),
    Column("released_by_xid", BigInteger, nullable=False),
)

discussions = Table(
    "discussions",
    metadata,
    Column("guild_xid", BigInteger, nullable=False),
    Column("course_id", ForeignKey("courses.course_id"), primary_key=True),
    Column("names", Boolean, nullable=False, doc="quotes bear their writers' names"),
    Column("unnamed", Boolean, nullable=False, doc="members may answer without their names"),
    Column("invites", Boolean, nullable=False),
    Column("own_claims", Integer, nullable=False, doc="that a member may open in a week"),
    Column("forum_xid", BigInteger, doc="a forum that takes the threads"),
)

own_claims = Table(
    "own_claims",
    metadata,
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True),
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    _member(),
    Column("opened_at", Instant, nullable=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True),
    *_in_course(),
    Column("line", SealedText, nullable=False, doc="how the discussion ended, in staff's words"),
    Column("by_xid", BigInteger, nullable=False),
    Column("written_at", Instant, nullable=False),
)

quotes = Table(
    "quotes",
    metadata,
    Column("quote_id", Integer, primary_key=True),
    *_in_course(),
    Column("claim_id", ForeignKey("claims.claim_id"), nullable=False, index=True),
    Column("member_id", ForeignKey("members.member_id"), nullable=False, index=True),
    Column("passage", SealedText, nullable=False, doc="as it stands in the thread"),
    Column("by", String, nullable=False),
)

objections = Table(
    "objections",
    metadata,
    Column("objection_id", Integer, primary_key=True),
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), nullable=False, index=True),
    _member(),
    Column("passage", SealedText, nullable=False, doc="what its writer does not want to be shown"),
    Column("objected_at", Instant, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    *_in_course(),
    Column("week_id", ForeignKey("weeks.week_id"), primary_key=True),
    Column("member_id", ForeignKey("members.member_id"), primary_key=True),
    Column("given_at", Instant, nullable=False),
    Column("taken_back_at", Instant),
)

answers = Table(
    "answers",
    metadata,
    Column("answer_id", Integer, primary_key=True),
    *_in_course(),
    Column("claim_id", ForeignKey("claims.claim_id"), nullable=False),
    Column("member_id", ForeignKey("members.member_id"), nullable=False, index=True),
    Column("text", SealedText, doc="until it stands in the thread"),
    Column("written_at", Instant, nullable=False),
    Column("message_xid", BigInteger, index=True),
    Column("taken_back_at", Instant),
)
