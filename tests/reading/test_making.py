"""An encoder is made from the weights that are meant and no others, the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from training import encoder
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
