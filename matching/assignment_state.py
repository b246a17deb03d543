"""Where everyone is in a solution, and what stands in the way of one more move."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from matching.eligibility import is_candidate
from matching.groups import GroupRule, broken_group_rules
from matching.limits import LimitUse, RoundRule
from matching.problem import Pair, Party, Problem, Slot
from matching.scoring import match_points

Unit = tuple[str, ...]
"""A party, or companions, by id: who goes to one slot or nowhere."""

MOST_LEAVING = 4
"""Beyond this many units leaving, everyone is said to be in the way."""


@dataclass(frozen=True)
class Way:
    """What it takes for a unit to join a slot.

    Parameters
    ----------
    leaving
        The parties whose beds are needed to keep the group rules. They are as few units as will
        do, companions counting as one; of these as few parties, then as few people. Where more
        than `MOST_LEAVING` units would have to leave, they are everyone in the slot.
    short_of
        People still missing for the slot's minimum.
    short_behind
        People then missing for the minimum of the slot that the unit leaves.
    limits
        Rules of the round that the move would break even so.
    """

    leaving: tuple[str, ...]
    short_of: int
    short_behind: int
    limits: tuple[RoundRule, ...]

    @property
    def is_open(self) -> bool:
        """Whether the unit can go there and nothing else has to change."""
        return not (self.leaving or self.short_of or self.short_behind or self.limits)


class AssignmentState:
    """A problem and some of its matches, indexed for questions."""

    def __init__(self, problem: Problem, matches: Collection[Pair]) -> None:
        self.problem = problem
        self.slot_of = dict(matches)
        self.units_in: dict[str, list[Unit]] = {}
        for party, slot in sorted(matches):
            unit = problem.companions[party]
            if party == unit[0]:
                self.units_in.setdefault(slot, []).append(unit)
        self._limit_use = LimitUse(problem, matches)

    def parties(self, units: Collection[Unit]) -> list[Party]:
        """Everyone in these units."""
        return [self.problem.party_of[party] for unit in units for party in unit]

    def people(self, units: Collection[Unit]) -> int:
        """Count everyone in these units, children included."""
        return sum(party.people for party in self.parties(units))

    def others_in(self, slot: Slot, *leaving: Unit) -> list[Unit]:
        """List who is in a slot, less those who leave it."""
        return [unit for unit in self.units_in.get(slot.id, []) if unit not in leaving]

    def is_open_to(self, unit: Unit, slot: Slot) -> bool:
        """Return whether no rule on a pair keeps any of them away."""
        return all(is_candidate(self.problem, party, slot) for party in self.parties([unit]))

    def points(self, unit: Unit, slot: str | None) -> int:
        """Return what a slot is worth to the unit, in points; nowhere is worth nothing."""
        if slot is None:
            return 0
        where = self.problem.slot_of[slot]
        return sum(match_points(self.problem, party, where) for party in self.parties([unit]))

    def way(self, unit: Unit, slot: Slot) -> Way | None:
        """Find the least that has to give way for the unit to join the slot, if anything can."""
        others = self.others_in(slot, unit)
        for count in (*range(min(len(others), MOST_LEAVING) + 1), len(others)):
            ways = [
                leaving
                for leaving in combinations(others, count)
                if self._sleeps(slot, [*self.others_in(slot, unit, *leaving), unit])
            ]
            if ways:
                leaving = min(ways, key=self._burden)
                staying = [*self.others_in(slot, unit, *leaving), unit]
                return Way(
                    leaving=tuple(party for each in leaving for party in each),
                    short_of=max(0, slot.min_people - self.people(staying)),
                    short_behind=self._short_behind(unit, slot),
                    limits=self.limits({**dict.fromkeys(leaving), unit: slot}),
                )
        return None

    def _burden(self, leaving: tuple[Unit, ...]) -> tuple[int, int, tuple[Unit, ...]]:
        return len(self.parties(leaving)), self.people(leaving), leaving

    def _sleeps(self, slot: Slot, units: list[Unit]) -> bool:
        broken = broken_group_rules(slot, self.parties(units))
        return not set(broken) - {GroupRule.MINIMUM}

    def _short_behind(self, unit: Unit, slot: Slot) -> int:
        left = self.problem.slot_of[self.slot_of.get(unit[0], slot.id)]
        staying = self.people(self.others_in(left, unit))
        return max(0, left.min_people - staying) if staying and left.id != slot.id else 0

    def limits(self, moves: Mapping[Unit, Slot | None]) -> tuple[RoundRule, ...]:
        """List the rules of the round that some moves break, each unit to a slot or to nowhere.

        A previous pair that a guest gave up by declining is a move as well.
        """
        after = {(party, slot.id) for unit, slot in moves.items() if slot for party in unit}
        before = {
            (party, self.slot_of[party])
            for unit in moves
            for party in unit
            if party in self.slot_of
        }
        new, gone = after - before, before - after
        rules = [limit.rule for limit in self._limit_use.broken_after(new, gone)]
        if gone & self.problem.pinned:
            rules.append(RoundRule.PINNED)
        return tuple(dict.fromkeys(rules))
