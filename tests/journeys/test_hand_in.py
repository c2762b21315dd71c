"""Handing in by form, by file and twice; the receipt, and the text word for word."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from demo import week
from demo.course import report
from sandbox.client import File, Message
from tests.journeys.people import Opened, digest, form_of, rows, said, send, shown, type_in

pytestmark = pytest.mark.shared_house

SEED = Path(__file__).parents[3] / "shared" / "seed" / "weekly-report.md"
LONG = "The presenter said that a long report is still a report. " * 3000


def counts(receipt: Message, version: int, text: str) -> None:
    """What every receipt tells."""
    assert receipt.ephemeral
    assert f"week 6 of Memory and Records, version {version}" in receipt.text
    assert re.search(r"Received <t:\d+:F>", receipt.text)
    assert f"SHA-256 `{digest(text)}`" in receipt.text


async def test_by_form(opened: Opened) -> None:
    receipt = await type_in(opened, "minji", report("minji"))
    counts(receipt, 1, report("minji"))
    read = await week.was_read(opened["minji"], receipt)
    assert "week 6 · number 2024-11027 · name 김민지 · topic Keep less, describe more" in read.text
    message, text = await shown(opened.course, "minji")
    assert text == report("minji")
    counts(message, 1, report("minji"))


async def test_by_a_file_in_the_form(opened: Opened) -> None:
    form = await form_of(opened["sora"], opened.prompt)
    receipt = said(await form.submit({"file": File("sora.md", report("sora").encode())}))
    counts(receipt, 1, report("sora"))
    assert (await shown(opened.course, "sora"))[1] == report("sora")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("r.md", "utf-8"), ("r.txt", "cp949"), ("R.TXT", "utf-8-sig"), ("r.txt", "utf-16")],
)
async def test_by_a_file_with_the_command(opened: Opened, name: str, encoding: str) -> None:
    receipt = await send(opened, "daniel", name, report("haeun").encode(encoding))
    counts(receipt, 1, report("haeun"))
    assert (await shown(opened.course, "daniel", week=6))[1] == report("haeun")


async def test_a_long_file(opened: Opened) -> None:
    counts(await send(opened, "tomas", "long.txt", LONG.encode()), 1, LONG)
    assert (await shown(opened.course, "tomas"))[1] == LONG


async def test_the_line_ends_of_a_form_and_of_a_file_make_no_difference(opened: Opened) -> None:
    receipt = await send(opened, "sora", "sora.txt", report("sora").replace("\n", "\r\n").encode())
    counts(receipt, 1, report("sora"))


@pytest.mark.skipif(not SEED.exists(), reason="the real report does not lie beside the repository")
@pytest.mark.parametrize("way", ["form", "file"])
async def test_a_real_report(opened: Opened, way: str) -> None:
    text = SEED.read_text(encoding="utf-8")
    if way == "form":
        receipt = await type_in(opened, "minji", text)
    else:
        receipt = await send(opened, "minji", SEED.name, SEED.read_bytes())
    counts(receipt, 1, text)
    read = await week.was_read(opened["minji"], receipt)
    assert "week 6 · number 2023-00000 · name 홍길동 · topic Don't teach, incentivize" in read.text
    assert read.text.count("Unfinished sentence?") == 1
    assert (await shown(opened.course, "minji"))[1] == text


async def test_the_same_text_again_is_the_first_receipt(opened: Opened) -> None:
    first = await type_in(opened, "junho", report("junho"))
    again = await send(opened, "junho", "junho.md", report("junho").encode())
    assert again.text.startswith("**Already handed in:**")
    counts(again, 1, report("junho"))
    assert re.findall(r"Received .*", again.text) == re.findall(r"Received .*", first.text)
    assert rows(opened.course, "versions") == 1


async def test_two_students_fill_the_same_form_at_the_same_time(opened: Opened) -> None:
    keys = ("minji", "junho", "sora", "daniel")
    forms = await asyncio.gather(*(form_of(opened[key], opened.prompt) for key in keys))
    answers = await asyncio.gather(
        *(form.submit({"body": report(key)}) for form, key in zip(forms, keys, strict=True))
    )
    for key, answer in zip(keys, answers, strict=True):
        counts(said(answer), 1, report(key))
        assert (await shown(opened.course, key))[1] == report(key)


async def test_one_student_with_two_open_forms(opened: Opened) -> None:
    first, second = [await form_of(opened["sora"], opened.prompt) for _ in range(2)]
    counts(said(await second.submit({"body": "The second form."})), 1, "The second form.")
    counts(said(await first.submit({"body": "The first form."})), 2, "The first form.")


async def test_reading_without_handing_in_keeps_nothing(opened: Opened) -> None:
    file = File("junho.md", report("junho").encode())
    seen = said(await opened["junho"].run(opened.course.channel, "report check", file=file))
    assert "Read, not handed in" in seen.text
    assert "Unfinished sentence?" in seen.text
    for table in ("versions", "arrivals", "members"):
        assert rows(opened.course, table) == 0


async def test_a_first_hand_in_links_its_writer(opened: Opened) -> None:
    await week.send_file(opened.course, "sora", File("sora.md", report("sora").encode()))
    status = said(await opened["sora"].press(opened.prompt, "My status"))
    assert "2024-10388" in status.text
    assert "Sora Lee" in status.text
