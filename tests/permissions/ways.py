"""How each row of the table is done: options, the parts of custom ids, and what is typed. `$name` is a fact.

What a row does not name is a fact of the same name; the facts are those of tests/permissions/scene.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.client import File

TEXT = "Week 6 Report\n\nThe presenter argued that an archive keeps too much. I doubt it."
REPORT = File("report.md", TEXT.encode())
ROSTER = File("roster.csv", b"Student number,Name\n2031-10001,Ada Moon\n2031-10002,Ben Sun\n")
PLAN = File("plan.csv", b"week,topic,opens,due\n31,Late fees,2031-05-05 09:00,2031-05-09 18:00\n")
BOOK = File(
    "book.csv",
    b"Student,ID,SIS User ID,SIS Login ID,Section,Week 5 Report (98),Final Score\r\n"
    b"    Points Possible,,,,,10,(read only)\r\nMoon,1,2031-10001,ada,01,,\r\n",
)
UNTIL = "+2"

OPTIONS: dict[str, dict[str, Any]] = {
    "/setup course": {"name": "Another", "instructors": "$role", "channel": "$spare"},
    "/setup reminders": {"hours": "24"},
    "/setup change": {"new_zone": "Asia/Tokyo"},
    "/setup privacy": {"days": 400},
    "/setup trail": {},
    "/week plan": {
        "first_opens": "2031-03-03 09:00",
        "first_due": "2031-03-07 18:00",
        "weeks": 2,
        "first_number": 40,
    },
    "/week import": {"plan_file": PLAN},
    "/week preview": {"week": 6},
    "/week add": {"number": 20, "topic": "T", "opens": "2031-01-06 09:00", "due": "2031-01-10 18:00"},
    "/week edit": {"number": 6, "topic": "What stays"},
    "/week move": {"number": 8, "due": "2031-02-01 18:00"},
    "/week skip": {"number": 9},
    "/week post": {"number": 8},
    "/extension grant": {"member": "$member", "week": 6, "until": UNTIL},
    "/excuse": {"member": "$member", "week": 6},
    "/policy recap [change]": {"recap": "on"},
    "/policy late [change]": {"late": "accept"},
    "/report submit [file]": {"file": REPORT},
    "/report check [file]": {"file": REPORT},
    "/report compare": {"week": 6},
    "/report withdraw": {"week": 6},
    "/report verify": {"code": "$receipt_code"},
    "/report verify [file]": {"code": "$receipt_code", "file": REPORT},
    "/me reminders": {"how": "direct"},
    "/roster import": {"table": ROSTER},
    "/roster join": {"code": "$code"},
    "/roster join [number]": {"student_number": "2031-10001"},
    "/participation export": {"format": "csv"},
    "/participation export [xlsx]": {"format": "xlsx"},
    "/participation export [canvas]": {
        "format": "canvas",
        "week": 5,
        "gradebook": BOOK,
        "column": "completion",
        "anyway": True,
    },
    "/claim rename": {"claim": "$claim", "label": "What stays is described"},
    "/claim order": {"claim": "$claim", "position": 1},
    "/claim raise": {"week": 5},
    "/delivery why": {"member": "$member", "week": 5},
    "/review show": {"member": "$member", "week": 5},
}
"""What a command is given, where its required options are not facts of their own names."""

FILES = {
    "menu Hand in this file": (REPORT,),
    "menu Hand in this file [two]": (REPORT, REPORT),
    "menu Hand in this file [else's]": (REPORT,),
}
"""What the message brings whose menu is used."""

STATE: dict[str, dict[str, Any]] = {
    "button report:submit": {"week": 6},
    "button report:next": {"week": 6, "page": 1},
    "button report:restore": {"week": 6},
    "select inbox:file": {"course_id": 0, "week": 0},
    "select inbox:kept": {"week": 6},
    "form report:form": {"week": 6},
    "button claim:verdict": {"verdict": "claimed"},
    "button claim:verdict [corrected]": {"verdict": "corrected"},
    "button claim:proposal": {"answer": "reject"},
    "button claim:part": {"claim_id": "$claim", "into_id": "$into", "page": 0},
    "form claim:passages": {"claim_id": "$claim", "into_id": "$into"},
    "button claim:open": {"week": 6},
    "form claim:own": {"week": 6},
    "button quote": {"week": 6, "act": "let"},
    "select claim:report": {"page": 0},
    "button me:later": {"week": 6},
    "button participation:remind": {"week": 6},
    "button participation:extend": {"week": 6},
    "button participation:page": {"week": 6, "page": 1},
    "button week:move": {"week": 7},
    "button week:make": {"stamp": 1},
    "button trail": {"user": 0, "week": 0, "before": 10**9},
    "form extension:many": {"week": 6},
    "form review:form": {"version_id": "$reviewed_id"},
}
"""The parts of a custom id that are not facts of their own names."""

CHOICES = {
    "select inbox:file": "$attachment",
    "select inbox:week": "$place",
    "select inbox:kept": "$kept_xid",
    "select claim:show": "$claim_id",
    "select claim:report": "$member_id",
    "select quote:object": "$quoted",
    "select answer:unposted": "$answer_id",
}
"""What is picked in a select."""

FIELDS: dict[str, dict[str, Any]] = {
    "form report:form": {"body": TEXT + " Typed."},
    "form report:correct": {"week": "6", "number": "", "name": "", "topic": "What stays"},
    "form report:check": {"body": TEXT},
    "form report:verify": {"code": "$receipt_code", "body": TEXT},
    "form claim:correct": {"words": "What nobody describes is lost."},
    "form claim:expect": {"claims": "An archive keeps too much."},
    "form claim:mark": {"statement": ["$statement"]},
    "form claim:passages": {"passages": ["$passage"]},
    "form claim:own": {"text": "Nobody has asked who may look."},
    "form claim:outcome": {"line": "We agreed to keep less."},
    "form answer:form": {"text": "I see it otherwise."},
    "form me:link": {"number": "$free_number", "name": "Ada Moon", "remind": ["direct"]},
    "form extension:many": {"whom": ["chosen"], "members": ["$member_xid"], "until": UNTIL, "reason": ""},
    "form policy:parts": {"parts": ""},
    "form policy:gates": {"gates": []},
    "form policy:score": {"kind": ["off"], "ways": "", "whole": "", "cap": "", "hidden": ["no"]},
    "form setup:marks": {"kind": ["points"], "most": "10", "criteria": ""},
    "form review:form": {"mark0": "8", "comment": "Well read."},
}
"""What is typed and picked in a form; a pick stands in a list."""

MEETS: dict[str, set[str]] = {
    "/delivery again": {"not_sent_again"},
    "/week move": {"week_over"},
    "/claim advise": {"no_adviser"},
    "/claim split": {"unknown_passage"},
    "button claim:proposal": {"unknown_proposal"},
    "button claim:part": {"unknown_passage"},
    "form claim:passages": {"unknown_passage", "unknown_claim"},
    "/claim merge": {"unknown_claim", "same_claim"},
    "/claim hide": {"unknown_claim"},
    "/claim close": {"claim_closed"},
    "/claim undo": {"nothing_to_undo", "undo_later"},
    "button claim:undo": {"nothing_to_undo", "undo_later"},
    "/claim outcome": {"not_in_thread"},
    "select quote:object": {"unknown_claim"},
    "button answer:write": {"unnamed_off"},
    "form answer:form": {"unnamed_off"},
    "button answer:author": {"unknown_member"},
    "button answer:remove": {"unknown_claim"},
    "button answer:again": {"unknown_claim"},
    "select answer:unposted": {"unknown_claim"},
    "/review release": {"nothing_to_review", "already_released"},
    "/review show": {"being_reviewed"},
    "button review:mark": {"being_reviewed"},
    "button review:back": {"unknown_report"},
    "form review:form": {"being_reviewed", "reviewed_meanwhile"},
    "button review:release": {"already_released"},
    "button week:make": {"plan_changed"},
}
"""What somebody who may can meet all the same, as things stand in the scene."""

KEEPS = {"/report submit [file]", "menu Hand in this file", "form report:form"}
"""What a refusal keeps the text of: a row of arrivals, and nothing else."""


def filled(wish: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The wish with its facts."""
    return {name: _fact(value, facts) for name, value in wish.items()}


def _fact(value: Any, facts: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_fact(one, facts) for one in value]
    return facts[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def custom_id(pattern: str, facts: Mapping[str, Any]) -> str:
    """A custom id that the pattern matches, of these facts; what may be left out is left out."""
    made, rest = "", pattern
    while rest:
        head, paren, rest = rest.partition("(")
        made += head
        if not paren:
            break
        inner, rest = _closed(rest)
        if rest.startswith("?"):
            rest = rest[1:]
        else:
            name = re.match(r"\?P<([a-z_]+)>", inner)
            made += str(facts[name[1]]) if name else ""
    made = made.replace("[0-9]+", "1")
    if not re.fullmatch(pattern, made):
        raise ValueError(f"{made} is not of the kind {pattern}")
    return made


def _closed(rest: str) -> tuple[str, str]:
    """What stands in the parenthesis that was opened, and what comes after it."""
    depth = 1
    for at, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return rest[:at], rest[at + 1 :]
    raise ValueError(f"a parenthesis stays open: {rest}")
