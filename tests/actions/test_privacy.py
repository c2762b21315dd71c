"""One's own data: what is told, a copy, its end; and the end of a course whose time is over."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions.claims import list_claims
from bot.actions.ports import Tx
from bot.actions.privacy import erase, everything, keep_for, known_of, retire
from bot.erasures import Erasures
from bot.papers.dossier import dossier
from bot.seminar.cards import NoticeCard
from bot.seminar.deliveries import Notice
from bot.seminar.privacy import WARNED
from bot.seminar.refusals import NotInstructor, NotMember, UnknownMember
from bot.seminar.reports import Reading
from bot.store.backup import back_up
from bot.store.engine import SqliteStore
from bot.store.seal import Seal
from bot.words.catalogues import words_for
from tests.actions.school import (
    BORA,
    DAY,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    OF_ANOTHER_SERVER,
    OUTSIDER,
    SHARED,
    School,
    ask,
    in_private,
)
from tests.factories import OPENS
from tests.fakes import FakeReader

LATER = DUE + DAY


@pytest.fixture
async def discussed(school: School) -> School:
    """Nari and Bora share a claim, which has its thread."""
    for who in (NARI, BORA):
        await school.join(who, at=OPENS - HOUR)
    await school.sweep(OPENS)
    await school.hand_in(NARI, SHARED + "P: Nari alone says so.\n")
    await school.hand_in(BORA)
    await school.sweep(DUE)
    return school


async def test_what_is_told_before_one_decides(discussed: School) -> None:
    known = await known_of(discussed.store, ask(NARI, LATER))
    assert known.reports == 1
    assert known.until == discussed.week.times.cutoff + timedelta(days=365)
    with pytest.raises(NotMember):
        await known_of(discussed.store, ask(OUTSIDER, LATER))


async def test_a_copy_is_ones_own(discussed: School) -> None:
    found = await everything(discussed.store, in_private(NARI, LATER, course_id=discussed.course.course_id))
    packed, left_out = dossier(found, words_for("ko"), 1_000_000)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        data, text = json.loads(archive.read("data.json")), archive.read("data.txt").decode()
    assert left_out == []
    assert [one["text"] for one in data["versions"]] == [SHARED + "P: Nari alone says so.\n"]
    assert f"2031-{BORA.user_xid}" not in json.dumps(data)
    assert SHARED in text
    assert "학번 2031-9001" in text
    for who in (OUTSIDER, INSTRUCTOR):
        with pytest.raises(UnknownMember):
            await everything(discussed.store, ask(who, LATER))


async def test_files_that_have_no_room_are_named(discussed: School) -> None:
    found = await everything(discussed.store, ask(NARI, LATER))
    found.files.extend([("../../etc/passwd", b"x" * 10), ("large.docx", b"x" * 50_000)])
    packed, left_out = dossier(found, words_for("en"), 30_000)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert set(archive.namelist()) == {"data.json", "data.txt", "files/01-.._.._etc_passwd"}
    assert left_out == ["large.docx"]


async def test_who_goes_takes_their_words_out_of_the_claims(discussed: School) -> None:
    await erase(discussed.store, ask(NARI, LATER))
    await discussed.sweep(LATER)
    views = (await list_claims(discussed.store, ask(INSTRUCTOR, LATER), 1)).views
    assert [(view.claim.label, view.reports) for view in views] == [("Pavements are rooms.", 1)]
    assert await discussed.member(NARI) is None
    told = [card for card in discussed.messenger.told if isinstance(card, NoticeCard)]
    assert [(card.notice, card.members) for card in told] == [(Notice.ERASED, ())]
    with pytest.raises(UnknownMember):
        await erase(discussed.store, ask(NARI, LATER))


async def test_the_last_who_stated_an_open_claim_leaves_it_without_words(discussed: School) -> None:
    for who in (NARI, BORA):
        await erase(discussed.store, ask(who, LATER))
    views = (await list_claims(discussed.store, ask(INSTRUCTOR, LATER), 1)).views
    assert [(view.claim.label, view.reports, view.quotes) for view in views] == [("", 0, ())]


class GoneMeanwhile(FakeReader):
    """Its reader takes so long that the writer has left before it answers."""

    def __init__(self, school: School) -> None:
        super().__init__()
        self._school = school

    async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
        await erase(self._school.store, ask(NARI))
        return await super().read(texts, parts)


async def test_a_header_that_is_read_too_late_tells_nobodys_name(school: School) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI, "Number: 2031-00417\nName: Nari Oh\nP: Pavements are rooms.\n")
    school.reader = GoneMeanwhile(school)
    await school.sweep(MONDAY)
    everybody = await school.store.read(lambda tx: tx.members.students(school.course))
    assert [(one.name, one.student_number) for one in everybody] == [(None, None)]


async def test_who_comes_back_begins_anew(discussed: School) -> None:
    await erase(discussed.store, ask(NARI, LATER))
    member = await discussed.join(NARI, at=LATER)
    assert member.student_number == f"2031-{NARI.user_xid}"
    assert (await known_of(discussed.store, ask(NARI, LATER))).reports == 0


async def test_nobody_reaches_into_another_server(discussed: School) -> None:
    with pytest.raises((UnknownMember, NotMember, Exception)) as refused:
        await erase(discussed.store, ask(OF_ANOTHER_SERVER, LATER, course_id=discussed.course.course_id))
    assert refused.type.__name__ in ("NoCourse", "UnknownMember", "NotMember")
    assert await discussed.member(NARI) is not None


# The end of a course


async def test_only_the_instructor_says_for_how_long(discussed: School) -> None:
    for who in (MODERATOR, NARI):
        with pytest.raises(NotInstructor):
            await keep_for(discussed.store, ask(who, LATER), 30)
    known = await keep_for(discussed.store, ask(INSTRUCTOR, LATER), 30)
    assert known.until == discussed.week.times.cutoff + timedelta(days=30)


async def test_staff_are_told_once_and_then_everything_goes(discussed: School) -> None:
    until = (await keep_for(discussed.store, ask(INSTRUCTOR, LATER), 30)).until
    assert until is not None
    for at in (until - WARNED - HOUR, until - WARNED, until - DAY):
        await discussed.sweep(at)
        assert await retire(discussed.store, discussed.clock) == 0
    await discussed.sweep()
    told = [card.notice for card in discussed.messenger.told if isinstance(card, NoticeCard)]
    assert told == [Notice.ENDS_SOON]
    discussed.clock.move_to(until)
    assert await retire(discussed.store, discussed.clock) == 1
    assert await discussed.store.read(lambda tx: tx.courses.every()) == []


# Backups


async def test_what_went_does_not_come_back_with_a_backup(
    discussed: School, file: Path, seal: Seal, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.db"
    back_up(file, saved)
    erasures = Erasures(file)
    await erase(discussed.store, ask(NARI, LATER))
    await erasures.keep(discussed.store)
    listed = file.with_name(file.name + ".erased").read_text()
    assert str(NARI.user_xid) not in listed

    brought_back = SqliteStore(f"sqlite:///{saved}", seal)
    brought_back.open()
    try:
        find = functools.partial(_is_there, discussed)
        assert await brought_back.read(find)
        assert await Erasures(file).repeat(brought_back) == 1
        assert not await brought_back.read(find)
        assert await Erasures(file).repeat(brought_back) == 0
    finally:
        await brought_back.close()


def _is_there(school: School, tx: Tx) -> bool:
    return tx.members.of_user(school.course, NARI.user_xid) is not None


async def test_a_number_that_was_given_anew_is_not_deleted(discussed: School, tmp_path: Path) -> None:
    nari = await discussed.member(NARI)
    assert nari is not None
    file = tmp_path / "colloquy.db.erased"
    old = {"guild": nari.guild_xid, "course": nari.course_id, "member": nari.member_id}
    file.write_text(json.dumps({**old, "at": (OPENS - 30 * DAY).isoformat()}) + '\n{"guild": 1, ')
    assert await Erasures(tmp_path / "colloquy.db").repeat(discussed.store) == 0
    assert await discussed.member(NARI) is not None
