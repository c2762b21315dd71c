"""A real Chromium, the demo as `make sandbox` starts it, and a page for an empty sandbox."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from sandbox.client import Person, Sandbox

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCREENS = ROOT / ".cache" / "screens"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]
WIDE, PHONE = ViewportSize(width=1360, height=860), ViewportSize(width=390, height=844)
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

in_one_loop = partial(pytest_asyncio.fixture, loop_scope="session")
"""A browser outlives a test, and so must its loop; the tests run in it, too."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass(frozen=True)
class Demo:
    """The demo's addresses, and how many seconds passed until its page was there."""

    page: str
    sandbox: str
    seconds: float


def _demo() -> Iterator[Demo]:
    """`python -m demo`, which is what `make sandbox` runs."""
    began = time.monotonic()
    asked = [sys.executable, "-m", "demo"]
    process = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            break
    found = re.findall(r"http://127\.0\.0\.1:\d+", said)
    assert found, said + process.communicate()[1]
    yield Demo(found[0], found[1], time.monotonic() - began)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=30)
    assert (process.returncode, complaint) == (0, "")


demo = pytest.fixture(scope="session")(_demo)
"""A demo for all tests of this process, which leave its clock alone."""

own_demo = pytest.fixture(_demo)


@in_one_loop(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests of this process; each has windows of its own in it, which share nothing."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's package chromium, or name one in CHROMIUM")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        await started.close()


Tab = Callable[..., Awaitable[Page]]


@in_one_loop()
async def tab(browser: Browser) -> AsyncIterator[Tab]:
    """Opens tabs; afterwards none may have looked outside, run anything foreign, or complained."""
    wrong: list[str] = []
    opened: list[BrowserContext] = []

    def note(what: str, text: str) -> None:
        if text:
            wrong.append(f"{what}: {text}")

    async def open_tab(
        address: str, who: str = "", where: str = "", lang: str = "en", *, phone: bool = False
    ) -> Page:
        context = await browser.new_context(
            viewport=PHONE if phone else WIDE, locale="en-US", timezone_id="Asia/Seoul", has_touch=phone
        )
        opened.append(context)
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda one: note("outside", "" if _is_local(one.url) else one.url))
        page.on("pageerror", lambda error: note("error", str(error)))
        page.on("dialog", lambda one: note("a script ran", one.message))
        page.on("console", lambda one: note("console", one.text if one.type == "error" else ""))
        await page.goto(f"{address}/?as={who}&in={where}&lang={lang}")
        await page.locator("[data-ahead]").wait_for()
        return page

    yield open_tab
    for context in opened:
        await context.close()
    assert wrong == []


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


@in_one_loop()
async def box(demo: Demo) -> AsyncIterator[Sandbox]:
    """The demo's sandbox."""
    async with Sandbox.connect(demo.sandbox) as connected:
        yield connected


People = dict[str, Person]


@in_one_loop()
async def people(box: Sandbox) -> People:
    """Everybody in the demo, by name."""
    return await everybody(box)


@in_one_loop()
async def own_people(own_demo: Demo) -> AsyncIterator[People]:
    async with Sandbox.connect(own_demo.sandbox) as connected:
        yield await everybody(connected)


async def everybody(box: Sandbox) -> People:
    persons = (await box.world())["persons"]
    return {one["name"]: Person(box.wire, one["id"], one["name"], one["key"]) for one in persons}


@dataclass(frozen=True)
class Yard:
    """An empty sandbox, and the address of its page."""

    box: Sandbox
    page: str


@in_one_loop()
async def yard() -> AsyncIterator[Yard]:
    """A sandbox in this process, and a page of its own for it."""
    async with Sandbox.serve() as box:
        asked = ["-m", "sandbox.page", "--sandbox", box.url]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *asked, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        try:
            assert process.stdout
            yield Yard(box, json.loads(await process.stdout.readline())["url"])
        finally:
            process.terminate()
            assert await process.wait() in (0, -signal.SIGTERM)
            process._transport.close()  # type: ignore[attr-defined]  # else its pipe is closed by the collector


async def shoot(page: Page, name: str) -> None:
    """Keeps a picture of a page for people to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SCREENS / f"{name}.png")
