"""Every query names its server and its course; those that do not are listed here, each with its reason."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

import pytest
from sqlalchemy import Delete, Select, Table, Update, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ColumnElement
from sqlalchemy.sql.operators import and_, eq
from sqlalchemy.sql.schema import Column

from bot.seminar.answers import Answer
from bot.seminar.claims import Claim, Passage, Stance
from bot.seminar.courses import RemindBy, Role
from bot.seminar.decisions import (
    Act,
    ActKind,
    ClaimProposal,
    ProposalKind,
    ProposalSource,
    ProposalState,
    Verdict,
)
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Outcome, Reason, State
from bot.seminar.lateness import LatePolicy
from bot.seminar.plans import Proposal
from bot.seminar.posts import Counted
from bot.seminar.privacy import Erased
from bot.seminar.quotes import Quote
from bot.seminar.reports import Header, Speaker, Version
from bot.seminar.reviews import USUAL_SCALE, Mark, ScaleKind
from bot.seminar.roster import Enrolled, Enrolment, Entry, Question, QuestionKind
from bot.seminar.scores import USUAL
from bot.seminar.threads import Discussion
from bot.seminar.weeks import NOTHING_GRANTED, WeekState
from bot.seminar.zones import Grant, wall_of, walls_of
from bot.store.engine import SqliteStore
from bot.store.tx import SqlTx
from tests.factories import CHANNEL, DUE, GUILD, OPENS, arrival, new_course, new_week
from tests.store.world import World, hand_in, reading

SCOPE = {"guild_xid", "course_id"}
UNSCOPED = {
    "courses.by_id": "rows that the bot planned, and buttons in direct messages, name a course alone",
    "courses.of_channel": "finds the course",
    "courses.of_guild": "finds the courses",
    "courses.every": "for who runs the bot, in a shell of their own",
    "members.courses_of": "finds the courses",
    "members.studying": "a direct message names neither server nor course",
    "claims.of_thread": "finds the course of a thread, and reads it",
    "posts.claims_of": "a deleted message names its server and itself alone",
    "posts.remove": "a deleted message names its server and itself alone",
    "posts.threads": "what was missed is looked for in all courses",
    "members.openings_since": "the limit is the bot's, in all courses together",
    "persons.erased": "kept alike with the list beside the database, for all courses",
    "persons.ending": "sweep over all courses",
    "weeks.next_to_open": "sweep over all courses",
    "weeks.next_to_discuss": "sweep over all courses",
    "weeks.next_turn": "sweep over all courses",
    "arrivals.held": "sweep over all courses",
    "reports.unread": "sweep over all courses",
    "deliveries.next_due": "sweep over all courses",
    "deliveries.next_turn": "sweep over all courses",
    "deliveries.release_leases": "sweep over all courses, at start-up",
    "walls.noted": "the rules of a zone change for all courses, at start-up",
    "walls.unnoted": "sweep over all courses",
    "walls.grants": "the rules of a zone change for all courses, at start-up",
    "walls.unnoted_grants": "sweep over all courses",
}

PROPOSAL = Proposal("week import", OPENS, "", ())


@dataclass(frozen=True)
class Rows:
    """What the calls below work on."""

    world: World
    version: Version
    claim: Claim
    delivery: Delivery
    enrolled: Enrolled


MARK = Mark(ScaleKind.POINTS, "9", "10")
Call = Callable[[SqlTx, Rows], object]

CALLS: dict[str, Call] = {
    "courses.add": lambda tx, _: tx.courses.add(new_course(channel_xid=1), OPENS),
    "courses.get": lambda tx, r: tx.courses.get(GUILD, r.world.course.course_id),
    "courses.by_id": lambda tx, r: tx.courses.by_id(r.world.course.course_id),
    "courses.of_channel": lambda tx, _: tx.courses.of_channel(GUILD, CHANNEL),
    "courses.every": lambda tx, _: tx.courses.every(),
    "courses.remind": lambda tx, r: tx.courses.remind(r.world.course, [], (0, 0), None),
    "courses.limit_key_claims": lambda tx, r: tx.courses.limit_key_claims(r.world.course, 7),
    "courses.close": lambda tx, r: tx.courses.close(r.world.course, OPENS),
    "courses.place": lambda tx, r: tx.courses.place(r.world.course, CHANNEL, "Asia/Seoul"),
    "courses.yield_channel": lambda tx, r: tx.courses.yield_channel(r.world.course),
    "courses.pause": lambda tx, r: tx.courses.pause(r.world.course, OPENS),
    "courses.of_guild": lambda tx, _: tx.courses.of_guild(GUILD),
    "members.add": lambda tx, r: tx.members.add(r.world.course, 1, Role.STUDENT, OPENS),
    "members.of_user": lambda tx, r: tx.members.of_user(r.world.course, 9001),
    "members.get": lambda tx, r: tx.members.get(r.world.course, r.world.nari.member_id),
    "members.with_number": lambda tx, r: tx.members.with_number(r.world.course, "2031-00417"),
    "members.identify": lambda tx, r: tx.members.identify(r.world.nari, "2031-00417", "Nari Oh"),
    "members.speaks": lambda tx, r: tx.members.speaks(r.world.nari, "ko"),
    "members.remind_by": lambda tx, r: tx.members.remind_by(r.world.nari, RemindBy.NEVER),
    "members.asked": lambda tx, r: tx.members.asked(r.world.nari, OPENS),
    "members.opened": lambda tx, r: tx.members.opened(r.world.nari, 4001),
    "members.closed": lambda tx, r: tx.members.closed(r.world.nari, OPENS),
    "members.left": lambda tx, r: tx.members.left(r.world.nari, OPENS),
    "members.openings_since": lambda tx, _: tx.members.openings_since(OPENS),
    "members.students": lambda tx, r: tx.members.students(r.world.course),
    "members.studying": lambda tx, _: tx.members.studying(9001),
    "members.courses_of": lambda tx, _: tx.members.courses_of(GUILD, 9001),
    "weeks.add": lambda tx, r: tx.weeks.add(r.world.course, new_week(number=9)),
    "weeks.get": lambda tx, r: tx.weeks.get(r.world.course, r.world.week.week_id),
    "weeks.numbered": lambda tx, r: tx.weeks.numbered(r.world.course, 1),
    "weeks.of_course": lambda tx, r: tx.weeks.of_course(r.world.course),
    "weeks.before": lambda tx, r: tx.weeks.before(r.world.next_week),
    "weeks.taking": lambda tx, r: tx.weeks.taking(r.world.course, OPENS),
    "weeks.change": lambda tx, r: tx.weeks.change(r.world.next_week, new_week(number=8)),
    "weeks.set_state": lambda tx, r: tx.weeks.set_state(r.world.next_week, WeekState.OPEN),
    "weeks.next_to_open": lambda tx, _: tx.weeks.next_to_open(OPENS),
    "weeks.next_to_discuss": lambda tx, _: tx.weeks.next_to_discuss(DUE),
    "weeks.next_turn": lambda tx, _: tx.weeks.next_turn(),
    "weeks.allow": lambda tx, r: tx.weeks.allow(r.world.course, r.world.week, r.world.nari, NOTHING_GRANTED),
    "weeks.allowance": lambda tx, r: tx.weeks.allowance(r.world.week, r.world.nari),
    "weeks.granted_to": lambda tx, r: tx.weeks.granted_to(r.world.nari),
    "weeks.allowances": lambda tx, r: tx.weeks.allowances(r.world.week),
    "courses.keep": lambda tx, r: tx.courses.keep(r.world.course, 30),
    "courses.owner_asked": lambda tx, r: tx.courses.owner_asked(r.world.course, OPENS),
    "courses.owner_opened": lambda tx, r: tx.courses.owner_opened(r.world.course, 1),
    "persons.rows": lambda tx, r: tx.persons.rows(r.world.nari),
    "persons.files": lambda tx, r: list(tx.persons.files(r.world.nari)),
    "persons.erase": lambda tx, r: tx.persons.erase(r.world.nari, OPENS),
    "persons.note": lambda tx, r: tx.persons.note(Erased(GUILD, 1, 1, OPENS)),
    "persons.erased": lambda tx, _: tx.persons.erased(),
    "persons.ending": lambda tx, _: tx.persons.ending(OPENS),
    "persons.forget": lambda tx, r: tx.persons.forget(r.world.course, OPENS),
    "proposals.put": lambda tx, r: tx.proposals.put(r.world.course, 9100, PROPOSAL),
    "proposals.get": lambda tx, r: tx.proposals.get(r.world.course, 9100),
    "proposals.remove": lambda tx, r: tx.proposals.remove(r.world.course, 9100),
    "policies.late": lambda tx, r: tx.policies.late(r.world.course),
    "policies.parts": lambda tx, r: tx.policies.parts(r.world.course),
    "policies.set_parts": lambda tx, r: tx.policies.set_parts(r.world.course, ("Argument",)),
    "policies.gates": lambda tx, r: tx.policies.gates(r.world.course),
    "policies.set_gates": lambda tx, r: tx.policies.set_gates(r.world.course, ()),
    "policies.recaps": lambda tx, r: tx.policies.recaps(r.world.course),
    "policies.set_recaps": lambda tx, r: tx.policies.set_recaps(r.world.course, False),
    "policies.set_late": lambda tx, r: tx.policies.set_late(r.world.course, LatePolicy()),
    "policies.scale": lambda tx, r: tx.policies.scale(r.world.course),
    "policies.set_scale": lambda tx, r: tx.policies.set_scale(r.world.course, USUAL_SCALE),
    "reviews.add": lambda tx, r: tx.reviews.add(
        r.world.week, r.world.nari.member_id, r.version.version_id, 9100, MARK, "Good.", DUE
    ),
    "reviews.of_week": lambda tx, r: tx.reviews.of_week(r.world.week),
    "reviews.marked": lambda tx, r: tx.reviews.marked(r.world.week),
    "reviews.history": lambda tx, r: tx.reviews.history(r.world.week, r.world.nari.member_id),
    "reviews.released": lambda tx, r: tx.reviews.released(r.world.nari),
    "reviews.lease": lambda tx, r: tx.reviews.lease(r.world.week, r.world.nari.member_id, 9100, DUE),
    "reviews.give_back": lambda tx, r: tx.reviews.give_back(r.world.week, 9100),
    "reviews.leases": lambda tx, r: tx.reviews.leases(r.world.week),
    "reviews.release": lambda tx, r: tx.reviews.release(r.world.week, 9100, DUE),
    "reviews.releases": lambda tx, r: tx.reviews.releases(r.world.course),
    "policies.score": lambda tx, r: tx.policies.score(r.world.course),
    "policies.set_score": lambda tx, r: tx.policies.set_score(r.world.course, USUAL),
    "roster.of_course": lambda tx, r: tx.roster.of_course(r.world.course),
    "roster.with_number": lambda tx, r: tx.roster.with_number(r.world.course, "2031-00417"),
    "roster.with_code": lambda tx, r: tx.roster.with_code(r.world.course, "code"),
    "roster.of_member": lambda tx, r: tx.roster.of_member(r.world.nari),
    "roster.add": lambda tx, r: tx.roster.add(r.world.course, Entry("2031-9", "Bora Lim"), OPENS),
    "roster.set_state": lambda tx, r: tx.roster.set_state(r.enrolled, Enrolment.WITHDRAWN),
    "roster.set_code": lambda tx, r: tx.roster.set_code(r.enrolled, "code"),
    "roster.link": lambda tx, r: tx.roster.link(r.enrolled, r.world.nari, "code", OPENS),
    "roster.unlink": lambda tx, r: tx.roster.unlink(r.enrolled),
    "roster.ask": lambda tx, r: tx.roster.ask(r.enrolled, r.world.nari, QuestionKind.NO_CODE, OPENS),
    "roster.open_questions": lambda tx, r: tx.roster.open_questions(r.world.course),
    "roster.answer": lambda tx, r: tx.roster.answer(
        r.world.course, Question(1, QuestionKind.NO_CODE, r.enrolled, 1), "yes", 9100, OPENS
    ),
    "roster.unreachable": lambda tx, r: tx.roster.unreachable(r.world.course),
    "arrivals.add": lambda tx, r: tx.arrivals.add(arrival(), r.world.course, None),
    "arrivals.get": lambda tx, r: tx.arrivals.get(r.world.course, 5001, 9001),
    "arrivals.draft": lambda tx, r: tx.arrivals.draft(r.world.course, 9001, 1),
    "arrivals.remove": lambda tx, r: tx.arrivals.remove(r.world.course, 5001),
    "arrivals.hold": lambda tx, r: tx.arrivals.hold(r.world.course, 5001, 1),
    "arrivals.let_go": lambda tx, r: tx.arrivals.let_go(r.world.course, 9001, 1),
    "arrivals.held": lambda tx, _: tx.arrivals.held(),
    "arrivals.held_in": lambda tx, r: tx.arrivals.held_in(r.world.course, 1),
    "arrivals.held_text": lambda tx, r: tx.arrivals.held_text(r.world.course, 9001, 1),
    "reports.add": lambda tx, r: hand_in(tx, r.world, r.world.bora, 5002),
    "reports.history": lambda tx, r: tx.reports.history(r.world.nari, "x"),
    "reports.get": lambda tx, r: tx.reports.get(r.world.nari, 1),
    "reports.last": lambda tx, r: tx.reports.last(r.world.nari),
    "reports.taken": lambda tx, r: tx.reports.taken(r.world.nari),
    "reports.first_received": lambda tx, r: tx.reports.first_received(r.world.course),
    "reports.taken_in": lambda tx, r: tx.reports.taken_in(r.world.week),
    "reports.is_in": lambda tx, r: tx.reports.is_in(r.world.week, r.world.nari),
    "reports.latest": lambda tx, r: tx.reports.latest(r.world.week, r.world.nari),
    "reports.version": lambda tx, r: tx.reports.version(r.world.week, r.world.nari, 1),
    "reports.count": lambda tx, r: tx.reports.count(r.world.week),
    "reports.versions": lambda tx, r: tx.reports.versions(r.world.week, r.world.nari),
    "reports.in_course": lambda tx, r: tx.reports.in_course(r.world.course, 1),
    "reports.filed": lambda tx, r: tx.reports.filed(r.world.week),
    "reports.same_texts": lambda tx, r: tx.reports.same_texts(r.world.week),
    "reports.latest_of_all": lambda tx, r: tx.reports.latest_of_all(r.world.week),
    "reports.source": lambda tx, r: tx.reports.source(r.version),
    "reports.withdraw": lambda tx, r: tx.reports.withdraw(r.world.week, r.world.nari, DUE),
    "reports.restore": lambda tx, r: tx.reports.restore(r.world.week, r.world.nari, DUE),
    "reports.withdrawals": lambda tx, r: tx.reports.withdrawals(r.world.week, r.world.nari),
    "reports.correct": lambda tx, r: tx.reports.correct(r.version, Header(), DUE),
    "reports.unread": lambda tx, _: tx.reports.unread(9),
    "reports.save_reading": lambda tx, r: tx.reports.save_reading(r.version, reading((0, 9))),
    "reports.reading": lambda tx, r: tx.reports.reading(r.version),
    "claims.add": lambda tx, r: tx.claims.add(r.version, "label"),
    "claims.get": lambda tx, r: tx.claims.get(r.world.course, r.claim.claim_id),
    "claims.of_thread": lambda tx, _: tx.claims.of_thread(GUILD, 8001),
    "claims.of_week": lambda tx, r: tx.claims.of_week(r.world.week),
    "claims.passages": lambda tx, r: tx.claims.passages(r.world.week),
    "claims.join": lambda tx, r: tx.claims.join(r.claim, 1),
    "claims.prune": lambda tx, r: tx.claims.prune(r.world.week),
    "claims.relabel": lambda tx, r: tx.claims.relabel(r.claim, "label"),
    "claims.opened": lambda tx, r: tx.claims.opened(r.claim, 8001, DUE),
    "claims.take_stance": lambda tx, r: tx.claims.take_stance(r.claim, r.world.nari, Stance.AGREE, DUE),
    "claims.stances": lambda tx, r: tx.claims.stances(r.claim),
    "claims.known": lambda tx, r: tx.claims.known(r.world.week, 3),
    "claims.put": lambda tx, r: tx.claims.put(r.claim),
    "claims.opened_at": lambda tx, r: tx.claims.opened_at(r.world.course),
    "claims.holders": lambda tx, r: tx.claims.holders(r.world.week),
    "claims.some": lambda tx, r: tx.claims.some(r.world.week, [r.claim.claim_id]),
    "claims.with_threads": lambda tx, r: tx.claims.with_threads(r.world.week),
    "claims.ranked": lambda tx, r: tx.claims.ranked(r.world.week),
    "claims.roots": lambda tx, r: tx.claims.roots(r.world.week),
    "decisions.add_act": lambda tx, r: _acted(tx, r),  # noqa: PLW0108 (it stands below)
    "decisions.touch": lambda tx, r: tx.decisions.touch(_acted(tx, r), r.claim),
    "decisions.act": lambda tx, r: tx.decisions.act(r.world.course, 1),
    "decisions.acts": lambda tx, r: tx.decisions.acts(r.world.course),
    "decisions.undo": lambda tx, r: _placed_and_undone(tx, r),  # noqa: PLW0108
    "decisions.forget_words": lambda tx, r: tx.decisions.forget_words(r.world.course, ["L"]),
    "decisions.forget_labels": lambda tx, r: tx.decisions.forget_labels(r.world.course, ["L"]),
    "decisions.place": lambda tx, r: tx.decisions.place(_acted(tx, r), _passage(tx, r), r.claim),
    "decisions.kept": lambda tx, r: tx.decisions.kept(r.version, ["Pavements"]),
    "decisions.propose": lambda tx, r: tx.decisions.propose(r.world.week, r.claim.claim_id, DUE, label="L"),
    "decisions.proposal": lambda tx, r: tx.decisions.proposal(r.world.course, 1),
    "decisions.open_proposals": lambda tx, r: tx.decisions.open_proposals(r.world.week),
    "decisions.decide": lambda tx, r: tx.decisions.decide(_proposed(r), ProposalState.REJECTED, DUE),
    "decisions.reopen": lambda tx, r: tx.decisions.reopen(_acted(tx, r)),
    "decisions.decided": lambda tx, r: tx.decisions.decided(r.world.course),
    "decisions.mark": lambda tx, r: tx.decisions.mark(r.world.week, _passage(tx, r), DUE),
    "decisions.marked": lambda tx, r: tx.decisions.marked(r.world.week),
    "decisions.confirm": lambda tx, r: tx.decisions.confirm(
        r.claim, r.world.nari, Verdict.CLAIMED, None, DUE
    ),
    "decisions.confirmations": lambda tx, r: tx.decisions.confirmations(r.world.week),
    "posts.of_claim": lambda tx, r: tx.posts.of_claim(r.claim),
    "claims.held": lambda tx, r: tx.claims.held(r.claim),
    "discussions.of": lambda tx, r: tx.discussions.of(r.world.course),
    "discussions.choose": lambda tx, r: tx.discussions.choose(r.world.course, Discussion()),
    "discussions.opened_by": lambda tx, r: tx.discussions.opened_by(r.claim, r.world.nari, DUE),
    "discussions.openers": lambda tx, r: tx.discussions.openers(r.world.week),
    "discussions.own_count": lambda tx, r: tx.discussions.own_count(r.world.week, r.world.nari),
    "discussions.end": lambda tx, r: tx.discussions.end(r.claim, "It holds.", 9101, DUE),
    "discussions.outcome": lambda tx, r: tx.discussions.outcome(r.claim),
    "quotes.of": lambda tx, r: tx.quotes.of(r.claim),
    "quotes.put": lambda tx, r: tx.quotes.put(r.claim, [Quote(1, "words", Speaker.PRESENTER)]),
    "quotes.voices": lambda tx, r: tx.quotes.voices(r.world.week),
    "quotes.object": lambda tx, r: tx.quotes.object(r.world.week, r.world.nari, "words", DUE),
    "quotes.consent": lambda tx, r: tx.quotes.consent(r.world.week, r.world.nari, DUE),
    "quotes.take_back": lambda tx, r: tx.quotes.take_back(r.world.week, r.world.nari, DUE),
    "answers.add": lambda tx, r: tx.answers.add(r.claim, r.world.nari, "words", DUE),
    "answers.get": lambda tx, r: tx.answers.get(r.world.course, 1),
    "answers.of_member": lambda tx, r: tx.answers.of_member(r.world.nari),
    "answers.count_since": lambda tx, r: tx.answers.count_since(r.world.nari, DUE),
    "answers.posted": lambda tx, r: tx.answers.posted(_answered(r), 6002),
    "answers.take_back": lambda tx, r: tx.answers.take_back(_answered(r), DUE),
    "deliveries.again": lambda tx, r: tx.deliveries.again(_owed(r.world, "other")),
    "deliveries.retry": lambda tx, r: tx.deliveries.retry(r.delivery, OPENS),
    "deliveries.hasten": lambda tx, r: tx.deliveries.hasten(r.delivery, OPENS),
    "deliveries.retarget": lambda tx, r: tx.deliveries.retarget(r.delivery, CHANNEL, forum=False),
    "posts.add": lambda tx, r: tx.posts.add(r.claim, r.world.nari, 6001, DUE),
    "posts.add_all": lambda tx, r: tx.posts.add_all([Counted(r.claim, r.world.nari, 6001, DUE, 8001)]),
    "posts.pairs": lambda tx, r: tx.posts.pairs(r.world.course),
    "posts.remove": lambda tx, _: tx.posts.remove(GUILD, 6001),
    "posts.remove_thread": lambda tx, r: tx.posts.remove_thread(r.world.course, 8001),
    "posts.writer": lambda tx, r: tx.posts.writer(r.world.course, 6001),
    "posts.in_thread": lambda tx, r: tx.posts.in_thread(r.world.course, 8001),
    "posts.claims_of": lambda tx, _: tx.posts.claims_of(GUILD, 6001),
    "posts.threads": lambda tx, _: tx.posts.threads(OPENS, 9),
    "posts.taken": lambda tx, r: tx.posts.taken(r.world.week),
    "talks.of_week": lambda tx, r: tx.talks.of_week(r.world.week),
    "talks.threads": lambda tx, r: tx.talks.threads(r.world.course),
    "deliveries.plan": lambda tx, r: tx.deliveries.plan(_owed(r.world, "other")),
    "deliveries.withdraw_reminders": lambda tx, r: tx.deliveries.withdraw_reminders(
        r.world.week, r.world.nari
    ),
    "deliveries.next_due": lambda tx, _: tx.deliveries.next_due(DUE),
    "deliveries.next_turn": lambda tx, _: tx.deliveries.next_turn(),
    "deliveries.claim": lambda tx, r: tx.deliveries.claim(r.delivery, OPENS),
    "deliveries.skip": lambda tx, r: tx.deliveries.skip(r.delivery, Reason.EXCUSED, OPENS),
    "deliveries.record": lambda tx, r: tx.deliveries.record(r.delivery, Outcome(State.SENT), OPENS),
    "deliveries.hold": lambda tx, r: tx.deliveries.hold(r.delivery, DUE, Reason.QUIET),
    "deliveries.gather": lambda tx, r: tx.deliveries.gather(r.delivery, "mention:1"),
    "deliveries.gathered": lambda tx, r: tx.deliveries.gathered(r.delivery),
    "deliveries.gathering": lambda tx, r: tx.deliveries.gathering(r.delivery),
    "deliveries.get": lambda tx, r: tx.deliveries.get(r.world.course, 1),
    "deliveries.with_key": lambda tx, r: tx.deliveries.with_key(r.world.course, "owed"),
    "deliveries.of_member": lambda tx, r: tx.deliveries.of_member(r.world.week, r.world.nari),
    "deliveries.of_no_week": lambda tx, r: tx.deliveries.of_no_week(r.world.course),
    "deliveries.follow": lambda tx, r: tx.deliveries.follow(r.world.course, CHANNEL),
    "deliveries.resume": lambda tx, r: tx.deliveries.resume(r.world.course),
    "watch.seen_at": lambda tx, _: tx.watch.seen_at(),
    "watch.seen": lambda tx, _: tx.watch.seen(OPENS),
    "watch.openings_resume_at": lambda tx, _: tx.watch.openings_resume_at(),
    "watch.pause_openings": lambda tx, _: tx.watch.pause_openings(OPENS),
    "deliveries.release_leases": lambda tx, _: tx.deliveries.release_leases(),
    "deliveries.earlier_reminder": lambda tx, r: tx.deliveries.earlier_reminder(r.delivery),
    "deliveries.later_reminder_is_due": lambda tx, r: tx.deliveries.later_reminder_is_due(r.delivery, DUE),
    "deliveries.of_week": lambda tx, r: tx.deliveries.of_week(r.world.week),
    "walls.edition": lambda tx, _: tx.walls.edition(),
    "walls.set_edition": lambda tx, _: tx.walls.set_edition("2026f"),
    "walls.noted": lambda tx, _: tx.walls.noted(),
    "walls.unnoted": lambda tx, _: tx.walls.unnoted(9),
    "walls.note": lambda tx, r: tx.walls.note(
        r.world.course, r.world.week, walls_of(r.world.week.times, "UTC")
    ),
    "walls.retime": lambda tx, r: tx.walls.retime(r.world.week, r.world.week.times),
    "trail.entries": lambda tx, r: tx.trail.entries(r.world.course, 1, 1, 9, 9),
    "walls.grants": lambda tx, _: tx.walls.grants(OPENS),
    "walls.unnoted_grants": lambda tx, _: tx.walls.unnoted_grants(9),
    "walls.note_grant": lambda tx, r: tx.walls.note_grant(
        Grant(r.world.course, r.world.week.week_id, r.world.nari.member_id, DUE, wall_of(DUE, "UTC"))
    ),
    "trail.add": lambda tx, r: tx.trail.add(r.world.course, 9100, "extension", OPENS),
}


def _acted(tx: SqlTx, rows: Rows) -> Act:
    return tx.decisions.add_act(rows.world.week, ActKind.MOVE, 9100, DUE, [rows.claim])


def _passage(tx: SqlTx, rows: Rows) -> Passage:
    return tx.claims.passages(rows.world.week)[0]


def _placed_and_undone(tx: SqlTx, rows: Rows) -> None:
    act = _acted(tx, rows)
    tx.decisions.place(act, _passage(tx, rows), rows.claim)
    tx.decisions.undo(act, DUE)


def _proposed(rows: Rows) -> ClaimProposal:
    week = rows.world.week
    kind, source = ProposalKind.LABEL, ProposalSource.MODEL
    place = (week.guild_xid, week.course_id, week.week_id)
    return ClaimProposal(1, *place, kind, rows.claim.claim_id, None, "L", source, 0.0)


def _owed(world: World, key: str) -> NewDelivery:
    return NewDelivery(
        guild_xid=GUILD,
        course_id=world.course.course_id,
        kind=Kind.REMINDER,
        key=key,
        target_xid=CHANNEL,
        week_id=world.week.week_id,
        due_at=OPENS,
        member_id=world.nari.member_id,
    )


def _answered(rows: Rows) -> Answer:
    here = rows.world.course
    return Answer(
        1, here.guild_xid, here.course_id, rows.claim.claim_id, rows.world.nari.member_id, None, DUE
    )


@pytest.fixture
async def rows(store: SqliteStore, world: World) -> Rows:
    def work(tx: SqlTx) -> Rows:
        version = hand_in(tx, world, world.nari, 1)
        tx.reports.save_reading(version, reading((0, 9)))
        claim = tx.claims.add(version, "label")
        tx.claims.opened(claim, 8001, DUE)
        tx.weeks.set_state(world.twin_week, WeekState.OPEN)
        tx.deliveries.plan(_owed(world, "owed"))
        tx.roster.add(world.course, Entry("2031-00417", "Nari Oh"), OPENS)
        (enrolled,) = tx.roster.of_course(world.course)
        return Rows(world, version, claim, tx.deliveries.of_week(world.week)[0], enrolled)

    return await store.write(work)


@pytest.fixture
def emitted(store: SqliteStore, rows: Rows) -> list[Any]:
    """Every statement that reaches the database from now on, as SQLAlchemy's objects."""
    seen: list[Any] = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def see(_conn: Any, _cursor: Any, text: str, _params: Any, context: Any, _many: bool) -> None:  # noqa: FBT001
        if not text.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")):
            assert context.compiled is not None, f"a statement in plain text: {text}"
            seen.append(context.compiled.statement)

    return seen


