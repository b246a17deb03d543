"""Who comes: as many people as possible, and of these choices the one with the most own points."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from matching.arrays import Ints
from matching.solver import objectives
from matching.solver.construction.augmenting import AugmentingPaths
from matching.solver.control import HOW_MANY, Control
from matching.solver.instance import Instance
from matching.solver.proving import prove

SHARE_OF_COUNTING = 0.3
"""Share of what is left for showing that nobody more can come."""


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
        rest = control.within(SHARE_OF_COUNTING, HOW_MANY)
        counted = prove(counting, chosen.pairs, rest, executor)
        most_people = min(most_people, counted.bound)
        if counted.points <= people or person == objectives.strict_person(worth):
            return Choice(chosen.pairs, most_people, bound)
        pairs, person = counted.pairs, objectives.strict_person(worth)
