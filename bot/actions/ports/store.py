"""Transactions: an attribute per noun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.actions.ports.claims import Claims, Decisions
from bot.actions.ports.courses import Courses, Policies
from bot.actions.ports.deliveries import Deliveries, Trail, Watch
from bot.actions.ports.discussions import Answers, Discussions, Posts, Quotes, Talks
from bot.actions.ports.members import Members, Persons, Roster
from bot.actions.ports.reports import Arrivals, Reports, Reviews
from bot.actions.ports.weeks import Proposals, Walls, Weeks

T = TypeVar("T")


class Tx(Protocol):
    """One transaction; an attribute per noun."""

    @property
    def writing(self) -> bool:
        """Whether it is for changing something, and not for reading alone."""

    @property
    def courses(self) -> Courses: ...
    @property
    def members(self) -> Members: ...
    @property
    def weeks(self) -> Weeks: ...
    @property
    def persons(self) -> Persons: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def policies(self) -> Policies: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def walls(self) -> Walls: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def discussions(self) -> Discussions: ...
    @property
    def quotes(self) -> Quotes: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def talks(self) -> Talks: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def watch(self) -> Watch: ...
    @property
    def trail(self) -> Trail: ...


class Store(Protocol):
    """Transactions. `work` is a plain function without side effects; it may run twice.

    An exception that `work` raises undoes its writes and reaches the caller.
    """

    async def write(self, work: Callable[[Tx], T]) -> T: ...
    async def read(self, work: Callable[[Tx], T]) -> T: ...
    async def glance(self, work: Callable[[Tx], T]) -> T:
        """A read of the few rows that concern one person: it may run where it is asked."""
