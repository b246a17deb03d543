"""The linear relaxation over mixes: duals near the best that there are.

With rows over any set of units of a kind in a slot (`cuts.py`), the relaxation over mixes is nearly
the one over all groups. GLOP is given those that are broken, until none is. The duals prove a bound
by pricing, as any duals do: nothing rests on the solver.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints
from matching.solver.compact.cuts import broken_rows
from matching.solver.compact.model import CompactModel
from matching.solver.control import Control
from matching.solver.duals import Duals, make_duals
from matching.solver.glop import GrowingRelaxation
from matching.solver.highs import Relaxed
from matching.solver.instance import Instance

MOST_PAIRS = 55_000
"""With more, the simplex takes longer than subgradient steps, and has nothing when cut off."""

MOST_TIMES = 20
"""Times that broken rows are looked for…"""

LITTLE = 1e-5
"""…and what the points must fall by each time, as a share of them."""

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
    cuts
        The sets of pairs over whom rows were broken on the way.
    """

    duals: Duals
    used: Ints
    cuts: tuple[Ints, ...] = ()


def relax(
    instance: Instance, control: Control, seconds: float, start: Collection[int] = ()
) -> Relaxation | None:
    """Solve the relaxation; none where it is large, without time, or when the caller stops.

    Parameters
    ----------
    start
        The pairs of a solution, from whose basis a simplex begins.
    """
    if len(instance.unit) > MOST_PAIRS:
        return None
    cuts: list[Ints] = []
    compact = CompactModel(instance)
    solved = _cut_off(compact, start, cuts, control, seconds)
    if solved is None:
        return None
    unit = np.zeros(len(instance.units))
    unit[list(compact.row_of_unit)] = solved.duals[list(compact.row_of_unit.values())]
    linking = solved.duals[compact.rows_of_limits]
    share = solved.values[: len(instance.unit)]
    order = np.argsort(-share.round(3), kind="stable")
    used = order[share[order] > USED]
    duals = make_duals(unit, linking, everyone=instance.everyone)
    return Relaxation(duals, used, tuple(cuts))


def _cut_off(
    compact: CompactModel,
    start: Collection[int],
    cuts: list[Ints],
    control: Control,
    seconds: float,
) -> Relaxed | None:
    """Solve, and add the rows that are broken, until none is or time is up; note their pairs."""
    # Whoever must come is nowhere at first, where a simplex begins with nobody.
    basis = compact.basis_of(start) if compact.instance.everyone else None
    growing = GrowingRelaxation(compact.model, basis)
    worth = np.array(compact.model.points, np.float64)
    end, best, points = control.seconds + seconds, None, math.inf
    for _ in range(MOST_TIMES):
        solved = growing.solve(control, end - control.seconds)
        if solved is None:
            break
        best, before, points = solved, points, float(worth @ solved.values[: len(worth)])
        found = broken_rows(compact.of_kinds, solved.values)
        cuts += [cut for _, cut in found]
        if not found or before - points < LITTLE * points:
            break
        growing.add_rows(kind.row(cut) for kind, cut in found)
    return best
