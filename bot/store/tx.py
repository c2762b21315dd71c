"""One transaction: an attribute per noun over one connection."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from bot.store.answers import Answers
from bot.store.arrivals import Arrivals
from bot.store.claims import Claims
from bot.store.courses import Courses
from bot.store.decisions import Decisions
from bot.store.deliveries import Deliveries
from bot.store.discussions import Discussions
from bot.store.members import Members
from bot.store.persons import Persons
from bot.store.policies import Policies
from bot.store.posts import Posts
from bot.store.proposals import Proposals
from bot.store.quotes import Quotes
from bot.store.reports import Reports
from bot.store.reviews import Reviews
from bot.store.roster import Roster
from bot.store.talks import Talks
from bot.store.trail import Trail
from bot.store.walls import Walls
from bot.store.watch import Watch
from bot.store.weeks import Weeks


class SqlTx:
    """The Tx of bot/actions/ports/."""

    def __init__(self, connection: Connection, *, writing: bool = False) -> None:
        self._connection = connection
        self.writing = writing

    @cached_property
    def courses(self) -> Courses:
        return Courses(self._connection)

    @cached_property
    def members(self) -> Members:
        return Members(self._connection)

    @cached_property
    def weeks(self) -> Weeks:
        return Weeks(self._connection)

    @cached_property
    def persons(self) -> Persons:
        return Persons(self._connection)

    @cached_property
    def proposals(self) -> Proposals:
        return Proposals(self._connection)

    @cached_property
    def policies(self) -> Policies:
        return Policies(self._connection)

    @cached_property
    def roster(self) -> Roster:
        return Roster(self._connection)

    @cached_property
    def walls(self) -> Walls:
        return Walls(self._connection)

    @cached_property
    def arrivals(self) -> Arrivals:
        return Arrivals(self._connection)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self._connection)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self._connection)

    @cached_property
    def claims(self) -> Claims:
        return Claims(self._connection)

    @cached_property
    def decisions(self) -> Decisions:
        return Decisions(self._connection)

    @cached_property
    def discussions(self) -> Discussions:
        return Discussions(self._connection)

    @cached_property
    def quotes(self) -> Quotes:
        return Quotes(self._connection)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self._connection)

    @cached_property
    def posts(self) -> Posts:
        return Posts(self._connection)

    @cached_property
    def talks(self) -> Talks:
        return Talks(self._connection)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self._connection)

    @cached_property
    def watch(self) -> Watch:
        return Watch(self._connection)

    @cached_property
    def trail(self) -> Trail:
        return Trail(self._connection)
