"""Floors of a round: no group has fewer places than if all were served in the order of waiting.

Groups are told by what a file says of a household or of visits before, never by what somebody
could say less of: a floor by French would be reached by admitting less of it.
"""

from typing import Final

import matching
from webapp.services.engine.ids import is_party
from webapp.services.rounds.overview import GROUPINGS

FLOORED: Final = ("household", "experience")
"""The groupings of which a round may ask it."""


def with_floors(problem: matching.Problem, grouping: str | None) -> matching.Problem:
    """Ask it of the groups of a grouping; guests who are expected already belong to none."""
    if grouping is None:
        return problem
    group_of = GROUPINGS[grouping]
    parties = (each for each in problem.parties if is_party(each.id))
    return matching.with_floors(problem, {each.id: (group_of(each),) for each in parties})


def floored_by(problem: matching.Problem) -> str | None:
    """Return the grouping whose groups a frozen problem has floors for; none where it has none.

    What the settings of its round ask may have changed since.
    """
    asked = [each for each in problem.parties if each.groups]
    groupings = (
        grouping
        for grouping in FLOORED
        if asked and all(each.groups == (GROUPINGS[grouping](each),) for each in asked)
    )
    return next(groupings, None)
