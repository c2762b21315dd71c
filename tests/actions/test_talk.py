"""What a talk claims: expected by staff or its presenter, marked by students, confirmed by the presenter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions import confirming, curation, expecting, marks, proposals
from bot.actions.claims import by_claim, list_claims, take_stance
from bot.actions.plan import Changes, edit_week
from bot.actions.reminders import choose
from bot.seminar.cards import ClaimCard, ConfirmCard
from bot.seminar.claims import Claim, Origin, Stance
from bot.seminar.courses import Person, RemindBy
from bot.seminar.decisions import Quality, Verdict
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.refusals import (
    BadText,
    NotPresenter,
    NotStaff,
    NotStudent,
    UnknownPassage,
    UnknownReport,
    UnknownWeek,
)
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    School,
    ask,
)
from tests.factories import CHANNEL, OPENS, person
from tests.fakes import CLOSED, UNREACHABLE

TUESDAY = MONDAY + 24 * HOUR
ROOMS, TREES = "P: Pavements are rooms.\n", "P: Trees are walls.\n"
YUJIN = replace(NARI, user_xid=9050)


@pytest.fixture
async def opened(school: School) -> School:
    """Yujin presents."""
    await school.sweep(OPENS)
    await school.join(YUJIN)
    changes = Changes(presenter="Yujin Han", presenter_xid=YUJIN.user_xid)
    await edit_week(school.store, ask(INSTRUCTOR), 1, changes)
    return school


async def the(school: School, label: str) -> tuple[Claim, int]:
    found = await school.store.read(lambda tx: by_claim(tx, school.week))
    return next((claim, len(said)) for claim, said in found if claim.label == label)


async def expect(school: School, text: str, who: Person = INSTRUCTOR) -> expecting.Expected:
    return await expecting.expect(school.store, school.reader, ask(who), 1, text)


async def threads(school: School) -> list[str]:
    return [one.card.claim.label for one in school.messenger.of_class if isinstance(one.card, ClaimCard)]


# Expected


async def test_expected_claims_are_shown_to_staff_before_any_report_and_gather_what_says_so(
    opened: School,
) -> None:
    await expect(opened, "- Pavements are rooms\n\n- Streets are slow.\n")
    shown = (await list_claims(opened.store, ask(MODERATOR), 1)).views
    assert [(view.claim.label, view.reports) for view in shown] == [
        ("Pavements are rooms", 0),
        ("Streets are slow.", 0),
    ]
    assert (await list_claims(opened.store, ask(BORA), 1)).views == []
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS)
    await opened.sweep(DUE)
    claim, count = await the(opened, "Pavements are rooms")
    assert (claim.origin, count) == (Origin.EXPECTED, 2)
    assert await threads(opened) == ["Pavements are rooms"]


async def test_a_presenter_enters_claims_and_a_student_does_not(opened: School) -> None:
    assert len((await expect(opened, "Streets are slow.", YUJIN)).claims) == 1
    with pytest.raises(NotPresenter):
        await expect(opened, "Streets are slow.", BORA)
    with pytest.raises(UnknownWeek):
        await expecting.may_expect(opened.store, ask(INSTRUCTOR), 9)


@pytest.mark.parametrize("text", ["", " \n - \n", "x" * 301, "\n".join(f"Claim {n}." for n in range(11))])
async def test_what_is_not_a_list_of_claims(opened: School, text: str) -> None:
    with pytest.raises(BadText):
        await expect(opened, text)


async def test_what_reports_say_already_is_proposed_and_undoing_takes_the_claims_back(opened: School) -> None:
    await opened.hand_in(BORA, ROOMS + TREES)
    await opened.sweep(MONDAY)
    made = await expect(opened, "Pavements are rooms.\nStreets are slow.")
    (waiting,) = (await proposals.proposals(opened.store, ask(MODERATOR), 1)).waiting
    assert waiting.into
    assert waiting.into.claim.claim_id == made.claims[0].claim_id
    await curation.undo(opened.store, ask(INSTRUCTOR), made.act.act_id)
    shown = (await list_claims(opened.store, ask(MODERATOR), 1)).views
    assert {view.claim.label for view in shown} == {"Pavements are rooms.", "Trees are walls."}


async def test_expected_claims_are_entered_though_the_reader_fails(opened: School) -> None:
    await opened.hand_in(BORA, ROOMS)
    await opened.sweep(MONDAY)
    opened.reader.compares = False
    assert len((await expect(opened, "Pavements are rooms.")).claims) == 1


# Marked


async def mark(school: School, who: Person, at: int) -> None:
    _, _, own = await marks.own_statements(school.store, ask(who), 1)
    await marks.mark(school.store, ask(who), 1, own[at].statement_id)


async def test_a_students_mark_outranks_what_is_shared_and_outlives_a_new_version(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS)
    await opened.hand_in(DOHA, ROOMS + TREES)
    await opened.sweep(MONDAY)
    await mark(opened, DOHA, 0)
    await mark(opened, DOHA, 1)
    await opened.hand_in(DOHA, TREES + "P: More.\n" + ROOMS, at=TUESDAY)
    await opened.sweep(DUE)
    assert await threads(opened) == ["Trees are walls.", "Pavements are rooms."]


async def test_only_an_own_statement_is_marked(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    with pytest.raises(UnknownReport):
        await marks.own_statements(opened.store, ask(BORA), 1)
    _, _, own = await marks.own_statements(opened.store, ask(NARI), 1)
    with pytest.raises(UnknownPassage):
        await marks.mark(opened.store, ask(BORA), 1, own[0].statement_id)
    with pytest.raises(NotStudent):
        await marks.own_statements(opened.store, ask(INSTRUCTOR), 1)


# Disputed


async def test_what_is_doubted_comes_before_what_is_only_repeated(opened: School) -> None:
    people = [replace(NARI, user_xid=9100 + number + 50) for number in range(4)]
    for who in people:
        await opened.hand_in(who, ROOMS)
    for who in people[:3]:
        await opened.hand_in(who, ROOMS + TREES, at=TUESDAY)
    await opened.sweep(TUESDAY)
    claim, _ = await the(opened, "Trees are walls.")
    for who in people[:2]:
        await take_stance(opened.store, ask(who), claim.claim_id, Stance.DISAGREE)
    await opened.sweep(DUE)
    assert await threads(opened) == ["Trees are walls.", "Pavements are rooms."]


# Confirmed


async def test_a_presenter_is_asked_one_claim_after_the_other_the_most_shared_first(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS + TREES + "S: I walk.\n")
    await opened.hand_in(BORA, TREES)
    await opened.sweep(MONDAY)
    asked = await confirming.next_question(opened.store, ask(YUJIN), 1)
    assert asked.claim
    assert (asked.claim.label, asked.reports, asked.left) == ("Trees are walls.", 2, 1)
    await confirming.confirm(opened.store, ask(YUJIN), asked.claim.claim_id, Verdict.DENIED)
    asked = await confirming.next_question(opened.store, ask(YUJIN), 1)
    assert asked.claim
    words = "Pavements are <@9001> rooms with doors"
    await confirming.confirm(opened.store, ask(YUJIN), asked.claim.claim_id, Verdict.CORRECTED, words)
    assert (await confirming.next_question(opened.store, ask(YUJIN), 1)).claim is None
    (waiting,) = (await proposals.proposals(opened.store, ask(MODERATOR), 1)).waiting
    done = await proposals.accept(opened.store, ask(MODERATOR), waiting.proposal.proposal_id)
    assert done.claim.label == words


async def test_nobody_answers_in_the_presenters_place(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    claim, _ = await the(opened, "Pavements are rooms.")
    for who in (NARI, INSTRUCTOR, person(user_xid=9900)):
        with pytest.raises(NotPresenter):
            await confirming.confirm(opened.store, ask(who), claim.claim_id, Verdict.CLAIMED)
    with pytest.raises(NotPresenter):
        await confirming.next_question(opened.store, ask(NARI), 1)


async def test_coverage_and_fidelity_follow_from_what_is_expected_and_confirmed(opened: School) -> None:
    await expect(opened, "Trees are walls.\nStreets are slow.")
    await opened.hand_in(NARI, ROOMS + TREES)
    await opened.hand_in(BORA, "P: Cars are kings.\n")
    await opened.sweep(MONDAY)
    for label, verdict in (("Pavements are rooms.", Verdict.CLAIMED), ("Cars are kings.", Verdict.DENIED)):
        claim, _ = await the(opened, label)
        await confirming.confirm(opened.store, ask(YUJIN), claim.claim_id, verdict)
    found = await confirming.fidelity(opened.store, ask(MODERATOR), 1)
    assert (found.points, found.judged) == (3, 2)
    told = {member.user_xid: (round(one.coverage or 0, 2), one.fidelity) for member, one in found.reports}
    assert told == {NARI.user_xid: (0.67, 1.0), BORA.user_xid: (0.0, 0.0)}
    with pytest.raises(NotStaff):
        await confirming.fidelity(opened.store, ask(YUJIN), 1)


async def test_opened_threads_that_staff_had_to_correct_are_counted(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS + TREES)
    await opened.sweep(DUE - HOUR)
    early, _ = await the(opened, "Pavements are rooms.")
    await curation.rename(opened.store, ask(MODERATOR, DUE - HOUR), early.claim_id, "Rooms")
    await opened.sweep(DUE)
    assert (await confirming.fidelity(opened.store, ask(MODERATOR), 1)).quality == Quality(2, 0, 0, 0)
    late, _ = await the(opened, "Trees are walls.")
    for act in (curation.close, curation.hide):
        done = await act(opened.store, ask(MODERATOR, DUE + HOUR), late.claim_id)
    assert (await confirming.fidelity(opened.store, ask(MODERATOR), 1)).quality == Quality(2, 1, 0, 0)
    await curation.undo(opened.store, ask(MODERATOR), done.act.act_id)
    assert (await confirming.fidelity(opened.store, ask(MODERATOR), 1)).quality == Quality(2, 0, 0, 0)


# The presenter is asked once the week is due


def asked(school: School) -> list[tuple[int, ConfirmCard]]:
    """Where the question stands, and what it says."""
    shown = ((one.target_xid, one.card) for one in school.messenger.messages)
    return [(target, card) for target, card in shown if isinstance(card, ConfirmCard)]


async def how_it_ended(school: School) -> list[tuple[State, Reason | None]]:
    return [(one.state, one.reason) for one in await school.owed(Kind.CONFIRM)]


async def remind(school: School, how: RemindBy, who: Person = YUJIN) -> None:
    await choose(school.store, replace(ask(who), language="ko"), how)


async def test_a_presenter_is_asked_once_when_the_week_is_due_in_their_language(opened: School) -> None:
    await remind(opened, RemindBy.DIRECT)
    await opened.hand_in(NARI, ROOMS + TREES)
    await opened.hand_in(BORA, ROOMS)
    await opened.sweep(DUE - HOUR)
    assert asked(opened) == []
    for hours in (0, 1, 48, 24 * 9):
        await opened.sweep(DUE + hours * HOUR)
    ((target, card),) = asked(opened)
    assert (target, card.waiting, card.language, card.user_xids) == (YUJIN.user_xid, 2, "ko", ())
    assert await how_it_ended(opened) == [(State.SENT, None)]


async def test_who_was_never_seen_in_a_language_is_asked_in_the_courses(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(DUE)
    assert [card.language for _, card in asked(opened)] == ["en"]


async def test_a_crash_while_the_presenter_is_asked_doubles_nothing(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    opened.messenger.fail("post", UNREACHABLE, after=True, target_xid=YUJIN.user_xid)
    for minutes in (0, 10, 60):
        await opened.sweep(DUE + minutes * HOUR / 60)
    assert len(asked(opened)) == 1
    assert await how_it_ended(opened) == [(State.SENT, None)]


async def test_a_presenter_who_chose_the_channel_is_named_there_and_nobody_else(opened: School) -> None:
    await remind(opened, RemindBy.MENTION)
    await opened.hand_in(NARI, ROOMS)
    for hours in (0, 1, 48):
        await opened.sweep(DUE + hours * HOUR)
    ((target, card),) = asked(opened)
    assert (target, card.user_xids, card.language) == (CHANNEL, (YUJIN.user_xid,), "en")
    assert await how_it_ended(opened) == [(State.SKIPPED, Reason.MENTIONED), (State.SENT, None)]


@pytest.mark.parametrize(
    ("how", "ends"),
    [
        (RemindBy.DIRECT_ONLY, [(State.FAILED, Reason.INBOX_CLOSED)]),
        (RemindBy.DIRECT, [(State.FAILED, Reason.INBOX_CLOSED), (State.SENT, None)]),
    ],
)
async def test_a_presenter_whose_inbox_turns_out_to_be_closed(
    opened: School, how: RemindBy, ends: list[tuple[State, Reason | None]]
) -> None:
    await remind(opened, how)
    await opened.hand_in(NARI, ROOMS)
    opened.messenger.fail("post", CLOSED, target_xid=YUJIN.user_xid)
    for hours in (0, 1, 48):
        await opened.sweep(DUE + hours * HOUR)
    assert await how_it_ended(opened) == ends
    assert [target for target, _ in asked(opened)] == [CHANNEL] * (len(ends) - 1)


async def test_who_is_not_asked_and_why(opened: School) -> None:
    await remind(opened, RemindBy.DIRECT_ONLY)
    member = await opened.member(YUJIN)
    assert member is not None
    await opened.store.write(lambda tx: tx.members.closed(member, DUE))
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(DUE)
    assert asked(opened) == []
    assert await how_it_ended(opened) == [(State.SKIPPED, Reason.INBOX_CLOSED)]


async def test_who_wants_no_reminders_is_not_asked(opened: School) -> None:
    await remind(opened, RemindBy.NEVER)
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(DUE)
    assert (asked(opened), await how_it_ended(opened)) == ([], [(State.SKIPPED, Reason.OPTED_OUT)])


async def test_where_reports_ascribe_nothing_to_the_talk_nobody_is_asked(opened: School) -> None:
    await opened.hand_in(NARI, "S: I like to walk.\n")
    await opened.sweep(DUE)
    assert (asked(opened), await how_it_ended(opened)) == ([], [(State.SKIPPED, Reason.NOTHING_TO_TELL)])


async def test_a_week_that_no_member_presents_asks_nobody_and_says_so(school: School) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI, ROOMS)
    await school.sweep(DUE)
    assert (asked(school), await how_it_ended(school)) == ([], [(State.SKIPPED, Reason.NOBODY)])


async def test_nobody_is_asked_at_night_nor_days_later(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(DUE + 8 * HOUR)  # Two in the morning in Seoul: the bot was away.
    assert asked(opened) == []
    await opened.sweep(DUE + 90 * HOUR)
    assert (asked(opened), await how_it_ended(opened)) == ([], [(State.SKIPPED, Reason.TOO_LATE)])
