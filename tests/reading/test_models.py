"""The shipped models are small, name what they were made of, and were made of the corpus that lies here."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from bot.reading import learned, senses
from bot.reading.beside import WITH_ENCODER
from bot.reading.learned import (
    BESIDE,
    KINDS,
    MATCHING,
    MODELS,
    SENSES,
    STATEMENTS,
    Judge,
    chain,
    judges,
    judges_in,
    kinships,
)
from bot.reading.meaning import SHIPPED
from training import argkp, beside, encoder, meaning
from training import senses as making
from training.__main__ import NOTICE, inputs
from training.corpus import CORPUS, reports

DEBATES = {
    "labels_train.csv": "e6d866cdd426f63e143e4e9aea1d33d5c3eb9f06777fc29508cf54e1810319ab",
    "arguments_train.csv": "aa7eaa6b399bdc1b2b679e23185591c5bd59264234b1cba87a3c1df534db6235",
    "key_points_train.csv": "dc9625378749b8e0f85ba9d5babec7823fa4d8c6a9da5906b42f3401c7feaf60",
}
"""The training part of ArgKP-2021, which lies beside the repository."""
CERED = {
    "cered train": "92ad66aacc1b3b87e212f335ec22445a969413ec6548e361bac792ebf6043f82",
    "cered val": "984a1298786cb70adb6257cc534ec2129a0eaf5acb49dd34048194b6c007636d",
    "cered test": "2640efc70497838ddd5b7275966641cc480a2bba0f657537c4ecfc94b95a6fef",
}
"""Sentences of reflective diaries, which lie there, too."""


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
    assert about["inputs"] == {**inputs(CORPUS / "seminars"), **DEBATES, **beside.senses_made()}, how
    assert about["notice"] == notice
    assert "CDLA-Sharing-1.0" in notice


def test_vectors_of_words_say_what_they_were_made_of() -> None:
    about = json.loads(zlib.decompress(SENSES.read_bytes()).partition(b"\n")[0])
    assert about["inputs"].keys() == {*inputs(CORPUS / "seminars"), *DEBATES, *CERED}
    assert inputs(CORPUS / "seminars").items() <= about["inputs"].items(), "make models-senses"
    assert {**DEBATES, **CERED}.items() <= about["inputs"].items()
    assert about["notice"] == making.NOTICE
    assert about["encoder"] == encoder.SOURCES
    assert all(name in making.NOTICE for name in ("CDLA-Sharing-1.0", "CERED", "Apache-2.0"))


@pytest.mark.parametrize("damage", ["short", "torn", "other"])
def test_a_torn_file_of_vectors_is_named(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = SENSES.read_bytes()
    plain = zlib.decompress(whole)
    data = {"short": zlib.compress(plain[:-1], 1), "torn": whole[:-100], "other": zlib.compress(b"{}\n")}
    monkeypatch.setattr(learned, "SENSES", tmp_path / "senses.bin")
    monkeypatch.setattr(senses, "senses", senses.senses.__wrapped__)
    with pytest.raises(FileNotFoundError, match=r"senses\.bin"):
        senses.senses()
    (tmp_path / "senses.bin").write_bytes(data[damage])
    with pytest.raises(ValueError, match=r"senses\.bin is torn: .*models-senses"):
        senses.senses()


def test_the_weights_of_claims_are_those_that_their_inputs_make() -> None:
    own = beside.cases([one for one in reports() if one.language == "ko"])
    told = json.loads(BESIDE.read_text(encoding="utf-8"))["languages"]
    assert json.loads(json.dumps(beside.languages(own, [], ["ko"])))["ko"] == told["ko"]
    assert {path.name for path in argkp.paths("train")} == {*DEBATES}


def test_models_are_small_and_whole() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) < 2_000_000
    assert {len(weights) for weights in chain().places.values()} == {len(KINDS)}
    assert set(kinships()) == set(judges()) == {"ko", "en"}
    shipped = weights_of_shipped()
    assert {language: len(one.first) - 1 for language, one in shipped.items()} == {"en": WITH_ENCODER["en"]}


def weights_of_shipped() -> dict[str, Judge]:
    """The judges that go with the encoder of `make meaning`."""
    return judges_in(json.loads(SHIPPED.read_text(encoding="utf-8"))["beside"])
