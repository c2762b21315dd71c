"""Column types: instants in UTC, and sealed text and bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import BigInteger, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.store.seal import Seal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def attach(seal: Seal, dialect: Dialect) -> None:
    """Gives an engine's sealed columns their key; the dialect is the one thing that reaches a column type."""
    cast(Any, dialect).seal = seal


def begin_with(dialect: Dialect, statement: str) -> None:
    """Has the engine's transactions begin like that.

    A listener for it would be asked at every statement, and its own statement costs as much as a query.
    """
    cast(Any, dialect).do_begin = lambda connection: connection.execute(statement)


def _seal(dialect: Dialect) -> Seal:
    return cast(Seal, cast(Any, dialect).seal)


class Instant(TypeDecorator[datetime]):
    """A datetime in UTC, kept as microseconds since 1970: compared and sorted alike on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * MICROSECOND


class SealedText(TypeDecorator[str]):
    """Text that is encrypted in the file; any text, lone surrogates too, comes back as it went in."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _seal(dialect).close(value.encode(errors="surrogatepass"))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else _seal(dialect).open(value).decode(errors="surrogatepass")


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that are encrypted in the file."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _seal(dialect).close(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _seal(dialect).open(value)


class Digest(TypeDecorator[str]):
    """The keyed digest of a text: written and compared by the text itself, never read back as one."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _seal(dialect).digest(value)
