"""Writes ONNX files: as much of the format as one encoder needs, the same bytes from the same graph.

The format is protobuf's: a field's number and kind, then its value. Fields are written in one order.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

IR_VERSION = 8
OPSET = 17
TYPES = {"float32": 1, "int8": 3, "int64": 7}
"""ONNX's numbers for the types of tensors."""

Attribute = float | int | Sequence[int]
Shape = Sequence[int | str]
"""A dimension is a size, or a name where it may be any."""


@dataclass(slots=True)
class Graph:
    """Nodes in the order in which they are computed, and the tensors that are given."""

    name: str
    _nodes: list[bytes] = field(default_factory=list)
    _tensors: list[bytes] = field(default_factory=list)

    def given(self, name: str, values: NDArray[Any]) -> str:
        """A tensor that lies in the file; its name is handed back."""
        dims = [_number(1, size) for size in values.shape]
        kind = TYPES[str(values.dtype)]
        raw = values.astype(values.dtype.newbyteorder("<")).tobytes()
        self._tensors.append(_joined([*dims, _number(2, kind), _text(8, name), _bytes(9, raw)]))
        return name

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: Attribute) -> str:
        """One operator of ONNX's own; the name of its output is handed back."""
        told = [*(_text(1, one) for one in inputs), _text(2, output), _text(4, operator)]
        told += [_bytes(5, _attribute(name, value)) for name, value in sorted(attributes.items())]
        self._nodes.append(_joined(told))
        return output

    def written(
        self,
        inputs: Mapping[str, Shape],
        outputs: Mapping[str, Shape],
        about: Mapping[str, str] | None = None,
    ) -> bytes:
        """The file; inputs are whole numbers, outputs are not. `about` goes along as metadata."""
        graph = [
            *(_bytes(1, node) for node in self._nodes),
            _text(2, self.name),
            *(_bytes(5, tensor) for tensor in self._tensors),
            *(_bytes(11, _value(name, TYPES["int64"], shape)) for name, shape in inputs.items()),
            *(_bytes(12, _value(name, TYPES["float32"], shape)) for name, shape in outputs.items()),
        ]
        model = [
            _number(1, IR_VERSION),
            _text(2, "colloquy"),
            _bytes(7, _joined(graph)),
            _bytes(8, _number(2, OPSET)),
            *(_bytes(14, _text(1, name) + _text(2, value)) for name, value in sorted((about or {}).items())),
        ]
        return _joined(model)


def _value(name: str, kind: int, shape: Shape) -> bytes:
    sizes = (_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape)
    tensor = _number(1, kind) + _bytes(2, _joined(_bytes(1, size) for size in sizes))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + bytes([2 << 3 | 5]) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + _joined(_number(8, one) for one in value) + _number(20, 7)


def _joined(parts: Iterable[bytes]) -> bytes:
    return b"".join(parts)


def _text(place: int, value: str) -> bytes:
    return _bytes(place, value.encode())


def _bytes(place: int, value: bytes) -> bytes:
    return _varint(place << 3 | 2) + _varint(len(value)) + value


def _number(place: int, value: int) -> bytes:
    return _varint(place << 3) + _varint(value % (1 << 64))


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first.

    >>> _varint(300).hex()
    'ac02'
    """
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
