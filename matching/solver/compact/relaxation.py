"""The linear relaxation over mixes: duals near the best that there are, in one linear program.

With a row for each pair (nobody comes further than mixes that hold one like them are chosen), the
relaxation over mixes is nearly the one over all groups. Its duals prove a bound by pricing, as any
duals do: nothing rests on the solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints
from matching.solver.compact.model import CompactModel
from matching.solver.control import Control
from matching.solver.duals import Duals, make_duals
from matching.solver.highs import solve_relaxed
from matching.solver.instance import Instance
from matching.solver.pdlp import approach_relaxed

MOST_PAIRS_BY_SIMPLEX = 6_000
"""With more, HiGHS' simplex takes longer than first-order steps, and has nothing when cut off."""

USED = 1e-6
"""The least share of a pair that counts as used."""


@dataclass(frozen=True, eq=False)
class Relaxation:
    """What the relaxation over some pairs ends with.

    Parameters
    ----------
    duals
        Of all units and linking rows of the instance.
    used
        ``(n,) int64``: the pairs it uses, those of the largest share first.
    """

    duals: Duals
    used: Ints


def relax(instance: Instance, control: Control, seconds: float) -> Relaxation | None:
    """Solve the relaxation, or a large one nearly; none without time, or when the caller stops."""
    compact = CompactModel(instance, tight=True)
    by_simplex = len(instance.unit) <= MOST_PAIRS_BY_SIMPLEX
    solve = solve_relaxed if by_simplex else approach_relaxed
    solved = solve(compact.model, control, seconds)
    if solved is None:
        return None
    unit = np.zeros(len(instance.units))
    unit[list(compact.row_of_unit)] = solved.duals[list(compact.row_of_unit.values())]
    linking = solved.duals[compact.rows_of_limits]
    order = np.argsort(-solved.share.round(3), kind="stable")
    used = order[solved.share[order] > USED]
    return Relaxation(make_duals(unit, linking, everyone=instance.everyone), used)
