"""What each mark of a match counts in a round."""

from __future__ import annotations

from dataclasses import dataclass

from matching.checks import ProblemError


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each mark from 0 to 100 counts.

    Parameters
    ----------
    waiting, first_visit
        For who comes.
    wish, language, journey, soon
        For where they go.
    continuity
        For both: of those who had a place before, that they come, and that they stay there.
    """

    wish: int = 3
    waiting: int = 3
    first_visit: int = 3
    language: int = 2
    journey: int = 1
    continuity: int = 4
    soon: int = 3

    def __post_init__(self) -> None:
        for name, weight in vars(self).items():
            if weight < 0:
                raise ProblemError(f"Weight {name} is {weight}: give a whole number of 0 or more.")
