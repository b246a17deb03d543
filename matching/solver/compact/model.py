"""The compact model: the whole round with a Boolean a pair, every rule a constraint.

HiGHS proves with it; CP-SAT decides whether pins can hold, and proves sums that are too large for
floats. Rooms of the same size are counted, not named, so that no two ways of writing one solution
exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np

from matching.arrays import Ints
from matching.problem import WOMEN_ONLY_GROUP, Party
from matching.solver.compact.cp_sat import search
from matching.solver.compact.cuts import OfOneKind
from matching.solver.compact.mixes import mixes_of
from matching.solver.compact.room_rows import RoomRows
from matching.solver.control import Control
from matching.solver.highs import Choice, solve_binary
from matching.solver.instance import Instance
from matching.solver.linear_model import Basis, LinearModel, Term


@dataclass(frozen=True)
class Feasibility:
    """A solution, or none: then `infeasible` says whether it is proven that there is none."""

    pairs: list[int] | None
    infeasible: bool


class CompactModel:
    """A model of an instance whose choices are its pairs, by number: matched, or not.

    Parameters
    ----------
    cuts
        Sets of pairs of a kind in a slot over whom a row is written that only makes the linear
        relaxation nearer to that over all groups: those that a relaxation broke.
    sure
        Units that are known to come in any answer that is looked for.

    Attributes
    ----------
    of_kinds
        The pairs of each kind in each slot that is told by mixes.
    row_of_mixes
        For each mix, the row that of a slot's mixes one is chosen at most.
    """

    def __init__(
        self,
        instance: Instance,
        *,
        cuts: Iterable[Ints] = (),
        sure: Iterable[int] = (),
    ) -> None:
        self.instance = instance
        self._cuts: defaultdict[int, list[Ints]] = defaultdict(list)
        for cut in cuts:
            self._cuts[int(cut[0])].append(cut)
        self.of_kinds: list[OfOneKind] = []
        self.row_of_mixes: dict[int, int] = {}
        self.model = LinearModel(instance.points.tolist())
        self._one_slot_a_unit(set(sure))
        for slot in range(len(instance.slots)):
            if len(instance.pairs_of_slot(slot)):
                self._group(slot)
        self._limits()
        self._pins()

    def _one_slot_a_unit(self, sure: set[int]) -> None:
        """Send no unit to two slots, and to one whoever must have one."""
        by_unit: defaultdict[int, list[int]] = defaultdict(list)
        for pair, unit in enumerate(self.instance.unit.tolist()):
            by_unit[unit].append(pair)
        come = set(by_unit) if self.instance.everyone else sure & set(by_unit)
        self._most_come = 2 * len(come) >= len(by_unit)
        self.row_of_unit = {
            unit: self.model.add_sorted(
                pairs, repeat(1, len(pairs)), least=1 if unit in come else None, most=1
            )
            for unit, pairs in by_unit.items()
        }
        for unit in come:
            self.model.count_apart(by_unit[unit])

    def _limits(self) -> None:
        """Keep every limit of the round."""
        linking = self.instance.linking
        terms: list[list[Term]] = [[] for _ in linking.rhs]
        uses = (linking.row.tolist(), linking.coefficient.tolist(), linking.pair.tolist())
        for row, coefficient, pair in zip(*uses, strict=True):
            terms[row].append((coefficient, pair))
        self.rows_of_limits = [
            self.model.add_row(used, most=most)
            for used, most in zip(terms, linking.rhs.tolist(), strict=True)
        ]

    def _pins(self) -> None:
        """Match every pinned unit with its slot."""
        for pair in self.instance.pairs_of(self.instance.pins):
            self.model.add_row([(1, pair)], least=1)

    def basis_of(self, pairs: Collection[int]) -> Basis:
        """Return the basis of a solution: a simplex begins from it, not from nobody at all.

        Whoever comes is basic in the place of their row, and a mix that holds a slot's group in the
        place of that of the slot's mixes.
        """
        come = np.zeros(len(self.model.upper), np.bool_)
        come[list(pairs)] = True
        holding: dict[int, set[int]] = {}
        for there in self.of_kinds:
            count = int(come[there.pairs].sum())
            if count:
                row = self.row_of_mixes[int(there.mixes[0])]
                able = set(there.mixes[there.holds >= count].tolist())
                holding[row] = able & holding.get(row, able)
        mixes = {row: min(able) for row, able in holding.items() if able}
        units = self.instance.unit[list(pairs)].tolist()
        rows = [self.row_of_unit[unit] for unit in units]
        return Basis([*pairs, *mixes.values()], [*rows, *mixes])

    def maximise_by_highs(
        self, start: Collection[int], control: Control, seconds: float, tolerance: float = 0.0
    ) -> Choice | None:
        """Search for the most points, as long as floats count them exactly enough.

        Where fewer than half must have a slot, presolving finds hardly anything to leave out, and
        takes longer than the proof.

        Parameters
        ----------
        start
            The pairs of a solution to begin with.
        seconds
            Time limit.
        tolerance
            Points by which the choice may be worse than the best.

        Returns
        -------
        Choice | None
            None when nothing was found in time, or the caller stops.
        """
        presolve = self._most_come
        return solve_binary(self.model, start, control, seconds, tolerance, presolve=presolve)

    def maximise_by_cp_sat(
        self, start: Iterable[int], control: Control, seconds: float
    ) -> Choice | None:
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
        ended = search(self.model, control, seconds=seconds, start=start, maximise=True)
        return Choice(tuple(ended.chosen), ended.bound) if ended.found else None

    def find_any(self, control: Control) -> Feasibility:
        """Search for any solution at all, for as long as it takes."""
        ended = search(self.model, control)
        return Feasibility(list(ended.chosen) if ended.found else None, infeasible=ended.infeasible)

    def conflict(self, pairs: Sequence[int], control: Control) -> list[int]:
        """Return which of some pairs cannot be matched together; all, if they cannot be told apart.

        Searches for as long as it takes.
        """
        return list(search(self.model, control, assumed=pairs).conflict or pairs)

    def _group(self, slot: int) -> None:
        where, pairs = self.instance.slots[slot], self.instance.pairs_of_slot(slot)
        people = {pair: int(self.instance.people[self.instance.unit[pair]]) for pair in pairs}
        held = [(people[pair], pair) for pair in pairs]
        shared = len(pairs) > 1 and not where.exclusive
        mixes = self._mix(slot, pairs) if shared else None
        if mixes is None and where.min_people > min(people.values()):
            used = self.model.add_variable()
            for pair in pairs:
                self.model.add_row([(1, used), (-1, pair)], least=0)
            self._minimum(held, where.min_people, [used])
        elif mixes is not None and where.min_people > 1:
            self._minimum(held, where.min_people, mixes)
        if where.exclusive:
            self.model.at_most_one(pairs)
        elif shared and mixes is None:
            # Beds beyond all who could come count for nothing, and would only strain the solver.
            most = sum(people.values())
            rooms = [(min(each.beds, most), each.locks) for each in where.rooms]
            self.model.add_row(held, most=sum(beds for beds, _ in rooms))
            self._women_only(pairs)
            RoomRows(self.instance, self.model).add(rooms, pairs)

    def _minimum(self, held: Iterable[Term], least: int, used: Iterable[int]) -> None:
        """Let enough people come if one of some variables says that the slot is used."""
        self.model.add_row([*held, *((-least, each) for each in used)], least=0)

    def _mix(self, slot: int, pairs: range) -> list[int] | None:
        """Let a mix say how many of each kind may stay; none where there are too many mixes.

        Returns
        -------
        list[int] | None
            The variables of the mixes.
        """
        of_kind: defaultdict[int, list[int]] = defaultdict(list)
        kinds = self.instance.kind[self.instance.unit[pairs.start : pairs.stop]].tolist()
        for pair, kind in zip(pairs, kinds, strict=True):
            of_kind[kind].append(pair)
        mixes = mixes_of(self.instance, slot, tuple(sorted(of_kind)))
        if mixes is None:
            return None
        chosen = [self.model.add_variable() for _ in mixes]
        row = self.model.add_sorted(chosen, repeat(1, len(chosen)), most=1)
        self.row_of_mixes |= dict.fromkeys(chosen, row)
        holding: defaultdict[int, list[Term]] = defaultdict(list)
        for mix, variable in zip(mixes, chosen, strict=True):
            for kind, count in mix:
                holding[kind].append((-min(count, len(of_kind[kind])), variable))
        for kind, there in of_kind.items():
            self._of_one_kind(there, holding[kind])
        return chosen

    def _of_one_kind(self, pairs: list[int], holding: list[Term]) -> None:
        """Let as many come as the chosen mix holds, and nobody further than mixes with their kind.

        Parameters
        ----------
        holding
            How many each mix holds, below 0.
        """
        least, mixes = zip(*holding, strict=True)
        self.model.add_sorted([*pairs, *mixes], chain(repeat(1, len(pairs)), least), most=0)
        held = -np.array(least, np.int64)
        there = OfOneKind(np.array(pairs, np.int64), np.array(mixes, np.int64), held)
        self.of_kinds.append(there)
        for cut in (cut for pair in pairs for cut in self._cuts.get(pair, ())):
            self.model.add_row(there.row(cut), most=0)

    def _women_only(self, pairs: Iterable[int]) -> None:
        """No men where someone asks for a group of women."""
        asking = [pair for pair in pairs if self._any(pair, _asks_for_women)]
        with_men = [pair for pair in pairs if self._any(pair, lambda party: party.men > 0)]
        if asking and with_men:
            women = self.model.add_variable()
            for one in asking:
                self.model.add_row([(1, women), (-1, one)], least=0)
            for one in with_men:
                self.model.at_most_one([women, one])

    def _any(self, pair: int, true_of: Callable[[Party], bool]) -> bool:
        return any(true_of(party) for party in self.instance.units[self.instance.unit[pair]])


def _asks_for_women(party: Party) -> bool:
    return WOMEN_ONLY_GROUP in party.needs
