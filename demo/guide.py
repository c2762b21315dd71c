"""What the page shows beside the chat: steps that tick themselves off, and the moments of the week."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from demo.course import Course, report
from sandbox.client import Person

Json = dict[str, Any]
RECEIPT = ("**Handed in:**", "**제출했어요:**")
REMINDER = ("Your report is due", "보고서 마감")
TABLE = ("**Week 6: ", "**6주차: ")
STANCE = ("Your stance: ", "나의 입장: ")
NOT_YET = ("You are not in the course", "아직 이 강좌의 구성원이 아니에요", "You are linked", "연결했어요")
"""Words of what the bot answers, in both languages; a step is done once somebody has seen one of them."""


def guide(course: Course, newcomer: Person) -> Json:
    """The guide as the page reads it."""
    return {"steps": _steps(course, newcomer), "moments": _moments(course)}


def _steps(course: Course, newcomer: Person) -> list[Json]:
    students, room = course.students, course.channel.id
    staff = [course.instructor, course.moderator]
    return [
        {
            "title": _both("Hand in a report as Minji", "김민지가 되어 보고서 내기"),
            "how": _both(
                "Press “Submit report” under the newest prompt, and paste a report of your own or this one.",
                "가장 새로운 안내의 ‘Submit report’를 누르고, 직접 쓴 글이나 아래 예시를 붙여 넣어 보세요.",
            ),
            "as": students["minji"].id,
            "in": room,
            "copy": report("minji"),
            "done": _seen(RECEIPT, [students["minji"]]),
        },
        {
            "title": _both("Move on to a reminder", "알림이 오는 때로 가기"),
            "how": _both(
                "Jiwoo has handed in nothing. Move to the next moment, and read the direct message.",
                "최지우는 아직 내지 않았어요. 시각을 다음 순간으로 옮기고 개인 메시지를 확인해 보세요.",
            ),
            "as": students["jiwoo"].id,
            "in": None,
            "done": _seen(REMINDER, [students["jiwoo"]]),
        },
        {
            "title": _both("Move to the deadline", "마감 시각으로 가기"),
            "how": _both(
                "Move on until the week is due: what the reports share gets a thread each.",
                "마감까지 시각을 옮겨 보세요. 여러 보고서에 함께 나온 주장마다 스레드가 열려요.",
            ),
            "as": course.instructor.id,
            "in": room,
            "done": {"clock": course.due.isoformat()},
        },
        {
            "title": _both("See who is missing", "누가 내지 않았는지 보기"),
            "how": _both(
                "As the instructor, type / and pick “participation week”, week 6. Only you see the answer.",
                "교수자로 /를 입력하고 ‘참여 주차’를 골라 6주차를 확인해 보세요. 답은 나에게만 보여요.",
            ),
            "as": course.instructor.id,
            "in": room,
            "done": _seen(TABLE, staff),
        },
        {
            "title": _both("Take a stance", "입장 밝히기"),
            "how": _both(
                "As Sora, press “agree” or “disagree” under a claim, and write why in its thread.",
                "Sora Lee가 되어 주장 아래의 버튼으로 입장을 밝히고, 스레드에 이유를 써 보세요.",
            ),
            "as": students["sora"].id,
            "in": room,
            "done": _seen(STANCE, students.values()),
        },
        {
            "title": _both("Arrive as somebody new", "새로운 사람으로 들어오기"),
            "how": _both(
                "Join the server and try /me link: the bot says what a stranger still needs.",
                "서버에 들어가서 /me link 명령어를 써 보세요. 무엇이 더 필요한지 봇이 알려 줘요.",
            ),
            "as": newcomer.id,
            "in": room,
            "done": _seen(NOT_YET, [newcomer]),
        },
    ]


def _moments(course: Course) -> list[Json]:
    return [
        _moment(course.moment(2, "18:00"), "Reminder: two days left", "알림: 이틀 남음"),
        _moment(course.moment(4, "12:00"), "Reminder: six hours left", "알림: 여섯 시간 남음"),
        _moment(course.due, "Deadline of week 6", "6주차 마감"),
        _moment(course.moment(11, "18:00"), "Last hour for late reports", "늦은 제출 마감"),
    ]


def _moment(at: datetime, english: str, korean: str) -> Json:
    return {"at": at.isoformat(), "title": _both(english, korean)}


def _seen(words: tuple[str, ...], people: Collection[Person]) -> Json:
    return {"seen_by": [one.id for one in people], "text": list(words)}


def _both(english: str, korean: str) -> Json:
    return {"en": english, "ko": korean}
