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

from bot.seminar.refusals.courses import *  # noqa: F403
from bot.seminar.refusals.curation import *  # noqa: F403
from bot.seminar.refusals.discussing import *  # noqa: F403
from bot.seminar.refusals.gone import *  # noqa: F403
from bot.seminar.refusals.gradebooks import *  # noqa: F403
from bot.seminar.refusals.handin import *  # noqa: F403
from bot.seminar.refusals.members import *  # noqa: F403
from bot.seminar.refusals.plans import *  # noqa: F403
from bot.seminar.refusals.reviews import *  # noqa: F403
from bot.seminar.refusals.root import *  # noqa: F403
from bot.seminar.refusals.weeks import *  # noqa: F403
