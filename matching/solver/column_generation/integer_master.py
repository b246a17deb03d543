"""The integer master: choose among columns so that no unit is used twice and limits are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from matching.solver.column_generation.column_pool import ColumnPool
from matching.solver.control import Control
from matching.solver.highs import Choice, solve_binary
from matching.solver.linear_model import LinearModel, Term


def solve_integer_master(
    pool: ColumnPool,
    among: Sequence[int],
    start: set[int],
    control: Control,
    seconds: float,
    tolerance: float,
) -> Choice | None:
    """Choose columns by HiGHS.

    Parameters
    ----------
    among
        The columns to choose from, by number.
    start
        Those of them in use, to begin with.
    seconds
        Time limit.
    tolerance
        Points by which the choice may be worse than the best.

    Returns
    -------
    Choice | None
        Positions in `among`; none when nothing was found in time.
    """
    model = LinearModel([pool.points[column] for column in among])
    _add_rows(model, pool, among)
    begun = {at for at, column in enumerate(among) if column in start}
    return solve_binary(model, begun, control, seconds, tolerance)


def _add_rows(model: LinearModel, pool: ColumnPool, among: Sequence[int]) -> None:
    """Write the rows of the master: slots and units are used once, limits are kept, pins hold."""
    once: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    limited: list[list[Term]] = [[] for _ in pool.linking.rhs]
    for at, column in enumerate(among):
        once["slot", pool.slot(column)].append(at)
        for unit in pool.units(column):
            once["unit", unit].append(at)
        for row, used in pool.linking_use[column].items():
            limited[row].append((used, at))
    bound = {("slot", slot) for slot in pool.instance.pins.values()}
    if pool.instance.everyone:
        bound.update(key for key in once if key[0] == "unit")
    for key, columns in once.items():
        if key in bound:
            model.add_row([(1, at) for at in columns], least=1, most=1)
        elif len(columns) > 1:
            model.at_most_one(columns)
    for terms, most in zip(limited, pool.linking.rhs.tolist(), strict=True):
        model.add_row(terms, most=most)
