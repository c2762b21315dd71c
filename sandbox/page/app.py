"""The page's web server: one address for the tabs, one for files on their way to the sandbox."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from nicegui import app as nicegui_app
from nicegui import ui

from sandbox.page.hall import FILE_BYTES, Hall
from sandbox.page.shell import Shell
from sandbox.page.visit import Visit
from sandbox.page.words import language_of, words_for

HERE = Path(__file__).parent
SIGN = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='9' "
    "fill='#2f6f6b'/><path d='M8 23V13l8-6 8 6v10' fill='none' stroke='#fff' stroke-width='3'/></svg>"
)
HEAD = """<link rel="stylesheet" href="/look/look.css"><script src="/look/page.js"></script>"""


def policy(sandbox: str) -> str:
    """What the browser may load: this page's own files, and pictures from the sandbox."""
    rules = {
        "default-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
        "img-src": f"'self' data: {sandbox}",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def build(hall: Hall) -> FastAPI:
    """The application for one sandbox."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        hall.start()
        yield
        await hall.stop()

    web = FastAPI(lifespan=life, openapi_url=None)

    @web.middleware("http")
    async def guard(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        response.headers["Content-Security-Policy"] = policy(hall.box.url)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @web.post("/handover")
    async def handover(request: Request, name: str) -> Response:
        """Takes a file for a form that is about to be sent; only this page's own script can ask."""
        if "x-page" not in request.headers:
            return JSONResponse({}, status_code=403)
        if int(request.headers.get("content-length", FILE_BYTES + 1)) > FILE_BYTES:
            return JSONResponse({}, status_code=413)
        return JSONResponse({"key": hall.keep(name, await request.body())})

    nicegui_app.add_static_files("/look", HERE / "look", max_cache_age=0)

    @ui.page("/")
    async def tab(request: Request) -> None:
        asked = request.query_params
        language = language_of(asked.get("lang"), request.headers.get("accept-language", ""))
        await open_tab(hall, asked.get("as"), asked.get("in"), language)

    ui.run_with(web, title="Atrium", favicon=SIGN, tailwind=False, show_welcome_message=False)
    return web


async def open_tab(hall: Hall, who: str | None, where: str | None, language: str) -> None:
    """Draws a tab for somebody."""
    crowd, words = await hall.crowd(), words_for(language)
    ui.add_head_html(HEAD)
    ui.query(".nicegui-content").classes("tab")
    if not crowd.raw["persons"]:
        ui.label(words("chat.empty"))
        return
    step = hall.guide.current
    visit = Visit(hall, crowd, hall.person(crowd, who or (step.person if step else None)), words)
    await visit.attempt(hall.troubles.look())
    visit.shell = Shell(visit)
    visit.shell.draw()
    visit.follow()
    await visit.enter(where)
