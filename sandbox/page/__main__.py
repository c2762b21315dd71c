"""`python -m sandbox.page --sandbox URL`: the page for a running sandbox, until SIGTERM or SIGINT."""

import argparse
import asyncio
import json
import socket
from pathlib import Path

import uvicorn

from sandbox.client import Sandbox
from sandbox.page.app import build
from sandbox.page.guide import Guide
from sandbox.page.hall import Hall


class Server(uvicorn.Server):
    """Says where it is reached, in one line of JSON, once it is."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and self.started:
            host, port = sockets[0].getsockname()[:2]
            print(json.dumps({"url": f"http://{host}:{port}"}), flush=True)


async def serve(sandbox: str, guide: Path | None, host: str, port: int) -> None:
    async with Sandbox.connect(sandbox) as box:
        web = build(Hall(box, Guide.read(guide) if guide else Guide()))
        listening = socket.create_server((host, port))
        settings = uvicorn.Config(web, log_level="warning", lifespan="on", timeout_graceful_shutdown=1)
        await Server(settings).serve([listening])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox.page", description=__doc__)
    parser.add_argument("--sandbox", required=True, help="the address that the sandbox printed as its url")
    parser.add_argument(
        "--guide", type=Path, help="steps and moments, as sandbox/page/guide.py describes them"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", default=0, type=int, help="port; 0 takes a free one")
    asked = parser.parse_args()
    asyncio.run(serve(asked.sandbox, asked.guide, asked.host, asked.port))


if __name__ == "__main__":
    main()
