"""What staff cannot do with claims."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Curation(Refusal):
    pass


class SameClaim(Curation):
    pass


class OtherWeek(Curation):
    pass


class OwnWords(Curation):
    pass


class UnknownPassage(Curation):
    pass


class NothingToUndo(Curation):
    pass


class UndoLater(Curation):
    """Facts: act (its kind)."""


class UnknownProposal(Curation):
    pass


class NotPresenter(Curation):
    """Facts: week."""


class NoAdviser(Curation):
    pass


class AdviserSilent(Curation):
    pass
