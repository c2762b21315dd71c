"""Transactions on SQLite: one writer thread that commits in groups, and reads beside it."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Transaction, create_engine, event, insert, make_url, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.store.readers import Glances, Readers
from bot.store.seal import Seal, WrongKey
from bot.store.tables import installation
from bot.store.tx import SqlTx
from bot.store.types import attach, begin_with

T = TypeVar("T")

GROUP_LIMIT = 64
BUSY_SECONDS = 10
KEY_PROOF = "colloquy"
PROOF = ("key_proof", "restored_at", "receipt_key")


class StoreUnavailable(Exception):
    """The database cannot be reached or written."""


@dataclass
class _Job:
    work: Callable[[SqlTx], Any]
    done: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: Exception | None = None

    def settle(self) -> None:
        if self.error is None:
            self.done.set_result(self.result)
        else:
            self.done.set_exception(self.error)


class SqliteStore:
    """The Store on one SQLite file, which only one process may use.

    Writes run on one thread, with one connection; those that wait together share a commit, a
    savepoint each. Reads run through aiosqlite and never block a write.
    """

    def __init__(self, url: str, seal: Seal) -> None:
        self._seal = seal
        self._writer = _sync_engine(url, seal)
        self._readers = Readers(make_url(url), seal, BUSY_SECONDS)
        self._glances = Glances(make_url(url), seal)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._takes_writes = False
        self.restored_at: datetime | None = None
        self._receipt_key: bytes | None = None

    def sign(self, message: bytes) -> bytes:
        """Signs a receipt: with the key of the first seal, also after that was changed."""
        return self._seal.sign(message, self._receipt_key)

    @property
    def engine(self) -> Engine:
        """The writer's engine, for migrations before the store is opened."""
        return self._writer

    def open(self) -> None:
        """Starts the writer. Raises StoreUnavailable, WrongKey."""
        try:
            with self._writer.begin() as connection:
                self.restored_at, self._receipt_key = _prove_key(connection)
        except SQLAlchemyError as error:
            raise unavailable(self._writer, error) from error
        except WrongKey:
            self._writer.dispose()
            raise
        self._thread.start()
        self._takes_writes = True

    async def close(self) -> None:
        """Ends after the last write that was asked for."""
        self._takes_writes = False
        if self._thread.is_alive():
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
        await self._readers.close()
        self._glances.close()
        self._writer.dispose()

    async def write(self, work: Callable[[SqlTx], T]) -> T:
        """Runs `work` in a transaction; returns once it is on disk.

        Raises what `work` raises, and StoreUnavailable. Whoever is cancelled while waiting cannot
        know whether the write took place.
        """
        if not self._takes_writes:
            raise StoreUnavailable("the store is not open")
        job = _Job(work)
        self._jobs.put(job)
        return await asyncio.wrap_future(job.done)

    async def read(self, work: Callable[[SqlTx], T]) -> T:
        """Runs `work` on a snapshot of the database. Raises what `work` raises, StoreUnavailable."""
        try:
            return await self._readers.run(work)
        except OperationalError as error:
            raise StoreUnavailable(first_line(error)) from error

    async def glance(self, work: Callable[[SqlTx], T]) -> T:
        """Runs `work`, which looks at a few rows, on the caller's own thread. Raises as read() does."""
        try:
            return self._glances.run(work)
        except OperationalError:
            return await self.read(work)

    def _serve(self) -> None:
        with self._writer.connect() as connection:
            open_for_more = True
            while open_for_more:
                waiting, open_for_more = self._waiting()
                jobs = [job for job in waiting if job.done.set_running_or_notify_cancel()]
                try:
                    _run_group(connection, jobs)
                except Exception as error:  # noqa: BLE001 (each waiting caller gets it)
                    connection.invalidate()
                    for job in jobs:
                        job.error = job.error or StoreUnavailable(first_line(error))
                for job in jobs:
                    job.settle()

    def _waiting(self) -> tuple[list[_Job], bool]:
        """The next group of jobs, and whether there may be more."""
        jobs: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == GROUP_LIMIT:
                return jobs, True
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return jobs, True
        return jobs, False


def _run_group(connection: Connection, jobs: list[_Job]) -> None:
    if not jobs:
        return
    with connection.begin() as transaction:
        if len(jobs) == 1:
            _run_alone(transaction, jobs[0])
        else:
            for job in jobs:
                _run_one(connection, job)


def _run_alone(transaction: Transaction, job: _Job) -> None:
    """What it raises undoes the transaction, which is nobody else's, and needs no savepoint."""
    try:
        job.result = job.work(SqlTx(transaction.connection, writing=True))
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 (the caller gets it)
        transaction.rollback()
        job.error = error


def _run_one(connection: Connection, job: _Job) -> None:
    # SQLAlchemy's own savepoints cost as much as a whole statement more.
    connection.exec_driver_sql("SAVEPOINT work")
    try:
        job.result = job.work(SqlTx(connection, writing=True))
    except OperationalError:
        # A full disk or a lock: SQLite may have undone the whole group, savepoints and all, by itself.
        raise
    except Exception as error:  # noqa: BLE001 (the caller gets it)
        connection.exec_driver_sql("ROLLBACK TO work")
        job.error = error
    connection.exec_driver_sql("RELEASE work")


def _sync_engine(url: str, seal: Seal) -> Engine:
    engine = create_engine(
        make_url(url).set(drivername="sqlite+pysqlite"),
        pool_size=1,
        hide_parameters=True,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    attach(seal, engine.dialect)
    begin_with(engine.dialect, "BEGIN IMMEDIATE")

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        # Python's own transaction control commits DDL and savepoints behind our back.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _prove_key(connection: Connection) -> tuple[datetime | None, bytes | None]:
    """Opens what only the right key opens; returns when a backup was last put back, and the receipt key."""
    proof, restored_at, receipt_key = (installation.c[name] for name in PROOF)
    found = connection.execute(select(proof, restored_at, receipt_key)).first()
    if found is None:
        connection.execute(insert(installation).values(installation_id=1, key_proof=KEY_PROOF))
        return None, None
    return found.restored_at, found.receipt_key


def may_corrupt(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fault by which a write-ahead log that starts anew can damage the file.

    Since 3.7.0; mended in 3.51.3 and 3.53.0, and in 3.44.6 and 3.50.7 of the older branches.
    """
    if version[:2] in ((3, 44), (3, 50), (3, 51)):
        return version < {44: (3, 44, 6), 50: (3, 50, 7), 51: (3, 51, 3)}[version[1]]
    return (3, 7, 0) <= version < (3, 53, 0)


def fault_of_sqlite() -> str | None:
    """The fault of the SQLite that Python is linked to, in one line; None where it has none."""
    if not may_corrupt(sqlite3.sqlite_version_info):
        return None
    return (
        f"SQLite {sqlite3.sqlite_version} has a rare fault in its write-ahead log (mended in 3.44.6, 3.50.7,"
        " 3.51.3): let no other program write to the database, and keep the daily backups."
    )


def sqlite_file(url: str | URL) -> Path | None:
    """The file behind a SQLite address; None for another database or one in memory."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def unavailable(engine: Engine, error: Exception) -> StoreUnavailable:
    """Why the engine's database cannot be used, in one line that names it."""
    return StoreUnavailable(f"{engine.url.database}: {first_line(error)}")


def first_line(error: Exception) -> str:
    """What the database said, in one line."""
    cause = getattr(error, "orig", None) or error
    return str(cause).splitlines()[0] if str(cause) else type(cause).__name__
