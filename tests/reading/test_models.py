"""The shipped models are small, name what they were made of, and were made of the corpus that lies here."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from bot.reading.learned import BESIDE, KINDS, MATCHING, MODELS, STATEMENTS, chain, judges, kinships
from bot.reading.meaning import SHIPPED
from training import argkp, beside, meaning
from training.__main__ import NOTICE, inputs
from training.corpus import CORPUS, reports

DEBATES = {
    "labels_train.csv": "e6d866cdd426f63e143e4e9aea1d33d5c3eb9f06777fc29508cf54e1810319ab",
    "arguments_train.csv": "aa7eaa6b399bdc1b2b679e23185591c5bd59264234b1cba87a3c1df534db6235",
    "key_points_train.csv": "dc9625378749b8e0f85ba9d5babec7823fa4d8c6a9da5906b42f3401c7feaf60",
}
"""The training part of ArgKP-2021, which lies beside the repository."""


def test_models_are_of_this_corpus_and_say_so() -> None:
    head, _, _ = zlib.decompress(STATEMENTS.read_bytes()).partition(b"\n")
    made = inputs(CORPUS / "seminars")
    for about in (json.loads(head), json.loads(MATCHING.read_text(encoding="utf-8"))):
        assert about["inputs"] == made, "make models"
        assert about["notice"] == NOTICE


@pytest.mark.parametrize(
    ("path", "notice", "how"),
    [(BESIDE, beside.NOTICE, "make models-beside"), (SHIPPED, meaning.NOTICE, "make models-meaning")],
)
def test_what_debates_taught_is_of_this_corpus_and_of_those_debates(
    path: Path, notice: str, how: str
) -> None:
    about = json.loads(path.read_text(encoding="utf-8"))
    assert about["inputs"] == {**inputs(CORPUS / "seminars"), **DEBATES}, how
    assert about["notice"] == notice
    assert "CDLA-Sharing-1.0" in notice


def test_the_weights_of_claims_are_those_that_their_inputs_make() -> None:
    own = beside.cases([*reports()])
    told = json.loads(BESIDE.read_text(encoding="utf-8"))["languages"]
    assert json.loads(json.dumps(beside.languages(own, [], ["ko"])))["ko"] == told["ko"]
    assert {path.name for path in argkp.paths("train")} == {*DEBATES}


def test_models_are_small_and_whole() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) < 2_000_000
    assert {len(weights) for weights in chain().places.values()} == {len(KINDS)}
    assert set(kinships()) == set(judges()) == {"ko", "en"}
