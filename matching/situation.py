"""Where everyone is in a solution, and what stands in the way of one more move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from matching.eligibility import is_candidate, needs_interpreter
from matching.groups import GroupRule, broken_group_rules
from matching.problem import Pair, Party, Problem, Slot
from matching.scoring import match_points
from matching.validity import RoundRule, lasting

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
        The parties whose beds are needed: the fewest that make the group rules hold.
    short_of
        People still missing for the slot's minimum.
    limits
        Rules of the round that the move would break even so.
    """

    leaving: tuple[str, ...]
    short_of: int
    limits: tuple[RoundRule, ...]

    @property
    def is_open(self) -> bool:
        """Whether the unit can go there and nothing else has to change."""
        return not (self.leaving or self.short_of or self.limits)


class Situation:
    """A problem and some of its matches, indexed for questions."""

    def __init__(self, problem: Problem, matches: Collection[Pair]) -> None:
        self.problem = problem
        self.slot_of = dict(matches)
        self.units_in: dict[str, list[Unit]] = {}
        self._heads: Counter[str] = Counter()
        self._interpreters = 0
        for party, slot in sorted(matches):
            unit = problem.companions[party]
            if party == unit[0]:
                self.units_in.setdefault(slot, []).append(unit)
            self._heads[problem.slot_of[slot].farm] += 1
            self._interpreters += self._needs(party, slot)

    def _needs(self, party: str, slot: str) -> bool:
        return needs_interpreter(self.problem.party_of[party], self.problem.slot_of[slot])

    def parties(self, units: Collection[Unit]) -> list[Party]:
        """Everyone in these units."""
        return [self.problem.party_of[party] for unit in units for party in unit]

    def is_open_to(self, unit: Unit, slot: Slot) -> bool:
        """Tell whether no rule on a pair keeps any of them away."""
        return all(is_candidate(self.problem, party, slot) for party in self.parties([unit]))

    def points(self, unit: Unit, slot: str | None) -> int:
        """Tell what the unit gives in a slot; nowhere gives nothing."""
        if slot is None:
            return 0
        where = self.problem.slot_of[slot]
        return sum(match_points(self.problem, party, where) for party in self.parties([unit]))

    def way(self, unit: Unit, slot: Slot) -> Way | None:
        """Find the least that has to give way for the unit to join the slot, if anything can."""
        others = [each for each in self.units_in.get(slot.id, []) if each != unit]
        for count in (*range(min(len(others), MOST_LEAVING) + 1), len(others)):
            ways = [
                leaving
                for leaving in combinations(others, count)
                if self._sleeps(slot, [*(each for each in others if each not in leaving), unit])
            ]
            if ways:
                leaving = min(ways, key=self._burden)
                staying = [*(each for each in others if each not in leaving), unit]
                people = sum(party.people for party in self.parties(staying))
                return Way(
                    leaving=tuple(party for each in leaving for party in each),
                    short_of=max(0, slot.min_people - people),
                    limits=self.limits(unit, slot, leaving),
                )
        return None

    def _burden(self, leaving: tuple[Unit, ...]) -> tuple[int, int, tuple[Unit, ...]]:
        parties = self.parties(leaving)
        return len(parties), sum(party.people for party in parties), leaving

    def _sleeps(self, slot: Slot, units: list[Unit]) -> bool:
        broken = broken_group_rules(slot, self.parties(units))
        return not set(broken) - {GroupRule.MINIMUM}

    def limits(
        self, unit: Unit, slot: Slot, leaving: Collection[Unit] = ()
    ) -> tuple[RoundRule, ...]:
        """List the rules of the round that break when the unit comes and others leave."""
        here = {(party, slot.id) for party in unit}
        gone = {
            (party, self.slot_of[party])
            for each in (*leaving, unit)
            for party in each
            if party in self.slot_of
        } - here
        new = {pair for pair in here if self.slot_of.get(pair[0]) != slot.id}
        broken = {
            RoundRule.FARM_LIMIT: self._over_farm_limit(slot, new, gone),
            RoundRule.INTERPRETER_LIMIT: self._over_interpreters(new, gone),
            RoundRule.MAX_MOVES: self._too_many_moves(new, gone),
            RoundRule.PINNED: bool(gone & self.problem.pinned),
        }
        return tuple(rule for rule, is_broken in broken.items() if is_broken)

    def _over_farm_limit(self, slot: Slot, new: set[Pair], gone: set[Pair]) -> bool:
        limit = self.problem.farm_limits.get(slot.farm)
        left = sum(self.problem.slot_of[other].farm == slot.farm for _, other in gone)
        return limit is not None and self._heads[slot.farm] + len(new) - left > limit

    def _over_interpreters(self, new: set[Pair], gone: set[Pair]) -> bool:
        limit = self.problem.interpreter_limit
        more = sum(self._needs(*pair) for pair in new) - sum(self._needs(*pair) for pair in gone)
        return limit is not None and more > 0 and self._interpreters + more > limit

    @cached_property
    def _lasting(self) -> frozenset[Pair]:
        return lasting(self.problem)

    def _too_many_moves(self, new: set[Pair], gone: set[Pair]) -> bool:
        allowed = self.problem.max_moves
        if allowed is None:
            return False
        after = (set(self.slot_of.items()) | new) - gone
        return len(self._lasting - after) > allowed
