"""Archives: a course that has ended as a ZIP of plain pages, tables and reports; nothing in it acts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import PurePath
from unicodedata import normalize
from zoneinfo import ZoneInfo

from bot.papers.workbooks import csv_of_sheet, sheets
from bot.seminar.claims import Stance
from bot.seminar.courses import Course, Member
from bot.seminar.gists import gist
from bot.seminar.reviews import Mark, ScaleKind
from bot.seminar.terms import Archived
from bot.words.catalogues import Fact, Words
from bot.words.markup import Raw

LOOK = (
    "body{font:1rem/1.6 system-ui,'Malgun Gothic','Apple SD Gothic Neo','Noto Sans CJK KR',sans-serif;"
    "max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2326;background:#fff;"
    "word-break:keep-all;overflow-wrap:anywhere}h1{line-height:1.25}h3{margin-bottom:0}h3+p{margin-top:0}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #c4cccf;padding:.4rem .8rem .4rem 0;text-align:start;vertical-align:top}"
    "th{color:#4d5a60;font-size:.875rem;white-space:nowrap}.short{white-space:nowrap}.long{min-width:14rem}"
    "blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #2f6f6b;white-space:pre-wrap}"
    "a{color:#1f5955}li{margin:.25rem 0}@media print{a{color:inherit}tr{break-inside:avoid}}"
)
PAGE = (
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    '<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{look}</style>\n'
    "</head>\n"
    "<body>\n{body}\n</body>\n</html>\n"
)
UNSAFE = re.compile(r"[^\w-]+")
"""Letters and digits of any script make a file's name; a dot would make it a file of some kind."""
NAME_LIMIT = 40
KINDS = (".txt", ".md", ".docx", ".pdf", ".hwp", ".hwpx", ".odt")
"""Of files as they came; any other goes by the name of none, so that no program runs it when it is opened."""
READ_ONLY = 0o100400 << 16 | 0x01
"""For who unpacks it, and nobody else; the last bit says the same to Windows."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can tell: the same course gives the same file."""


def archive_of(words: Words, course: Course, weeks: Sequence[Archived], closed_at: datetime) -> bytes:
    """The whole archive, in the course's language and zone."""
    paper = io.BytesIO()
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _files(words, course, weeks, closed_at):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.external_attr = READ_ONLY
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return paper.getvalue()


def _files(
    words: Words, course: Course, weeks: Sequence[Archived], closed_at: datetime
) -> Iterator[tuple[str, bytes]]:
    place = ZoneInfo(course.zone)
    yield "index.html", _index(words, course, weeks, closed_at.astimezone(place))
    for one in weeks:
        names = _names(one)
        yield f"week-{one.part.week.number:02}.html", _week(words, course, one, names, place)
        for name, content in names.items():
            yield name, content[1]
    tables = zip(
        ("weeks", "students", "claims"), sheets(words, [one.part for one in weeks], course.zone), strict=True
    )
    for name, sheet in tables:
        yield f"{name}.csv", csv_of_sheet(sheet)


def _names(one: Archived) -> dict[str, tuple[tuple[int, int], bytes]]:
    """Every file of a week with the report that it belongs to: the text, and the file as it came."""
    found: dict[str, tuple[tuple[int, int], bytes]] = {}
    for member, version, source in one.kept:
        stem = f"reports/week-{one.part.week.number:02}/{_who(member)}-v{version.number}"
        report = (member.member_id, version.number)
        found[f"{stem}.txt"] = (report, version.text.encode(errors="replace"))
        if source is not None:
            end = PurePath(source[0]).suffix.lower()
            found[f"{stem}-source{end if end in KINDS else ''}"] = (report, source[1])
    return found


def _who(member: Member) -> str:
    """Who it is, as a file may be called on every system; the id keeps two apart."""
    known = normalize("NFC", "-".join(part for part in (member.student_number, member.name) if part))
    return f"{UNSAFE.sub('-', known)[:NAME_LIMIT].strip('-')}-{member.member_id}".lstrip("-")


