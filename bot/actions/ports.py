"""What the actions ask of the world: a store, a messenger, a clock and a reader, as Protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.seminar.alike import Alike, Handed
from bot.seminar.answers import Answer
from bot.seminar.cards import Card
from bot.seminar.claims import Claim, Origin, Passage, Stance
from bot.seminar.courses import Course, Member, NewCourse, RemindBy, Role
from bot.seminar.decisions import (
    Act,
    ActKind,
    Advice,
    ClaimProposal,
    Confirmation,
    ProposalSource,
    ProposalState,
    Verdict,
)
from bot.seminar.deliveries import Delivery, NewDelivery, Outcome, Reason
from bot.seminar.gates import Gate
from bot.seminar.grouping import Known, Settled
from bot.seminar.interests import Thread
from bot.seminar.lateness import LatePolicy
from bot.seminar.participation import Taken
from bot.seminar.plans import Proposal
from bot.seminar.posts import Counted, Post
from bot.seminar.privacy import Erased
from bot.seminar.quotes import Quote, Voices
from bot.seminar.recaps import Talk
from bot.seminar.reports import Arrival, Filed, Header, Held, Kept, Reading, Speaker, Unread, Version
from bot.seminar.reviews import Lease, Mark, Review, Scale
from bot.seminar.roster import Enrolled, Enrolment, Entry, Question, QuestionKind
from bot.seminar.scores import ScorePolicy
from bot.seminar.stances import Held as HeldStance
from bot.seminar.threads import Discussion
from bot.seminar.trail import Entry as TrailEntry
from bot.seminar.weeks import Allowance, InWeek, NewWeek, Times, Week, WeekState
from bot.seminar.zones import Grant
from bot.seminar.zones import Walls as Hours

T = TypeVar("T")


class Clock(Protocol):
    """The time (UTC) by which the bot acts; it may be moved."""

    def now(self) -> datetime: ...


class Courses(Protocol):
    def add(self, new: NewCourse, at: datetime) -> Course: ...
    def get(self, guild_xid: int, course_id: int) -> Course | None: ...
    def by_id(self, course_id: int) -> Course | None:
        """For rows that the bot itself planned and for buttons in direct messages."""

    def of_channel(self, guild_xid: int, channel_xid: int) -> Course | None: ...
    def of_guild(self, guild_xid: int) -> list[Course]: ...
    def every(self) -> list[Course]:
        """The courses of every server, for what the bot does of its own accord."""

    def remind(
        self,
        course: Course,
        offsets: Sequence[timedelta],
        quiet: tuple[int, int],
        staff_channel_xid: int | None,
    ) -> None:
        """Changes when the course reminds, its quiet minutes of the local day, and where staff are told."""

    def close(self, course: Course, at: datetime) -> None: ...
    def yield_channel(self, course: Course) -> None:
        """A course that is closed leaves its channel to another."""

    def pause(self, course: Course, until: datetime | None) -> None:
        """Nothing is posted in the course's channel before; None ends the pause."""

    def owner_asked(self, course: Course, at: datetime) -> None:
        """Notes that the owner's direct message channel is about to be opened; counts against the limit."""

    def keep(self, course: Course, days: int) -> None:
        """How many days after the term's end the course keeps what it knows of people."""

    def owner_opened(self, course: Course, inbox_xid: int) -> None: ...


class Members(Protocol):
    def add(self, course: Course, user_xid: int, role: Role, at: datetime) -> Member: ...
    def of_user(self, course: Course, user_xid: int) -> Member | None: ...
    def get(self, course: Course, member_id: int) -> Member | None: ...
    def with_number(self, course: Course, student_number: str) -> Member | None: ...
    def identify(self, member: Member, student_number: str | None, name: str | None) -> None: ...
    def remind_by(self, member: Member, how: RemindBy) -> None: ...
    def speaks(self, member: Member, language: str) -> None: ...
    def asked(self, member: Member, at: datetime) -> None:
        """Notes that the member's direct message channel is about to be opened; counts against the limit."""

    def opened(self, member: Member, inbox_xid: int) -> None: ...
    def closed(self, member: Member, at: datetime | None) -> None:
        """Notes when Discord said that the inbox takes nothing of ours; None: it does."""

    def left(self, member: Member, at: datetime | None) -> None:
        """Notes when Discord said that the person is gone; None: they are here."""

    def openings_since(self, at: datetime) -> list[datetime]:
        """When direct message channels were to be opened, in any course: the limit is the bot's."""

    def students(self, course: Course) -> list[Member]: ...
    def courses_of(self, guild_xid: int, user_xid: int) -> list[Course]: ...
    def studying(self, user_xid: int) -> list[tuple[Course, Member]]:
        """The courses of every server in which this person is a student."""


