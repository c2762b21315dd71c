"""The example of docs/sandbox.md runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[2]


def test_the_example_passes(pytester: pytest.Pytester) -> None:
    code = re.search(r"```python\n(.+?)```", (ROOT / "docs/sandbox.md").read_text(), flags=re.DOTALL)
    assert code
    pytester.makeini(
        f"[pytest]\npythonpath = {ROOT}\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function"
    )
    pytester.makepyfile(code[1])

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
