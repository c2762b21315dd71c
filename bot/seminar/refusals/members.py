"""People: who cannot be the person that they say."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Linking(Refusal):
    pass


class BadNumber(Linking):
    pass


class BadName(Linking):
    pass


class NumberTaken(Linking):
    pass


class ProofNeeded(Linking):
    pass


class NotOnRoster(Linking):
    pass


class BadRoster(Linking):
    pass


class RoleListed(Linking):
    pass
