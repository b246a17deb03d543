"""What comes back: matches, what they are worth, and bounds that no solution exceeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from matching.lottery import own_points, tickets_of
from matching.problem import BEST_MARK, FEWEST_TICKETS, Pair, Problem
from matching.room_plan import Bedding, plan_rooms
from matching.scoring import match_points

ENGINE = "sillon-engine/2.1"
"""Name and version written into every solution, so that a round can be repeated."""


class Match(NamedTuple):
    """A pair the engine chose."""

    party: str
    slot: str


@dataclass(frozen=True)
class Part:
    """The points of one of the two questions, and a bound on them that is proven."""

    points: int
    bound: int

    @property
    def gap(self) -> float:
        """How far from the bound, at most: ``(bound − points) / max(1, bound)``."""
        return (self.bound - self.points) / max(1, self.bound)

    @property
    def is_proven(self) -> bool:
        """Whether no answer to the question has more points."""
        return self.bound == self.points


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Matches that keep every rule, with what is proven about them.

    First comes *how many* people have a place, then *who* they are, then *where* each of them
    goes; a question never gives way for a later one.

    Parameters
    ----------
    matches
        The pairs, sorted by party then slot.
    people
        Everyone placed, children included.
    most_people
        Proven: no solution of the problem places more.
    who
        The own points of those placed (see `lottery`); no solution that places as many people has
        more than its bound.
    where
        What their places are worth to them; no solution that places the same parties has more than
        its bound.
    rooms
        Who sleeps in which room.
    seconds
        Time taken, the only figure that may differ between two runs.
    engine, seed
        What to use to repeat the round, lottery included.
    tickets
        How many tickets a point of own terms is counted in (see `lottery`).
    """

    matches: tuple[Match, ...]
    people: int
    most_people: int
    who: Part
    where: Part
    rooms: tuple[Bedding, ...] = ()
    seconds: float = 0.0
    engine: str = ENGINE
    seed: int = 0
    tickets: int = FEWEST_TICKETS

    @property
    def is_as_many_as_possible(self) -> bool:
        """Whether it is proven that nobody more can have a place."""
        return self.people == self.most_people

    @property
    def is_optimal(self) -> bool:
        """Whether all is proven: how many come, who they are, and where they go."""
        return self.is_as_many_as_possible and self.who.is_proven and self.where.is_proven

    @property
    def value(self) -> tuple[int, int, int]:
        """What is to be as large as possible, compared from left to right."""
        return self.people, self.who.points, self.where.points

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
        """Take parties and their companions out, as when one declines.

        Nothing is proven of what is left, but for bounds that hold for anyone.
        """
        leaving = set(parties)
        staying = [
            match for match in self.matches if leaving.isdisjoint(problem.companions[match.party])
        ]
        own = own_points(problem, self.seed, self.tickets)
        left = make_solution(
            problem,
            staying,
            most_people=self.most_people,
            who_bound=sum(own.values()),
            where_bound=len(staying) * best_place(problem),
            seed=self.seed,
            tickets=self.tickets,
        )
        rooms = tuple(each for each in self.rooms if each.party in left.slot_of)
        return replace(left, rooms=rooms, seconds=self.seconds, engine=self.engine)


def best_place(problem: Problem) -> int:
    """Return what no place is worth more than."""
    weights = problem.weights
    where = weights.wish, weights.language, weights.journey, weights.continuity, weights.soon
    return BEST_MARK * sum(where)


def place_points(problem: Problem, matches: Iterable[Pair]) -> int:
    """Sum up what the places of some matches are worth to those who have them."""
    party_of, slot_of = problem.party_of, problem.slot_of
    return sum(match_points(problem, party_of[party], slot_of[slot]) for party, slot in matches)


def make_solution(
    problem: Problem,
    matches: Iterable[Pair],
    *,
    most_people: int,
    who_bound: int,
    where_bound: int,
    seconds: float = 0.0,
    seed: int = 0,
    tickets: int | None = None,
) -> Solution:
    """Sort the matches and count people and points by the rules of `scoring` and `lottery`.

    Parameters
    ----------
    tickets
        Those of a former answer; none for as many as the round needs.
    """
    chosen = tuple(sorted(Match(*pair) for pair in matches))
    counted_in = tickets_of(problem) if tickets is None else tickets
    own = own_points(problem, seed, counted_in)
    return Solution(
        matches=chosen,
        people=sum(problem.party_of[party].people for party, _ in chosen),
        most_people=most_people,
        who=Part(sum(own[party] for party, _ in chosen), who_bound),
        where=Part(place_points(problem, chosen), where_bound),
        rooms=plan_rooms(problem, chosen),
        seconds=seconds,
        seed=seed,
        tickets=counted_in,
    )