def queries(statement: Any) -> Iterator[Select[Any] | Update | Delete]:
    """The statement and what is nested in it, as far as it reads, changes or removes rows."""
    for part in visitors.iterate(statement):
        if isinstance(part, Select | Update | Delete):
            yield part


def of_courses(query: Select[Any] | Update | Delete) -> bool:
    """Whether it is about a table whose rows name server and course."""
    tables = [query.table] if isinstance(query, Update | Delete) else query.get_final_froms()
    found = [part for table in tables for part in visitors.iterate(table) if isinstance(part, Table)]
    return any(set(table.columns.keys()) >= SCOPE for table in found)


def all_of(condition: ColumnElement[Any] | None) -> Iterator[ColumnElement[Any]]:
    """The conditions each of which must hold."""
    if isinstance(condition, BooleanClauseList) and condition.operator is and_:
        for part in condition.clauses:
            yield from all_of(part)
    elif condition is not None:
        yield condition


def is_scoped(query: Select[Any] | Update | Delete) -> bool:
    named = {
        condition.left.name
        for condition in all_of(query.whereclause)
        if isinstance(condition, BinaryExpression)
        and condition.operator is eq
        and isinstance(condition.left, Column)
        and not isinstance(condition.right, Column)
    }
    return named >= SCOPE


def repository_methods() -> set[str]:
    """Every public method of every noun that a transaction has."""
    nouns = {name: made for name, made in vars(SqlTx).items() if isinstance(made, cached_property)}
    return {
        f"{noun}.{name}"
        for noun, made in nouns.items()
        for name, _ in inspect.getmembers(get_type_hints(made.func)["return"], inspect.isfunction)
        if not name.startswith("_")
    }


def test_every_method_of_the_store_is_exercised() -> None:
    assert set(CALLS) == repository_methods()
    assert set(UNSCOPED) <= set(CALLS)


@pytest.mark.parametrize("name", CALLS)
async def test_every_query_names_its_server_and_its_course(
    store: SqliteStore, rows: Rows, emitted: list[Any], name: str
) -> None:
    await store.write(lambda tx: CALLS[name](tx, rows))
    assert emitted, "the method reached the database"
    loose = [
        query
        for statement in emitted
        for query in queries(statement)
        if of_courses(query) and not is_scoped(query)
    ]
    if name in UNSCOPED:
        assert loose, "it is scoped by now: take it off the list"
    else:
        assert [str(query) for query in loose] == []
