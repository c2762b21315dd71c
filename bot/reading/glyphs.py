"""What a PDF's font says its glyphs mean: the library's map, kept from growing as long as a file asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfminer import pdffont
from pdfminer.cmapdb import FileUnicodeMap

from bot.reading.faults import Oversized

if TYPE_CHECKING:
    from pdfminer.psparser import PSLiteral

MOST_MEANINGS = 4 * 65_536
"""Of one font. It names a glyph by two bytes; some maps tell the same glyphs twice."""


class BoundedMap(FileUnicodeMap):
    """Raises Oversized where a font tells more. A range of a few bytes can ask for four thousand million."""

    def __init__(self) -> None:
        super().__init__()
        self._left = MOST_MEANINGS

    def add_cid2unichr(self, cid: int, code: PSLiteral | bytes | int) -> None:
        self._left -= 1
        if self._left < 0:
            raise Oversized("meanings")
        super().add_cid2unichr(cid, code)


def bound() -> None:
    """From now on the library's fonts keep to the bound; it has no place to hand in a map of one's own."""
    pdffont.FileUnicodeMap = BoundedMap  # type: ignore[assignment,attr-defined]
