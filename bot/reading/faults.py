"""What can be wrong with a document, for whatever kind; bot/reading/files.py makes a refusal of each."""

from __future__ import annotations


class Broken(Exception):
    """Not a document of this kind, or damaged."""


class Sealed(Exception):
    """It opens with a password only."""


class Oversized(Exception):
    """It holds more than a report can."""


class Outdated(Exception):
    """A format that programs gave up long ago."""


class Pictured(Exception):
    """Its pages are pictures: there is no text in it, or none whose letters are told."""
