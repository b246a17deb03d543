"""Engines that misbehave: what a test has run in a process of its own."""

import os
import signal
import time
from typing import Any

from matching import ProblemError, Progress

LONGEST_SECONDS = 120
"""An engine that nobody ends gives up by itself."""


def abort(*_given: Any, **_named: Any) -> None:
    """End as a solver does that finds its own state impossible."""
    os.abort()


def be_ended(*_given: Any, **_named: Any) -> None:
    """End as Linux ends whoever has taken all memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(*_given: Any, **_named: Any) -> None:
    raise ProblemError("The pins of s1 cannot all hold.", "s1")


def break_down(*_given: Any, **_named: Any) -> None:
    raise LookupError("the engine")


def be_asked_to_end_as_its_group_is(**_named: Any) -> str:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(os.getpid(), number)
    return "went on"


def go_on_until_told(*_given: Any, on_progress: Any, should_stop: Any, **_named: Any) -> int:
    """Tell how far it is, and go on until somebody asks it to stop; return how often it asked."""
    on_progress(Progress("who", "start", 1, 2, 0.0))
    return _asked_until_told(should_stop)


def _asked_until_told(should_stop: Any) -> int:
    for asked in range(LONGEST_SECONDS * 100):
        if should_stop():
            return asked
        time.sleep(0.01)
    raise AssertionError("Nobody asked it to stop.")


def name_oneself_and_go_on(file: str) -> None:
    """Write down which process this is, and be busy."""
    with open(file + ".new", "w", encoding="ascii") as written:  # noqa: PTH123 - a name, as it came
        written.write(str(os.getpid()))
    os.rename(file + ".new", file)  # noqa: PTH104 - as above
    time.sleep(LONGEST_SECONDS)
