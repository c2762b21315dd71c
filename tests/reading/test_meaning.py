"""Meaning beside words: what an encoder adds, and that without one, or with a broken one, words do."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.health import check
from bot.reading import meaning
from bot.reading.beside import beside_claims
from bot.reading.clusters import clusters
from bot.reading.encoders import Unusable, digest_of
from bot.reading.matching import LIKELY, SURE, likeness
from bot.reading.meaning import Meaning, Weighing, weighings_of
from bot.reading.worker import ReadingWorker
from bot.seminar.grouping import Known, settle
from bot.seminar.reports import Speaker
from bot.settings import load

SAME = {
    "doctor": 0,
    "physician": 0,
    "heals": 1,
    "cures": 1,
    "rivers": 2,
    "streams": 2,
    "flood": 3,
    "drown": 3,
}
TRAITS = 17
"""Eleven of words, six of meaning."""
ONE, SAID_AGAIN, OTHER = "The doctor heals.", "A physician cures.", "Streams drown."
KOREAN = ["강은 넓은 자리가 필요하다.", "하천에는 공간이 있어야 한다."]


class ByMeaning:
    """An encoder that knows a few words."""

    def __init__(self) -> None:
        self.met: list[str] = []

    def vectors(self, passages: Sequence[str]) -> NDArray[np.float32]:
        self.met += passages
        found = np.full((len(passages), 5), 0.01, np.float32)
        for at, passage in enumerate(passages):
            for word in passage.lower().strip(".").split():
                found[at, SAME.get(word, 4)] += 1
        scaled: NDArray[np.float32] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return scaled


@pytest.fixture
def encoder() -> Iterator[ByMeaning]:
    """In use, for English alone: what counts is the cosine."""
    made = ByMeaning()
    weights = (*(0.0,) * 11, 10.0, *(0.0,) * 5, -5.0)
    meaning.switch_on(None)
    meaning.use(Meaning(made, {"en": Weighing(weights, likely=0.6, sure=0.9)}))
    yield made
    meaning.switch_on(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What looks like an encoder and is none, with weights of its own."""
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "tokenizer.json").write_text("{}")
    told = {"en": {"weights": [0.0] * (TRAITS + 1), "likely": 0.5, "sure": 0.9}}
    own = {"encoder": digest_of(tmp_path), "languages": told}
    (tmp_path / "weights.json").write_text(json.dumps(own))
    return tmp_path


def test_what_is_said_in_other_words_is_found(encoder: ByMeaning) -> None:
    passages = [ONE, SAID_AGAIN, OTHER]
    table = likeness(passages, passages)
    assert table[0][1] == table[1][0] >= SURE
    assert table[0][2] < LIKELY
    assert [table[at][at] for at in range(3)] == [1.0, 1.0, 1.0]


def test_what_words_make_sure_stays_sure(encoder: ByMeaning) -> None:
    said = ["Slow streets feed the shops of a town.", "The shops of a town are fed by slow streets."]
    meaning.switch_on(None)
    by_words = likeness(said[:1], said[1:])[0][0]
    unlike = Weighing((0.0,) * TRAITS + (-9.0,), likely=0.6, sure=0.9)
    meaning.use(Meaning(encoder, {"en": unlike}))
    assert likeness(said[:1], said[1:])[0][0] == by_words >= SURE


def test_a_denial_is_not_the_same_however_alike(encoder: ByMeaning) -> None:
    assert (
        likeness([ONE], ["A physician cures not."])[0][0]
        < LIKELY
        < SURE
        <= likeness([ONE], [SAID_AGAIN])[0][0]
    )


def test_a_language_that_was_not_learned_is_told_by_its_words(encoder: ByMeaning) -> None:
    together = likeness(KOREAN, [*KOREAN, ONE])
    assert not any(passage in encoder.met for passage in KOREAN)
    assert together[0][2] == 0.0
    meaning.switch_on(None)
    assert likeness(KOREAN, [*KOREAN, ONE]) == together


def test_a_passage_is_encoded_once(encoder: ByMeaning) -> None:
    likeness([ONE], [OTHER])
    likeness([ONE, SAID_AGAIN], [OTHER])
    assert len(encoder.met) == len({*encoder.met}) == 3


