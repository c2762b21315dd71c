"""The encoder of `make meaning` as it would be without a quarter of what tuned it.

By these goes what is learned of cosines, and what is measured, of the debates and seminars that tuned it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.reading.encoders import MODEL, TOKENIZER, OnnxEncoder, digest_of
from bot.reading.meaning import Meaning
from training.additions import FOLDS, path_of, unpacked
from training.encoder import WRITTEN, made, weights

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Folded:
    """An encoder, and those that did not see some debates and seminars, by their names."""

    whole: Meaning
    apart: Sequence[tuple[frozenset[str], Meaning]] = ()

    def without(self, name: str) -> Meaning:
        """The encoder that has not seen a debate or a seminar; the whole one where it never did."""
        return next((encoder for away, encoder in self.apart if name in away), self.whole)

    def parted(self, some: Iterable[One], name: Callable[[One], str]) -> Iterator[tuple[Meaning, list[One]]]:
        """What there is by the encoder that has not seen it."""
        known = [(one, self.without(name(one))) for one in some]
        for encoder in (*(encoder for _, encoder in self.apart), self.whole):
            if own := [one for one, its in known if its is encoder]:
                yield encoder, own


def folded(folder: Path, whole: Meaning) -> Folded:
    """That of a folder; another than that of `make meaning` has seen nothing of ours.

    Raises Wrong, Malformed and Unusable.
    """
    if digest_of(folder) != WRITTEN:
        return Folded(whole)
    given = weights()
    apart = []
    for fold in range(FOLDS):
        about, told = unpacked(path_of(fold))
        with tempfile.TemporaryDirectory() as place:
            Path(place, MODEL).write_bytes(made(given, told))
            shutil.copyfile(folder / TOKENIZER, Path(place, TOKENIZER))
            encoder = Meaning(OnnxEncoder(Path(place)), whole.weighings, whole.judges)
        apart.append((frozenset(about["left_out"]), encoder))
    return Folded(whole, apart)
