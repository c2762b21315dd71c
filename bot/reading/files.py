"""From a file to its text, whatever kind it is; or the refusal that says what to do instead."""

from __future__ import annotations

from pathlib import PurePath

from bot.reading import hwp, packed, pdf, plain
from bot.reading.faults import Broken, Outdated, Oversized, Pictured, Sealed
from bot.seminar.links import require_more_than_a_link
from bot.seminar.refusals import (
    Archive,
    Damaged,
    EmptyReport,
    FileTooLarge,
    GoogleLink,
    HandIn,
    LinkOnly,
    Locked,
    OldFormat,
    PagesDocument,
    Picture,
    ScannedPages,
    TextTooLong,
    TooHeavy,
    Unreadable,
    WrongKind,
)
from bot.seminar.reports import require_text

MOST_BYTES = 64 * 1024 * 1024
MOST_LETTERS = 400_000
PLAIN = (".txt", ".md")
DOCUMENTS = (".docx", ".pdf", ".hwp", ".hwpx", ".odt")

_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF-"
_PDF_WITHIN = 1024
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_PHOTOS = (".png", ".jpg", ".jpeg", ".jfif", ".heic", ".heif", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_REFUSED: dict[str, type[HandIn]] = {
    **dict.fromkeys((*_PHOTOS, ".svg", ".psd", ".dng"), Picture),
    **dict.fromkeys((".pages", ".numbers", ".key"), PagesDocument),
    **dict.fromkeys([".doc", ".dot", ".rtf", ".wps", ".wpd", ".hwt", ".hml", ".sxw"], OldFormat),
    **dict.fromkeys([".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".egg", ".alz"], Archive),
    **dict.fromkeys([".gdoc", ".gdocx", ".gsheet", ".gslides"], GoogleLink),
    **dict.fromkeys([".url", ".webloc", ".lnk", ".desktop"], LinkOnly),
}


def decode(name: str, data: bytes) -> str:
    """The cleaned text of a file. Its name decides whether it is read, its content as what.

    Raises the refusals of the branch HandIn. Anything but plain text belongs in a process with limits.
    """
    require_kind(name)
    require_size(name, len(data))
    try:
        text = require_text(_text(name, data))
    except EmptyReport:
        raise Unreadable(name=name) from None
    except (Broken, RecursionError):
        raise Damaged(name=name) from None
    except Sealed:
        raise Locked(name=name) from None
    except Outdated:
        raise OldFormat(name=name) from None
    except Pictured:
        raise ScannedPages(name=name) from None
    except (Oversized, MemoryError):
        raise TooHeavy(name=name) from None
    require_more_than_a_link(text, name)
    if len(text) > MOST_LETTERS:
        raise TextTooLong(name=name, limit=MOST_LETTERS)
    return text


def require_kind(name: str) -> None:
    """Raises WrongKind, or what helps more, where a file of this name is not read."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in PLAIN + DOCUMENTS:
        raise _REFUSED.get(suffix, WrongKind)(name=name)


def require_size(name: str, size: int) -> None:
    """Raises FileTooLarge. `size` is in bytes."""
    if size > MOST_BYTES:
        raise FileTooLarge(name=name, size=size, limit=MOST_BYTES)


def is_plain(name: str, data: bytes) -> bool:
    """Whether a file is plain text by its name, and does not look like something else by its content."""
    return PurePath(name).suffix.lower() in PLAIN and not data.startswith((_OLE, _ZIP, _PDF))


def _text(name: str, data: bytes) -> str:
    if data.startswith(_ZIP):
        return packed.read(data)
    if data.startswith(_OLE):
        return hwp.read(data)
    if _PDF in data[: 0 if is_plain(name, data) else _PDF_WITHIN]:
        return pdf.read(data)
    if data.startswith(_PICTURES):
        raise Picture(name=name)
    if data.startswith(b"HWP Document File"):
        raise Outdated
    text = plain.text_of(data)
    if text is None:
        raise Unreadable(name=name) if is_plain(name, data) else Damaged(name=name)
    return text
