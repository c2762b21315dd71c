"""What was read in versions, and what their writers corrected in that, in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Member
from bot.seminar.reports import Finding, FindingKind, Header, Reading, Speaker, Statement, Version
from bot.seminar.weeks import InWeek
from bot.store.tables import corrections, readings, statements, versions


class Readings:
    """The half of a transaction's `reports` that is about what was read."""

    _connection: Connection

    def correct(self, version: Version, header: Header, at: datetime) -> None:
        """Keeps what the writer says was meant beside what was read."""
        values = {"header": _json(header), "corrected_at": at}
        self._connection.execute(
            upsert(corrections)
            .values(**_here(version), version_id=version.version_id, **values)
            .on_conflict_do_update(index_elements=["version_id"], set_=values)
        )

    def _corrected(self, version: Version) -> Header | None:
        row = self._connection.execute(
            select(corrections.c.header).where(
                corrections.c.guild_xid == version.guild_xid,
                corrections.c.course_id == version.course_id,
                corrections.c.version_id == version.version_id,
            )
        ).first()
        return None if row is None else Header(**json.loads(row.header))

    def save_reading(self, version: Version, reading: Reading | None) -> list[int]:
        """Keeps what was read; a reading of the same version before gives way.

        The statements take the place of earlier versions'; their ids are returned in their order. Where a
        later version was read first, or this one was taken back, they are not kept; nor is anything where
        the text has gone meanwhile.
        """
        this = versions.c.version_id == version.version_id
        if not self._is_there(*_in(version), this, versions.c.text_digest == version.text):
            return []
        found = reading or Reading(None, Header(), (), ())
        self._keep_reading(version, found, failed=reading is None)
        same_report = (
            versions.c.week_id == version.week_id,
            versions.c.member_id == version.member_id,
        )
        standing = (*_in(version), versions.c.withdrawn_at.is_(None))
        newer = (*same_report, versions.c.version_id > version.version_id, versions.c.is_read)
        if not self._is_there(*standing, versions.c.version_id == version.version_id):
            return []
        return (
            [] if self._is_there(*standing, *newer) else self._replace_statements(version, found.statements)
        )

    def _is_there(self, *conditions: ColumnElement[bool]) -> bool:
        query = select(versions.c.version_id).where(*conditions).limit(1)
        return self._connection.execute(query).first() is not None

    def _keep_reading(self, version: Version, found: Reading, *, failed: bool) -> None:
        this = versions.c.version_id == version.version_id
        self._connection.execute(update(versions).where(*_in(version), this).values(is_read=True))
        values = {
            "language": found.language,
            "header": _json(found.header),
            "findings": [[one.kind, one.start, one.end, one.about] for one in found.findings],
            "failed": failed,
        }
        self._connection.execute(
            upsert(readings)
            .values(**_here(version), version_id=version.version_id, **values)
            .on_conflict_do_update(index_elements=["version_id"], set_=values)
        )

    def _remove_statements(self, week: InWeek, member: Member | Version) -> None:
        self._connection.execute(
            delete(statements).where(
                statements.c.guild_xid == week.guild_xid,
                statements.c.course_id == week.course_id,
                statements.c.week_id == week.week_id,
                statements.c.member_id == member.member_id,
            )
        )

    def _replace_statements(self, version: Version, found: Sequence[Statement]) -> list[int]:
        self._remove_statements(version, version)
        report = {
            **_here(version),
            "week_id": version.week_id,
            "version_id": version.version_id,
            "member_id": version.member_id,
        }
        if not found:
            return []
        rows = self._connection.execute(
            insert(statements).returning(statements.c.statement_id, sort_by_parameter_order=True),
            [
                {
                    **report,
                    **asdict(statement),
                    "passage_digest": version.text[statement.start : statement.end],
                }
                for statement in found
            ],
        )
        return list(rows.scalars())

    def reading(self, version: Version) -> Reading | None:
        row = self._connection.execute(
            select(readings).where(
                readings.c.guild_xid == version.guild_xid,
                readings.c.course_id == version.course_id,
                readings.c.version_id == version.version_id,
                readings.c.failed.is_(False),
            )
        ).first()
        if row is None:
            return None
        stated = self._connection.execute(
            select(statements)
            .where(
                statements.c.guild_xid == version.guild_xid,
                statements.c.course_id == version.course_id,
                statements.c.version_id == version.version_id,
            )
            .order_by(statements.c.start)
        )
        return Reading(
            language=row.language,
            header=self._corrected(version) or Header(**json.loads(row.header)),
            findings=tuple(Finding(FindingKind(kind), *place) for kind, *place in row.findings),
            statements=tuple(Statement(one.start, one.end, Speaker(one.by), one.weight) for one in stated),
        )


def _json(header: Header) -> str:
    return json.dumps(asdict(header), ensure_ascii=False)


def _here(version: Version) -> dict[str, int]:
    return {"guild_xid": version.guild_xid, "course_id": version.course_id}


def _in(version: Version) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return versions.c.guild_xid == version.guild_xid, versions.c.course_id == version.course_id
