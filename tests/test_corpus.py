"""The corpus is whole: every report has a label on each of its words, and every label means something."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
LABEL = re.compile(r"\{([A-Z]\d*)\}")
KINDS = re.compile(r"[HBOR]|[PS]\d+")
SEMINARS = sorted(path.parent for path in CORPUS.glob("*/*/seminar.toml"))


def test_there_is_enough_to_learn_from() -> None:
    places = [path.parent.name for path in SEMINARS]
    assert (places.count("seminars"), places.count("sealed")) == (24, 6)
    languages = [tomllib.loads((path / "seminar.toml").read_text())["language"] for path in SEMINARS]
    assert (languages.count("ko"), languages.count("en")) == (15, 15)
    assert len(list(CORPUS.glob("seminars/*/*.txt"))) >= 240


@pytest.mark.parametrize("seminar", SEMINARS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_seminar_is_labelled_throughout(seminar: Path) -> None:
    about = tomllib.loads((seminar / "seminar.toml").read_text(encoding="utf-8"))
    assert set(about) == {"field", "language", "topic", "presenter", "key_points"}
    points = len(about["key_points"])
    reports = sorted(seminar.glob("*.txt"))
    assert len(reports) >= 6
    for report in reports:
        text = report.read_text(encoding="utf-8")
        before, *parts = LABEL.split(text)
        labels, passages = parts[::2], parts[1::2]
        assert before.strip() == "", report
        assert all(KINDS.fullmatch(label) for label in labels), report
        assert all(int(label[1:]) <= points for label in labels if len(label) > 1), report
        assert all(passage.strip() for passage in passages), report
        assert sum(label[0] == "P" for label in labels) >= 2, report
