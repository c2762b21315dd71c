"""Markup: other people's words shown by Discord as they are, never as mentions, links or formatting."""

from __future__ import annotations

import re

UNSEEN = "\u200b"
"""A zero-width space: it parts what Discord would take for a mention or a timestamp."""

OPENS_MENTION = re.compile(r"[<@]")
INDENT = r"(?:[^\S\n\r\u2028\u2029]|\ufeff)*"
LINE_START = rf"(?:(?<=[\n\r\u2028\u2029])|\A){INDENT}"
MARKS = re.compile(
    r"[\\*_~|`\[\]#>]"  # formatting, masked links, headings, quotes
    r"|:(?=//|[0-9A-Za-z_~+-]+(?::|\Z))"  # addresses and emoji names
    rf"|{LINE_START}(?P<bullet>)(?=[-+](?:\s|\Z))"
    rf"|{LINE_START}(?P<number>\d+)(?=[.)](?:\s|\Z))"
    rf"|(?<=[\n\r\u2028\u2029]){INDENT}(?P<last>\d+)(?={UNSEEN}*\Z)"  # a full stop may follow in a sentence
)
ADDED = re.compile(
    rf"\\([^0-9A-Za-z\s])|([<@]){UNSEEN}|((?:(?<=[\n\r\u2028\u2029])){INDENT}\d+){UNSEEN}(?={UNSEEN}*\Z)"
)


class Raw(str):
    """Text that is put in as it is: our own markup, or words for a place where Discord renders none."""

    __slots__ = ()


def escape(text: str) -> Raw:
    """The text with a backslash before each mark and a zero-width space after each `<` and `@`.

    A number that is alone on the last line gets one, too.

    Discord shows it word for word; cut the text before, not after.

    >>> escape("_so_ [it](is)")
    '\\\\_so\\\\_ \\\\[it\\\\](is)'
    """
    return Raw(OPENS_MENTION.sub(rf"\g<0>{UNSEEN}", MARKS.sub(_mark, text)))


def unescape(text: str) -> str:
    """What `escape` was given: what a reader sees, without the characters that it added."""
    return ADDED.sub(r"\1\2\3", text)


def _mark(found: re.Match[str]) -> str:
    if found["bullet"] is not None or found["number"] is not None:
        return found[0] + "\\"
    return found[0] + UNSEEN if found["last"] is not None else "\\" + found[0]
