"""python -m bot"""

from __future__ import annotations

import signal
import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        # Whoever stops the bot while it is still being loaded stops it in order, too.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))

    from bot.cli import main

    sys.exit(main())