class Weeks(Protocol):
    def add(self, course: Course, new: NewWeek) -> Week: ...
    def get(self, course: Course, week_id: int) -> Week | None: ...
    def numbered(self, course: Course, number: int) -> Week | None: ...
    def of_course(self, course: Course) -> list[Week]: ...
    def before(self, week: Week) -> Week | None:
        """The course's week that was due last before this one."""

    def taking(self, course: Course, at: datetime) -> list[Week]:
        """The weeks that may take a report now: opened, and before the cut-off or with allowances."""

    def change(self, week: Week, new: NewWeek) -> None:
        """Puts another plan in the place of the week's."""

    def set_state(self, week: Week, state: WeekState) -> None: ...
    def next_to_open(self, at: datetime) -> tuple[Course, Week] | None: ...
    def next_to_discuss(self, at: datetime) -> tuple[Course, Week] | None: ...
    def next_turn(self) -> datetime | None:
        """The next instant at which a week opens or is due; None where nothing lies ahead."""

    def allow(self, course: Course, week: Week, member: Member, allowance: Allowance) -> None: ...
    def allowance(self, week: Week, member: Member) -> Allowance: ...
    def granted_to(self, member: Member) -> dict[int, Allowance]:
        """What was granted to a member, by week_id."""

    def allowances(self, week: Week) -> dict[int, Allowance]: ...


class Persons(Protocol):
    """One person across everything that is kept."""

    def rows(self, member: Member) -> dict[str, list[dict[str, object]]]: ...
    def files(self, member: Member) -> Iterable[tuple[str, bytes]]: ...
    def erase(self, member: Member, at: datetime) -> None:
        """Has the member's words and names go; what stays are times and counts."""

    def note(self, erased: Erased) -> None: ...
    def erased(self) -> list[Erased]: ...
    def ending(self, at: datetime) -> list[tuple[Course, datetime]]:
        """The courses of all servers whose time of keeping is over by then, and when it is."""

    def forget(self, course: Course, at: datetime) -> None:
        """Has the whole course go."""


class Proposals(Protocol):
    def put(self, course: Course, user_xid: int, proposal: Proposal) -> None:
        """In the place of the person's earlier one."""

    def get(self, course: Course, user_xid: int) -> Proposal | None: ...
    def remove(self, course: Course, user_xid: int) -> None: ...


class Policies(Protocol):
    def late(self, course: Course) -> LatePolicy: ...
    def set_late(self, course: Course, policy: LatePolicy) -> None: ...
    def parts(self, course: Course) -> tuple[str, ...]: ...
    def recaps(self, course: Course) -> bool:
        """Whether the course wants its weeks' discussions summed up."""

    def set_recaps(self, course: Course, wanted: bool) -> None: ...  # noqa: FBT001 (a setting is on or off)
    def set_parts(self, course: Course, parts: tuple[str, ...]) -> None: ...
    def scale(self, course: Course) -> Scale: ...
    def set_scale(self, course: Course, scale: Scale) -> None: ...
    def gates(self, course: Course) -> tuple[Gate, ...]: ...
    def set_gates(self, course: Course, gates: tuple[Gate, ...]) -> None: ...
    def score(self, course: Course) -> ScorePolicy: ...
    def set_score(self, course: Course, policy: ScorePolicy) -> None: ...


