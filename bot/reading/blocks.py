"""From the paragraphs, list items, headings and tables of a document to plain text, marked as in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.reading.sentences import columns

ROW_COLUMNS = 90
LABEL_COLUMNS = 24
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document. `level` is a heading's, from 1; `tight` stays close to its like: items, rows."""

    text: str
    level: int = 0
    tight: str = ""


def paragraph(text: str, *, level: int = 0, item: bool = False) -> Block | None:
    """The block of a paragraph; None for one that is blank. A heading holds one line."""
    bare = text.strip(" \t\n\r\u3000")
    if not bare:
        return None
    if level:
        return Block(f"{'#' * min(level, DEEPEST)} {' '.join(bare.split())}", level)
    return Block(f"- {bare}", tight="item") if item else Block(bare)


def row(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """A row of a table: one line where it is short, as in a table of student number and name.

    A table that serves as a frame around whole paragraphs falls apart into them.
    """
    whole = all(len(cell) <= 1 and not any("\n" in block.text for block in cell) for cell in cells)
    texts = [cell[0].text.strip() if cell else "" for cell in cells]
    line = _line(texts)
    if whole and columns(line) <= ROW_COLUMNS:
        return [Block(line, tight="row")] if any(texts) else []
    return [block for cell in cells for block in cell]


def _line(texts: Sequence[str]) -> str:
    """Cells beside each other; those that are labels in turn get a colon: "학번: 2026-1 | 이름: 김민지"."""
    labels, values = texts[::2], texts[1::2]
    if len(labels) == len(values) and all(label and columns(label) <= LABEL_COLUMNS for label in labels):
        pairs = zip(labels, values, strict=True)
        return " | ".join(f"{label.rstrip(' :')}: {value}".rstrip() for label, value in pairs)
    return " | ".join(text for text in texts if text)


def joined(blocks: Sequence[Block]) -> str:
    """The text of a document: a blank line between paragraphs, none within a list or a table."""
    if not blocks:
        return ""
    pieces = [blocks[0].text]
    for before, block in pairwise(blocks):
        close = block.tight and block.tight == before.tight
        pieces += ["\n" if close else "\n\n", block.text]
    return "".join(pieces)
