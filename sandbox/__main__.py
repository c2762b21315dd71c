"""`python -m sandbox`: serve until SIGTERM or SIGINT, after one line of JSON that says where."""

import argparse
import asyncio
import json
import signal

from sandbox.server import Server


async def serve(host: str, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Server(host, port) as server:
        url = server.url
        where = {
            "url": url,
            "api": f"{url}/api/v10",
            "gateway": server.world.gateway_url,
            "clock": f"{url}/clock",
        }
        print(json.dumps(where), flush=True)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", default=0, type=int, help="port; 0 takes a free one")
    options = parser.parse_args()
    asyncio.run(serve(options.host, options.port))


if __name__ == "__main__":
    main()