class Roster(Protocol):
    def of_course(self, course: Course) -> list[Enrolled]: ...
    def with_number(self, course: Course, student_number: str) -> Enrolled | None: ...
    def with_code(self, course: Course, code: str) -> Enrolled | None: ...
    def of_member(self, member: Member) -> Enrolled | None: ...
    def add(self, course: Course, entry: Entry, at: datetime) -> None: ...
    def set_state(self, one: Enrolled, state: Enrolment) -> None: ...
    def set_code(self, one: Enrolled, code: str) -> None: ...
    def link(self, one: Enrolled, member: Member, proof: str, at: datetime) -> None: ...
    def unlink(self, one: Enrolled) -> None: ...
    def ask(self, one: Enrolled, member: Member, kind: QuestionKind, at: datetime) -> None:
        """Asks staff, unless the same is asked already."""

    def open_questions(self, course: Course | Member) -> list[Question]: ...
    def answer(
        self, course: Course, question: Question, answer: str, user_xid: int, at: datetime
    ) -> None: ...
    def unreachable(self, course: Course) -> set[int]:
        """The members whose inbox refused the bot the last time that it wrote to them."""


class Walls(Protocol):
    """Of all servers."""

    def edition(self) -> str | None:
        """Of the time zones by whose rules what is ahead was computed."""

    def set_edition(self, edition: str) -> None: ...
    def noted(self) -> list[tuple[Course, Week, Hours]]:
        """The weeks ahead with their wall times, as far as these still tell of the same instants."""

    def unnoted(self, limit: int) -> list[tuple[Course, Week]]:
        """Some of the weeks ahead that were planned or changed since wall times were noted."""

    def note(self, course: Course, week: Week, hours: Hours) -> None: ...
    def retime(self, week: Week, times: Times) -> None: ...
    def grants(self, after: datetime) -> list[Grant]:
        """The personal deadlines after this instant, as far as their wall times are known."""

    def unnoted_grants(self, limit: int) -> list[Grant]:
        """Some of those that were granted before wall times were noted."""

    def note_grant(self, grant: Grant) -> None:
        """Keeps the grant's deadline and its wall time."""


class Arrivals(Protocol):
    def add(self, arrival: Arrival, course: Course, week_number: int | None) -> None: ...
    def get(self, course: Course, arrival_xid: int, user_xid: int) -> Kept | None: ...
    def draft(self, course: Course, user_xid: int, week_number: int) -> Arrival | None: ...
    def remove(self, course: Course, arrival_xid: int) -> None: ...
    def hold(self, course: Course, arrival_xid: int, week_number: int) -> None:
        """Notes that a gate holds it, for this week."""

    def let_go(self, course: Course, user_xid: int, week_number: int) -> int:
        """No gate holds anything of this person's for the week any more; what was held stays kept."""

    def held(self) -> list[Held]:
        """What gates hold, in any course."""

    def held_in(self, course: Course, week_number: int) -> list[Held]: ...
    def held_text(self, course: Course, user_xid: int, week_number: int) -> str:
        """What was typed of what is held; empty where it is a file, or nothing."""


class Reports(Protocol):
    def add(self, course: Course, week: Week, member: Member, number: int, arrival: Arrival) -> Version: ...
    def history(self, member: Member, text: str) -> list[Filed]:
        """Every version of the member, the oldest first, and whether this is its text."""

    def get(self, member: Member, version_id: int) -> Version | None: ...
    def last(self, member: Member) -> Version | None:
        """What the member handed in last, for whichever week."""

    def taken(self, member: Member) -> dict[int, Taken]:
        """For each week, by week_id, when the member first handed in, and how often."""

    def taken_in(self, week: Week) -> dict[int, Taken]:
        """The same for each member of the week, by member_id."""

    def first_received(self, course: Course) -> dict[int, dict[int, datetime]]:
        """When each member first handed in, by week_id and member_id."""

    def latest(self, week: Week, member: Member) -> Version | None: ...
    def is_in(self, week: Week, member: Member) -> bool:
        """Whether the member has handed in; no text is opened."""

    def version(self, week: Week, member: Member, number: int) -> Version | None: ...
    def versions(self, week: Week, member: Member) -> list[tuple[Version, bool]]:
        """Every version of the report, the oldest first, and whether it was taken back."""

    def in_course(self, course: Course, version_id: int) -> Version | None: ...
    def latest_of_all(self, week: Week) -> list[Version]: ...
    def filed(self, week: Week) -> dict[int, list[Filed]]:
        """Every version that came for the week, by member_id, the oldest first; no text is opened."""

    def same_texts(self, week: Week) -> list[tuple[Handed, Handed]]:
        """Versions of the week whose text another member had handed in before, in any week; with that."""

    def source(self, version: Version) -> tuple[str, bytes] | None:
        """Name and content of the file that a version came as."""

    def withdraw(self, week: Week, member: Member, at: datetime) -> int: ...
    def restore(self, week: Week, member: Member, at: datetime) -> int: ...
    def withdrawals(self, week: Week, member: Member) -> list[tuple[str, datetime]]: ...
    def correct(self, version: Version, header: Header, at: datetime) -> None: ...
    def count(self, week: Week) -> int: ...
    def unread(self, limit: int) -> list[Unread]: ...
    def save_reading(self, version: Version, reading: Reading | None) -> list[int]:
        """Keeps what was read, and its statements in place of those of earlier versions. None: unreadable.

        Returns the statements' ids in their order; none where a later version was read before.
        """

    def reading(self, version: Version) -> Reading | None: ...


