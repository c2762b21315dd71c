"""Parts of a report: what a course asks for in its form, joined to one text and taken apart again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.seminar.refusals import BadText
from bot.seminar.reports import clean

PARTS_LIMIT = 15
PART_LIMIT = 45
ON_A_FORM = 5
"""Discord's forms have room for five parts; where one is left, a file can be handed over instead."""


def part_names(given: str) -> tuple[str, ...]:
    """The parts that staff typed, one a line. Raises BadText.

    >>> part_names("The argument\\n\\n Reflection ")
    ('The argument', 'Reflection')
    """
    lines = [" ".join(line.split()).lstrip("# ") for line in clean(given).split("\n")]
    names = tuple(dict.fromkeys(line for line in lines if line))
    if len(names) > PARTS_LIMIT or any(len(name) > PART_LIMIT for name in names):
        raise BadText(limit=PART_LIMIT)
    return names


def pages(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """The parts as they are spread over forms; one empty page where the course wants one text.

    >>> [len(page) for page in pages([str(number) for number in range(7)])]
    [5, 2]
    """
    return [tuple(parts[at : at + ON_A_FORM]) for at in range(0, len(parts), ON_A_FORM)] or [()]


def joined(parts: Sequence[str], texts: Sequence[str]) -> str:
    """One text, each part below a heading of its name; a part that was left empty is left out.

    >>> joined(("Argument", "Reflection"), ("It holds.", " "))
    '## Argument\\n\\nIt holds.'
    """
    written = [(part, text.strip("\n")) for part, text in zip(parts, texts, strict=True) if text.strip()]
    return "\n\n".join(f"## {part}\n\n{text}" for part, text in written)


def apart(parts: Sequence[str], text: str) -> list[str]:
    """The texts of the parts; what stands before the first heading goes to the first part.

    >>> apart(("Argument", "Reflection"), "## Argument\\n\\nIt holds.\\n\\n## Reflection\\n\\nDoes it?")
    ['It holds.', 'Does it?']
    """
    found: list[list[str]] = [[] for _ in parts]
    headings = {f"## {part}": at for at, part in enumerate(parts)}
    at = 0
    for line in text.split("\n"):
        if line.strip() in headings:
            at = headings[line.strip()]
        else:
            found[at].append(line)
    return ["\n".join(lines).strip("\n") for lines in found]
