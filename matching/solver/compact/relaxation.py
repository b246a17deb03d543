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
    """Solve the relaxation; none when it is not solved in time, or the caller stops."""
    compact = CompactModel(instance, tight=True)
    solved = solve_relaxed(compact.model, control, seconds)
    if solved is None:
        return None
    unit = np.zeros(len(instance.units))
    unit[list(compact.row_of_unit)] = solved.duals[list(compact.row_of_unit.values())]
    linking = solved.duals[compact.rows_of_limits]
    order = np.argsort(-solved.share.round(3), kind="stable")
    used = order[solved.share[order] > USED]
    return Relaxation(make_duals(unit, linking, everyone=instance.everyone), used)
