"""Receipts' codes: a short line that proves which text was handed in, when, and for which week."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.seminar.reports import Receipt

Sign = Callable[[bytes], bytes]
"""Of the installation: what it signs, nobody else can."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
SIGNATURE_BYTES = 15
CODE = re.compile(
    r"CQ1-(?P<week>[0-9]{1,2})-(?P<number>[0-9]{1,3})-(?P<version_id>[0-9a-f]{1,12})"
    r"-(?P<millis>[0-9a-f]{1,12})-(?P<signature>[a-z2-7]{24})"
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a code says of itself, before anybody has checked it. `received_at` is UTC."""

    week: int
    number: int
    version_id: int
    received_at: datetime
    signature: str


def code_of(sign: Sign, receipt: Receipt) -> str:
    """The code of a receipt; the same receipt has the same code each time."""
    version = receipt.version
    millis = (version.received_at - EPOCH) // MILLISECOND
    place = f"{receipt.week}-{version.number}-{version.version_id:x}-{millis:x}"
    signature = _signature(sign, version.guild_xid, version.course_id, place, receipt.digest)
    return f"CQ1-{place}-{signature}"


def claimed(given: str) -> Claimed | None:
    """What stands in a code; None where this is none. Blanks and line ends around it do not matter."""
    found = CODE.search("".join(given.split()))
    if found is None:
        return None
    return Claimed(
        week=int(found["week"]),
        number=int(found["number"]),
        version_id=int(found["version_id"], 16),
        received_at=EPOCH + int(found["millis"], 16) * MILLISECOND,
        signature=found["signature"],
    )


def is_genuine(sign: Sign, said: Claimed, guild_xid: int, course_id: int, digest: str) -> bool:
    """Whether this course gave out the code for a text of this digest (SHA-256, hexadecimal)."""
    millis = (said.received_at - EPOCH) // MILLISECOND
    place = f"{said.week}-{said.number}-{said.version_id:x}-{millis:x}"
    expected = _signature(sign, guild_xid, course_id, place, digest)
    return hmac.compare_digest(expected, said.signature)


def _signature(sign: Sign, guild_xid: int, course_id: int, place: str, digest: str) -> str:
    signed = sign(f"{guild_xid}:{course_id}:{place}:{digest}".encode())
    return base64.b32encode(signed[:SIGNATURE_BYTES]).decode().lower()
