"""The compact model as a mixed-integer program for HiGHS.

It is the very model of `model`, rewritten row by row, so that its rules are written once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matching.solver.compact.model import CompactModel
from matching.solver.control import Control
from matching.solver.highs import Choice, solve_binary
from matching.solver.instance import Instance

if TYPE_CHECKING:
    from ortools.math_opt.python.mathopt import LinearExpression, Model, Variable

NO_END = 2**62
"""A row's least and most beyond this are none."""


def solve_compact_mip(
    instance: Instance,
    start: Sequence[int],
    control: Control,
    seconds: float,
) -> Choice | None:
    """Choose the best pairs by HiGHS; the positions of the choice are pairs.

    Parameters
    ----------
    start
        The pairs of a solution to begin with.
    seconds
        Time limit.
    """
    program = CompactMip(CompactModel(instance))
    return solve_binary(program.model, program.use, set(start), control, seconds, tolerance=0.0)


class CompactMip:
    """Rows over variables, the first of which are the pairs."""

    def __init__(self, compact: CompactModel) -> None:
        from ortools.math_opt.python import mathopt  # noqa: PLC0415  only when solving

        written = compact.model.proto
        self.model: Model = mathopt.Model()
        self._variables: list[Variable] = [
            self.model.add_integer_variable(lb=min(each.domain), ub=max(each.domain))
            for each in written.variables
        ]
        self.use = [self._variables[each.index] for each in compact.choose]
        for row in written.constraints:
            self._add(row)
        self.model.objective.is_maximize = True
        for use, worth in zip(self.use, compact.instance.points.tolist(), strict=True):
            self.model.objective.set_linear_coefficient(use, worth)

    def _add(self, row: Any) -> None:
        if row.has_at_most_one():
            self.model.add_linear_constraint(self._sum(row.at_most_one.literals) <= 1)
        elif row.has_bool_or():
            self._one_of(row.bool_or.literals, row.enforcement_literal)
        elif row.has_bool_and():
            for each in row.bool_and.literals:
                self._one_of([each], row.enforcement_literal)
        else:
            self._linear(row)

    def _literal(self, index: int) -> LinearExpression:
        """Write a Boolean, or (numbered from -1 down) its contrary."""
        return 1.0 * self._variables[index] if index >= 0 else 1 - self._variables[-index - 1]

    def _sum(self, literals: Sequence[int]) -> LinearExpression:
        from ortools.math_opt.python import mathopt  # noqa: PLC0415

        return mathopt.fast_sum([self._literal(each) for each in literals])

    def _one_of(self, literals: Sequence[int], conditions: Sequence[int]) -> None:
        """One of the literals is true, or one of the conditions is not."""
        contrary = [-each - 1 for each in conditions]
        self.model.add_linear_constraint(self._sum([*literals, *contrary]) >= 1)

    def _linear(self, row: Any) -> None:
        """Add a sum; one with a least that holds only on a condition asks for nothing without."""
        from ortools.math_opt.python import mathopt  # noqa: PLC0415

        terms = zip(row.linear.vars, row.linear.coeffs, strict=True)
        total = mathopt.fast_sum([worth * self._variables[each] for each, worth in terms])
        least, *_, most = list(row.linear.domain)
        if least > -NO_END:
            asked = least * self._sum(row.enforcement_literal) if row.enforcement_literal else least
            self.model.add_linear_constraint(total >= asked)
        if most < NO_END:
            self.model.add_linear_constraint(total <= most)
