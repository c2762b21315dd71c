"""Plans that were shown and not made yet, in SQL; one for each person in a course."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course
from bot.seminar.plans import Proposal, Wanted
from bot.store.tables import proposals

TIMES = ("opens", "due", "cutoff")
AS_IT_IS = ("place", "number", "topic", "prompt", "skipped", "unnamed")


class Proposals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, course: Course, user_xid: int, proposal: Proposal) -> None:
        """In the place of the person's earlier one; what could not be read is not kept."""
        content = {
            "act": proposal.act,
            "over": proposal.over,
            "wanted": [_plain(one) for one in proposal.wanted if one.refusal is None],
        }
        told = {"made_at": proposal.made_at, "content": json.dumps(content, ensure_ascii=False)}
        self._connection.execute(
            upsert(proposals)
            .values(guild_xid=course.guild_xid, course_id=course.course_id, user_xid=user_xid, **told)
            .on_conflict_do_update(index_elements=["course_id", "user_xid"], set_=told)
        )

    def get(self, course: Course, user_xid: int) -> Proposal | None:
        row = self._connection.execute(
            select(proposals.c.made_at, proposals.c.content).where(
                proposals.c.guild_xid == course.guild_xid,
                proposals.c.course_id == course.course_id,
                proposals.c.user_xid == user_xid,
            )
        ).first()
        if row is None:
            return None
        content = json.loads(row.content)
        wanted = tuple(_wanted(one) for one in content["wanted"])
        return Proposal(content["act"], row.made_at, content["over"], wanted)

    def remove(self, course: Course, user_xid: int) -> None:
        self._connection.execute(
            delete(proposals).where(
                proposals.c.guild_xid == course.guild_xid,
                proposals.c.course_id == course.course_id,
                proposals.c.user_xid == user_xid,
            )
        )


def _plain(wanted: Wanted) -> dict[str, Any]:
    plain: dict[str, Any] = {name: getattr(wanted, name) for name in AS_IT_IS}
    for name in TIMES:
        moment: datetime | None = getattr(wanted, name)
        plain[name] = None if moment is None else moment.isoformat()
    plain["presenters"] = wanted.presenters
    plain["grace"] = None if wanted.grace is None else wanted.grace / timedelta(minutes=1)
    return plain


def _wanted(plain: dict[str, Any]) -> Wanted:
    times: dict[str, Any] = {
        name: datetime.fromisoformat(plain[name]) if plain[name] else None for name in TIMES
    }
    return Wanted(
        **{name: plain[name] for name in AS_IT_IS},
        **times,
        presenters=None if plain["presenters"] is None else tuple(plain["presenters"]),
        grace=None if plain["grace"] is None else timedelta(minutes=plain["grace"]),
    )
