"""Documents that are XML in a zip file: .docx, .odt and .hwpx, read piece by piece and within limits."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pyexpat import ExpatError
from xml.parsers import expat

from bot.reading.blocks import Block, joined, paragraph, row
from bot.reading.faults import Broken, Oversized, Sealed

MOST_ENTRIES = 5_000
MOST_BYTES = 64 * 1024 * 1024
"""How much a part may hold when it is unpacked; text of that size is no report."""
MOST_NESTED = 256
MOST_LETTERS = 2_000_000
PIECE = 64 * 1024
LISTED = -1


@dataclass(frozen=True, slots=True)
class _Kind:
    """By which names of elements a kind of document says what; names without their namespace."""

    parts: re.Pattern[str]
    namespaces: re.Pattern[str]
    paragraphs: frozenset[str]
    letters: frozenset[str]
    marks: Mapping[str, str]
    rows: frozenset[str]
    cells: frozenset[str]
    skipped: frozenset[str]
    items: frozenset[str] = frozenset()
    collapses: bool = False


def _names(line: str) -> frozenset[str]:
    return frozenset(line.split())


DOCX = _Kind(
    parts=re.compile(r"word/document\d*\.xml"),
    namespaces=re.compile(
        r"http://(?:schemas\.openxmlformats|purl\.oclc)\.org/.*wordprocessingml.*|.*markup-.*"
    ),
    paragraphs=_names("p"),
    letters=_names("t"),
    marks={"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    rows=_names("tr"),
    cells=_names("tc"),
    skipped=_names("Fallback moveFrom del"),
)
ODT = _Kind(
    parts=re.compile(r"content\.xml"),
    namespaces=re.compile(r"urn:oasis:names:tc:opendocument:xmlns:(?:text|table|office|drawing):1\.0"),
    paragraphs=_names("p h"),
    letters=_names("p h"),
    marks={"tab": "\t", "line-break": "\n", "s": " "},
    rows=_names("table-row"),
    cells=_names("table-cell"),
    skipped=_names("note annotation tracked-changes deletion"),
    items=_names("list-item"),
    collapses=True,
)
HWPX = _Kind(
    parts=re.compile(r"Contents/section\d+\.xml"),
    namespaces=re.compile(r"http://www\.(?:hancom\.co\.kr|owpml\.org)/.*"),
    paragraphs=_names("p"),
    letters=_names("t"),
    marks={"tab": "\t", "lineBreak": "\n", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"},
    rows=_names("tr"),
    cells=_names("tc"),
    skipped=_names("header footer footNote endNote hiddenComment"),
)
"""Page headers, footnotes, comments and what was deleted are not the report's own text."""


def read(data: bytes) -> str:
    """The text of a zip file that holds a document. Raises Broken, Sealed, Oversized."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _document(packed)
    except (zipfile.BadZipFile, zlib.error, ExpatError, EOFError, NotImplementedError, ValueError) as error:
        raise Broken(str(error)) from error


def _document(packed: zipfile.ZipFile) -> str:
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Oversized("entries")
    for kind in (DOCX, ODT, HWPX):
        parts = [entry for entry in entries if kind.parts.fullmatch(entry.filename)]
        if parts:
            break
    else:
        raise Broken("no document inside")
    _require_open(packed, entries)
    styles = _word_styles(packed) if kind is DOCX else {}
    budget = _Budget()
    blocks: list[Block] = []
    for part in sorted(parts, key=_number):
        _require_usual(part)
        walker = _Walker(kind, styles)
        _parse(packed, part, walker.start, walker.end, walker.letters, budget)
        blocks += walker.blocks
    return joined(blocks)


def _number(part: zipfile.ZipInfo) -> int:
    return int("".join(filter(str.isdigit, part.filename)) or 0)


def _require_open(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Sealed
    for entry in entries:
        if entry.filename == "META-INF/manifest.xml":
            with packed.open(entry) as manifest:
                if b"encryption-data" in manifest.read(PIECE):
                    raise Sealed


def _require_usual(part: zipfile.ZipInfo) -> None:
    """Office programs pack in one way; the others could unpack to gigabytes at one go."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Broken("compression")


@dataclass(slots=True)
class _Budget:
    """How much may still be unpacked from one document."""

    left: int = MOST_BYTES

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Oversized("bytes")


