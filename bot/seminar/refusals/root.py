"""A refusal: a code, and the facts that its sentence needs."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

Fact = str | int | datetime


class Refusal(Exception):
    """Something was asked that cannot be done. `draft_id` names the text that was kept, in `course_id`."""

    code: ClassVar[str] = "refusal"

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code)
        self.facts = facts
        self.draft_id: int | None = None
        self.course_id: int | None = None

    def __init_subclass__(cls) -> None:
        letters = (f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__)
        cls.code = "".join(letters).removeprefix("_")

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"


def leaves(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal that can be raised: the ends of the tree."""
    below = root.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [root]
