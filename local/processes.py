"""The processes of a local start: none outlives the one that started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from local.postgres.leftovers import die_with_parent

STOP_SECONDS = 10
SHORT_LIFE_SECONDS = 5
MOST_SHORT_LIVES = 5
"""So many in a row: then it cannot stay up. Fewer may be a database that was away for a moment."""


class ChildEndedError(Exception):
    """A process of Sillon cannot stay up; the message says which, and where its words are."""


class StopRequested(BaseException):
    """Somebody asked this process to end: Ctrl-C, SIGTERM or a closed terminal."""


class StopRequest:
    """Notes that somebody asks this process to end, and raises where that is harmless.

    Raised anywhere, it could leave a lock of `subprocess` taken, and the end would wait for ever.
    """

    def __init__(self) -> None:
        self._made = self._at_once = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._made = True
        if self._at_once:
            self._at_once = False
            raise StopRequested

    def heed(self) -> None:
        """End here if somebody asked for it."""
        if self._made:
            raise StopRequested

    @contextmanager
    def heeded_at_once(self) -> Iterator[None]:
        """Let a request interrupt what takes long and starts no process."""
        self.heed()
        self._at_once = True
        try:
            yield
        finally:
            self._at_once = False


class Child:
    """A program kept up: started again when it ends, unless it never lives for long.

    Parameters
    ----------
    name
        What to call it.
    command
        Arguments for this Python.
    log
        Where its output goes.
    descriptors
        Open files it inherits.
    """

    def __init__(
        self, name: str, command: list[str], log: Path, descriptors: tuple[int, ...] = ()
    ) -> None:
        self.name, self.command, self.log, self.descriptors = name, command, log, descriptors
        self.short_lives = 0
        log.write_text("")
        self._start()

    def _start(self) -> None:
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=self.descriptors,
                start_new_session=True,  # Ctrl-C reaches the parent alone, who ends it in order
                preexec_fn=lambda: die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - first thing run
            )
        self.started = time.monotonic()

    def keep_up(self) -> None:
        """Start it again if it ended."""
        code = self.process.poll()
        if code is None:
            return
        # One that was killed, or left in order when its database did, may well live the next time.
        failed = code > 0 and time.monotonic() - self.started < SHORT_LIFE_SECONDS
        self.short_lives = self.short_lives + 1 if failed else 0
        if self.short_lives == MOST_SHORT_LIVES:
            raise ChildEndedError(f"The {self.name} ended (code {code}): read {self.log}.")
        self._start()

    def stop(self) -> None:
        """End it: asked first, made to after a while."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
