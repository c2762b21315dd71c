"""Handing in: what holds no report, or is held back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.seminar.refusals.root import Fact, Refusal


class HandIn(Refusal):
    pass


class EmptyReport(HandIn):
    pass


class FileTooLarge(HandIn):
    """Facts: name, size, limit (bytes)."""


class WrongKind(HandIn):
    """Facts: name."""


class Picture(HandIn):
    """Facts: name."""


class PagesDocument(HandIn):
    """Facts: name."""


class OldFormat(HandIn):
    """Facts: name."""


class Archive(HandIn):
    """Facts: name."""


class LinkOnly(HandIn):
    """Facts: name (of the file, or of the host)."""


class GoogleLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class NotionLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class NaverLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class OneDriveLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class Locked(HandIn):
    """Facts: name."""


class Damaged(HandIn):
    """Facts: name."""


class ScannedPages(HandIn):
    """Facts: name."""


class TooHeavy(HandIn):
    """Facts: name."""


class TextTooLong(HandIn):
    """Facts: name, limit (letters)."""


class Unreadable(HandIn):
    """Facts: name."""


class TextAndFile(HandIn):
    pass


class FileGone(HandIn):
    """Facts: name."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What a gate holds a report for: a finding with its passage, or a hint with the other week."""

    kind: str
    passage: str = ""
    week: int | None = None


class Gated(HandIn):
    """Facts: week, passes (from when it is handed in as it is), at (when it came)."""

    def __init__(self, objections: tuple[Objection, ...] = (), **facts: Fact) -> None:
        super().__init__(**facts)
        self.objections = objections


class NotYours(HandIn):
    pass