class Reviews(Protocol):
    def add(
        self,
        week: Week,
        member_id: int,
        version_id: int,
        by_xid: int,
        mark: Mark,
        comment: str | None,
        at: datetime,
    ) -> Review: ...
    def of_week(self, week: Week) -> dict[int, Review]:
        """The latest review of each report, by member_id."""

    def marked(self, week: Week) -> dict[int, int]:
        """The version of each report that was marked last, by member_id."""

    def history(self, week: Week, member_id: int) -> list[Review]: ...
    def released(self, member: Member) -> dict[int, Review]:
        """The member's marks of the weeks that were released, by week_id."""

    def lease(self, week: Week, member_id: int, by_xid: int, ends_at: datetime) -> None: ...
    def give_back(self, week: Week, by_xid: int) -> None: ...
    def leases(self, week: Week) -> list[Lease]: ...
    def release(self, week: Week, by_xid: int, at: datetime) -> None: ...
    def releases(self, course: Course) -> dict[int, datetime]:
        """When each week's marks were released, by week_id."""


class Claims(Protocol):
    def add(self, week: InWeek, label: str, origin: Origin = ...) -> Claim: ...
    def get(self, course: Course, claim_id: int) -> Claim | None: ...
    def of_thread(self, guild_xid: int, thread_xid: int) -> tuple[Course, Claim] | None: ...
    def of_week(self, week: InWeek) -> list[Claim]: ...
    def some(self, week: InWeek, claim_ids: Collection[int]) -> list[Claim]:
        """Those of the week's claims that are named."""

    def with_threads(self, week: InWeek) -> list[Claim]:
        """The week's claims that have a thread."""

    def roots(self, week: InWeek) -> dict[int, int]:
        """Of each of the week's claims the one with which it counts, by claim_id."""

    def passages(self, week: InWeek) -> list[Passage]:
        """The statements of each member's latest version, word for word, in the order of their arrival."""

    def known(self, week: InWeek, per_claim: int) -> list[Known]:
        """What a new statement is compared with: expected claims, then some passages of each claim."""

    def join(self, claim: Claim, statement_id: int, doubts: int | None = None) -> None: ...
    def prune(self, week: InWeek) -> None:
        """Removes claims that nobody states any more, unless they were opened or decided about."""

    def put(self, claim: Claim) -> None:
        """Writes what staff can change of a claim."""

    def opened_at(self, course: Course) -> dict[int, datetime]:
        """When each claim of the course got its thread, by claim_id."""

    def relabel(self, claim: Claim, label: str) -> None: ...
    def opened(self, claim: Claim, thread_xid: int, at: datetime) -> None: ...
    def take_stance(self, claim: Claim, member: Member, stance: Stance, at: datetime) -> None:
        """Before the claim has a thread, the first stance changes as well."""

    def stances(self, claim: Claim) -> dict[Stance, int]: ...
    def holders(self, week: InWeek) -> dict[int, dict[int, Stance]]:
        """Each member's stance, by the claim that stands and member_id; of several, the one taken last."""

    def held(self, claim: Claim) -> list[HeldStance]:
        """Each member's stance on a claim, with what each held before the discussion."""


