"""What the actions ask of the world: a store, a messenger, a clock and a reader, as Protocols."""

from __future__ import annotations

from bot.actions.ports.claims import Claims, Decisions
from bot.actions.ports.courses import Courses, Policies
from bot.actions.ports.deliveries import Deliveries, Trail, Watch
from bot.actions.ports.discussions import Answers, Discussions, Posts, Quotes, Talks
from bot.actions.ports.members import Members, Persons, Roster
from bot.actions.ports.outside import (
    Adviser,
    AdviserFailed,
    Clock,
    History,
    Messenger,
    Reader,
    TokenRefused,
    Undelivered,
)
from bot.actions.ports.reports import Arrivals, Reports, Reviews
from bot.actions.ports.store import Store, T, Tx
from bot.actions.ports.weeks import Proposals, Walls, Weeks

__all__ = [
    "Adviser",
    "AdviserFailed",
    "Answers",
    "Arrivals",
    "Claims",
    "Clock",
    "Courses",
    "Decisions",
    "Deliveries",
    "Discussions",
    "History",
    "Members",
    "Messenger",
    "Persons",
    "Policies",
    "Posts",
    "Proposals",
    "Quotes",
    "Reader",
    "Reports",
    "Reviews",
    "Roster",
    "Store",
    "T",
    "Talks",
    "TokenRefused",
    "Trail",
    "Tx",
    "Undelivered",
    "Walls",
    "Watch",
    "Weeks",
]
