"""PDF, as far as it holds text: the lines of its pages, without their page numbers."""

from __future__ import annotations

import io
import logging
import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from bot.reading.faults import Broken, Oversized, Pictured, Sealed

if TYPE_CHECKING:
    from pdfminer.layout import LTPage, LTTextBox

MOST_PAGES = 200
MOST_LETTERS = 2_000_000
LINE_MARGIN = 1.2
LARGER_GAP = 0.4
"""In heights of a line: up to which gap lines belong to one box, and how much more begins a paragraph.

Hangul's lines stand further apart than the library expects, and double spacing further still.
"""
UNTOLD_SHARE = 0.2
"""From which share of letters without a meaning a PDF counts as a picture."""

_UNTOLD = re.compile(r"\(cid:\d+\)")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—\[(]?\s*(\d{1,3})\s*(?:(?:/|of)\s*\d{1,3})?\s*[-–—\])]?", re.IGNORECASE
)


def read(data: bytes) -> str:
    """The text of a PDF. Raises Broken, Sealed, Oversized, Pictured."""
    pages = _pages(data)
    text = "\n\n".join(_without_number(page, number) for number, page in enumerate(pages, 1))
    untold = len(_UNTOLD.findall(text))
    letters = sum(map(str.isalnum, _UNTOLD.sub("", text)))
    if not letters or untold > UNTOLD_SHARE * (letters + untold):
        raise Pictured
    return _UNTOLD.sub("\ufffd", text)


def _pages(data: bytes) -> list[str]:
    # Loaded here: it takes memory that plain text does not need, and only the child process has a limit.
    from pdfminer.high_level import extract_pages  # noqa: PLC0415
    from pdfminer.layout import LAParams  # noqa: PLC0415
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415

    from bot.reading import glyphs  # noqa: PLC0415

    glyphs.bound()
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)
    pages: list[str] = []
    left = MOST_LETTERS
    try:
        layout = LAParams(line_margin=LINE_MARGIN)
        for page in extract_pages(io.BytesIO(data), maxpages=MOST_PAGES, laparams=layout):
            pages.append(_page(page))
            left -= len(pages[-1])
            if left < 0:
                raise Oversized("letters")
    except PDFPasswordIncorrect:
        raise Sealed from None
    except (MemoryError, Oversized, RecursionError):
        raise
    except Exception as error:  # its parser raises whatever a damaged file makes Python raise
        raise Broken(repr(error)) from error
    return pages


def _page(page: LTPage) -> str:
    """The boxes of a page, in the order in which one reads."""
    from pdfminer.layout import LTTextBox  # noqa: PLC0415

    return "\n\n".join(_paragraphs(box) for box in page if isinstance(box, LTTextBox)).strip()


def _paragraphs(box: LTTextBox) -> str:
    """The lines of a box, a blank line where the gap between two is larger than usual in it."""
    lines = [(line.get_text().strip(), line.y0, line.y1) for line in box if hasattr(line, "get_text")]
    gaps = [above[1] - below[2] for above, below in pairwise(lines)]
    usual = median(gaps) if gaps else 0.0
    pieces = [lines[0][0]] if lines else []
    for (text, bottom, top), gap in zip(lines[1:], gaps, strict=True):
        pieces += ["\n\n" if gap > usual + (top - bottom) * LARGER_GAP else "\n", text]
    return "".join(pieces)


def _without_number(page: str, number: int) -> str:
    """A page without its own number on its first or last line."""
    lines = page.split("\n")
    for at in (-1, 0):
        found = _PAGE_NUMBER.fullmatch(lines[at].strip())
        if found and int(found[1]) == number and len(lines) > 1:
            del lines[at]
    return "\n".join(lines).strip()