def test_what_is_said_in_other_words_is_proposed(encoder: ByMeaning) -> None:
    passages = [ONE, SAID_AGAIN, OTHER, *KOREAN]
    with_meaning = clusters(passages)
    assert with_meaning[:3] == [0, 0, 1]
    assert not any(passage in encoder.met for passage in KOREAN)
    assert clusters([SAID_AGAIN, ONE]) == [0, 0]
    assert clusters([ONE, SAID_AGAIN], origins=["minji", "minji"]) == [0, 1]
    meaning.switch_on(None)
    assert clusters([ONE, SAID_AGAIN]) == [0, 1]
    by_words = clusters(KOREAN)
    assert (with_meaning[3] == with_meaning[4]) == (by_words[0] == by_words[1])


def test_an_encoder_that_fails_at_it_leaves_it_to_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def vectors(self, passages: Sequence[str]) -> NDArray[np.float32]:
            raise Unusable("the sentence encoder fails: MemoryError")

    unlike = Weighing((0.0,) * (TRAITS + 1), likely=0.6, sure=0.9)
    monkeypatch.setattr(meaning, "loaded", lambda folder: Meaning(Failing(), {"en": unlike}))
    found, why = meaning.tried(folder, lambda: clusters([ONE, SAID_AGAIN]))
    assert (found, why) == ([0, 1], "the sentence encoder fails: MemoryError")
    assert meaning.tried(None, lambda: clusters([ONE, SAID_AGAIN])) == ([0, 1], None)


def test_levels_are_met_where_they_were_learned() -> None:
    weighing = Weighing((1.0, 0.0), likely=0.5, sure=0.9)
    scores = [weighing.score([summed]) for summed in (-1e9, 0.0, np.log(9), 1e9)]
    assert scores == pytest.approx([0.0, LIKELY, SURE, 1.0])


def test_weights_belong_to_one_encoder(folder: Path) -> None:
    assert weighings_of(folder).keys() == {"en"}
    (folder / "model.onnx").write_bytes(b"another")
    with pytest.raises(Unusable, match="no weights are known"):
        weighings_of(folder)
    (folder / "weights.json").write_text("[]")
    with pytest.raises(Unusable, match="holds no weights"):
        weighings_of(folder)
    few = {"encoder": digest_of(folder), "languages": {"en": {"weights": [1.0], "likely": 0.5, "sure": 0.9}}}
    (folder / "weights.json").write_text(json.dumps(few))
    with pytest.raises(Unusable, match="holds no weights"):
        weighings_of(folder)


@pytest.mark.parametrize("damage", ["no model", "gone", "no tokenizer"])
async def test_a_broken_encoder_is_said_once_and_words_go_on(
    folder: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    if damage == "gone":
        folder = folder / "nowhere"
    elif damage == "no tokenizer":
        (folder / "tokenizer.json").unlink()
    worker = ReadingWorker(meaning=folder)
    new, known = [(ONE, Speaker.PRESENTER)], [Known(7, "The doctor heals again.")]
    with caplog.at_level(logging.WARNING):
        settled = [await worker.settle(new, known, None, {}) for _ in range(2)]
        table = await worker.likeness([ONE], [OTHER, ONE], None)
    await worker.close()
    assert settled == [settle(new, known, likeness([ONE], [known[0].text, ONE]))] * 2
    assert table == beside_claims([ONE], [OTHER, ONE])
    assert [one.message.split(":")[0] for one in caplog.records] == ["passages are compared by words alone"]
    assert worker.meaning_pid is None


async def test_the_check_says_whether_it_is_on(folder: Path) -> None:
    database = f"sqlite:///{folder / 'colloquy.db'}"
    nowhere = folder / "none.env"
    off = [str(one) for one in await check(load({"DATABASE_URL": database}, nowhere))]
    assert any("MEANING" in line and "off" in line for line in off)
    broken = [
        str(one) for one in await check(load({"DATABASE_URL": database, "MEANING": str(folder)}, nowhere))
    ]
    assert any(line.startswith("warning") and "words alone" in line for line in broken)
