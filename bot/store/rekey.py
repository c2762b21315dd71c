"""A new key for the sealed columns: a copy of the database is sealed anew, and takes its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.store.backup import CannotBackUp, back_up, to_disk
from bot.store.engine import first_line
from bot.store.seal import Seal, WrongKey
from bot.store.tables import metadata
from bot.store.types import Digest, SealedBytes, SealedText

DIGESTS = {
    ("members", "student_number_digest"): "student_number",
    ("versions", "text_digest"): "text",
    ("roster", "student_number_digest"): "student_number",
}
"""The column whose words a keyed digest is made of."""

ENDED = {("roster", "code_digest")}
"""Digests of words that nobody kept: the one-time codes end, and new ones are exported."""


PASSAGES = {("statements", "passage_digest"), ("marks", "passage_digest"), ("placements", "passage_digest")}
"""Digests of what a report says; a mark or a placement of what no report says any more ends."""


def rekey(database: Path, old: Seal, new: Seal) -> None:
    """Seals all anew, in a copy, which then takes the database's place.

    Whoever calls keeps others away with only_one(). Raises CannotBackUp, WrongKey.
    """
    copy = database.with_name(database.name + ".rekeyed")
    copy.unlink(missing_ok=True)
    _empty_log(database)
    back_up(database, copy)
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            with connection, _trail_open(connection):
                _keep_receipts(connection, old)
                _passages_anew(connection, old, new)
                for table in metadata.sorted_tables:
                    _seal_anew(connection, table.name, old, new)
            connection.execute("VACUUM")
        to_disk(copy)
        copy.replace(database)
        to_disk(database.parent)
    except (sqlite3.Error, OSError) as error:
        raise CannotBackUp(f"{database} could not be sealed anew: {first_line(error)}") from error
    finally:
        copy.unlink(missing_ok=True)


def _empty_log(database: Path) -> None:
    """The write-ahead log belongs to the file that is replaced: none may be left beside the new one."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def opens(database: Path, seal: Seal) -> bool:
    """Whether this is the key that the database was sealed with."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT key_proof FROM installation").fetchone()
    try:
        return found is not None and bool(seal.open(found[0]))
    except WrongKey:
        return False


@contextmanager
def _trail_open(connection: sqlite3.Connection) -> Generator[None]:
    """Its reasons are sealed anew, which changes no word of them."""
    kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, made in kept:
        connection.execute(made)


def _keep_receipts(connection: sqlite3.Connection, old: Seal) -> None:
    """The key that receipts were signed with outlives the one that it was made of."""
    (kept,) = connection.execute("SELECT receipt_key FROM installation").fetchone()
    if kept is None:
        connection.execute("UPDATE installation SET receipt_key = ?", (old.close(old.receipt_key),))


def _passages_anew(connection: sqlite3.Connection, old: Seal, new: Seal) -> None:
    """Passages are found again by the words of the reports in which they stand."""
    said = connection.execute(
        'SELECT s.rowid, s.week_id, s.member_id, s.start, s."end", s.passage_digest, s.version_id'
        " FROM statements s"
    ).fetchall()
    texts: dict[int, str] = {}
    found: dict[tuple[int, int, bytes], bytes] = {}
    for rowid, week_id, member_id, start, end, digest, version_id in said:
        if version_id not in texts:
            (sealed,) = connection.execute(
                "SELECT text FROM versions WHERE version_id = ?", (version_id,)
            ).fetchone()
            texts[version_id] = old.open(sealed).decode(errors="surrogatepass")
        words = texts[version_id][start:end]
        found[week_id, member_id, old.digest(words)] = new.digest(words)
        if digest is not None:
            put = (new.digest(words), rowid)
            connection.execute("UPDATE statements SET passage_digest = ? WHERE rowid = ?", put)
    for name in ("marks", "placements"):
        rows = f'SELECT rowid, week_id, member_id, passage_digest FROM "{name}"'  # noqa: S608
        for rowid, *place in connection.execute(rows).fetchall():
            put = (found.get(tuple(place), b""), rowid)
            connection.execute(f'UPDATE "{name}" SET passage_digest = ? WHERE rowid = ?', put)  # noqa: S608


def _seal_anew(connection: sqlite3.Connection, name: str, old: Seal, new: Seal) -> None:
    table = metadata.tables[name]
    sealed = [one.name for one in table.c if isinstance(one.type, SealedText | SealedBytes)]
    digests = {one.name: DIGESTS.get((name, one.name)) for one in table.c if isinstance(one.type, Digest)}
    if not sealed:
        return
    shown = ", ".join(f'"{column}"' for column in sealed)
    for rowid, *values in connection.execute(f'SELECT rowid, {shown} FROM "{name}"').fetchall():  # noqa: S608
        opened = {
            column: None if value is None else old.open(value)
            for column, value in zip(sealed, values, strict=True)
        }
        written = {column: None if value is None else new.close(value) for column, value in opened.items()}
        for column, source in digests.items():
            words = opened[source] if source else None
            written[column] = None if words is None else new.digest(words.decode(errors="surrogatepass"))
        changes = ", ".join(f'"{column}" = ?' for column in written)
        connection.execute(
            f'UPDATE "{name}" SET {changes} WHERE rowid = ?',  # noqa: S608 (names of our own tables)
            (*written.values(), rowid),
        )
