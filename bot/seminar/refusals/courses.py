"""What is asked of no course, of another, or by somebody who may not."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


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


class NothingToKeep(Refusal):
    pass


class CourseClosed(Refusal):
    """Facts: course, at."""
