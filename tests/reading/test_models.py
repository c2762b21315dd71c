"""The shipped models are small, name what they were made of, and were made of the corpus that lies here."""

from __future__ import annotations

import json
import zlib

from bot.reading.learned import KINDS, MATCHING, MODELS, STATEMENTS, chain, kinships
from training.__main__ import NOTICE, inputs
from training.corpus import CORPUS


def test_models_are_of_this_corpus_and_say_so() -> None:
    head, _, _ = zlib.decompress(STATEMENTS.read_bytes()).partition(b"\n")
    made = inputs(CORPUS / "seminars")
    for about in (json.loads(head), json.loads(MATCHING.read_text(encoding="utf-8"))):
        assert about["inputs"] == made, "make models"
        assert about["notice"] == NOTICE


def test_models_are_small_and_whole() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) < 2_000_000
    assert {len(weights) for weights in chain().places.values()} == {len(KINDS)}
    assert set(kinships()) == {"ko", "en"}
