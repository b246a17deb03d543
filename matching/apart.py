"""Run the engine in a process of its own: a solver that aborts, or takes all memory, ends alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from matching.checks import ProblemError
from matching.solver.control import GLANCE_SECONDS, Progress, ShouldStop, Tried

Answer = TypeVar("Answer")

OnProgress = Callable[[Any], object]
"""Told a `Progress`, or how many are `Tried`: whatever the function that is called tells."""

NEW = multiprocessing.get_context("spawn")
"""A process that begins anew: a copy of ours would hold our threads' locks and connections."""

FOR_THE_PARENT = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
"""Sent to every process of a terminal or a service; the parent decides what becomes of a run."""

FIRST_TO_GO = "900"
"""Of 1000: when memory runs out, Linux ends this process rather than a server beside it."""


class EngineDiedError(Exception):
    """The engine's process ended before it answered; it said why, if it could, on standard error.

    Parameters
    ----------
    code
        As the system tells it: a signal's number, negative (-6 an abort, -9 mostly out of memory).
    """

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the engine's process ended with code {code}")
        self.code = code


def apart(
    act: Callable[..., Answer],
    *given: Any,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    **named: Any,
) -> Answer:
    """Call `solve`, `advise` or the like in a process of its own, and return what it returns.

    Parameters
    ----------
    act
        A function of a module; it and all it is given must pickle.
    on_progress, should_stop
        Called in this process and thread; `act` must take both if one is given. `should_stop` is
        asked several times a second, however busy the solver is.

    Raises
    ------
    EngineDiedError
        When that process failed or was ended. It never outlives this one.
    """
    ours, theirs = NEW.Pipe()
    watched = on_progress is not None or should_stop is not None
    process = NEW.Process(target=_answer, args=(theirs, act, given, named, watched), daemon=True)
    with ours:
        try:
            with theirs, _left_to_the_parent():
                process.start()
            answer = _await(ours, on_progress, should_stop)
        except EOFError:
            process.join()
            raise EngineDiedError(process.exitcode) from None
        finally:
            if process.pid is not None:
                process.kill()
                process.join()
    if isinstance(answer, ProblemError):
        raise answer
    return answer  # type: ignore[no-any-return]


@contextmanager
def _left_to_the_parent() -> Iterator[None]:
    """Let a process that is started here have some signals blocked, from its first moment on."""
    resource_tracker.ensure_running()  # it would unblock them when it is started by the first one
    before = signal.pthread_sigmask(signal.SIG_BLOCK, FOR_THE_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _await(
    connection: Connection, on_progress: OnProgress | None, should_stop: ShouldStop | None
) -> Any:
    """Return the answer; meanwhile pass on progress one way, and the wish to stop the other."""
    told = False
    while True:
        while connection.poll(GLANCE_SECONDS):
            came = _read(connection)
            if not isinstance(came, Progress | Tried):
                return came
            if on_progress is not None:
                on_progress(came)
        if not told and should_stop is not None and should_stop():
            told = True
            with suppress(BrokenPipeError):  # it has died, which reading will tell
                connection.send("stop")


def _read(connection: Connection) -> Any:
    try:
        return connection.recv()
    except OSError:  # it died in the middle of a word, or before it read ours
        raise EOFError from None


def _answer(
    connection: Connection,
    act: Callable[..., Any],
    given: tuple[Any, ...],
    named: dict[str, Any],
    watched: bool,
) -> None:
    """Be the process apart: act, answer and end, with whatever a solver was left doing."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
    if watched:
        named = {**named, "on_progress": connection.send, "should_stop": connection.poll}
    try:
        try:
            answer = act(*given, **named)
        except ProblemError as error:
            answer = error
        connection.send(answer)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
