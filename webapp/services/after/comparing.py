"""What was answered before beside what was answered later, of whoever answered both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from webapp.models import NOT_SAID, Assessment, FarmAssessment
from webapp.models.assessments import AGREEMENT, ASSESSED

MORE, SAME, LESS, NO_WORD = "more", "same", "less", "no-word"
CHANGES: Final = (MORE, SAME, LESS, NO_WORD)
"""How an answer compares with the one before; no word: one of the two was not said."""

Members = set[int]
Answers = Mapping[int, Assessment | FarmAssessment]


@dataclass(frozen=True)
class Compared:
    """Two phases beside each other, in numbers of people, or of farms.

    Parameters
    ----------
    pairs
        Who answered both, on the same grid.
    missing
        Who was on a visit long enough ago, and did not answer both.
    changes
        Per question, who says more, the same, less, or did not say it twice.
    """

    pairs: Members
    missing: Members
    changes: dict[str, dict[str, Members]]


def compared(before: Answers, later: Answers, grid: str, came: Members) -> Compared:
    """Compare what was answered before and later, by the numbers of those who answered.

    Parameters
    ----------
    grid
        Whose questions are compared.
    came
        Who could have answered both.
    """
    pairs = {
        number
        for number in before.keys() & later.keys()
        if before[number].grid == later[number].grid
    }
    changes: dict[str, dict[str, Members]] = {
        question: {change: set() for change in CHANGES} for question in ASSESSED[grid]
    }
    for number in pairs:
        for question, change in changed(
            grid, before[number].answers, later[number].answers
        ).items():
            changes[question][change].add(number)
    return Compared(pairs, came - pairs, changes)


def changed(grid: str, before: Mapping[str, str], later: Mapping[str, str]) -> dict[str, str]:
    """Return by question of a grid how what was answered later compares with before."""
    return {each: _change(before.get(each), later.get(each)) for each in ASSESSED[grid]}


def _change(before: str | None, later: str | None) -> str:
    if before in (None, NOT_SAID) or later in (None, NOT_SAID):
        return NO_WORD
    step = AGREEMENT.index(str(before)) - AGREEMENT.index(str(later))
    return MORE if step > 0 else LESS if step < 0 else SAME
