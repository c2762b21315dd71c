"""What identifies a student, and what students write, is not to be found in the file."""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.ports import Tx
from bot.seminar.reports import Finding, FindingKind, Header, Reading, Speaker, Statement
from bot.seminar.weeks import Presenter
from bot.store.engine import SqliteStore
from bot.store.seal import Seal, WrongKey
from bot.store.tables import metadata
from bot.store.types import Digest, SealedBytes, SealedText
from tests.factories import arrival, new_week
from tests.store.world import World, hand_in

SECRETS = {
    "number": "2031-00417",
    "name": "오나리",
    "presenter": "Gwendolyn Abernathy",
    "text": "Pavements are rooms without ceilings.",
    "label": "Ceilings make rooms private.",
    "file_name": "week-1-onari.txt",
    "file": "Benches are the furniture of streets.",
    "refused": "A draft about lamp posts.",
    "refused_name": "lamp-posts.hwp",
    "refused_file": "Lamp posts, as a file.",
    "topic": "Who furnishes the street",
}
key = Seal.new_key()


def test_every_column_that_could_tell_is_sealed() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, SealedText | SealedBytes | Digest)
    }
    assert sealed == {
        "allowances.reason",
        "answers.text",
        "arrivals.file",
        "arrivals.file_name",
        "arrivals.text",
        "claim_acts.before",
        "claim_proposals.label",
        "claims.label",
        "confirmations.words",
        "corrections.header",
        "files.content",
        "files.name",
        "installation.key_proof",
        "installation.receipt_key",
        "marks.passage_digest",
        "members.name",
        "members.student_number",
        "members.student_number_digest",
        "objections.passage",
        "outcomes.line",
        "placements.passage_digest",
        "presenters.name",
        "proposals.content",
        "quotes.passage",
        "readings.header",
        "reviews.comment",
        "reviews.mark",
        "roster.code_digest",
        "roster.name",
        "roster.student_number",
        "roster.student_number_digest",
        "statements.passage_digest",
        "trail.reason",
        "versions.text",
        "versions.text_digest",
    }


def _tell_everything(tx: Tx, world: World) -> None:
    secret = SECRETS
    tx.members.identify(world.nari, secret["number"], secret["name"])
    tx.weeks.add(world.course, new_week(number=3, presenters=(Presenter(secret["presenter"]),)))
    came = arrival(text=secret["text"], file_name=secret["file_name"], file=secret["file"].encode())
    version = tx.reports.add(world.course, world.week, world.nari, 1, came)
    header = Header(1, secret["number"], secret["name"], secret["topic"], secret["presenter"])
    finding = Finding(FindingKind.UNFINISHED_SENTENCE, 0, 9)
    statement = Statement(0, len(secret["text"]), Speaker.PRESENTER, 0.5)
    tx.reports.save_reading(version, Reading("en", header, (finding,), (statement,)))
    tx.claims.add(version, secret["label"])
    refused = arrival(
        arrival_xid=5002,
        text=secret["refused"],
        file_name=secret["refused_name"],
        file=secret["refused_file"].encode(),
    )
    tx.arrivals.add(refused, world.course, None)


def forms(secret: str) -> list[bytes]:
    """The secret as the file might hold it: its long words, other encodings, other spellings."""
    whole = secret.encode()
    words = [word for word in whole.split() if len(word) > 7]
    return [whole, *words, secret.encode("utf-16-le"), base64.b64encode(whole).rstrip(b"="), _escaped(secret)]


def _escaped(secret: str) -> bytes:
    return json.dumps(secret).strip('"').encode()


async def test_no_secret_is_in_the_files(store: SqliteStore, world: World, file: Path) -> None:
    await store.write(lambda tx: _tell_everything(tx, world))
    files = sorted(file.parent.iterdir())
    assert {one.suffix for one in files} >= {".db", ".db-wal"}
    stored = b"".join(one.read_bytes() for one in files)
    assert b"Cities and Streets" in stored, "what is not secret is found, so the search works"
    found = [name for name, secret in SECRETS.items() if any(form in stored for form in forms(secret))]
    assert found == []
    assert await store.read(lambda tx: tx.members.with_number(world.course, SECRETS["number"])) is not None


async def test_the_same_text_looks_different_each_time(store: SqliteStore, world: World, file: Path) -> None:
    await store.write(lambda tx: hand_in(tx, world, world.nari, 1, "The same."))
    await store.write(lambda tx: hand_in(tx, world, world.bora, 2, "The same."))
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT text, text_digest FROM versions").fetchall()
    assert rows[0][0] != rows[1][0]
    assert rows[0][1] == rows[1][1]


async def test_another_key_opens_nothing(file: Path) -> None:
    first = SqliteStore(f"sqlite:///{file}", Seal(key))
    first.open()
    await first.close()
    other = SqliteStore(f"sqlite:///{file}", Seal(Seal.new_key()))
    with pytest.raises(WrongKey):
        other.open()
    await other.close()
    again = SqliteStore(f"sqlite:///{file}", Seal(key))
    again.open()
    await again.close()


@given(st.binary())
def test_what_is_sealed_opens_with_its_key_alone(data: bytes) -> None:
    closed = Seal(key).close(data)
    assert Seal(key).open(closed) == data
    with pytest.raises(WrongKey):
        Seal(Seal.new_key()).open(closed)


def test_what_was_tampered_with_does_not_open() -> None:
    closed = Seal(key).close(b"ten points")
    with pytest.raises(WrongKey):
        Seal(key).open(closed[:-2] + b"AA")


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_digests_are_equal_for_equal_texts_alone(one: str, other: str) -> None:
    seal = Seal(key)
    assert seal.digest(one) == Seal(key).digest(one)
    assert (seal.digest(one) == seal.digest(other)) == (one == other)


def test_a_digest_needs_the_key() -> None:
    assert Seal(key).digest("2031-00417") != Seal(Seal.new_key()).digest("2031-00417")


def test_spellings_of_one_key_give_one_digest() -> None:
    """The last letter of a key has two bits to spare, and blanks around it do not count."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sibling = key[:-2] + letters[letters.index(key[-2]) ^ 1] + "="
    assert Seal(sibling).open(Seal(key).close(b"x")) == b"x"
    assert {Seal(one).digest("2031-00417") for one in (key, sibling, f" {key}\n")} == {
        Seal(key).digest("2031-00417")
    }


@pytest.mark.parametrize("bad", ["", "short", "ü" * 44, "A" * 44, "A" * 60])
def test_what_is_no_key_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Seal(bad)


def test_what_is_kept_open_is_few_and_small_and_stands_for_its_own_seal_alone() -> None:
    seal, other = Seal(key), Seal(Seal.new_key())
    closed, large = seal.close(b"Pavements"), seal.close(b"x" * 20_000)
    for _ in range(2):
        assert seal.open(closed) == b"Pavements"
        assert seal.open(large) == b"x" * 20_000
        with pytest.raises(WrongKey):
            other.open(closed)
        with pytest.raises(WrongKey):
            seal.open(closed[:-1] + b"?")
    assert seal._open_again.cache_info().currsize == 1
