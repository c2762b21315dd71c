"""What a process that reads strangers' files may do: so much memory and time, and nothing to the world."""

from __future__ import annotations

import os
import signal
import sys
import time

if sys.platform == "linux":
    import resource

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 10
"""For one job."""
MEANING_MEMORY = 1024 * 1024 * 1024
"""Where a sentence encoder runs: address space, most of which its threads only set aside; it holds 250 MB."""
MEANING_CPU_SECONDS = 60
"""For one job of the encoder's, on two threads: some 3,000 passages that it has not met."""
NICENESS = 10

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.chmod",
    "os.chown",
    "os.exec",
    "os.fork",
    "os.kill",
    "os.link",
    "os.mkdir",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.spawn",
    "os.startfile",
    "os.symlink",
    "os.system",
    "os.truncate",
    "os.utime",
    "pty.",
    "shutil.",
)


def limit_process(memory: int = MEMORY) -> None:
    """Limits this process for good: memory in bytes, files, network. Its parent alone ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_guard)


def limit_job(seconds: int | None = None) -> None:
    """From now on this process may compute for so many seconds; the system ends it after that."""
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + (seconds or CPU_SECONDS), hard))


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    """Forbids what Python reports before it does it: sockets, processes, files that change."""
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITES:
            raise PermissionError("the reading process writes nothing")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(f"the reading process does no {event}")
