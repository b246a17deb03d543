"""Peak memory of this process and of its workers, each counted by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

EVERY_SECONDS = 0.5


class Peak:
    """The most that was held at any time, in MiB."""

    def __init__(self) -> None:
        self._workers = 0

    def look(self) -> None:
        """Add up what the workers hold now."""
        held = 0
        for worker in psutil.Process().children(recursive=True):
            try:
                held += worker.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        self._workers = max(self._workers, held)

    @property
    def mib(self) -> int:
        """This process at its peak, and the workers together at theirs."""
        return round((_own_peak() + self._workers) / 2**20)


def _own_peak() -> int:
    """Read the peak since this program began; `getrusage` would count who started it, too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Watch the workers while something runs."""
    peak, end = Peak(), threading.Event()

    def watch() -> None:
        while not end.wait(EVERY_SECONDS):
            peak.look()

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield peak
    finally:
        end.set()
        watching.join()
