"""What staff, students and presenters decided about claims, in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.claims import Claim, ClaimState, Origin, Passage
from bot.seminar.courses import Course, Member
from bot.seminar.decisions import (
    Act,
    ActKind,
    Confirmation,
    Verdict,
)
from bot.seminar.reports import Version
from bot.seminar.weeks import InWeek
from bot.store.claimproposals import ClaimProposals
from bot.store.scope import in_course, scope
from bot.store.tables import claim_acts, confirmations, marks, placements, statements

OF_REPORT: tuple[BindParameter[int], ...] = (bindparam("in_week"), bindparam("of_member"))
THE_PASSAGE = bindparam("passage", type_=statements.c.passage_digest.type)
ANYTHING = (
    select(statements.c.statement_id)
    .where(
        *in_course(statements),
        statements.c.week_id == OF_REPORT[0],
        statements.c.member_id == OF_REPORT[1],
    )
    .limit(1)
)
PLACED_ANYTHING = (
    select(placements.c.placement_id)
    .where(
        *in_course(placements),
        placements.c.week_id == OF_REPORT[0],
        placements.c.member_id == OF_REPORT[1],
    )
    .limit(1)
)
PLACED = (
    select(placements.c.claim_id)
    .join(claim_acts, claim_acts.c.act_id == placements.c.act_id)
    .where(
        *in_course(placements),
        placements.c.week_id == OF_REPORT[0],
        placements.c.member_id == OF_REPORT[1],
        placements.c.passage_digest == THE_PASSAGE,
        claim_acts.c.undone_at.is_(None),
    )
    .order_by(placements.c.placement_id.desc())
    .limit(1)
)
SAID = (
    select(statements.c.claim_id)
    .where(
        *in_course(statements),
        statements.c.week_id == OF_REPORT[0],
        statements.c.member_id == OF_REPORT[1],
        statements.c.passage_digest == THE_PASSAGE,
        statements.c.claim_id.is_not(None),
    )
    .order_by(statements.c.statement_id)
    .limit(1)
)


class Decisions(ClaimProposals):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_act(
        self, week: InWeek, kind: ActKind, actor_xid: int, at: datetime, before: Sequence[Claim]
    ) -> Act:
        row = self._connection.execute(
            insert(claim_acts)
            .values(
                **_here(week),
                kind=kind,
                actor_xid=actor_xid,
                at=at,
                touches=[claim.claim_id for claim in before],
                before=json.dumps([asdict(claim) for claim in before], ensure_ascii=False),
            )
            .returning(claim_acts)
        ).one()
        return _act(row)

    def touch(self, act: Act, claim: Claim) -> Act:
        """The act is about this claim, too, which it made."""
        touches = (*act.touches, claim.claim_id)
        self._change(claim_acts, act, claim_acts.c.act_id == act.act_id, touches=[*touches])
        return replace(act, touches=touches)

    def act(self, course: Course, act_id: int) -> Act | None:
        row = self._connection.execute(
            select(claim_acts).where(*_in(claim_acts, course), claim_acts.c.act_id == act_id)
        ).first()
        return None if row is None else _act(row)

    def acts(self, course: Course) -> list[Act]:
        """What staff did, also what was undone, in its order."""
        rows = self._connection.execute(
            select(claim_acts).where(*_in(claim_acts, course)).order_by(claim_acts.c.act_id)
        )
        return [_act(row) for row in rows]

    def undo(self, act: Act, at: datetime) -> None:
        """What it moved is back where it was, also in versions that were read since."""
        moved = self._connection.execute(
            select(placements).where(*_in(placements, act), placements.c.act_id == act.act_id)
        ).all()
        for row in moved:
            self._connection.execute(
                update(statements)
                .where(
                    *_in(statements, act),
                    statements.c.week_id == act.week_id,
                    statements.c.member_id == row.member_id,
                    # The digest comes back as it lies in the row, and must not be made one again.
                    statements.c.passage_digest
                    == select(placements.c.passage_digest)
                    .where(*_in(placements, act), placements.c.placement_id == row.placement_id)
                    .scalar_subquery(),
                    statements.c.claim_id == row.claim_id,
                )
                .values(claim_id=row.from_claim_id)
            )
        self._change(claim_acts, act, claim_acts.c.act_id == act.act_id, undone_at=at)

    def forget_words(self, course: Course, texts: Sequence[str]) -> None:
        """Has labels go that stand word for word in these texts, in what staff did and what is proposed."""
        rows = self._connection.execute(
            select(claim_acts.c.act_id, claim_acts.c.before).where(*_in(claim_acts, course))
        )
        for row in rows.all():
            before = json.loads(row.before)
            taken = [one | {"label": ""} if _stands_in(one["label"], texts) else one for one in before]
            if taken != before:
                put = json.dumps(taken, ensure_ascii=False)
                self._change(claim_acts, course, claim_acts.c.act_id == row.act_id, before=put)
        self.forget_labels(course, texts)

    def place(self, act: Act, passage: Passage, claim: Claim) -> None:
        """The passage belongs to this claim, whatever is read later in the same words of its writer."""
        self._connection.execute(
            insert(placements).values(
                **_here(act),
                act_id=act.act_id,
                member_id=passage.member_id,
                passage_digest=passage.text,
                claim_id=claim.claim_id,
                from_claim_id=passage.claim_id or claim.claim_id,
            )
        )
        self._change(
            statements,
            act,
            statements.c.statement_id == passage.statement_id,
            claim_id=claim.claim_id,
            passage_digest=passage.text,
        )

    def kept(self, version: Version, texts: Sequence[str]) -> dict[str, int]:
        """The claims in which these passages of the writer stand: where staff placed them, else as before."""
        report = scope(version, in_week=version.week_id, of_member=version.member_id)
        if not any(self._connection.execute(query, report).first() for query in (ANYTHING, PLACED_ANYTHING)):
            return {}
        found = {}
        for text in dict.fromkeys(texts):
            for query in (PLACED, SAID):
                claim_id = self._connection.execute(query, {**report, "passage": text}).scalar()
                if claim_id is not None:
                    found[text] = claim_id
                    break
        return found

    def mark(self, week: InWeek, passage: Passage, at: datetime) -> None:
        """The member holds this to be the key claim, instead of what they marked before."""
        now = {"passage_digest": passage.text, "marked_at": at}
        self._connection.execute(
            upsert(marks)
            .values(**_here(week), member_id=passage.member_id, **now)
            .on_conflict_do_update(index_elements=["week_id", "member_id"], set_=now)
        )
        self._change(
            statements,
            week,
            statements.c.statement_id == passage.statement_id,
            passage_digest=passage.text,
        )

    def marked(self, week: InWeek) -> dict[int, set[int]]:
        """Who marked a passage of which claim, as far as the latest version still says it, by claim_id."""
        rows = self._connection.execute(
            select(statements.c.claim_id, marks.c.member_id)
            .join(
                statements,
                (statements.c.week_id == marks.c.week_id)
                & (statements.c.member_id == marks.c.member_id)
                & (statements.c.passage_digest == marks.c.passage_digest),
            )
            .where(*_in(marks, week), marks.c.week_id == week.week_id, statements.c.claim_id.is_not(None))
        )
        found: dict[int, set[int]] = {}
        for claim_id, member_id in rows:
            found.setdefault(claim_id, set()).add(member_id)
        return found

    def confirm(
        self, claim: Claim, member: Member, verdict: Verdict, words: str | None, at: datetime
    ) -> None:
        now = {"verdict": verdict, "words": words, "at": at}
        self._connection.execute(
            upsert(confirmations)
            .values(**_here(claim), claim_id=claim.claim_id, member_id=member.member_id, **now)
            .on_conflict_do_update(index_elements=["claim_id", "member_id"], set_=now)
        )

    def confirmations(self, week: InWeek) -> list[Confirmation]:
        """What the week's presenters said of its claims, in the order in which they were first asked."""
        rows = self._connection.execute(
            select(confirmations)
            .where(*_in(confirmations, week), confirmations.c.week_id == week.week_id)
            .order_by(confirmations.c.confirmation_id)
        )
        return [Confirmation(row.claim_id, row.member_id, Verdict(row.verdict), row.words) for row in rows]

    def _change(self, table: Table, owner: Any, condition: ColumnElement[bool], **values: object) -> None:
        self._connection.execute(update(table).where(*_in(table, owner), condition).values(**values))


def _stands_in(label: str, texts: Sequence[str]) -> bool:
    return bool(label) and any(label in text for text in texts)


def _here(week: InWeek) -> dict[str, int]:
    return {"guild_xid": week.guild_xid, "course_id": week.course_id, "week_id": week.week_id}


def _in(table: Table, owner: Course | InWeek) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.guild_xid == owner.guild_xid, table.c.course_id == owner.course_id


def _act(row: Row[Any]) -> Act:
    return Act(
        act_id=row.act_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        week_id=row.week_id,
        kind=ActKind(row.kind),
        actor_xid=row.actor_xid,
        at=row.at,
        touches=tuple(row.touches),
        before=tuple(
            Claim(**{**one, "state": ClaimState(one["state"]), "origin": Origin(one["origin"])})
            for one in json.loads(row.before)
        ),
        undone_at=row.undone_at,
    )
