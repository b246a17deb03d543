"""Time limits in processor seconds, so that a machine that does other things measures the same."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from matching.solver import control, glop, highs


@contextmanager
def processor_clock() -> Iterator[None]:
    """Let the engine count processor seconds; a solver's clock is told what they take here."""
    began, busy = time.perf_counter(), time.process_time()

    def by_the_clock(seconds: float) -> datetime.timedelta:
        used = max(1e-3, time.process_time() - busy)
        slower = max(1.0, (time.perf_counter() - began) / used)
        return datetime.timedelta(seconds=max(highs.LEAST_SECONDS, seconds * slower))

    clock = SimpleNamespace(monotonic=time.process_time)
    with (
        patch.object(control, "time", clock),
        patch.object(highs, "time_limit_of", by_the_clock),
        patch.object(glop, "time_limit_of", by_the_clock),
    ):
        yield
