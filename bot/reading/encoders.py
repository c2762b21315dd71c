"""A sentence encoder from a folder of the host's: model.onnx and tokenizer.json, run by onnxruntime."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
THREADS = 2
LONGEST = 128
"""Tokens; what comes after them is not encoded."""
LONGEST_TEXT = 8_192
"""Characters; so many hold more than LONGEST tokens wherever there are words."""
AT_ONCE = 16
"""Passages; more take more memory and are hardly quicker."""
PADDING = ("[PAD]", "<pad>")
TRIAL = ("Slow streets feed the shops.", "천천히 걷는 거리")


class Unusable(Exception):
    """The encoder cannot be used; the message is one line for whoever runs the bot."""


class Encoder(Protocol):
    """Passages in, one vector of length 1 for each out."""

    def vectors(self, passages: Sequence[str]) -> Floats: ...


class OnnxEncoder:
    """An encoder in ONNX that takes input_ids and attention_mask, and token_type_ids where it asks for them.

    Its first output is a vector for each sentence, or one for each token: then their mean is taken.
    """

    def __init__(self, folder: Path) -> None:
        """Loads it and tries it. Raises Unusable."""
        for name in (MODEL, TOKENIZER):
            if not (folder / name).is_file():
                raise Unusable(f"MEANING names {folder}, which holds no {name}: run make meaning")
        try:
            import onnxruntime  # noqa: PLC0415  # an extra, and heavy
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError as lacking:
            raise Unusable(f"MEANING is set, and {lacking.name} is not installed: run make meaning") from None
        try:
            self._session = _session(onnxruntime, folder / MODEL)
            self._inputs = {one.name for one in self._session.get_inputs()}
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._tokenizer.enable_truncation(LONGEST)
            self._tokenizer.no_padding()
            self._padding = next(filter(None, map(self._tokenizer.token_to_id, PADDING)), 0)
            self._run(TRIAL)
        except Exception as fault:
            # Its own errors, in many classes, and whatever a file that is no model makes of it.
            raise Unusable(f"MEANING names {folder}, whose encoder fails: {type(fault).__name__}") from fault

    def vectors(self, passages: Sequence[str]) -> Floats:
        """A vector of length 1 for each passage; which others are there makes no difference.

        What has no tokens may have a vector of zeros. Raises Unusable.
        """
        import numpy as np  # noqa: PLC0415

        texts = [_readable(passage) for passage in passages]
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found: list[Any] = [None] * len(texts)
        try:
            for some in _slices(order, AT_ONCE):
                for at, vector in zip(some, self._run([texts[at] for at in some]), strict=True):
                    found[at] = vector
        except Exception as fault:
            # Its own errors, in many classes, and what it lacks memory for.
            raise Unusable(f"the sentence encoder fails: {type(fault).__name__}") from fault
        vectors: Floats = np.array(found, np.float32)
        return vectors

    def _run(self, passages: Sequence[str]) -> Floats:
        import numpy as np  # noqa: PLC0415

        told = [self._tokenizer.encode(passage) for passage in passages]
        longest = max(1, *(len(one.ids) for one in told))
        for one in told:
            one.pad(longest, pad_id=self._padding)
        mask = np.array([one.attention_mask for one in told], np.int64)
        given = {
            "input_ids": np.array([one.ids for one in told], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in told], np.int64),
        }
        given = {name: values for name, values in given.items() if name in self._inputs}
        (first, *_) = self._session.run(None, given)
        if first.ndim == 3:
            first = (first * mask[:, :, None]).sum(1) / np.maximum(mask.sum(1, keepdims=True), 1)
        if first.ndim != 2 or len(first) != len(told) or not np.isfinite(first).all():
            raise ValueError("no vectors of sentences")
        scaled: Floats = first / np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
        return scaled


def digest_of(folder: Path) -> str:
    """The SHA-256 of an encoder's model. Raises Unusable."""
    try:
        with (folder / MODEL).open("rb") as model:
            return hashlib.file_digest(model, "sha256").hexdigest()
    except OSError:
        raise Unusable(f"MEANING names {folder}, which holds no {MODEL}: run make meaning") from None


def _session(onnxruntime: Any, model: Path) -> Any:
    """A session that keeps its threads asleep between sentences, and tells nothing but errors."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _readable(passage: str) -> str:
    """A passage as far as it is encoded, without halves of characters, which no tokenizer takes."""
    return passage[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def _slices(order: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (order[at : at + size] for at in range(0, len(order), size))
