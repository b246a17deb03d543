"""A first valid answer, or the proof that pins and moves allow none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.problem import Problem, ProblemError
from matching.solver.arrangement import Arrangement
from matching.solver.control import Control
from matching.solver.instance import Instance, make_instance, pins_clash
from matching.solver.pair_model import PairModel
from matching.solver.search import search
from matching.validity import lasting


def first_pairs(instance: Instance, control: Control) -> list[int]:
    """Choose pairs greedily: pins first, then those who stay, then by points.

    Raises
    ------
    ProblemError
        When no solution holds the pins and the limit on moves.
    """
    arrangement = Arrangement(instance)
    arrangement.fill(pairs_of_pins(instance))
    arrangement.fill_in_order(order_of_pairs(instance, instance.points))
    arrangement.drop_small_groups()
    return arrangement.pairs if arrangement.settled() else _searched(instance, control)


def pairs_of_pins(instance: Instance) -> list[int]:
    """List the pairs of pinned units with their slots."""
    slots = np.array([instance.pins.get(unit, -1) for unit in range(len(instance.units))])
    if not len(slots):
        return []
    return [int(pair) for pair in np.flatnonzero(slots[instance.unit] == instance.slot)]


def order_of_pairs(instance: Instance, worth: NDArray[np.int64]) -> NDArray[np.int64]:
    """Order the pairs by worth; where moves are limited, those who stay come first."""
    order = np.argsort(-worth, kind="stable")
    if instance.kept_needed:
        order = order[np.argsort(-instance.kept[order], kind="stable")]
    return order


def _searched(instance: Instance, control: Control) -> list[int]:
    """Search for any valid answer, however long it takes: pins are a promise."""
    pair_model = PairModel(instance)
    pair_model.pin()
    found = search(pair_model.model, control.patient(), seconds=None)
    if not found.found:
        raise _why_impossible(instance, control)
    return [pair for pair, chosen in enumerate(pair_model.choose) if found.solver.value(chosen)]


def _why_impossible(instance: Instance, control: Control) -> ProblemError:
    """Find out whether the pins are to blame, and which; else the limit on moves is."""
    problem = instance.problem
    free = make_instance(replace(problem, pinned=frozenset()))
    pair_model = PairModel(free)
    if search(pair_model.model, control.patient(), seconds=None).infeasible:
        return _too_few_moves(problem)
    pinned = pair_model.pinned_pairs(instance.pins)
    by_literal = {pair_model.choose[pair].index: pair for pair in pinned}
    pair_model.model.add_assumptions([pair_model.choose[pair] for pair in pinned])
    found = search(pair_model.model, control.patient(), seconds=None, workers=1)
    core = found.solver.sufficient_assumptions_for_infeasibility()
    blamed = free.matches([by_literal[each] for each in core] or pinned)
    return pins_clash(
        sorted(set(blamed) & problem.pinned), "together they break a rule, a limit or max_moves"
    )


def _too_few_moves(problem: Problem) -> ProblemError:
    pairs = sorted(lasting(problem))
    named = ", ".join(f"{party} in {slot}" for party, slot in pairs)
    return ProblemError(
        f"max_moves is {problem.max_moves}, but of the previous pairs ({named}) more have to be "
        "given up whatever is done: allow more moves.",
        *sorted({each for pair in pairs for each in pair}),
    )
