"""The locks hold one complete, hashed set of packages for each Python that pyproject.toml names."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
OVERRIDES = {
    one.name: one for one in map(Requirement, PROJECT["tool"]["uv"]["override-dependencies"])
}  # whatever a package asks for; which is why pip is told not to look
DEVELOPMENT = RUNTIME + [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
LOCKS = {"requirements.txt": RUNTIME, "requirements-dev.txt": DEVELOPMENT}
MEANING = [Requirement(line) for line in PROJECT["dependency-groups"]["meaning"]]
EXTRA = "requirements-meaning.txt"
EVERY = (*LOCKS, EXTRA)

Pins = dict[str, Requirement]
Environment = dict[str, str]


def entries(lock: str) -> list[str]:
    """Each requirement in one line, with its hashes."""
    text = re.sub(r"^\s*#.*$", "", (ROOT / lock).read_text(), flags=re.M)
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def pins(lock: str, environment: Environment) -> Pins:
    """What the lock installs there, by name."""
    every = [Requirement(entry.split(" --hash=")[0]) for entry in entries(lock)]
    chosen = [pin for pin in every if pin.marker is None or pin.marker.evaluate(environment)]
    return {canonicalize_name(pin.name): pin for pin in chosen}


def environment(python: str) -> Environment:
    """This machine, with another Python."""
    here = {name: str(value) for name, value in default_environment().items()}
    return {**here, "python_version": python, "python_full_version": f"{python}.0"}


def needs(wanted: Requirement, where: Environment) -> list[Requirement]:
    """What an installed package asks for, with the extras that are wanted of it."""
    asked = [Requirement(line) for line in metadata.requires(wanted.name) or []]
    extras = ["", *wanted.extras]
    return [
        need
        for need in asked
        if need.marker is None or any(need.marker.evaluate({**where, "extra": extra}) for extra in extras)
    ]


def missing(wanted: list[Requirement], locked: Pins, where: Environment) -> list[str]:
    """What is asked for, by us or by a package of the lock, and is not in it at a fitting version."""
    lacking, seen = [], set[str]()
    open_ = list(wanted)
    while open_:
        one = open_.pop()
        one = OVERRIDES.get(one.name, one)
        if str(one) in seen:
            continue
        seen.add(str(one))
        pin = locked.get(canonicalize_name(one.name))
        if pin is None or not one.specifier.contains(str(pin.specifier).removeprefix("==")):
            lacking.append(str(one))
        elif canonicalize_name(one.name) in INSTALLED:
            open_ += needs(one, where)
    return lacking


INSTALLED = {canonicalize_name(one.name) for one in metadata.distributions()}


def test_the_extra_is_its_own_three_packages_and_nothing_that_they_ask_for() -> None:
    locked = pins(EXTRA, environment("3.11"))
    assert locked.keys() == {canonicalize_name(one.name) for one in MEANING}
    for one in MEANING:
        assert one.specifier.contains(str(locked[canonicalize_name(one.name)].specifier).removeprefix("=="))


def test_the_pythons_are_those_of_the_project() -> None:
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [minor for minor in range(30) if f"3.{minor}" in supported] == [11, 12, 13, 14]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_complete(lock: str, python: str) -> None:
    where = environment(python)
    assert missing(LOCKS[lock], pins(lock, where), where) == []


@pytest.mark.parametrize("lock", EVERY)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    for entry in entries(lock):
        assert re.fullmatch(r"[a-z0-9._-]+==\S+( ;[^\\]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry), entry


@pytest.mark.parametrize("lock", EVERY)
def test_no_registry_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash", ""), flags=re.M)


@pytest.mark.parametrize("python", PYTHONS)
def test_the_tests_run_with_what_the_bot_runs_with(python: str) -> None:
    where = environment(python)
    development = pins("requirements-dev.txt", where)
    for name, pin in pins("requirements.txt", where).items():
        assert development[name].specifier == pin.specifier
