"""How much each criterion counts in a round: a named level, published as a number."""

from collections.abc import Mapping
from typing import Final

LEVELS: Final = {"off": 0, "low": 1, "normal": 3, "high": 6}
"""What a level is worth for each of the 100 marks of a criterion."""

USUAL: Final = {
    "wish": "normal",
    "waiting": "normal",
    "first_visit": "normal",
    "language": "normal",
    "journey": "low",
    "continuity": "normal",
    "soon": "normal",
}
"""The levels of a new round."""


def weights_of(levels: Mapping[str, str]) -> dict[str, int]:
    """Return the numbers that the engine takes for named levels."""
    return {criterion: LEVELS[levels[criterion]] for criterion in USUAL}


def levels_of(weights: Mapping[str, int]) -> dict[str, str]:
    """Return the names of a round's numbers, the nearest where a number has none."""
    return {
        criterion: min(LEVELS, key=lambda level: abs(LEVELS[level] - weights.get(criterion, 0)))
        for criterion in USUAL
    }