def _index(words: Words, course: Course, weeks: Sequence[Archived], closed_at: datetime) -> bytes:
    say = _say(words)
    rows = [
        f'<tr><td><a href="week-{one.part.week.number:02}.html">{one.part.week.number}</a></td>'
        f"<td>{escape(one.part.week.topic)}</td><td>{len(one.kept)}</td><td>{len(one.part.claims)}</td></tr>"
        for one in weeks
    ]
    heads = ("sheet.week", "sheet.topic", "archive.versions", "sheet.claims")
    files = "".join(
        f'<li><a href="{name}.csv">{name}.csv</a></li>' for name in ("weeks", "students", "claims")
    )
    body = [
        f"<h1>{escape(course.name)}</h1>",
        f"<p>{say('archive.closed', at=f'{closed_at:%Y-%m-%d %H:%M}', zone=course.zone)}</p>",
        f"<p>{say('archive.care')}</p>",
        _table([say(key) for key in heads], rows),
        f"<ul>{files}</ul>",
    ]
    return _page(words, course.name, body)


def _week(
    words: Words,
    course: Course,
    one: Archived,
    names: Mapping[str, tuple[tuple[int, int], bytes]],
    place: ZoneInfo,
) -> bytes:
    say, week = _say(words), one.part.week
    title = say("archive.week", week=week.number, topic=week.topic)
    body = [f'<p><a href="index.html">{escape(course.name)}</a></p>', f"<h1>{title}</h1>"]
    if week.presenters:
        body.append(f"<p>{escape(', '.join(presenter.name for presenter in week.presenters))}</p>")
    if week.prompt:
        body.append(f"<blockquote>{escape(week.prompt)}</blockquote>")
    body.append(_students(words, one, names, place))
    body.append(f"<h2>{say('sheet.claims')}</h2>")
    for line in one.part.claims:
        stances = " · ".join(f"{say(f'stance.{stance}')} {line.stances.get(stance, 0)}" for stance in Stance)
        body.append(f"<h3>{escape(gist(line.claim.label))}</h3><p>{stances}</p>")
        body += [f"<blockquote>{escape(quote)}</blockquote>" for quote in line.quotes]
    return _page(words, f"{course.name} {week.number}", body)


def _students(
    words: Words, one: Archived, names: Mapping[str, tuple[tuple[int, int], bytes]], place: ZoneInfo
) -> str:
    say = _say(words)
    heads = (
        "table.number",
        "table.name",
        "table.presence",
        "archive.received",
        "archive.mark",
        "archive.files",
    )
    rows = []
    for line in one.part.lines:
        member, review = line.member, one.part.reviews.get(line.member.member_id)
        received = f"{line.received_at.astimezone(place):%Y-%m-%d %H:%M}" if line.received_at else ""
        marks = ""
        if review is not None:
            comment = f"<br>{escape(review.comment)}" if review.comment else ""
            marks = escape(plain_mark(words, review.mark)) + comment
        links = "<br>".join(
            f'<a href="{escape(name)}">{say("archive.version", number=number)} · {escape(_end(name))}</a>'
            for name, ((member_id, number), _content) in names.items()
            if member_id == member.member_id
        )
        cells = (
            escape(member.student_number or ""),
            escape(member.name or str(member.user_xid)),
            say(f"presence.{line.presence}"),
            received,
            marks,
            links,
        )
        row = zip(cells, ("short", "short", "short", "short", "long", "short"), strict=True)
        rows.append("<tr>" + "".join(f'<td class="{width}">{cell}</td>' for cell, width in row) + "</tr>")
    return _table([say(key) for key in heads], rows)


def _end(name: str) -> str:
    """What a file is, without whose it is: `txt`, or `source.hwp` for one as it came."""
    return "source" + PurePath(name).suffix if "-source" in name else PurePath(name).suffix[1:]


def plain_mark(words: Words, mark: Mark) -> str:
    """A mark outside of Discord: nothing in it is markup."""
    if mark.kind is ScaleKind.PASS_FAIL:
        return words.say(f"mark.{mark.value}")
    if mark.kind is ScaleKind.LETTER:
        return mark.value
    parts = "".join(f" · {one.name} {given}/{one.most}" for one, given in mark.parts)
    return f"{mark.value} / {mark.most}{parts}"


def _say(words: Words) -> _Say:
    return _Say(words)


class _Say:
    """A sentence of the catalogues in a page: its facts are not for Discord, so they are escaped as HTML."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, key: str, **facts: Fact) -> str:
        plain = {name: Raw(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        return escape(self._words.say(key, **plain))


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="wide"><table>{body}</table></div>'


def _page(words: Words, title: str, body: Sequence[str]) -> bytes:
    filled = PAGE.format(language=words.language, title=escape(title), look=LOOK, body="\n".join(body))
    return filled.encode(errors="replace")
