"""What the actions ask of the world: a store, a messenger, a clock and a reader, as Protocols."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.seminar.alike import Alike
from bot.seminar.answers import Answer
from bot.seminar.cards import Card
from bot.seminar.claims import Claim, Passage, Stance
from bot.seminar.courses import Course, Member, NewCourse, RemindBy, Role
from bot.seminar.deliveries import Delivery, NewDelivery, Outcome, Reason
from bot.seminar.lateness import LatePolicy
from bot.seminar.participation import Taken
from bot.seminar.quotes import Quote, Voices
from bot.seminar.reports import Arrival, Filed, Header, Kept, Reading, Unread, Version
from bot.seminar.roster import Enrolled, Enrolment, Entry, Question, QuestionKind
from bot.seminar.stances import Held
from bot.seminar.threads import Discussion
from bot.seminar.weeks import Allowance, InWeek, NewWeek, Times, Week, WeekState
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

    def pause(self, course: Course, until: datetime | None) -> None:
        """Nothing is posted in the course's channel before; None ends the pause."""


class Members(Protocol):
    def add(self, course: Course, user_xid: int, role: Role, at: datetime) -> Member: ...
    def of_user(self, course: Course, user_xid: int) -> Member | None: ...
    def get(self, course: Course, member_id: int) -> Member | None: ...
    def with_number(self, course: Course, student_number: str) -> Member | None: ...
    def identify(self, member: Member, student_number: str | None, name: str | None) -> None: ...
    def remind_by(self, member: Member, how: RemindBy) -> None: ...
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


class Policies(Protocol):
    def late(self, course: Course) -> LatePolicy: ...
    def set_late(self, course: Course, policy: LatePolicy) -> None: ...
    def parts(self, course: Course) -> tuple[str, ...]: ...
    def set_parts(self, course: Course, parts: tuple[str, ...]) -> None: ...


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


class Arrivals(Protocol):
    def add(self, arrival: Arrival, course: Course, week_number: int | None) -> None: ...
    def get(self, course: Course, arrival_xid: int, user_xid: int) -> Kept | None: ...
    def draft(self, course: Course, user_xid: int, week_number: int) -> Arrival | None: ...
    def remove(self, course: Course, arrival_xid: int) -> None: ...


class Reports(Protocol):
    def add(self, course: Course, week: Week, member: Member, number: int, arrival: Arrival) -> Version: ...
    def history(self, member: Member, text: str) -> list[Filed]:
        """Every version of the member, the oldest first, and whether this is its text."""

    def get(self, member: Member, version_id: int) -> Version | None: ...
    def last(self, member: Member) -> Version | None:
        """What the member handed in last, for whichever week."""

    def taken(self, member: Member) -> dict[int, Taken]:
        """For each week, by week_id, when the member first handed in, and how often."""

    def latest(self, week: Week, member: Member) -> Version | None: ...
    def version(self, week: Week, member: Member, number: int) -> Version | None: ...
    def versions(self, week: Week, member: Member) -> list[tuple[Version, bool]]:
        """Every version of the report, the oldest first, and whether it was taken back."""

    def in_course(self, course: Course, version_id: int) -> Version | None: ...
    def latest_of_all(self, week: Week) -> list[Version]: ...
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


class Claims(Protocol):
    def add(self, version: Version, label: str) -> Claim: ...
    def get(self, course: Course, claim_id: int) -> Claim | None: ...
    def of_thread(self, guild_xid: int, thread_xid: int) -> tuple[Course, Claim] | None: ...
    def of_week(self, week: InWeek) -> list[Claim]: ...
    def passages(self, week: InWeek) -> list[Passage]:
        """The statements of each member's latest version, word for word, in the order of their arrival."""

    def join(self, claim: Claim, statement_id: int) -> None: ...
    def prune(self, week: InWeek) -> None:
        """Removes claims that nobody states any more, unless they were opened."""

    def relabel(self, claim: Claim, label: str) -> None: ...
    def opened(self, claim: Claim, thread_xid: int, at: datetime) -> None: ...
    def take_stance(self, claim: Claim, member: Member, stance: Stance, at: datetime) -> None:
        """Before the claim has a thread, the first stance changes as well."""

    def stances(self, claim: Claim) -> dict[Stance, int]: ...
    def held(self, claim: Claim) -> list[Held]: ...


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
    def add(self, claim: Claim, member: Member, message_xid: int, at: datetime) -> None: ...
    def remove(self, guild_xid: int, message_xid: int) -> tuple[Course, Claim] | None:
        """The claim in whose thread the message was counted."""

    def counts(self, week: Week) -> dict[int, int]:
        """How many posts each claim's thread has, by claim_id."""

    def taken(self, week: Week) -> dict[int, Taken]:
        """What each member did in the week, by member_id."""


class Deliveries(Protocol):
    def plan(self, new: NewDelivery) -> None:
        """Adds it, unless a delivery with its key exists."""

    def again(self, new: NewDelivery) -> None:
        """Plans it, also where it has ended or is on its way; what waits already stays, or comes earlier."""

    def hasten(self, delivery: Delivery, at: datetime) -> None:
        """Has it looked at by then, unless it ended or is on its way."""

    def retarget(self, delivery: Delivery, target_xid: int, *, forum: bool) -> None:
        """Says where it goes, before its first attempt."""

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


class Tx(Protocol):
    """One transaction; an attribute per noun."""

    @property
    def courses(self) -> Courses: ...
    @property
    def members(self) -> Members: ...
    @property
    def weeks(self) -> Weeks: ...
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
    def claims(self) -> Claims: ...
    @property
    def discussions(self) -> Discussions: ...
    @property
    def quotes(self) -> Quotes: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def posts(self) -> Posts: ...
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

    async def rename_thread(self, delivery: Delivery, card: Card, thread_xid: int) -> None:
        """Gives the thread the name that its card has now."""

    async def wake_thread(self, thread_xid: int) -> None:
        """Brings an archived thread back; one that is locked stays as it is."""


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
