"""In CI a skipped test is a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SKIPS = {
    "mark": "import pytest\n@pytest.mark.skip(reason='no such thing here')\ndef test_it(): pass",
    "call": "import pytest\ndef test_it(): pytest.skip('no such thing here')",
    "module": "import pytest\npytest.importorskip('no_such_thing_here')\ndef test_it(): pass",
}


@pytest.fixture
def elsewhere(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("CI", raising=False)
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text())
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    return pytester


@pytest.mark.parametrize("skip", SKIPS)
def test_a_skip_fails_in_ci(elsewhere: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, skip: str) -> None:
    monkeypatch.setenv("CI", "true")
    elsewhere.makepyfile(SKIPS[skip])

    ended = elsewhere.runpytest_inprocess()

    assert ended.ret != 0
    ended.stdout.fnmatch_lines(["*skipped, which counts as a failure here*no*such*thing*here*"])


@pytest.mark.parametrize("skip", SKIPS)
def test_a_skip_is_one_elsewhere(elsewhere: pytest.Pytester, skip: str) -> None:
    elsewhere.makepyfile(SKIPS[skip])

    elsewhere.runpytest_inprocess().assert_outcomes(skipped=1)
