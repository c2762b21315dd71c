"""An encoder and vectors of words are made of what is meant and no other, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training import encoder, senses
from training.encoder import SOURCES, Wrong, found_source, require, tensors
from training.onnx import Graph


def test_a_graph_is_written_as_the_format_has_it() -> None:
    def written() -> bytes:
        graph = Graph("g")
        graph.add("Add", ["a", graph.given("b", np.array([1.0], np.float32))], "c", axis=-1)
        return graph.written({"a": (1,)}, {"c": ("n",)}, {"notice": "x"})

    node = "0a01610a016212016322034164642a140a046178697318ffffffffffffffffff01a00102"
    tensor = "080110014201624a040000803f"
    taken = "5a0f0a0161120a0a08080712040a020801"
    handed = "62100a0163120b0a09080112050a0312016e"
    assert written() == written()
    for part in (node, tensor, taken, handed):
        assert bytes.fromhex(part) in written()
    assert written().endswith(bytes.fromhex("42021011720b0a066e6f74696365120178"))


def test_the_tensors_of_a_file_are_read() -> None:
    values = np.arange(6, dtype="<f4").reshape(2, 3)
    whole = np.arange(2, dtype="<i8")
    head = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "places": {"dtype": "I64", "shape": [2], "data_offsets": [0, 16]},
            "table": {"dtype": "F32", "shape": [2, 3], "data_offsets": [16, 40]},
        }
    ).encode()
    data = len(head).to_bytes(8, "little") + head + whole.tobytes() + values.tobytes()
    found = tensors(data)
    assert found.keys() == {"table"}
    assert np.array_equal(found["table"], values)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SOURCES:
        (tmp_path / name).write_bytes(b"other")
    monkeypatch.setattr(encoder, "found_source", lambda: tmp_path)
    with pytest.raises(Wrong, match=r"model\.safetensors has the SHA-256"):
        encoder.main(tmp_path / "made")
    assert not (tmp_path / "made").exists()
    with pytest.raises(Wrong):
        require(tmp_path / "model.safetensors", "0" * 64)


def test_without_the_wheel_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "WHEEL", "no_such_wheel")
    with pytest.raises(Wrong, match="make meaning"):
        found_source()


class Rhymes:
    """Words that end alike mean alike; of more words the mean."""

    def vectors(self, passages: Sequence[str]) -> NDArray[np.float32]:
        found = np.zeros((len(passages), 26), np.float32)
        for at, passage in enumerate(passages):
            for word in passage.lower().strip(".").split():
                found[at, ord(word[-1]) - ord("a")] += 1
        scaled: NDArray[np.float32] = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return scaled


def test_vectors_of_words_are_the_same_bytes_each_time_and_sum_up_to_sentences() -> None:
    told = [
        "Rivers run in spring.",
        "Old bridges hang in autumn.",
        "Streams flood spring meadows.",
        "Autumn meadows.",
    ]

    def made() -> tuple[list[str], NDArray[np.float64], bytes]:
        forms = senses.words({"river": 1, "##run": 2, "[PAD]": 3, "the": 4, "meadow": 5}, [*told, *told])
        singly = senses.mixed(Rhymes(), forms, {"river": 1})
        meant = np.array(Rhymes().vectors(told), np.float64)
        vectors = senses.fitted([*forms], singly, told, meant, 4)
        return [*forms], vectors, senses.packed([*forms], vectors, {"notice": "x"})

    stems, _, data = made()
    assert made()[2] == data
    assert "run" in stems  # It is a word of the texts, not the piece of the list.
    assert "##run" not in stems
    assert "th" not in stems
    sums = senses.summing(stems, told)
    wanted = np.array(Rhymes().vectors(told), np.float64)
    still = np.zeros((len(stems), wanted.shape[1]))
    found = senses.moved(sums, still, wanted)
    assert ((sums.of(found) - wanted) ** 2).sum() < 0.5 * (wanted**2).sum()


def test_the_encoder_is_asked_as_it_was_before_it_was_tuned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = {"weight": np.ones(1, np.float32)}
    monkeypatch.setattr(encoder, "weights", lambda: came)
    monkeypatch.setattr(encoder, "encoder", lambda given: b"as it came" if given is came else b"tuned")
    monkeypatch.setattr(encoder, "found_source", lambda: tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}")
    with senses.untuned() as folder:
        assert (folder / "model.onnx").read_bytes() == b"as it came"
