"""What comes back: matches, their points, and a bound that no solution exceeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from matching.problem import Pair, Problem
from matching.scoring import match_points

ENGINE = "sillon-engine/1.0"
"""Name and version written into every solution, so that a round can be repeated."""


class Match(NamedTuple):
    """A pair the engine chose."""

    party: str
    slot: str


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Matches that keep every rule, with what is proven about them.

    Parameters
    ----------
    matches
        The pairs, sorted by party then slot.
    people
        Everyone placed, children included.
    points
        The objective: ``Σ person × people + Σ mark × weight`` over the matches.
    bound
        Proven: no solution of the problem has more points.
    seconds
        Time taken, the only figure that may differ between two runs.
    engine, seed
        What to use to repeat the round.
    """

    matches: tuple[Match, ...]
    people: int
    points: int
    bound: int
    seconds: float = 0.0
    engine: str = ENGINE
    seed: int = 0

    @property
    def gap(self) -> float:
        """How far from the bound, at most: ``(bound − points) / max(1, bound)``."""
        return (self.bound - self.points) / max(1, self.bound)

    @property
    def is_optimal(self) -> bool:
        """Whether it is proven that no solution has more points."""
        return self.bound == self.points

    @cached_property
    def slot_of(self) -> dict[str, str]:
        """The slot of each placed party."""
        return dict(self.matches)

    @cached_property
    def group_of(self) -> dict[str, tuple[str, ...]]:
        """The parties in each used slot."""
        groups: dict[str, list[str]] = {}
        for party, slot in self.matches:
            groups.setdefault(slot, []).append(party)
        return {slot: tuple(parties) for slot, parties in groups.items()}

    def without(self, problem: Problem, *parties: str) -> Solution:
        """Take parties and their companions out, as when one declines; the bound stays true."""
        leaving = set(parties)
        staying = [
            match for match in self.matches if leaving.isdisjoint(problem.companions[match.party])
        ]
        people, points = tally(problem, staying)
        return replace(self, matches=tuple(staying), people=people, points=points)


def tally(problem: Problem, matches: Iterable[Pair]) -> tuple[int, int]:
    """Count the people and the points of some matches."""
    people = points = 0
    for party_id, slot_id in matches:
        party = problem.party_of[party_id]
        people += party.people
        points += match_points(problem, party, problem.slot_of[slot_id])
    return people, points


def make_solution(
    problem: Problem, matches: Iterable[Pair], bound: int, *, seconds: float = 0.0, seed: int = 0
) -> Solution:
    """Sort the matches and count people and points by the rules of `scoring`."""
    chosen = tuple(sorted(Match(*pair) for pair in matches))
    people, points = tally(problem, chosen)
    return Solution(
        matches=chosen, people=people, points=points, bound=bound, seconds=seconds, seed=seed
    )
