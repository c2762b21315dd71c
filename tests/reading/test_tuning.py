"""Fine-tuning: slopes are right, claims come closer, what is added is the same to the bit everywhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from bot.reading.meaning import Meaning
from tests.reading.test_meaning import ByMeaning
from tests.reading.test_models import DEBATES
from training import tuning
from training.additions import FOLDS, Malformed, added, narrow, packed, path_of, unpacked
from training.closeness import loss, without
from training.encoder import LAYERS, SOURCES
from training.folded import Folded
from training.layers import DENSE, Floats, Low, embedded, pooled, prefix, through
from training.tuning import Case, Tables, left_out, slopes, started, tuned

WIDTH, WIDER, WORDS = 24, 48, 30
ADDED = "c3725a280152536f72e06c833d59a2f2727b8205f8ed70219e269f7ed32a2a89"
"""The SHA-256 of all that is added to the weights, in 64 bits."""
WRONG_BY = 1e-6


@pytest.fixture
def given() -> dict[str, Floats]:
    """A very small encoder, of drawn weights."""
    draw = np.random.default_rng(5)

    def drawn(*shape: int) -> Floats:
        return draw.normal(0, 0.2, shape)

    found = {
        "embeddings.word_embeddings.weight": drawn(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": drawn(10, WIDTH),
        "embeddings.token_type_embeddings.weight": drawn(2, WIDTH),
        "embeddings.LayerNorm.weight": 1 + drawn(WIDTH),
        "embeddings.LayerNorm.bias": drawn(WIDTH),
    }
    for number in range(LAYERS):
        for part in DENSE:
            height = WIDER if part == "intermediate.dense" else WIDTH
            width = WIDER if part == "output.dense" else WIDTH
            found[f"{prefix(number)}{part}.weight"] = drawn(height, width)
            found[f"{prefix(number)}{part}.bias"] = drawn(height)
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            found[f"{prefix(number)}{part}.weight"] = 1 + drawn(WIDTH)
            found[f"{prefix(number)}{part}.bias"] = drawn(WIDTH)
    return found


@pytest.fixture
def case() -> Case:
    """Claims of one word each, and passages that hold it, among others."""
    claims = [f"{at}" for at in range(4)]
    passages = [f"{at} {more} {more + 1}" for at in range(4) for more in range(10, 20)]
    labels = np.array([[float(one.split()[0] == claim) for claim in claims] for one in passages])
    labels[3, 2] = labels[17, 0] = np.nan
    return Case("words", "29", passages, claims, labels)


def tables_of(case: Case, given: dict[str, Floats]) -> Tables:
    rows = {}
    for text in tuning.texts([case]):
        hidden, mask = embedded(given, [[int(word) for word in text.split()]])
        rows[text], _ = through(hidden, mask, given, range(tuning.FROZEN))
    return Tables(rows)


def test_slopes_are_those_that_small_steps_show(given: dict[str, Floats], case: Case) -> None:
    lows = started(given, np.random.default_rng(2))
    draw = np.random.default_rng(3)
    for low in lows.values():
        low.into, low.out = low.into.astype(float), draw.normal(0, 0.2, low.out.shape)
    tables, some = tables_of(case, given), np.arange(0, 40, 3)
    slopes(case, some, tables, given, lows)
    found = {name: [*low.slopes] for name, low in lows.items()}
    # The topic's direction is taken as it is: small steps must not move it, either.
    about = {case.topic: vectors_of([case.topic], tables, given, lows)[0]}

    def wrong() -> float:
        vectors = vectors_of([*(case.passages[at] for at in some), *case.claims], tables, given, lows)
        beside, _ = without(vectors, about[case.topic])
        return loss(beside[: len(some)], beside[len(some) :], case.labels[some])[0]

    for name, low in lows.items():
        for values, slope in zip((low.into, low.out), found[name], strict=True):
            at = (values.shape[0] // 2, values.shape[1] // 3)
            before = values[at]
            values[at] = before + WRONG_BY
            more = wrong()
            values[at] = before - WRONG_BY
            assert (more - wrong()) / (2 * WRONG_BY) == pytest.approx(slope[at], rel=1e-3, abs=1e-6), name
            values[at] = before


def vectors_of(texts: list[str], tables: Tables, given: dict[str, Floats], lows: dict[str, Low]) -> Floats:
    hidden, mask = tables.of(texts)
    hidden, _ = through(hidden, mask, given, range(tuning.FROZEN, LAYERS), lows)
    return pooled(hidden, mask)[0]


def test_claims_come_closer_and_the_same_bytes_come_again(
    given: dict[str, Floats], case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "ROUNDS", 80)
    monkeypatch.setattr(tuning, "PACE", 2e-3)
    small = {name: values.astype(np.float32) for name, values in given.items()}
    tables = tables_of(case, small)
    told = tuned([case], tables, small)

    def nearest(weights: dict[str, Floats]) -> float:
        vectors = vectors_of([*case.passages, *case.claims, case.topic], tables, weights, {})
        beside, _ = without(vectors[:-1], vectors[-1])
        cosines = beside[:40] @ beside[40:].T
        return float((cosines.argmax(axis=1) == np.arange(40) // 10).mean())

    assert nearest(small) < 0.6
    assert nearest(added(small, told)) > 0.7
    monkeypatch.setattr(tuning, "ROUNDS", 3)
    told = tuned([case], tables, small)
    assert packed({}, told) == packed({}, tuned([case], tables, small))


def test_what_is_added_is_read_as_it_was_written(tmp_path: Path) -> None:
    draw = np.random.default_rng(4)
    into, out = draw.normal(size=(3, 7)), draw.normal(size=(5, 3))
    one = narrow(into, out)
    assert np.allclose(one.product(), out @ into, atol=0.05)
    path = tmp_path / "one.bin"
    path.write_bytes(packed({"notice": "x"}, {"b": one, "a": narrow(out.T, into.T)}))
    about, told = unpacked(path)
    assert (about, [*told]) == ({"notice": "x"}, ["a", "b"])
    assert np.array_equal(told["b"].product(), one.product())
    assert np.array_equal(told["a"].product(), one.product().T)
    weights = {"b.weight": np.ones((5, 7), np.float32), "c": np.ones(1, np.float32)}
    more = added(weights, {"b": told["b"]})
    assert more["b.weight"].dtype == np.float32
    assert np.allclose(more["b.weight"], 1 + one.product())
    assert more["c"] is weights["c"]


@pytest.mark.parametrize("data", [b"", b"{}\n", b'{"matrices":{"a":[2,2,[1.0]]}}\nabc', b"[]\n"])
def test_what_is_no_addition_is_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "some.bin"
    path.write_bytes(data)
    with pytest.raises(Malformed, match=r"some\.bin holds no addition"):
        unpacked(path)


def test_products_are_sums_in_one_order_not_a_librarys() -> None:
    """The bits that `make meaning` puts into the encoder's weights, on whatever machine this runs."""
    _, told = unpacked(path_of(None))
    found = hashlib.sha256()
    for _, one in sorted(told.items()):
        found.update(one.product().astype("<f8").tobytes())
    assert found.hexdigest() == ADDED


