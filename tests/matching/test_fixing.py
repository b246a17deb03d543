"""What the best duals and an answer tell of every better answer."""

import numpy as np
from hypothesis import given

from matching import from_json
from matching.solver.compact.model import CompactModel
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.duals import SCALE
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.gap_closing.reduced_cost_fixing import sure_units
from matching.solver.instance import make_instance
from tests.matching import oracle
from tests.matching.strategies import Json, problems


@given(problems(6, 3))
def test_nobody_who_is_sure_is_lacking_in_a_better_answer(written: Json) -> None:
    """Without any of them there are no points more than those that they were told beside."""
    best = oracle.best_points(written)
    if best is None:
        return
    control, instance = Control(60), make_instance(from_json(written))
    run = GapClosing(instance, initial_solution(instance, control), 2**50, control)
    relaxed = run.solve_lagrangian(run.initial_duals())
    for points in {best - 1, run.incumbent.points}:
        for unit in sure_units(relaxed, relaxed.scaled_bound - SCALE * points).tolist():
            without = instance.restricted_to(np.flatnonzero(instance.unit != unit))
            found = CompactModel(without).maximise_by_highs((), control, seconds=60)
            assert found is None or found.bound <= points
