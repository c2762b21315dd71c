"""The plan as calendars read it: by RFC 5545, line by line, without the library that wrote it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.papers.calendars import ics_of
from bot.reading.calendars import rows_of
from bot.seminar.planfiles import read_plan
from bot.seminar.plans import Change, judged
from bot.seminar.weeks import Presenter, Week, WeekState
from bot.words.catalogues import words_for
from tests.factories import CUTOFF, DUE, OPENS, course, week
from tests.rfc5545 import Event, read_calendar

EN, KO = words_for("en"), words_for("ko")
NOW = OPENS - timedelta(days=3)
PLANNED = week(state=WeekState.PLANNED, presenters=(Presenter("Jiho Baek"), Presenter("오나리", 3)))


def events(*weeks: Week, now: datetime = NOW) -> list[Event]:
    return read_calendar(ics_of(EN, course(), weeks, now))


def test_a_week_is_an_event_that_every_calendar_reads() -> None:
    (event,) = events(PLANNED)
    assert event.text("SUMMARY") == "Week 1: Who owns the pavement"
    assert event.text("DESCRIPTION") == "What would you give up for a wider pavement?"
    assert (event.instant("DTSTART"), event.instant("DTEND")) == (OPENS, DUE)
    assert event.instant("X-COLLOQUY-CUTOFF") == CUTOFF
    assert event.instant("DTSTAMP") == NOW
    assert event.texts("CONTACT") == ["Jiho Baek", "오나리"]
    assert (event.text("STATUS"), event.text("TRANSP")) == ("CONFIRMED", "TRANSPARENT")


def test_what_is_text_stays_text() -> None:
    topic = 'Streets, "rooms"; or \\ halls: ' + "길" * 80
    prompt = "One\nBEGIN:VEVENT\nX: y; z, \\n"
    (event,) = events(replace(PLANNED, topic=topic, prompt=prompt))
    assert event.text("SUMMARY") == f"Week 1: {topic}"
    assert event.text("DESCRIPTION") == prompt
    paper = ics_of(EN, course(), [replace(PLANNED, topic=topic)], NOW)
    assert all(len(line) <= 75 for line in paper.split(b"\r\n")), "octets"
    assert paper.endswith(b"\r\n")
    assert b"\n" not in paper.replace(b"\r\n", b"")


def test_an_event_keeps_its_id_and_its_sequence_grows() -> None:
    (before,), (after,) = events(PLANNED), events(replace(PLANNED, topic="B", number=9), now=DUE)
    assert before.text("UID") == after.text("UID")
    assert int(before.text("SEQUENCE")) < int(after.text("SEQUENCE"))
    assert re.fullmatch(r"[0-9a-f-]{36}", before.text("UID"))
    others = events(
        PLANNED, replace(PLANNED, week_id=2), replace(PLANNED, course_id=2), replace(PLANNED, guild_xid=1)
    )
    assert len({one.text("UID") for one in others}) == 4


def test_a_week_that_is_left_out_is_cancelled() -> None:
    (event,) = events(replace(PLANNED, state=WeekState.SKIPPED))
    assert event.text("STATUS") == "CANCELLED"


letters = st.characters(blacklist_categories=("Cs", "Cc"))
topics = st.text(letters, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
names = st.lists(st.sampled_from(["Jiho Baek", "오나리", "Baek, Jiho", "A / B; C", "김·이"]), unique=True)
prompts = st.text(letters | st.just("\n"), max_size=120).map(str.strip)


@given(
    st.lists(st.tuples(topics, prompts, names, st.integers(0, 3000), st.sampled_from(WeekState)), max_size=6)
)
def test_what_was_exported_changes_nothing_when_it_is_imported(
    given_weeks: list[tuple[str, str, list[str], int, WeekState]],
) -> None:
    weeks = [
        Week(
            week_id=number,
            guild_xid=7001,
            course_id=1,
            number=number,
            topic=topic,
            prompt=prompt,
            presenters=tuple(Presenter(name, 3) for name in named),
            times=replace(
                PLANNED.times, due=DUE + timedelta(seconds=later), cutoff=CUTOFF + timedelta(days=9)
            ),
            state=state,
        )
        for number, (topic, prompt, named, later, state) in enumerate(given_weeks, 1)
    ]
    for words in (EN, KO):
        rows = rows_of("plan.ics", ics_of(words, course(), weeks, NOW))
        if not weeks:
            assert len(rows) == 1
            continue
        lines = judged(
            read_plan(rows, "Europe/Berlin"), weeks, lambda one: one.state is not WeekState.PLANNED, NOW, {}
        )
        assert [(line.change, line.refusal) for line in lines] == [(Change.SAME, None)] * len(weeks)
