"""An encoder in ONNX, read and run; collected where the extra is installed (`make meaning`)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.reading.encoders import OnnxEncoder, Unusable, digest_of
from bot.reading.worker import ReadingWorker
from bot.seminar.grouping import Known
from bot.seminar.reports import Speaker
from training.onnx import Graph

WORDS = ["[PAD]", "[UNK]", "cars", "automobiles", "trees", "shade"]
VECTORS = np.array([[9, 9], [0, 1], [1, 0], [1, 0.1], [0, 1], [0, 1]], np.float32)
WEIGHTS = [*(0.0,) * 11, 10.0, *(0.0,) * 5, -5.0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An encoder of six words, whose first output is a vector for each token."""
    graph = Graph("six words")
    graph.add("Gather", [graph.given("table", VECTORS), "input_ids"], "tokens")
    sizes: tuple[int | str, ...] = ("sentences", "tokens")
    inputs = {"input_ids": sizes, "attention_mask": sizes}
    (tmp_path / "model.onnx").write_bytes(graph.written(inputs, {"tokens": (*sizes, 2)}))
    vocabulary = {word: at for at, word in enumerate(WORDS)}
    told = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    }
    (tmp_path / "tokenizer.json").write_text(json.dumps(told))
    own = {
        "encoder": digest_of(tmp_path),
        "languages": {"en": {"weights": WEIGHTS, "likely": 0.5, "sure": 0.9}},
    }
    (tmp_path / "weights.json").write_text(json.dumps(own))
    return tmp_path


def test_vectors_are_means_over_words_and_do_not_depend_on_the_others(folder: Path) -> None:
    encoder = OnnxEncoder(folder)
    together = encoder.vectors(["cars", "trees trees cars", "Shade"])
    expected = np.array([[1, 0], [1 / 5**0.5, 2 / 5**0.5], [0, 1]])
    assert np.allclose(together, expected, atol=1e-6)
    assert np.array_equal(together[1], encoder.vectors(["trees trees cars"])[0])
    assert encoder.vectors(["cars " * 5000]).shape == (1, 2)


def test_what_is_hardly_text_has_a_vector_too(folder: Path) -> None:
    vectors = OnnxEncoder(folder).vectors(["", " ", "\ud800 cars", "cars " * 100_000, "a" * 500_000, "\0"])
    assert vectors.shape == (6, 2)
    assert np.isfinite(vectors).all()


async def test_the_child_uses_it_within_its_limits(folder: Path) -> None:
    worker = ReadingWorker(meaning=folder)
    try:
        assert await worker.meaning_fault() is None
        assert worker.meaning_pid is not None
        known = [Known(at, text) for at, text in enumerate(["Automobiles", "Trees", "나무"], start=1)]
        new = [(text, Speaker.PRESENTER) for text in ("Cars", "Shade", "자동차")]
        settled = await worker.settle(new, known, None, {})
        assert [one.claim_id for one in settled] == [1, 2, -1], "by what the encoder tells, no word is shared"
    finally:
        await worker.close()


@pytest.mark.parametrize("data", [b"", b"no model", b"\x08\x08\x12\x00"])
def test_what_is_no_model_is_unusable(folder: Path, data: bytes) -> None:
    (folder / "model.onnx").write_bytes(data)
    with pytest.raises(Unusable, match="whose encoder fails"):
        OnnxEncoder(folder)
