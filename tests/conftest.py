"""What holds for every test: how long the long ones run, and that none is skipped where CI=true.

And that whatever passes a sandbox, in whichever process, keeps Discord's published schemas, and that what
is quoted in it was written by somebody.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from sandbox.record import VARIABLE
from tests import verbatim
from tests.sandbox import schemas

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

MEASURED = "measured"
"""The property of a test whose value is told at the end of the run."""

LONG = os.environ.get("COLLOQUY_LONG") == "1"

settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=5000)
settings.load_profile("long" if LONG else "short")


@pytest.fixture(scope="session")
def full_count() -> bool:
    """Whether tests marked `long` run at their full count."""
    return LONG


def pytest_report_header() -> list[str]:
    return [] if schemas.present() else [schemas.MISSING]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == MEASURED:
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {value}")


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names for the records of all tests, a new one each."""
    folder = tmp_path_factory.mktemp("records")
    return (folder / f"{number}.jsonl" for number in itertools.count())


@pytest.fixture(autouse=True)
def wire(records: Iterator[Path]) -> Iterator[Path]:
    """The file of what passes the sandboxes of this test; a broken schema or an invented quote fails it."""
    record = next(records)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(VARIABLE, str(record))
        yield record
    if record.exists():
        found = schemas.broken(record) + verbatim.broken(record)
        record.unlink()
        assert not found, "\n".join(found)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _no_skip((yield))


def _no_skip(report: Report) -> Report:
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure here: {report.longreprtext or report.longrepr}"
    return report
