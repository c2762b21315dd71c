"""Every polite no, drawn as a tree; each is a code and the facts that its sentence needs.

Refusal
├── NoCourse              nothing is set up here, or the person belongs to none
├── WhichCourse           the person belongs to several and the channel tells nothing
├── CourseExists          the channel already carries a course
├── NotMember             not in this course
├── NotStudent            in this course, but not as somebody who hands in
├── NotStaff              only instructors and moderators
├── NotInstructor         only instructors
├── NotManager            only who may manage the server
├── Plan
│   ├── BadZone           no such time zone
│   ├── BadTime           not a date and a time
│   ├── BadHours          not hours to remind, or to be quiet
│   ├── BadOrder          opens, due and cut-off in the wrong order
│   ├── WeekExists        that number is taken
│   ├── BadPolicy         percentages that cannot be meant
│   ├── BadScore          full credit out of reach, or above what a week gives
│   ├── BadWay            a line that names no way to points
│   ├── BadText           too long, or nothing but blanks
│   ├── BadHoliday        not a date, nor two
│   ├── BadTable          a file that is no table
│   ├── BadPlan           a file in which no week is found
│   ├── BadWeekNumber     not the number of a week
│   ├── DayOrMonth        a date that can be read in two ways
│   ├── EndlessEvent      it comes again without an end
│   ├── BadRecurrence     it comes again by rules that are not read
│   ├── WeekIncomplete    it says not all that a new week needs
│   ├── WeekTwice         one number, two weeks
│   ├── WeekPast          it would be over before it began
│   ├── WeekPosted        what students have seen is not moved by a file
│   ├── TooManyWeeks      more than a term has
│   └── PlanChanged       not what was shown any more
├── Week
│   ├── UnknownWeek       no such week in this course
│   ├── NoOpenWeek        nothing can be handed in now
│   ├── WeekNotOpen       not yet
│   ├── WeekClosed        no longer
│   ├── WeekOver          it has come too far for that
│   ├── WeekSkipped       left out
│   └── DeadlinePassed    what was handed in by then stands
├── HandIn
│   ├── EmptyReport       nothing was written
│   ├── FileTooLarge      over the limit
│   ├── WrongKind         a kind of file that is not read, and none of those below
│   ├── Picture           a photo or a screenshot
│   ├── PagesDocument     a document of Apple's programs
│   ├── OldFormat         a document of programs long gone
│   ├── Archive           files packed together
│   ├── LinkOnly          a link to a document that lies elsewhere, and none of those below
│   ├── GoogleLink        to one of Google's documents
│   ├── NotionLink        to a page of Notion
│   ├── NaverLink         to a post or a file at Naver
│   ├── OneDriveLink      to one of Microsoft's documents
│   ├── Locked            it opens with a password only
│   ├── Damaged           not what its name says, or not whole
│   ├── ScannedPages      a PDF of pictures
│   ├── TooHeavy          reading it took too long, or too much memory
│   ├── TextTooLong       more text than a report can be
│   ├── Unreadable        a text file that holds no text
│   ├── TextAndFile       a text and a file in one form
│   ├── FileGone          Discord no longer hands it out
│   ├── Gated             a finding that the course does not take, with time left to mend it
│   └── NotYours          somebody else's message
├── Linking
│   ├── BadNumber         not a student number
│   ├── BadName           not a name
│   ├── NumberTaken       somebody else holds it
│   ├── ProofNeeded       a person of the roster, which naming a number does not prove
│   ├── NotOnRoster       no such code, or nobody that one is linked to
│   ├── BadRoster         a table in which nobody is found
│   └── RoleListed        a role, whose people Discord does not tell
├── Reviewing
│   ├── BadMark           not a mark of the course's scale
│   ├── BadScale          a rubric that nothing can be marked by
│   ├── BeingReviewed     somebody else of the staff has it before them
│   ├── ReviewedMeanwhile somebody else has marked it since it was shown
│   ├── NothingToReview   no report is in
│   ├── NotReleased       students have not got these marks yet
│   └── AlreadyReleased   they have got them
├── Gradebook
│   ├── NotAGradebook     not what that system exports
│   ├── ManyColumns       several columns are called so
│   ├── ReadOnlyColumn    the system computes it itself
│   └── NoScore           the course gives no score
├── NothingToKeep         no course has ended in this channel
├── CourseClosed          the term is over; nothing is changed any more
├── Curation
│   ├── SameClaim         a claim cannot be merged into itself
│   ├── OtherWeek         claims of different weeks
│   ├── OwnWords          only students' own thoughts state it
│   ├── UnknownPassage    no such passage in that claim, or all of them
│   ├── NothingToUndo     nothing that stands
│   ├── UndoLater         a later act stands on it
│   ├── UnknownProposal   no such proposal waits
│   ├── NotPresenter      somebody else presents
│   ├── NoAdviser         no language model is configured
│   └── AdviserSilent     it gave no answer that makes sense
├── Discussing
│   ├── NotHandedIn       who has not handed in does not read the others yet
│   ├── NotInThread       asked outside of a claim's thread
│   ├── NoThreadYet       the claim is not discussed yet
│   ├── HasThread         the claim is discussed already
│   ├── OwnClaimsSpent    no more claims of one's own this week
│   ├── UnnamedOff        the course wants answers with names
│   └── UnnamedSpent      no more answers without a name today
└── Gone
    ├── UnknownReport     no such report, or not theirs to see
    ├── UnknownCode       not the code of a receipt
    ├── UnknownMember     nobody here whom staff could mean
    ├── UnknownClaim      no such claim here
    ├── ClaimClosed       its discussion has ended
    ├── UnknownDelivery   no such delivery here
    ├── NotSentAgain      it did not fail
    └── TooLateToSnooze   the deadline is too near
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

Fact = str | int | datetime


class Refusal(Exception):
    """Something was asked that cannot be done. `draft_id` names the text that was kept, in `course_id`."""

    code: ClassVar[str] = "refusal"

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code)
        self.facts = facts
        self.draft_id: int | None = None
        self.course_id: int | None = None

    def __init_subclass__(cls) -> None:
        letters = (f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__)
        cls.code = "".join(letters).removeprefix("_")

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"


class NoCourse(Refusal):
    pass


class WhichCourse(Refusal):
    """Facts: courses (their names)."""


class CourseExists(Refusal):
    """Facts: course."""


class NotMember(Refusal):
    """Facts: course."""


class NotStudent(Refusal):
    """Facts: course."""


class NotStaff(Refusal):
    """Facts: course."""


class NotInstructor(Refusal):
    """Facts: course."""


class NotManager(Refusal):
    pass


class Plan(Refusal):
    pass


class BadZone(Plan):
    """Facts: given."""


class BadTime(Plan):
    """Facts: given."""


class BadHours(Plan):
    """Facts: given."""


class BadOrder(Plan):
    """Facts: opens, due, cutoff (datetimes)."""


class WeekExists(Plan):
    """Facts: week."""


class BadPolicy(Plan):
    """Facts: per_day, floor (percent)."""


class BadScore(Plan):
    """Facts: whole, cap, most (points)."""


class BadWay(Plan):
    """Facts: given (the line)."""


class BadText(Plan):
    """Facts: limit (characters)."""


class BadHoliday(Plan):
    """Facts: given."""


class BadTable(Plan):
    """Facts: name."""


class BadPlan(Plan):
    pass


class BadWeekNumber(Plan):
    """Facts: given."""


class DayOrMonth(Plan):
    """Facts: given."""


class EndlessEvent(Plan):
    """Facts: given."""


class BadRecurrence(Plan):
    """Facts: given."""


class WeekIncomplete(Plan):
    """Facts: week."""


class WeekTwice(Plan):
    """Facts: week."""


class WeekPast(Plan):
    """Facts: week, due."""


class WeekPosted(Plan):
    """Facts: week."""


class TooManyWeeks(Plan):
    """Facts: limit."""


class PlanChanged(Plan):
    pass


class Week(Refusal):
    pass


class UnknownWeek(Week):
    """Facts: week."""


class NoOpenWeek(Week):
    pass


class WeekNotOpen(Week):
    """Facts: week, opens."""


class WeekClosed(Week):
    """Facts: week, closed."""


class WeekOver(Week):
    """Facts: week."""


class WeekSkipped(Week):
    """Facts: week."""


class DeadlinePassed(Week):
    """Facts: week, due."""


class HandIn(Refusal):
    pass


class EmptyReport(HandIn):
    pass


class FileTooLarge(HandIn):
    """Facts: name, size, limit (bytes)."""


class WrongKind(HandIn):
    """Facts: name."""


class Picture(HandIn):
    """Facts: name."""


class PagesDocument(HandIn):
    """Facts: name."""


class OldFormat(HandIn):
    """Facts: name."""


class Archive(HandIn):
    """Facts: name."""


class LinkOnly(HandIn):
    """Facts: name (of the file, or of the host)."""


class GoogleLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class NotionLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class NaverLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class OneDriveLink(HandIn):
    """Facts: name (of the file, or of the host)."""


class Locked(HandIn):
    """Facts: name."""


class Damaged(HandIn):
    """Facts: name."""


class ScannedPages(HandIn):
    """Facts: name."""


class TooHeavy(HandIn):
    """Facts: name."""


class TextTooLong(HandIn):
    """Facts: name, limit (letters)."""


class Unreadable(HandIn):
    """Facts: name."""


class TextAndFile(HandIn):
    pass


class FileGone(HandIn):
    """Facts: name."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What a gate holds a report for: a finding with its passage, or a hint with the other week."""

    kind: str
    passage: str = ""
    week: int | None = None


