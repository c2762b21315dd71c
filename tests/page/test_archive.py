"""The archive of a term in a browser without a net: every page opens, looks nowhere else, and leads on."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from playwright.async_api import Browser, ViewportSize

from bot.papers.archives import archive_of
from bot.words.catalogues import words_for
from tests.factories import course
from tests.page.conftest import PHONE, WIDE, shoot
from tests.papers.test_archives import AT, archived

HOSTILE = "</td><script>alert(1)</script><img src=//example.org/x onerror=alert(1)> 김민지"


async def test_every_page_opens_by_itself(browser: Browser, tmp_path: Path) -> None:
    paper = archive_of(words_for("ko"), course(language="ko"), [archived(HOSTILE)], AT)
    with zipfile.ZipFile(BytesIO(paper)) as packed:
        packed.extractall(tmp_path)
    for name, size in (("wide", WIDE), ("phone", PHONE)):
        await _walk(browser, tmp_path, name, size)


async def _walk(browser: Browser, folder: Path, name: str, size: ViewportSize) -> None:
    context = await browser.new_context(viewport=size, offline=True)
    page = await context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: wrong.append(one.text))
    page.on("dialog", lambda one: wrong.append(one.message))
    await page.goto((folder / "index.html").as_uri())
    await shoot(page, f"archive-{name}-index")
    await page.get_by_role("link", name="1", exact=True).click()
    await page.get_by_role("heading", level=1).filter(has_text="1주차").wait_for()
    await shoot(page, f"archive-{name}-week")
    assert await page.get_by_text(HOSTILE, exact=True).count() >= 2
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    await page.get_by_role("link", name="버전 1 · txt").click()
    assert "김민지" in await page.inner_text("body")
    assert await page.evaluate("document.characterSet") == "UTF-8"
    assert all(url.startswith(folder.as_uri()) for url in asked)
    assert wrong == []
    await context.close()
