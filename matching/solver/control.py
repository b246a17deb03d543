"""What a caller sees and may do while a round is being solved."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from copy import copy
from dataclasses import dataclass
from typing import TypeVar

GLANCE_SECONDS = 0.05
"""How often to look, while a solver runs, whether the caller called it off."""

LATE_SECONDS = 1.0
"""How much longer than its time limit a solver may take: some look at the clock too seldom."""

LONGEST_SECONDS = 10.0**7
"""Four months: as good as no time limit, and a number that every solver takes."""

LARGEST_SEED = 2**31
"""Seeds of the solvers are smaller."""

WHO, HOW_MANY, WHERE = "who", "how-many", "where"
"""What is decided, part by part."""

Answer = TypeVar("Answer")

OnProgress = Callable[["Progress"], object]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Progress:
    """How far the solver is: the best so far, and the bound proven so far.

    Parameters
    ----------
    part
        ``who``, ``how-many`` or ``where``: what is being decided; each has points of its own.
    stage
        ``start``, ``bound``, ``prices``, ``mixes``, ``polish``, ``proof``; for large rounds also
        ``neighbourhoods`` or ``components``.
    """

    part: str
    stage: str
    points: int
    bound: int
    seconds: float

    def __str__(self) -> str:
        gap = (self.bound - self.points) / max(1, self.bound)
        named = f"{self.part:8}  {self.stage:10}"
        return f"{self.seconds:7.1f} s  {named}  {self.points:>14,}  gap {gap:8.4%}"


@dataclass(frozen=True)
class Tried:
    """How many of several answers are found, each by solving anew."""

    done: int
    of: int


class Control:
    """Keeps the time, reports progress, and knows when to stop."""

    def __init__(
        self,
        time_limit: float,
        seed: int = 0,
        on_progress: OnProgress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> None:
        self.seed = seed
        self._time_limit = min(time_limit, LONGEST_SECONDS)
        self._began = time.monotonic()
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._cancelled = False
        self._part = WHO

    def within(self, share: float, part: str = "") -> Control:
        """Return a control of the same run that has a share of the time that is left.

        Parameters
        ----------
        share
            From 0 to 1.
        part
            What it decides; the same as this one unless told.
        """
        inner = copy(self)
        inner._time_limit = self.seconds + share * self.left
        inner._should_stop = lambda: self.cancelled
        inner._part = part or self._part
        return inner

    @property
    def seconds(self) -> float:
        """Time since the beginning."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Time that is left, never less than 0."""
        return max(0.0, self._time_limit - self.seconds)

    @property
    def cancelled(self) -> bool:
        """Whether the caller asked to stop; asked again each time until they did."""
        if not self._cancelled and self._should_stop is not None:
            self._cancelled = bool(self._should_stop())
        return self._cancelled

    @property
    def over(self) -> bool:
        """Whether time is up or the caller asked to stop."""
        return self.left <= 0 or self.cancelled

    def beside(
        self,
        run: Callable[[], Answer],
        stop: Callable[[], object] | None = None,
        seconds: float = LONGEST_SECONDS,
    ) -> Answer | None:
        """Run a solver in a thread of its own, while the caller is asked whether to go on.

        A solver that can be stopped is stopped, and waited for. One that cannot is left behind to
        come to its own end, so that whoever calls a round off has their answer at once, and whoever
        gave it a time limit soon after that.

        Parameters
        ----------
        seconds
            The time limit that the solver was told.

        Returns
        -------
        Answer | None
            None when the solver was left behind.
        """
        end = self.seconds + seconds + LATE_SECONDS
        pool = ThreadPoolExecutor(1)
        running = pool.submit(run)
        pool.shutdown(wait=False)
        try:
            while not wait([running], timeout=GLANCE_SECONDS).done:
                if not self.cancelled and self.seconds < end:
                    continue
                if stop is None:
                    return None
                stop()
        except BaseException:
            while stop is not None and not running.done():
                stop()
                wait([running], timeout=GLANCE_SECONDS)
            raise
        return running.result()

    def report(self, stage: str, points: int, bound: int) -> None:
        """Report to the caller how far it is."""
        if self._on_progress is not None:
            self._on_progress(Progress(self._part, stage, points, bound, self.seconds))
