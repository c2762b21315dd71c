"""Hancom's .hwp, version 5, as its publisher describes the format: records in the streams of an OLE file.

An OLE file may also be a Word document of the nineties, or any document that a password seals.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

from bot.reading.blocks import Block, joined, paragraph
from bot.reading.faults import Broken, Outdated, Oversized, Sealed

MOST_BYTES = 16 * 1024 * 1024
SIGNATURE = b"HWP Document File"
COMPRESSED, PASSWORD, DISTRIBUTED = 1, 2, 4

PARA_TEXT = 67
CTRL_HEADER = 71
LONG_SIZE = 0xFFF
SKIPPED = (b"daeh", b"toof", b"  nf", b"  ne", b"tcht")
"""Page headers and footers, footnotes, endnotes and comments, as they stand in the file: back to front."""

_SINGLE = {10: "\n", 24: "-", 30: " ", 31: " "}
_TAB = 9
_ALONE = frozenset((0, 10, 13, 24, 25, 26, 27, 28, 29, 30, 31))
_WIDTH = 8
"""A control letter that stands for something takes eight units; these few stand alone."""

Record = tuple[int, int, bytes]


def read(data: bytes) -> str:
    """The text of an OLE file that holds an .hwp. Raises Broken, Sealed, Outdated, Oversized."""
    import olefile  # noqa: PLC0415  # few files need it

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return _document(file)
    except (OSError, zlib.error, IndexError, ValueError, TypeError) as error:
        raise Broken(str(error)) from error


def _document(file: object) -> str:
    names: list[str] = ["/".join(path) for path in file.listdir()]  # type: ignore[attr-defined]
    if "FileHeader" not in names:
        if {"EncryptedPackage", "EncryptionInfo"} & {*names}:
            raise Sealed
        if "WordDocument" in names:
            raise Outdated
        raise Broken("no document inside")

    def stream(name: str) -> bytes:
        content: bytes = file.openstream(name).read()  # type: ignore[attr-defined]
        return content

    header = stream("FileHeader")
    if not header.startswith(SIGNATURE):
        raise Broken("signature")
    flags = int.from_bytes(header[36:40], "little")
    if flags & (PASSWORD | DISTRIBUTED):
        raise Sealed
    sections = [name for name in names if re.fullmatch(r"BodyText/Section\d+", name)]
    blocks: list[Block] = []
    left = MOST_BYTES
    for name in sorted(sections, key=lambda name: int(name[len("BodyText/Section") :])):
        section = _inflated(stream(name), left) if flags & COMPRESSED else stream(name)
        left -= len(section)
        blocks += _blocks(section)
    return joined(blocks)


def _inflated(data: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    section = inflater.decompress(data, most + 1)
    if len(section) > most:
        raise Oversized("bytes")
    return section


def _blocks(section: bytes) -> Iterator[Block]:
    """The paragraphs of a section, those in tables in their order, without what is skipped."""
    hidden: int | None = None
    for tag, level, content in _records(section):
        if hidden is not None and level > hidden:
            continue
        hidden = level if tag == CTRL_HEADER and content[:4] in SKIPPED else None
        if tag == PARA_TEXT and (block := paragraph(_letters(content))):
            yield block


def _records(section: bytes) -> Iterator[Record]:
    """Each record's tag, level and content; one that is cut off ends the section."""
    at = 0
    while at + 4 <= len(section):
        head = int.from_bytes(section[at : at + 4], "little")
        tag, level, size = head & 0x3FF, head >> 10 & 0x3FF, head >> 20
        at += 4
        if size == LONG_SIZE:
            size = int.from_bytes(section[at : at + 4], "little")
            at += 4
        if at + size > len(section):
            raise Broken("a record that is cut off")
        yield tag, level, section[at : at + size]
        at += size


def _letters(content: bytes) -> str:
    """The letters of a paragraph's text, without the controls between them."""
    text = content[: len(content) // 2 * 2].decode("utf-16-le", "surrogatepass")
    units = [content[at] | content[at + 1] << 8 for at in range(0, len(content) - 1, 2)]
    if not any(unit < 32 for unit in units):
        return text
    return "".join(_pieces(content, units))


def _pieces(content: bytes, units: list[int]) -> Iterator[str]:
    ends = [0]
    at = 0
    while at < len(units):
        unit = units[at]
        if unit >= 32:
            at += 1
            continue
        yield content[2 * ends[-1] : 2 * at].decode("utf-16-le", "surrogatepass")
        yield _SINGLE.get(unit, "\t" if unit == _TAB else "")
        at += 1 if unit in _ALONE else _WIDTH
        ends.append(at)
    yield content[2 * ends[-1] :].decode("utf-16-le", "surrogatepass")
