"""What bots show as quotes must be words that somebody brought: checked in a sandbox's record, on the wire.

It knows nothing of the bot: a quote is a line behind a quotation bar, and its escaping is undone here anew.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = Any
BAR = "> "
FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
BACKSLASH = re.compile(r"\\(?=[^\w\s])|\\(?=_)")
ENCODINGS = ("utf-8-sig", "cp949")
CUT = "…"


def broken(record: Path) -> list[str]:
    """The quotes that no text holds which a person brought to this record's sandboxes."""
    with record.open(encoding="utf-8") as lines:
        told = [line for line in lines if BAR in line or "INTERACTION_CREATE" in line or '"brought"' in line]
    if not any(BAR in line for line in told):
        return []
    texts, opaque, quotes = [], False, set[str]()
    for line in map(json.loads, told):
        if "brought" in line:
            text = decoded(base64.b64decode(line["brought"]["data"]))
            opaque = opaque or text is None
            texts.append(text or "")
        elif line.get("dispatch", {}).get("t") in ("INTERACTION_CREATE", "MESSAGE_CREATE"):
            texts += typed(line["dispatch"]["d"])
        elif "route" in line and line["status"] < 400:
            quotes |= {quote for text in shown(line["body"]) for quote in quoted(text)}
    if opaque:
        return []  # a PDF's or a document's words are not on the wire
    held = "\n".join(plain(text) for text in texts)
    return [f"nobody wrote what is quoted: {quote!r}" for quote in sorted(quotes) if not is_in(quote, held)]


def is_in(quote: str, held: str) -> bool:
    """Whether the quote, or what was left of it when it was cut, is a slice."""
    return plain(quote) in held or (quote.endswith(CUT) and plain(quote.removesuffix(CUT)) in held)


def quoted(text: str) -> Iterator[str]:
    """The lines of a message that Discord shows behind a quotation bar, as a reader sees them."""
    for line in FENCED.sub("", text).split("\n"):
        if line.startswith(BAR) and line.removeprefix(BAR).strip():
            yield BACKSLASH.sub("", line.removeprefix(BAR))


def shown(body: Json) -> Iterator[str]:
    """Every text that a request puts into a message."""
    if isinstance(body, list):
        for one in body:
            yield from shown(one)
    elif isinstance(body, dict):
        for key, one in body.items():
            if key == "content" and isinstance(one, str):
                yield one
            else:
                yield from shown(one)


def typed(node: Json) -> Iterator[str]:
    """Every text that an interaction or a person's message brings; a bot's own messages are none."""
    if isinstance(node, list):
        for one in node:
            yield from typed(one)
    elif isinstance(node, dict) and not node.get("author", {}).get("bot"):
        for key, one in node.items():
            if key in ("value", "content") and isinstance(one, str):
                yield one
            elif key != "message":
                yield from typed(one)


def decoded(data: bytes) -> str | None:
    """A plain text's words; None for any other file."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if text.startswith(("%PDF", "PK", "{\\rtf")) or "\x00" in text else text
    return None


def plain(text: str) -> str:
    """The text with its blanks folded, and without the space of no width that parts a mention."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())
