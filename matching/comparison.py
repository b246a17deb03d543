"""A solution beside first-come-first-served, and how fairly it treats groups of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.arrays import Ints
from matching.lottery import own_points
from matching.problem import Party, Problem
from matching.scoring import days_waited
from matching.solution import Solution, make_solution
from matching.solver.construction.partial_solution import PartialSolution
from matching.solver.instance import Instance, make_instance


def first_come_first_served(problem: Problem) -> Solution:
    """Serve parties in the order they have waited, each with the best slot still possible.

    Pins go first; the previous solution and its limit on moves are not looked at. The bounds are
    what there would be if everyone had their best slot.
    """
    instance = make_instance(problem)
    served = serve_in_order(instance, instance.points)
    everyone = sum(party.people for party in problem.parties)
    return make_solution(
        problem,
        instance.matches(served),
        most_people=everyone,
        who_bound=sum(own_points(problem, seed=0).values()),
        where_bound=instance.trivial_bound(),
    )


def serve_in_order(instance: Instance, liked: Ints) -> list[int]:
    """Serve units in the order they have waited, pins first; list the pairs that they get.

    Parameters
    ----------
    liked
        ``(n_pairs,) int64``: of the pairs still possible a unit gets the one with most of this.
    """
    partial = PartialSolution(instance)
    partial.fill(instance.pairs_of(instance.pins))
    turn = np.zeros(len(instance.units), np.int64)
    served = sorted(range(len(instance.units)), key=lambda unit: (_since(instance, unit), unit))
    turn[served] = np.arange(len(served))
    partial.fill_in_order(np.lexsort((-liked, turn[instance.unit])))
    partial.drop_small_groups()
    return partial.pairs


def _since(instance: Instance, unit: int) -> date:
    return min(party.waiting_since or date.max for party in instance.units[unit])


@dataclass(frozen=True)
class GroupFigures:
    """How a group of people fared.

    Parameters
    ----------
    code
        The group, by a code that the engine does not understand.
    people, placed
        People in the group, and those with a slot.
    days_placed, days_unplaced
        Mean days waited by the parties with a slot, and by those without; none when there are
        none, or nobody says since when.
    """

    code: str
    people: int
    placed: int
    days_placed: float | None
    days_unplaced: float | None

    @property
    def share_placed(self) -> float:
        """Share of the people with a slot, from 0 to 1."""
        return self.placed / max(1, self.people)


def fairness(
    problem: Problem, solution: Solution, codes: Mapping[str, str]
) -> tuple[GroupFigures, ...]:
    """Compare how groups fared.

    Parameters
    ----------
    codes
        A code for each party's id; parties without one are left out. The engine knows nothing of
        what a code means.
    """
    groups: dict[str, list[Party]] = {}
    for party in problem.parties:
        if party.id in codes:
            groups.setdefault(codes[party.id], []).append(party)
    return tuple(_figures(problem, solution, code, groups[code]) for code in sorted(groups))


def _figures(problem: Problem, solution: Solution, code: str, parties: list[Party]) -> GroupFigures:
    placed = [party for party in parties if party.id in solution.slot_of]
    unplaced = [party for party in parties if party.id not in solution.slot_of]
    return GroupFigures(
        code=code,
        people=sum(party.people for party in parties),
        placed=sum(party.people for party in placed),
        days_placed=_mean_days(problem.today, placed),
        days_unplaced=_mean_days(problem.today, unplaced),
    )


def _mean_days(today: date, parties: Iterable[Party]) -> float | None:
    days = [days_waited(today, party) for party in parties if party.waiting_since]
    return sum(days) / len(days) if days else None
