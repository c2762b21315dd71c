"""A person's own data as a ZIP: one file for machines, one for people, and the files as they came."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.seminar.privacy import Everything
from bot.words.catalogues import Words

Row = Mapping[str, object]


def dossier(all_of_it: Everything, words: Words, limit: int) -> tuple[bytes, list[str]]:
    """The ZIP, of at most `limit` bytes; and the names of the files that it has no room for."""
    target, left_out = io.BytesIO(), []
    room = limit
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        texts = {"data.json": as_json(all_of_it), "data.txt": as_text(all_of_it, words)}
        for name, text in texts.items():
            archive.writestr(name, text)
            room -= len(text.encode())
        for number, (name, content) in enumerate(all_of_it.files, 1):
            # Numbered, and without the folders that a name may claim.
            inside = f"files/{number:02}-{name.replace('/', '_').replace(chr(92), '_')}"
            if len(content) <= room:
                archive.writestr(inside, content)
                room -= len(content)
            else:
                left_out.append(name)
    return target.getvalue(), left_out


def as_json(all_of_it: Everything) -> str:
    """Every row by the table that it lies in; times in ISO 8601, UTC."""
    course = {"id": all_of_it.course.course_id, "name": all_of_it.course.name}
    return json.dumps({"course": course, **all_of_it.rows}, ensure_ascii=False, indent=2, default=_plain)


def as_text(all_of_it: Everything, words: Words) -> str:
    """What a person would want to read of it."""
    return "\n".join(_lines(all_of_it, words)) + "\n"


def _lines(all_of_it: Everything, words: Words) -> Iterator[str]:
    member, rows = all_of_it.member, all_of_it.rows
    yield str(words.say("data.title", course=all_of_it.course.name))
    yield ""
    yield str(words.say("data.who", number=member.student_number or "-", name=member.name or "-"))
    yield str(words.say("data.joined", at=_day(member.joined_at)))
    for version in rows.get("versions", []):
        yield ""
        at = _day(version["received_at"])
        yield str(words.say("data.version", number=int(str(version["number"])), at=at))
        yield f"{version['text']}"
    counted = {name: len(rows.get(name, [])) for name in ("statements", "stances", "posts", "deliveries")}
    yield ""
    yield str(words.say("data.counts", **counted))
    yield str(words.say("data.more"))


def _day(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if isinstance(at, datetime) else f"{at}"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return str(value)
