"""Who comes: as many people as possible, and of these choices the one with the most own points."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints
from matching.solver import objectives
from matching.solver.construction.augmenting import AugmentingPaths
from matching.solver.control import HOW_MANY, Control
from matching.solver.duals import SCALE, Duals, make_duals
from matching.solver.gap_closing.lagrangian import solve_lagrangian
from matching.solver.instance import Instance
from matching.solver.pricing.pricer import Pricer
from matching.solver.proving import prove

SHARES = (2, 1, 3, 4)
"""What duals are rounded to, in parts of a person, to count people by them."""

SHARE_OF_COUNTING = 0.7
"""Share of what is left for showing that nobody more can come; with less, a proof that takes two
seconds is not begun, since HiGHS might not look at the clock in time."""


@dataclass(frozen=True)
class Choice:
    """Who comes, somewhere, and what is proven of it.

    Parameters
    ----------
    pairs
        Of a valid solution.
    most_people
        No solution places more people.
    bound
        No solution that places as many people has more own points.
    """

    pairs: list[int]
    most_people: int
    bound: int


def who_comes(
    instance: Instance,
    worth: Ints,
    start: list[int],
    control: Control,
    executor: Executor | None = None,
) -> Choice:
    """Choose by points for people and own points; then see whether more people could come.

    If they could, own points have outweighed somebody's place, and the choice is made again with
    points for a person that nothing outweighs.

    Parameters
    ----------
    worth
        ``(n_units,) int64``: own points.
    start
        The pairs of a valid solution.
    """
    counting = objectives.how_many(instance)
    person = objectives.usual_person(worth)
    pairs, most_people = start, counting.trivial_bound()
    while True:
        chances = objectives.who(instance, worth, person)
        pairs = AugmentingPaths(chances, pairs, control).run()
        chosen = prove(chances, pairs, control, executor)
        people = int(counting.points[chosen.pairs].sum())
        bound = chosen.bound - person * people
        most_people = min(most_people, chosen.bound // person)
        if chosen.priced is not None:
            pricer, duals = chosen.priced
            of_people = without_own_points(duals, worth)
            most_people = min(most_people, counted_by(pricer.asking(counting), of_people, person))
        if people == most_people:
            return Choice(chosen.pairs, most_people, bound)
        rest = control.within(SHARE_OF_COUNTING, HOW_MANY)
        counted = prove(counting, chosen.pairs, rest, executor)
        most_people = min(most_people, counted.bound)
        if counted.points <= people or person == objectives.strict_person(worth):
            return Choice(chosen.pairs, most_people, bound)
        pairs, person = counted.pairs, objectives.strict_person(worth)


def without_own_points(duals: Duals, worth: Ints) -> Duals:
    """Take own points out of the duals of *who*: a unit that comes has its own left over."""
    return Duals(np.maximum(0, duals.unit - SCALE * worth), duals.linking)


def counted_by(pricer: Pricer, duals: Duals, person: int) -> int:
    """Return a bound on people, from duals of points for people.

    What a unit or a limit costs is then so many persons, halves, thirds or quarters, and a little
    that own points of others have left: rounded to these, the duals mostly prove how many can come.
    """
    return min(solve_lagrangian(pricer, _in_shares(duals, person, share)).bound for share in SHARES)


def _in_shares(duals: Duals, person: int, share: int) -> Duals:
    """Round duals to halves of a person, thirds…: as many to one as the share says."""
    return make_duals(
        *(
            np.rint(each * (share / (SCALE * person))) / share
            for each in (duals.unit, duals.linking)
        )
    )
