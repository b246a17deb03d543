"""The processes that a command starts, and the Ctrl-C that ends it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import active_children
from types import FrameType
from typing import Self


@contextmanager
def worker_processes(count: int | None) -> Iterator[Executor | None]:
    """Give the solver workers, if any are asked for, and end them with whatever they still do.

    Ctrl-C reaches every process of a terminal. Workers ignore it: their parent decides.
    """
    if count is None:
        yield None
        return
    others = set(active_children())
    pool = ProcessPoolExecutor(
        count, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )
    try:
        yield pool
    finally:
        try:
            if set(active_children()) - others:
                _take_back(pool, count)
        finally:
            for worker in set(active_children()) - others:
                worker.terminate()  # a part that nobody awaits may take until the time limit
                worker.join()


def _take_back(pool: Executor, count: int) -> None:
    """Cancel what no worker has been handed, and wait until the pool knows.

    A pool that loses its workers while it holds cancelled calls ends in a traceback. So more calls
    are sent than it hands out ahead: once the last is over, run or cancelled, so are all before it.
    """
    with suppress(BrokenProcessPool, CancelledError):
        last = [pool.submit(int) for _ in range(count + 2)][-1]
        pool.shutdown(wait=False, cancel_futures=True)
        last.result()


class Interruption:
    """Turns the first Ctrl-C into a wish to stop; a second one ends at once."""

    def __init__(self) -> None:
        self._asked = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_error: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def asked(self) -> bool:
        """Return whether it was asked to stop."""
        return self._asked
