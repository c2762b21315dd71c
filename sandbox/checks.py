"""The small language in which rules.py says what a body may hold, and the checker that reads it.

A rule looks at one value and reports what is wrong in Discord's words. A field that no rule names is
not served: NotServedError, whatever its value.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.errors import ApiError, Json, NotServedError

Path = tuple[str, ...]


class Report:
    """What is wrong, as the tree that Discord sends."""

    def __init__(self) -> None:
        self.errors: Json = {}

    def add(self, path: Path, code: str, message: str) -> None:
        node = self.errors
        for step in path:
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})


class Rule(Protocol):
    """Something that can be said about a value."""

    def check(self, value: object, path: Path, report: Report) -> None: ...


def demand(rule: Rule, value: object) -> None:
    """Raise ApiError 50035 unless the value keeps the rule."""
    report = Report()
    rule.check(value, (), report)
    if report.errors:
        raise ApiError(50035, report.errors)


@dataclass(frozen=True)
class Text:
    """A string of `low` to `high` characters, matching `pattern` as a whole."""

    low: int
    high: int
    pattern: str = ""

    def check(self, value: object, path: Path, report: Report) -> None:
        if not isinstance(value, str):
            report.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        elif not self.low <= len(value) <= self.high:
            bounds = f"between {self.low} and {self.high}" if self.low else f"{self.high} or fewer"
            report.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be {bounds} in length.")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            report.add(path, "STRING_TYPE_REGEX", "String value did not match validation regex.")


@dataclass(frozen=True)
class Int:
    """A whole number in a range; `loose` also takes digits in a string, as Discord does for ids."""

    low: int = 0
    high: int = 2**63 - 1
    loose: bool = False

    def check(self, value: object, path: Path, report: Report) -> None:
        if self.loose and isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            report.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif not self.low <= value <= self.high:
            report.add(path, "NUMBER_TYPE_RANGE", f"int value must be between {self.low} and {self.high}.")


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def check(self, value: object, path: Path, report: Report) -> None:
        if not isinstance(value, bool):
            report.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


@dataclass(frozen=True)
class OneOf:
    """One of these values."""

    values: tuple[object, ...]

    def check(self, value: object, path: Path, report: Report) -> None:
        if value not in self.values:
            report.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {self.values}.")


@dataclass(frozen=True)
class Only:
    """Accepted with these values, where they change nothing; not served with any other."""

    values: tuple[object, ...]

    def check(self, value: object, path: Path, report: Report) -> None:
        if value not in self.values:
            raise NotServedError(f"{'.'.join(path)} with the value {value!r}")


@dataclass(frozen=True)
class Bits:
    """Flags of which the sandbox serves `served`."""

    served: int

    def check(self, value: object, path: Path, report: Report) -> None:
        Int().check(value, path, report)
        if isinstance(value, int) and value & ~self.served:
            raise NotServedError(f"{'.'.join(path)} {value & ~self.served}")


@dataclass(frozen=True)
class Items:
    """A list of `low` to `high` values that keep a rule."""

    of: Rule
    low: int = 0
    high: int = 2**31

    def check(self, value: object, path: Path, report: Report) -> None:
        if not isinstance(value, list):
            report.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not self.low <= len(value) <= self.high:
            report.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {self.low} and {self.high} in length.")
        for number, one in enumerate(value):
            self.of.check(one, (*path, str(number)), report)


@dataclass(frozen=True)
class Table:
    """An object with keys of the caller's choosing."""

    of: Rule

    def check(self, value: object, path: Path, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for key, one in value.items():
            self.of.check(one, (*path, key), report)


@dataclass(frozen=True)
class Shape:
    """An object with these fields; null counts as absent; `also` says what spans several fields."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    also: Callable[[Json, Path, Report], None] | None = None

    def check(self, value: object, path: Path, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for name in self.required:
            if value.get(name) is None:
                report.add((*path, name), "BASE_TYPE_REQUIRED", "This field is required")
        for name, one in value.items():
            if name not in self.fields:
                raise NotServedError(f"the field {'.'.join((*path, name))}")
            if one is not None:
                self.fields[name].check(one, (*path, name), report)
        if self.also and not report.errors:
            said = {name: one for name, one in value.items() if one is not None}
            self.also(said, path, report)


@dataclass(frozen=True)
class Kinds:
    """An object whose `type` says which shape it has; kinds out of place are told from unknown ones."""

    shapes: Mapping[int, Rule]
    served: Mapping[int, Any] = field(default_factory=dict)
    usual: int | None = None  # what is meant where no type is said

    def check(self, value: object, path: Path, report: Report) -> None:
        kind = value.get("type", self.usual) if isinstance(value, dict) else None
        if not isinstance(kind, int):
            report.add((*path, "type"), "BASE_TYPE_REQUIRED", "This field is required")
        elif kind in self.shapes:
            self.shapes[kind].check(value, path, report)
        elif kind in self.served:
            known = ", ".join(map(str, sorted(self.shapes)))
            report.add(
                (*path, "type"), "UNION_TYPE_CHOICES", f"Value of field type must be one of ({known})."
            )
        else:
            raise NotServedError(f"{'.'.join((*path, 'type'))} {kind}")
