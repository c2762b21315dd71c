"""What is not there any more, or never was."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Gone(Refusal):
    pass


class UnknownReport(Gone):
    pass


class UnknownCode(Gone):
    pass


class UnknownMember(Gone):
    pass


class UnknownClaim(Gone):
    pass


class ClaimClosed(Gone):
    pass


class UnknownDelivery(Gone):
    pass


class NotSentAgain(Gone):
    pass


class TooLateToSnooze(Gone):
    """Facts: due."""
