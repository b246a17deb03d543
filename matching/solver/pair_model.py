"""The whole round as one integer model: a Boolean a pair, every rule a constraint.

It needs no cleverness and proves small rounds; larger ones are solved by columns. Rooms of the
same size are counted, not named, so that no two ways of writing one answer exist.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from matching.problem import WOMEN_ONLY_GROUP, Party
from matching.solver.instance import Instance

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExprT


class PairModel:
    """A CP-SAT model of an instance; `choose[pair]` says whether the pair is matched."""

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
        self._moves()

    def _one_slot_a_unit(self) -> None:
        """Send no unit to two slots."""
        by_unit: defaultdict[int, list[IntVar]] = defaultdict(list)
        for pair, unit in enumerate(self.instance.unit.tolist()):
            by_unit[unit].append(self.choose[pair])
        for choices in by_unit.values():
            if len(choices) > 1:
                self.model.add_at_most_one(choices)

    def pin(self) -> None:
        """Match every pinned unit with its slot."""
        for pair in self.pinned_pairs(self.instance.pins):
            self.model.add(self.choose[pair] == 1)

    def pinned_pairs(self, pins: dict[int, int]) -> list[int]:
        """List the pairs of pinned units with their slots."""
        pairs = zip(self.instance.unit.tolist(), self.instance.slot.tolist(), strict=True)
        return [at for at, (unit, slot) in enumerate(pairs) if pins.get(unit) == slot]

    def points(self) -> LinearExprT:
        """Sum the points of the matches."""
        from ortools.sat.python.cp_model import LinearExpr  # noqa: PLC0415

        return LinearExpr.weighted_sum(self.choose, self.instance.points.tolist())

    def kept(self) -> LinearExprT:
        """Count the previous pairs that stay."""
        from ortools.sat.python.cp_model import LinearExpr  # noqa: PLC0415

        return LinearExpr.weighted_sum(self.choose, self.instance.kept.tolist())

    def _moves(self) -> None:
        """At most `max_moves` of the previous pairs are given up."""
        if self.instance.kept_needed:
            self.model.add(self.kept() >= self.instance.kept_needed)

    def _limits(self) -> None:
        """No farm takes more parties than its limit; interpreters are not overbooked."""
        instance, problem = self.instance, self.instance.problem
        by_farm: defaultdict[str, list[LinearExprT]] = defaultdict(list)
        for pair, (unit, slot) in enumerate(
            zip(instance.unit.tolist(), instance.slot.tolist(), strict=True)
        ):
            heads = int(instance.heads[unit])
            by_farm[instance.slots[slot].farm].append(heads * self.choose[pair])
        for farm, heads_there in by_farm.items():
            if farm in problem.farm_limits:
                self.model.add(sum(heads_there) <= problem.farm_limits[farm])
        if problem.interpreter_limit is not None:
            needed = zip(instance.interpreters.tolist(), self.choose, strict=True)
            self.model.add(sum(n * chosen for n, chosen in needed) <= problem.interpreter_limit)

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
            self.model.add(held <= instance.slots[slot].beds)
            self._women_only(chosen)
            self._rooms(instance.slots[slot].rooms, chosen)

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

    def _rooms(self, rooms: Sequence[int], chosen: dict[int, IntVar]) -> None:
        """Every person has a bed; rooms are kept by one party, or shared by one sex."""
        sizes = Counter(rooms)
        given: defaultdict[int, list[IntVar]] = defaultdict(list)
        men: list[LinearExprT] = []
        women: list[LinearExprT] = []
        for pair, here in chosen.items():
            for party in self.instance.units[self.instance.unit[pair]]:
                if party.shares_rooms and not (party.men and party.women):
                    men.append(party.men * here)
                    women.append(party.women * here)
                    continue
                beds = self._take(sizes, given)
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
        for beds, taken in given.items():
            self.model.add(sum(taken) <= sizes[beds])

    def _take(self, sizes: Counter[int], given: dict[int, list[IntVar]]) -> LinearExprT:
        """Give some rooms of each size away and count their beds."""
        total: list[LinearExprT] = []
        for beds, rooms in sorted(sizes.items()):
            taken = self.model.new_int_var(0, rooms, "")
            given[beds].append(taken)
            total.append(beds * taken)
        return sum(total)

    def hint(self, pairs: Iterable[int]) -> None:
        """Start the search from these matches."""
        started = set(pairs)
        for pair, chosen in enumerate(self.choose):
            self.model.add_hint(chosen, pair in started)


def _asks_for_women(party: Party) -> bool:
    return WOMEN_ONLY_GROUP in party.needs