class Decisions(Protocol):
    """What staff, students and presenters decided about claims; no reading changes it."""

    def add_act(
        self, week: InWeek, kind: ActKind, actor_xid: int, at: datetime, before: Sequence[Claim]
    ) -> Act: ...
    def touch(self, act: Act, claim: Claim) -> Act: ...
    def act(self, course: Course, act_id: int) -> Act | None: ...
    def acts(self, course: Course) -> list[Act]:
        """What staff did, also what was undone, in its order."""

    def undo(self, act: Act, at: datetime) -> None:
        """Ends the act, and puts back what it moved; the claims themselves are the caller's."""

    def forget_words(self, course: Course, texts: Sequence[str]) -> None:
        """Has labels go that stand word for word in these texts, in what staff did and what is proposed."""

    def place(self, act: Act, passage: Passage, claim: Claim) -> None: ...
    def kept(self, version: Version, texts: Sequence[str]) -> dict[str, int]:
        """The claims in which these passages of the version's writer stand already, by text."""

    def propose(
        self,
        week: InWeek,
        claim_id: int,
        at: datetime,
        *,
        into: int | None = None,
        label: str | None = None,
        source: ProposalSource = ...,
        likeness: float = 0.0,
    ) -> None:
        """Adds a proposal, unless the same was made before, whatever staff decided."""

    def proposal(self, course: Course, proposal_id: int) -> ClaimProposal | None: ...
    def open_proposals(self, week: InWeek) -> list[ClaimProposal]:
        """What waits for staff, the surest first."""

    def decide(
        self, proposal: ClaimProposal, state: ProposalState, at: datetime, act: Act | None = None
    ) -> None: ...
    def reopen(self, act: Act) -> None:
        """What the act had accepted waits for staff again."""

    def decided(self, course: Course) -> dict[ProposalState, int]: ...
    def mark(self, week: InWeek, passage: Passage, at: datetime) -> None: ...
    def marked(self, week: InWeek) -> dict[int, set[int]]:
        """Which members marked a passage of a claim as the key claim, by claim_id."""

    def confirm(
        self, claim: Claim, member: Member, verdict: Verdict, words: str | None, at: datetime
    ) -> None: ...
    def confirmations(self, week: InWeek) -> list[Confirmation]: ...


class Discussions(Protocol):
    def of(self, course: Course) -> Discussion: ...
    def choose(self, course: Course, chosen: Discussion) -> None: ...
    def opened_by(self, claim: Claim, member: Member, at: datetime) -> None:
        """Notes that the member opened the claim of their own accord."""

    def openers(self, week: InWeek) -> dict[int, int]:
        """By claim_id, which member opened it of their own accord."""

    def own_count(self, week: InWeek, member: Member) -> int: ...
    def end(self, claim: Claim, line: str, by_xid: int, at: datetime) -> None:
        """Puts down how the discussion ended, in staff's words."""

    def outcome(self, claim: Claim) -> str | None: ...


class Quotes(Protocol):
    def of(self, claim: Claim) -> list[Quote]:
        """What stands in the claim's thread, in its order."""

    def put(self, claim: Claim, chosen: Sequence[Quote]) -> None: ...
    def voices(self, week: InWeek) -> Voices:
        """What the writers of the week's reports have said of their words."""

    def object(self, week: InWeek, member: Member, passage: str, at: datetime) -> None: ...
    def consent(self, week: Week, member: Member, at: datetime) -> None: ...
    def take_back(self, week: Week, member: Member, at: datetime) -> None: ...


class Answers(Protocol):
    def add(self, claim: Claim, member: Member, text: str, at: datetime) -> Answer: ...
    def get(self, course: Course, answer_id: int) -> Answer | None: ...
    def of_member(self, member: Member) -> list[Answer]: ...
    def count_since(self, member: Member, at: datetime) -> int: ...
    def posted(self, answer: Answer, message_xid: int) -> None:
        """It stands in the thread, and its text is no longer kept."""

    def take_back(self, answer: Answer, at: datetime) -> None: ...


class Posts(Protocol):
    def add(
        self, claim: Claim, member: Member, message_xid: int, at: datetime, partner: Member | None = None
    ) -> None:
        """Counts a post in the claim's own thread; once, however often it is told."""

    def add_all(self, counted: Sequence[Counted]) -> None: ...
    def pairs(self, course: Course) -> list[tuple[int, int, int]]:
        """Who answered whom, by member_id, and how often, in the whole course."""

    def of_claim(self, claim: Claim) -> int:
        """How many there are in the threads of a claim and of what was merged into it."""

    def claims_of(self, guild_xid: int, *message_xids: int) -> list[tuple[int, int]]:
        """Course and claim, by their ids, for which these messages are counted."""

    def remove(self, guild_xid: int, *message_xids: int) -> None: ...
    def remove_thread(self, course: Course, thread_xid: int) -> None: ...
    def writer(self, course: Course, message_xid: int) -> Member | None:
        """Whose post this is; None where it is not counted."""

    def in_thread(self, course: Course, thread_xid: int) -> set[int]:
        """The xids of the messages that are counted in a thread."""

    def threads(self, due_after: datetime, limit: int) -> list[tuple[int, int]]:
        """Server and thread of the claims of late weeks, the latest first, over all courses."""

    def taken(self, week: Week) -> dict[int, Taken]:
        """What each member did in the week, by member_id."""


