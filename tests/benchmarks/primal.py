"""The primal integral: what it costs to press "take the best so far" at any moment."""

from __future__ import annotations

import time
from itertools import pairwise


class Primal:
    """Notes, question by question, how good the best answer was, and from when on.

    Whoever has nothing at all for a second loses a second; whoever has 99 % of the best, a
    hundredth of it. Seconds are those of the processor.
    """

    def __init__(self) -> None:
        self._questions: list[list[tuple[float, float]]] = []

    def begin(self) -> None:
        """Begin with a question: there is nothing yet."""
        self._questions.append([(time.process_time(), 0.0)])

    def note(self, points: float) -> None:
        """Note the points of the best answer so far."""
        self._questions[-1].append((time.process_time(), points))

    @property
    def integral(self) -> float:
        """Seconds lost, all questions together."""
        return sum(_lost(noted) for noted in self._questions)


def _lost(noted: list[tuple[float, float]]) -> float:
    best = max(points for _, points in noted)
    if best <= 0:
        return 0.0
    return sum((then - now) * (1 - points / best) for (now, points), (then, _) in pairwise(noted))
