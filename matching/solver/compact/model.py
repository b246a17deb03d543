"""The compact model: the whole round with a Boolean a pair, every rule a constraint.

CP-SAT decides with it whether pins can hold, and proves sums that are too large for floats;
`as_mip` hands it to HiGHS for all other proofs. Rooms of the same size are counted, not named, so
that no two ways of writing one solution exist.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.problem import WOMEN_ONLY_GROUP, Party
from matching.solver.compact.cp_sat import Search, search
from matching.solver.control import Control
from matching.solver.highs import Choice
from matching.solver.instance import Instance

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExprT


RoomSize = tuple[int, bool]
"""Beds, and whether the room locks: rooms that are alike are counted, not named."""


@dataclass(frozen=True)
class Feasibility:
    """A solution, or none: then `infeasible` says whether it is proven that there is none."""

    pairs: list[int] | None
    infeasible: bool


class CompactModel:
    """A CP-SAT model of an instance; the Boolean `choose[pair]` is whether the pair is matched."""

    def __init__(self, instance: Instance) -> None:
        from ortools.sat.python.cp_model import CpModel  # noqa: PLC0415  only when solving

        self.instance = instance
        self.model: CpModel = CpModel()
        self.choose = [self.model.new_bool_var("") for _ in instance.unit]
        self._one_slot_a_unit()
        for slot in range(len(instance.slots)):
            if len(instance.pairs_of_slot(slot)):
                self._group(slot)
        self._limits()
        self._pins()

    def _one_slot_a_unit(self) -> None:
        """Send no unit to two slots."""
        by_unit: defaultdict[int, list[IntVar]] = defaultdict(list)
        for pair, unit in enumerate(self.instance.unit.tolist()):
            by_unit[unit].append(self.choose[pair])
        for choices in by_unit.values():
            if len(choices) > 1:
                self.model.add_at_most_one(choices)

    def _pins(self) -> None:
        """Match every pinned unit with its slot."""
        for pair in self.instance.pairs_of(self.instance.pins):
            self.model.add(self.choose[pair] == 1)

    def maximise(self, start: Iterable[int], control: Control, seconds: float) -> Choice | None:
        """Search for the most points, in whole numbers however large they are.

        Parameters
        ----------
        start
            The pairs of a solution to begin with; empty for a search without a beginning.

        Returns
        -------
        Choice | None
            None when no solution was found: the solver's bound means nothing then.
        """
        from ortools.sat.python.cp_model import LinearExpr  # noqa: PLC0415

        points = self.instance.points.tolist()
        self.model.maximize(LinearExpr.weighted_sum(self.choose, points))
        started = set(start)
        for pair, chosen in enumerate(self.choose if started else ()):
            self.model.add_hint(chosen, pair in started)
        ended = search(self.model, control, seconds=seconds)
        pairs = self._chosen(ended)
        return None if pairs is None else Choice(tuple(pairs), ended.bound)

    def find_any(self, control: Control) -> Feasibility:
        """Search for any solution at all, for as long as it takes."""
        ended = search(self.model, control)
        return Feasibility(self._chosen(ended), infeasible=ended.infeasible)

    def conflict(self, pairs: Sequence[int], control: Control) -> list[int]:
        """Return which of some pairs cannot be matched together; all, if they cannot be told apart.

        Searches for as long as it takes.
        """
        by_literal = {self.choose[pair].index: pair for pair in pairs}
        self.model.add_assumptions([self.choose[pair] for pair in pairs])
        ended = search(self.model, control, workers=1)
        core = ended.solver.sufficient_assumptions_for_infeasibility() if ended.infeasible else []
        return [by_literal[each] for each in core] or list(pairs)

    def _chosen(self, ended: Search) -> list[int] | None:
        if not ended.found:
            return None
        return [pair for pair, each in enumerate(self.choose) if ended.solver.value(each)]

    def _limits(self) -> None:
        """Keep every limit of the round."""
        linking = self.instance.linking
        terms: list[list[LinearExprT]] = [[] for _ in linking.rhs]
        uses = (linking.row.tolist(), linking.pair.tolist(), linking.coefficient.tolist())
        for row, pair, coefficient in zip(*uses, strict=True):
            terms[row].append(coefficient * self.choose[pair])
        for used, most in zip(terms, linking.rhs.tolist(), strict=True):
            self.model.add(sum(used) <= most)

    def _group(self, slot: int) -> None:
        instance, pairs = self.instance, self.instance.pairs_of_slot(slot)
        chosen = {pair: self.choose[pair] for pair in pairs}
        people = {pair: int(instance.people[instance.unit[pair]]) for pair in pairs}
        held = sum(people[pair] * chosen[pair] for pair in pairs)
        least = instance.slots[slot].min_people
        if least > min(people.values()):
            for used in chosen.values():
                self.model.add(held >= least).only_enforce_if(used)
        if instance.slots[slot].exclusive:
            self.model.add_at_most_one(chosen.values())
        elif len(pairs) > 1:
            # Beds beyond all who could come count for nothing, and would only strain the solver.
            most = sum(people.values())
            rooms = [(min(each.beds, most), each.locks) for each in instance.slots[slot].rooms]
            self.model.add(held <= sum(beds for beds, _ in rooms))
            self._women_only(chosen)
            self._rooms(rooms, chosen)

    def _women_only(self, chosen: dict[int, IntVar]) -> None:
        """No men where someone asks for a group of women."""
        asking = [chosen[at] for at in chosen if self._any(at, _asks_for_women)]
        with_men = [chosen[at] for at in chosen if self._any(at, lambda party: party.men > 0)]
        if asking and with_men:
            women = self.model.new_bool_var("")
            for one in asking:
                self.model.add_implication(one, women)
            for one in with_men:
                self.model.add_implication(one, women.negated())

    def _any(self, pair: int, true_of: Callable[[Party], bool]) -> bool:
        return any(true_of(party) for party in self.instance.units[self.instance.unit[pair]])

    def _rooms(self, rooms: Sequence[RoomSize], chosen: dict[int, IntVar]) -> None:
        """Every person has a bed; rooms are kept by one party, or shared by one sex."""
        sizes = Counter(rooms)
        given: defaultdict[RoomSize, list[IntVar]] = defaultdict(list)
        men: list[LinearExprT] = []
        women: list[LinearExprT] = []
        for pair, here in chosen.items():
            for party in self.instance.units[self.instance.unit[pair]]:
                if party.shares_rooms and not (party.men and party.women):
                    men.append(party.men * here)
                    women.append(party.women * here)
                    continue
                beds = self._take(sizes, given, locking=party.needs_lock)
                if not party.shares_rooms:
                    self.model.add(beds >= party.people * here)
                    continue
                kept_men = self.model.new_int_var(0, party.men, "")
                kept_women = self.model.new_int_var(0, party.women, "")
                self.model.add(kept_men <= party.men * here)
                self.model.add(kept_women <= party.women * here)
                self.model.add(kept_men + kept_women <= beds)
                men.append(party.men * here - kept_men)
                women.append(party.women * here - kept_women)
        for adults in (men, women):
            self.model.add(sum(adults) <= self._take(sizes, given))
        for size, taken in given.items():
            self.model.add(sum(taken) <= sizes[size])

    def _take(
        self,
        sizes: Counter[RoomSize],
        given: dict[RoomSize, list[IntVar]],
        *,
        locking: bool = False,
    ) -> LinearExprT:
        """Give some rooms of each size away, or of those that lock, and count their beds."""
        total: list[LinearExprT] = []
        for (beds, locks), rooms in sorted(sizes.items()):
            if locks or not locking:
                taken = self.model.new_int_var(0, rooms, "")
                given[beds, locks].append(taken)
                total.append(beds * taken)
        return sum(total)


def _asks_for_women(party: Party) -> bool:
    return WOMEN_ONLY_GROUP in party.needs