class Gated(HandIn):
    """Facts: week, passes (from when it is handed in as it is), at (when it came)."""

    def __init__(self, objections: tuple[Objection, ...] = (), **facts: Fact) -> None:
        super().__init__(**facts)
        self.objections = objections


class NotYours(HandIn):
    pass


class Linking(Refusal):
    pass


class BadNumber(Linking):
    pass


class BadName(Linking):
    pass


class NumberTaken(Linking):
    pass


class ProofNeeded(Linking):
    pass


class NotOnRoster(Linking):
    pass


class BadRoster(Linking):
    pass


class Reviewing(Refusal):
    pass


class BadMark(Reviewing):
    """Facts: given, most."""


class BadScale(Reviewing):
    """Facts: most (criteria)."""


class BeingReviewed(Reviewing):
    """Facts: user_xid."""


class ReviewedMeanwhile(Reviewing):
    """Facts: user_xid."""


class NothingToReview(Reviewing):
    pass


class NotReleased(Reviewing):
    """Facts: week."""


class AlreadyReleased(Reviewing):
    """Facts: week, at."""


class Gradebook(Refusal):
    pass


class NotAGradebook(Gradebook):
    """Facts: name."""


class ManyColumns(Gradebook):
    """Facts: column, columns."""


class ReadOnlyColumn(Gradebook):
    """Facts: column."""


