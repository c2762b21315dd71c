"""Links that stand in the place of a report: what they lead to can still change, so it is exported first."""

from __future__ import annotations

import re

from bot.seminar.refusals import GoogleLink, HandIn, LinkOnly, NaverLink, NotionLink, OneDriveLink

LONGEST = 2100
"""Letters; whoever wrote more than that wrote something beside the link."""
FEW_WORDS = 8
"""So many words beside a link to somebody's document are about the link."""
LINK = re.compile(r"(?:https?://|www\.)(?P<host>[^\s/?#:<>()\"']{3,255})[^\s<>\"']*", re.IGNORECASE)

SERVICES: dict[str, type[HandIn]] = {
    "docs.google.com": GoogleLink,
    "drive.google.com": GoogleLink,
    "notion.so": NotionLink,
    "notion.site": NotionLink,
    "notion.com": NotionLink,
    "naver.com": NaverLink,
    "naver.me": NaverLink,
    "1drv.ms": OneDriveLink,
    "onedrive.live.com": OneDriveLink,
    "sharepoint.com": OneDriveLink,
    "office.com": OneDriveLink,
}
"""By the end of a host's name: who says how a document is exported there."""


def require_more_than_a_link(text: str, name: str | None = None) -> None:
    """Raises LinkOnly, GoogleLink, NotionLink, NaverLink or OneDriveLink; `name` is that of a file.

    >>> require_more_than_a_link("My report: https://docs.google.com/document/d/1x/edit?usp=sharing")
    Traceback (most recent call last):
    bot.seminar.refusals.handin.GoogleLink: google_link {'name': 'docs.google.com'}
    >>> require_more_than_a_link("The presenter cited https://example.org/street, and I doubt it.")
    """
    found = LINK.search(text) if len(text) <= LONGEST else None
    if found is None:
        return
    host = found["host"].lower()
    refusal = next((kind for end, kind in SERVICES.items() if f".{host}".endswith(f".{end}")), LinkOnly)
    beside = LINK.sub(" ", text).split()
    if len(beside) < (1 if refusal is LinkOnly else FEW_WORDS):
        raise refusal(name=name or host)