class Talks(Protocol):
    """What was said of the claims that have a thread: by whom and how often, never what."""

    def of_week(self, week: InWeek) -> list[Talk]: ...
    def threads(self, course: Course) -> list[Thread]:
        """The threads of all the course's weeks: who states their claims, and which students wrote there."""


class Deliveries(Protocol):
    def plan(self, *new: NewDelivery) -> None:
        """Adds each, unless a delivery with its key exists."""

    def again(self, new: NewDelivery) -> None:
        """Plans it, also where it has ended or is on its way; what waits already stays, or comes earlier."""

    def hasten(self, delivery: Delivery, at: datetime) -> None:
        """Has it looked at by then, unless it ended or is on its way."""

    def retarget(self, delivery: Delivery, target_xid: int, *, forum: bool) -> None:
        """Says where it goes, before its first attempt."""

    def retry(self, delivery: Delivery, at: datetime) -> None:
        """Plans what has ended once more, as the same row: an attempt that was made is looked for first."""

    def withdraw_reminders(self, week: Week, member: Member) -> None:
        """Removes the reminders that are planned and have not been attempted."""

    def next_due(self, at: datetime) -> Delivery | None: ...
    def next_turn(self) -> datetime | None: ...
    def claim(self, delivery: Delivery, at: datetime) -> Delivery: ...
    def skip(self, delivery: Delivery, reason: Reason, at: datetime) -> None: ...
    def hold(self, delivery: Delivery, until: datetime, reason: Reason) -> None:
        """Leaves it planned, to be looked at again then."""

    def gather(self, delivery: Delivery, key: str) -> None:
        """Ties a reminder to the channel's post that mentions its member."""

    def gathered(self, post: Delivery) -> list[Delivery]:
        """The reminders whose members this post mentions."""

    def gathering(self, delivery: Delivery) -> list[Delivery]:
        """The posts of the week that can still take in this reminder: of the same deadline, not attempted."""

    def get(self, course: Course, delivery_id: int) -> Delivery | None: ...
    def with_key(self, course: Course, key: str) -> Delivery | None: ...
    def of_member(self, week: Week, member: Member) -> list[Delivery]:
        """What was owed to the member in the week, and the posts that were to mention them."""

    def of_no_week(self, course: Course) -> list[Delivery]:
        """What staff were told, and which inboxes were opened."""

    def resume(self, course: Course, at: datetime) -> None:
        """What waits for the course's channel is due now."""

    def record(self, delivery: Delivery, outcome: Outcome, at: datetime) -> bool:
        """Writes down how the attempt ended; False where the row was claimed anew meanwhile."""

    def release_leases(self) -> None: ...
    def later_reminder_is_due(self, delivery: Delivery, at: datetime) -> bool: ...
    def earlier_reminder(self, delivery: Delivery) -> bool:
        """Whether a reminder of the same week to the same member was planned for earlier."""

    def of_week(self, week: Week) -> list[Delivery]: ...


class Watch(Protocol):
    """What the bot knows of itself, over all courses."""

    def seen_at(self) -> datetime | None: ...
    def seen(self, at: datetime) -> None: ...
    def openings_resume_at(self) -> datetime | None:
        """Until when no new direct message channel is opened, as Discord wants it."""

    def pause_openings(self, until: datetime) -> None: ...


class Trail(Protocol):
    def add(
        self,
        course: Course,
        actor_xid: int,
        act: str,
        at: datetime,
        reason: str | None = None,
        **detail: int | str,
    ) -> None:
        """`detail` holds ids and times; a reason, in the actor's own words, is sealed."""

    def entries(
        self, course: Course, member_id: int | None, week_id: int | None, before: int | None, limit: int
    ) -> list[TrailEntry]:
        """What was done, the newest first."""


