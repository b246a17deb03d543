"""First come, first served: the same round by hand, to compare with.

In the order of waiting, each party takes the best place that is still free for it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import matching

Unit = tuple[str, ...]
Pairs = list[tuple[str, str]]


def first_come_first_served(problem: matching.Problem) -> matching.Solution:
    """Return the solution that serves one party after the other, with every rule kept."""
    points: dict[str, dict[str, int]] = {}
    for candidate in matching.find_candidates(problem):
        points.setdefault(candidate.party, {})[candidate.slot] = candidate.points
    closed: set[str] = set()
    while True:
        table = _Table(problem, points, closed)
        for unit in _in_order(problem):
            table.seat(unit)
        short = table.too_few()
        if not short:
            return _solution(problem, table.pairs, points)
        closed |= short


def _in_order(problem: matching.Problem) -> list[Unit]:
    units = {problem.companions[party.id] for party in problem.parties}

    def waited(unit: Unit) -> tuple[date, Unit]:
        since = [problem.party_of[party].waiting_since or date.max for party in unit]
        return min(since), unit

    return sorted(units, key=waited)


@dataclass
class _Table:
    """Who sits where so far; slots in `closed` take nobody but those pinned."""

    problem: matching.Problem
    points: dict[str, dict[str, int]]
    closed: set[str]
    pairs: Pairs = field(init=False)
    farms: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.pairs = sorted(self.problem.pinned)
        self.farms = Counter(self.problem.slot_of[slot].farm for _, slot in self.pairs)

    def seat(self, unit: Unit) -> None:
        """Give a party, or companions, the best place left; nothing if there is none."""
        if any(party in unit for party, _ in self.pairs):
            return
        shared = set.intersection(*(set(self.points.get(party, {})) for party in unit))
        best = sorted(shared, key=lambda slot: (-sum(self.points[p][slot] for p in unit), slot))
        for slot in best:
            if self._takes(slot, unit):
                self.pairs += [(party, slot) for party in unit]
                self.farms[self.problem.slot_of[slot].farm] += len(unit)
                return

    def _takes(self, slot_id: str, unit: Unit) -> bool:
        slot = self.problem.slot_of[slot_id]
        limit = self.problem.farm_limits.get(slot.farm)
        if slot_id in self.closed or (
            limit is not None and self.farms[slot.farm] + len(unit) > limit
        ):
            return False
        broken = set(self._broken(slot, (*self._group(slot_id), *unit)))
        return broken <= {matching.GroupRule.MINIMUM}

    def too_few(self) -> set[str]:
        """Return the slots in which too few people came together."""
        used = {slot for _, slot in self.pairs} - self.closed
        return {
            slot
            for slot in used
            if matching.GroupRule.MINIMUM
            in self._broken(self.problem.slot_of[slot], self._group(slot))
        }

    def _group(self, slot: str) -> Unit:
        return tuple(party for party, taken in self.pairs if taken == slot)

    def _broken(self, slot: matching.Slot, unit: Iterable[str]) -> tuple[matching.GroupRule, ...]:
        return matching.broken_group_rules(slot, [self.problem.party_of[party] for party in unit])


def _solution(
    problem: matching.Problem, pairs: Pairs, points: dict[str, dict[str, int]]
) -> matching.Solution:
    total = sum(points.get(party, {}).get(slot, 0) for party, slot in pairs)
    return matching.Solution(
        matches=tuple(sorted(matching.Match(*pair) for pair in pairs)),
        people=sum(problem.party_of[party].people for party, _ in pairs),
        points=total,
        bound=total,
        engine="first-come-first-served",
    )