def _parse(
    packed: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    letters: Callable[[str], None],
    budget: _Budget,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = letters
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.buffer_text = True
    with packed.open(part) as stream:
        while piece := stream.read(PIECE):
            budget.spend(len(piece))
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _no_doctype(*_: object) -> None:
    """No writer of documents puts one there, and entities are declared in nothing else."""
    raise Broken("a document type declaration")


def _word_styles(packed: zipfile.ZipFile) -> dict[str, int]:
    """The levels of the styles that make headings, by the styles' ids, which differ with Word's language.

    Styles that make a list have the level LISTED.
    """
    levels: dict[str, int] = {}
    style = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal style
        local, bare = _local(name), {_local(key): value for key, value in attributes.items()}
        if local == "style":
            style = bare.get("styleId", "")
        elif local == "name" and (found := _HEADING_NAME.fullmatch(bare.get("val", ""))):
            levels[style] = int(found[1] or 1)
        elif local == "numId":
            levels.setdefault(style, LISTED)

    try:
        part = packed.getinfo("word/styles.xml")
    except KeyError:
        return {}
    _require_usual(part)
    _parse(packed, part, start, lambda _: None, lambda _: None, _Budget())
    return levels


_HEADING_NAME = re.compile(r"(?:heading (\d)|title)", re.IGNORECASE)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


@dataclass(slots=True)
class _Open:
    """A paragraph that has begun and not ended."""

    pieces: list[str] = field(default_factory=list)
    level: int = 0
    item: bool = False


class _Walker:
    """Gathers the blocks of a document while its elements begin and end."""

    def __init__(self, kind: _Kind, styles: Mapping[str, int]) -> None:
        self._kind = kind
        self._styles = styles
        self._path: list[str] = []
        self._skipping = 0
        self._lettering = 0
        self._items = 0
        self._size = 0
        self._paragraphs: list[_Open] = []
        self._holders: list[list[Block]] = [[]]
        self._rows: list[list[list[Block]]] = []

    @property
    def blocks(self) -> list[Block]:
        return self._holders[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if len(self._path) >= MOST_NESTED:
            raise Oversized("nesting")
        kind = self._kind
        own = local if kind.namespaces.fullmatch(namespace) else ""
        self._path.append(own)
        if self._skipping or own in kind.skipped:
            self._skipping += 1
            return
        if own in kind.letters:
            self._lettering += 1
        if own in kind.paragraphs:
            self._begin(own, attributes)
        elif own in kind.rows:
            self._rows.append([])
        elif own in kind.cells:
            self._holders.append([])
        elif own in kind.items:
            self._items += 1
        elif self._paragraphs:
            self._within(own, attributes)

    def _begin(self, own: str, attributes: dict[str, str]) -> None:
        level = _whole(attributes, "outline-level") or 1 if own == "h" else 0
        self._paragraphs.append(_Open(level=level, item=self._items > 0))

    def _within(self, own: str, attributes: dict[str, str]) -> None:
        current = self._paragraphs[-1]
        if own == "pStyle":
            level = self._styles.get(_value(attributes, "val"), 0)
            current.level, current.item = max(level, 0), current.item or level == LISTED
        elif own == "numId" and "numPr" in self._path:
            current.item = _value(attributes, "val") != "0"
        elif own in self._kind.marks and not {"pPr", "tabs"} & set(self._path[-4:]):
            mark = self._kind.marks[own]
            self._add(mark * (min(_whole(attributes, "c") or 1, 100) if own == "s" else 1))

    def letters(self, letters: str) -> None:
        # Within a paragraph, elements of other namespaces describe pictures.
        if self._skipping or not self._lettering or not self._path[-1]:
            return
        self._add(re.sub(r"[ \t\r\n]+", " ", letters) if self._kind.collapses else letters)

    def _add(self, letters: str) -> None:
        self._size += len(letters)
        if self._size > MOST_LETTERS:
            raise Oversized("letters")
        self._paragraphs[-1].pieces.append(letters)

    def end(self, _: str) -> None:
        own = self._path.pop()
        if self._skipping:
            self._skipping -= 1
            return
        kind = self._kind
        if own in kind.letters:
            self._lettering -= 1
        if own in kind.paragraphs:
            ended = self._paragraphs.pop()
            block = paragraph("".join(ended.pieces), level=ended.level, item=ended.item)
            self._holders[-1] += [block] if block else []
        elif own in kind.cells and len(self._holders) > 1:
            cell = self._holders.pop()
            if self._rows:
                self._rows[-1].append(cell)
        elif own in kind.rows:
            self._holders[-1] += row(self._rows.pop())
        elif own in kind.items:
            self._items -= 1


def _value(attributes: dict[str, str], local: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == local), "")


def _whole(attributes: dict[str, str], local: str) -> int:
    value = _value(attributes, local)
    return int(value) if value.isdecimal() and len(value) < 6 else 0
