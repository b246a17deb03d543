"""A first valid solution, or the proof that pins, floors and moves allow none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.arrays import Ints
from matching.checks import ProblemError
from matching.limits import previous_candidates
from matching.problem import Problem
from matching.solver.compact.model import CompactModel
from matching.solver.construction.partial_solution import PartialSolution
from matching.solver.control import Control
from matching.solver.instance import Instance, make_instance
from matching.solver.pins import pins_clash


def initial_solution(instance: Instance, control: Control) -> list[int]:
    """Choose pairs greedily: pins, then previous pairs if moves are limited, then by points.

    Raises
    ------
    ProblemError
        When no solution holds the pins, the floors and the limit on moves.
    """
    partial = PartialSolution(instance)
    partial.fill(instance.pairs_of(instance.pins))
    partial.fill_in_order(order_of_pairs(instance, instance.points))
    partial.drop_small_groups()
    return partial.pairs if partial.is_complete() else _searched(instance, control)


def order_of_pairs(instance: Instance, worth: Ints) -> Ints:
    """Order the pairs, ``(n_pairs,) int64``, by worth; those first that a limit asks for."""
    order = np.argsort(-worth, kind="stable")
    given = instance.linking.given_by_pairs()
    return order[np.argsort(-given[order], kind="stable")] if given.any() else order


def _searched(instance: Instance, control: Control) -> list[int]:
    """Search for any valid solution, even beyond the time limit: pins are a promise."""
    found = CompactModel(instance).find_any(control)
    if found.infeasible:
        raise _why_impossible(instance, control)
    if found.pairs is None:
        raise _called_off()
    return found.pairs


def _why_impossible(instance: Instance, control: Control) -> ProblemError:
    """Find out whether the pins are to blame, and which; else the limit on moves, or floors are."""
    problem = instance.problem
    if not problem.pinned:
        return _asks_too_much(problem, control)
    free = make_instance(replace(problem, pinned=frozenset()))
    compact = CompactModel(free)
    found = compact.find_any(control)
    if found.infeasible:
        return _asks_too_much(free.problem, control)
    if found.pairs is None:
        return _called_off()
    blamed = free.matches(compact.conflict(free.pairs_of(instance.pins), control))
    return pins_clash(
        sorted(set(blamed) & problem.pinned), "together they break a rule, a limit or max_moves"
    )


def _called_off() -> ProblemError:
    return ProblemError(
        "Called off before any answer was found that holds pins, floors and the limit on moves: "
        "give it more time, or unpin some pairs."
    )


def _asks_too_much(problem: Problem, control: Control) -> ProblemError:
    """Blame the limit on moves where nothing else asks for anything, or it alone cannot hold."""
    if not problem.floors:
        return _too_few_moves(problem)
    if problem.max_moves is not None:
        found = CompactModel(make_instance(replace(problem, floors={}))).find_any(control)
        if found.infeasible:
            return _too_few_moves(problem)
        if found.pairs is None:
            return _called_off()
    named = ", ".join(f"{group} {floor}" for group, floor in sorted(problem.floors.items()))
    return ProblemError(
        f"So many people cannot have a place together whatever is done (floors: {named}): "
        "lower a floor" + (", or allow more moves." if problem.max_moves is not None else "."),
        *sorted(problem.floors),
    )


def _too_few_moves(problem: Problem) -> ProblemError:
    pairs = sorted(previous_candidates(problem))
    named = ", ".join(f"{party} in {slot}" for party, slot in pairs)
    return ProblemError(
        f"max_moves is {problem.max_moves}, but of the previous pairs ({named}) more have to be "
        "given up whatever is done: allow more moves.",
        *sorted({each for pair in pairs for each in pair}),
    )