class Tx(Protocol):
    """One transaction; an attribute per noun."""

    @property
    def writing(self) -> bool:
        """Whether it is for changing something, and not for reading alone."""

    @property
    def courses(self) -> Courses: ...
    @property
    def members(self) -> Members: ...
    @property
    def weeks(self) -> Weeks: ...
    @property
    def persons(self) -> Persons: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def policies(self) -> Policies: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def walls(self) -> Walls: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def discussions(self) -> Discussions: ...
    @property
    def quotes(self) -> Quotes: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def talks(self) -> Talks: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def watch(self) -> Watch: ...
    @property
    def trail(self) -> Trail: ...


class Store(Protocol):
    """Transactions. `work` is a plain function without side effects; it may run twice.

    An exception that `work` raises undoes its writes and reaches the caller.
    """

    async def write(self, work: Callable[[Tx], T]) -> T: ...
    async def read(self, work: Callable[[Tx], T]) -> T: ...
    async def glance(self, work: Callable[[Tx], T]) -> T:
        """A read of the few rows that concern one person: it may run where it is asked."""


class Undelivered(Exception):
    """A message that could not be sent, or not be looked for; `lasting` where trying again is no use."""

    def __init__(self, reason: Reason, detail: str, *, lasting: bool) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.lasting = lasting


class TokenRefused(BaseException):
    """Discord no longer knows the bot's token: nothing can be done, and asking on is held against us."""


class Messenger(Protocol):
    """The one place that sends of its own accord. Each method raises Undelivered."""

    async def post(self, delivery: Delivery, card: Card) -> int:
        """Sends the card with the delivery's nonce and marker; returns the message's xid."""

    async def find(self, delivery: Delivery) -> int | None:
        """The message of an earlier attempt, found by its marker."""

    async def open_inbox(self, delivery: Delivery) -> int:
        """Opens the direct message channel of the person, or finds the one there is; returns its xid."""

    async def edit(self, delivery: Delivery, card: Card, message_xid: int) -> None:
        """Draws the card anew in the message that was posted with this delivery's marker."""

    async def open_thread(self, delivery: Delivery, card: Card, message_xid: int) -> int:
        """Starts the message's thread, or finds the one it has; returns the thread's xid."""

    async def archive(self, delivery: Delivery) -> None:
        """Lays the thread aside to which the delivery went."""

    async def rename_thread(self, delivery: Delivery, card: Card, thread_xid: int) -> None:
        """Gives the thread the name that its card has now."""

    async def wake_thread(self, thread_xid: int) -> None:
        """Brings an archived thread back; one that is locked stays as it is."""


class AdviserFailed(Exception):
    """The model gave no answer, or none that makes sense."""


class Adviser(Protocol):
    """A language model that may propose; it is shown passages without names, numbers or ids."""

    async def advise(self, topic: str, claims: Sequence[Sequence[str]]) -> list[Advice]:
        """Proposals about claims, each given by its passages. Raises AdviserFailed."""


class History(Protocol):
    """What stands in a thread now. Raises Undelivered."""

    async def page(
        self, guild_xid: int, thread_xid: int, before_xid: int | None
    ) -> tuple[list[Post], int | None]:
        """The latest messages before this one, and where the page before begins; None: there is none."""


class Reader(Protocol):
    """From files and texts to what they say; runs outside the bot's loop. Raises ReaderFailed."""

    async def decode(self, name: str, data: bytes) -> str:
        """The text of a file. Raises HandIn (a refusal: WrongKind, Unreadable ...), never ReaderFailed."""

    async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
        """One reading each; `parts` are, for each text, the parts that its course wants in a report."""

    async def alike(self, texts: Sequence[str], set_aside: Sequence[str]) -> list[Alike]:
        """The pairs of texts that share long passages which no text of `set_aside` holds."""

    async def likeness(
        self, passages: Sequence[str], others: Sequence[str], topic: str
    ) -> list[list[float]]: ...

    async def settle(
        self, new: Sequence[tuple[str, Speaker]], known: Sequence[Known], topic: str, kept: dict[str, int]
    ) -> list[Settled]:
        """Where each new statement of a report belongs; see bot.seminar.grouping.settle."""