class NoScore(Gradebook):
    pass


class NothingToKeep(Refusal):
    pass


class CourseClosed(Refusal):
    """Facts: course, at."""


class Curation(Refusal):
    pass


class SameClaim(Curation):
    pass


class OtherWeek(Curation):
    pass


class OwnWords(Curation):
    pass


class UnknownPassage(Curation):
    pass


class NothingToUndo(Curation):
    pass


class UndoLater(Curation):
    """Facts: act (its kind)."""


class UnknownProposal(Curation):
    pass


class NotPresenter(Curation):
    """Facts: week."""


class NoAdviser(Curation):
    pass


class AdviserSilent(Curation):
    pass


class RoleListed(Linking):
    pass


class Discussing(Refusal):
    pass


class NotHandedIn(Discussing):
    """Facts: week."""


class NotInThread(Discussing):
    pass


class NoThreadYet(Discussing):
    pass


class HasThread(Discussing):
    pass


class OwnClaimsSpent(Discussing):
    """Facts: limit (claims a week)."""


class UnnamedOff(Discussing):
    pass


class UnnamedSpent(Discussing):
    """Facts: limit (answers a day)."""


class Gone(Refusal):
    pass


class UnknownReport(Gone):
    pass


class UnknownCode(Gone):
    pass


class UnknownMember(Gone):
    pass


class UnknownClaim(Gone):
    pass


class ClaimClosed(Gone):
    pass


class UnknownDelivery(Gone):
    pass


class NotSentAgain(Gone):
    pass


class TooLateToSnooze(Gone):
    """Facts: due."""


def leaves(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal that can be raised: the ends of the tree."""
    below = root.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [root]
