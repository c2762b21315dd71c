"""The schema. `*_xid` is Discord's id, `*_id` our own; every row names its server and its course."""

from __future__ import annotations

from bot.store.tables.base import NAMING, in_course, in_week, metadata, of_claim, of_member, of_week
from bot.store.tables.claims import (
    claim_acts,
    claim_proposals,
    claims,
    confirmations,
    marks,
    placements,
    stances,
)
from bot.store.tables.courses import courses, discussions, installation, policies, scoring
from bot.store.tables.deliveries import deliveries, trail
from bot.store.tables.members import erasures, members, questions, roster
from bot.store.tables.reports import (
    arrivals,
    corrections,
    files,
    leases,
    readings,
    releases,
    reviews,
    statements,
    versions,
    withdrawals,
)
from bot.store.tables.talk import answers, consents, objections, outcomes, own_claims, posts, quotes, tallies
from bot.store.tables.weeks import allowances, presenters, proposals, walls, weeks

__all__ = [
    "NAMING",
    "allowances",
    "answers",
    "arrivals",
    "claim_acts",
    "claim_proposals",
    "claims",
    "confirmations",
    "consents",
    "corrections",
    "courses",
    "deliveries",
    "discussions",
    "erasures",
    "files",
    "in_course",
    "in_week",
    "installation",
    "leases",
    "marks",
    "members",
    "metadata",
    "objections",
    "of_claim",
    "of_member",
    "of_week",
    "outcomes",
    "own_claims",
    "placements",
    "policies",
    "posts",
    "presenters",
    "proposals",
    "questions",
    "quotes",
    "readings",
    "releases",
    "reviews",
    "roster",
    "scoring",
    "stances",
    "statements",
    "tallies",
    "trail",
    "versions",
    "walls",
    "weeks",
    "withdrawals",
]
