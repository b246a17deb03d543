"""The same pace for known and unknown addresses, so that waiting tells nothing."""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, request

P = ParamSpec("P")
Answer = TypeVar("Answer")


def evenly(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """Answer a POST only at the end of a step of time, whatever was done in between."""

    @wraps(view)
    def at_an_even_pace(*args: P.args, **kwargs: P.kwargs) -> Answer:
        started = time.monotonic()
        answer = view(*args, **kwargs)
        if request.method == "POST":
            time.sleep(rest(time.monotonic() - started, current_app.config["EVEN_SECONDS"]))
        return answer

    return at_an_even_pace


def rest(spent: float, step: float) -> float:
    """Return how long to wait until a whole number of steps is over."""
    return -spent % step if step else 0.0
