"""One week from the plan to the table, with what each person sees on the way."""

from __future__ import annotations

import pytest

from demo import week
from demo.course import PRESENTER, QUESTIONS, TOPIC, Course, report, report_file
from sandbox.client import Message
from tests.journeys.people import Opened, digest, said, send, shown, type_in


@pytest.mark.shared_house
async def test_a_week_of_a_seminar(course: Course) -> None:
    prompt = await week.open_week(course)
    for told in (TOPIC, PRESENTER, QUESTIONS, f"<t:{course.due.timestamp():.0f}:F>"):
        assert told in prompt.text
    assert [button.label for button in prompt.buttons] == ["Submit report", "My status", "Claims"]

    await week.link(course, "jiwoo")
    for key in ("minji", "junho"):
        _, receipt = await week.type_in(course, key, prompt)
        assert digest(report(key)) in receipt.text
    assert "Unfinished sentence?" in receipt.text
    for key in ("sora", "haeun", "daniel"):
        receipt = await week.send_file(course, key, report_file(key))
        assert digest(report(key)) in receipt.text
        assert receipt.ephemeral

    first = await week.remind(course, "jiwoo", 2, "18:00", 1)
    second = await week.remind(course, "jiwoo", 4, "12:00", 2)
    assert first.id != second.id
    assert "5 reports are in already." in second.text

    cards = await week.fall_due(course)
    _quotes_are_verbatim(cards)
    for word, talk in week.TALK:
        for key, stance, words in talk:
            taken = await week.discuss(course, week.card_about(cards, word), key, stance, words)
            assert f"Your stance: {stance}" in taken.text
    assert "agree 1 · disagree 0 · unsure 1" in taken.text

    await course.house.box.clock.to(course.moment(4, "23:50"))
    assert "Late; it was due" in (await week.send_file(course, "tomas", report_file("tomas"))).text

    await _staff_see_it(course)


def _quotes_are_verbatim(cards: list[Message]) -> None:
    reports = [report(key) for key in ("minji", "junho", "sora", "haeun", "daniel")]
    for card in cards:
        quotes = [line.removeprefix("> ") for line in card.text.splitlines() if line.startswith("> ")]
        holders = {index for quote in quotes for index, text in enumerate(reports) if quote in text}
        assert len(quotes) >= 2
        assert len(holders) == len(quotes), f"each passage stands in a report of its own: {quotes}"
        assert f"In {len(quotes)} of 5 reports of week 6" in card.text


async def _staff_see_it(course: Course) -> None:
    table = await week.look(course, course.moderator, "participation week")
    assert table.text.count("**handed in**") == 5
    assert "**late** · 2024-13006 Tomas Lindqvist" in table.text
    assert "**missing** · 2024-10919 최지우" in table.text
    (paper,) = table.attachments
    rows = (await course.house.box.download(paper)).decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 7
    sent = await week.look(course, course.moderator, "delivery list")
    assert sent.text.count("the week's prompt · sent") == 1
    assert sent.text.count("claim thread · sent") == week.KEY_CLAIMS
    assert sent.text.count("reminder · sent") == 2
    assert sent.text.count("The report was already in.") == sent.text.count("reminder · not sent")


@pytest.mark.shared_house
async def test_what_students_may_not_see(opened: Opened) -> None:
    minji, channel = opened["minji"], opened.course.channel
    for command in ("participation week", "delivery list"):
        refusal = said(await minji.run(channel, command, week=6))
        assert refusal.text.startswith("Only instructors and moderators")
    added = await opened.course.moderator.run(
        channel, "week add", number=7, topic="T", opens="2030-01-01 09:00", due="2030-01-02 09:00"
    )
    assert said(added).text.startswith("Only an instructor")


@pytest.mark.shared_house
async def test_a_corrected_report_is_a_second_version_and_its_claims_replace_the_first(
    opened: Opened,
) -> None:
    await type_in(opened, "sora", "The presenter argued that shelves are a promise.")
    receipt = await send(opened, "sora", "sora.md", report("sora").encode())
    await week.was_read(opened["sora"], receipt)
    assert "version 2" in receipt.text
    _, first = await shown(opened.course, "sora", week=6, version=1)
    _, second = await shown(opened.course, "sora")
    assert first == "The presenter argued that shelves are a promise."
    assert second == report("sora")
    claims = said(await opened.course.instructor.run(opened.course.channel, "claim list", week=6))
    assert "shelves are a promise" not in claims.text
    assert "Nothing can be found in an archive" in claims.text
