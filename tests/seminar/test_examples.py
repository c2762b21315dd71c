"""The examples in the rules' docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import bot.seminar

MODULES = [f"bot.seminar.{module.name}" for module in pkgutil.iter_modules(bot.seminar.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_gives_what_it_says(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