def test_additions_are_small_and_of_what_lies_here() -> None:
    topics: list[str] = []
    for fold in (None, *range(FOLDS)):
        about, told = unpacked(path_of(fold))
        assert about["notice"] == tuning.NOTICE
        assert about["inputs"] == {**tuning.seminars(), **DEBATES, **SOURCES}, "make models-tuning"
        assert len(told) == len(DENSE) * (LAYERS - tuning.FROZEN)
        assert {len(one.steps) for one in told.values()} == {tuning.RANK}
        assert path_of(fold).stat().st_size < 250_000
        topics += about["left_out"]
        assert bool(about["left_out"]) is (fold is not None)
    assert len(topics) == len({*topics})
    assert {*topics} > {*tuning.names_of_seminars()}
    assert len({*topics}) == len(tuning.names_of_seminars()) + 24


def test_each_name_is_left_out_once() -> None:
    names = ["c", "a", "b", "a", "e", "d"]
    parts = [left_out(names, fold) for fold in range(FOLDS)]
    assert parts == [{"a", "e"}, {"b"}, {"c"}, {"d"}]
    assert left_out(names, None) == set()


def test_a_seminar_is_told_by_an_encoder_that_did_not_see_it() -> None:
    whole, first, second = (Meaning(ByMeaning(), {}) for _ in range(3))
    encoders = Folded(whole, [(frozenset("ab"), first), (frozenset("c"), second)])
    assert [encoders.without(name) for name in "abcd"] == [first, first, second, whole]
    assert [*encoders.parted("dacb", str)] == [(first, ["a", "b"]), (second, ["c"]), (whole, ["d"])]
    assert [*Folded(whole).parted("ab", str)] == [(whole, ["a", "b"])]
