"""Waiting for what other processes and threads do: never for ever, and never for a fixed time."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 300
EVERY_SECONDS = 0.05


def wait_until(is_so: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Look again and again until it is so; what takes longer than that is not going to be."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "It did not come to pass."
        time.sleep(EVERY_SECONDS)
