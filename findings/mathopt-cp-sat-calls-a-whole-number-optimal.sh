#!/bin/sh
# MathOpt of OR-Tools 9.15 gives a model of continuous variables to CP-SAT without a word, and CP-SAT
# looks among whole numbers only: the answer is called OPTIMAL, and the dual bound, which says that
# nothing better exists, lies below what GLOP, HiGHS and SCIP all find for the same model.
# Valid input: maximize x + y/2 with 3x + 7y <= 1, x - y <= 0.123456789, x and y continuous in 0..10.
# Output seen: CP_SAT: OPTIMAL, value 0, bound 0; GLOP, HIGHS, GSCIP: OPTIMAL, 0.2179.
# So CP-SAT is given whole-number models alone, and a bound is taken from the solver that relaxes.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check ortools==9.15.6755
"$folder/env/bin/python" - <<'PYTHON'
import sys

import ortools
from ortools.math_opt.python import mathopt


def solved(solver):
    model = mathopt.Model()
    x = model.add_variable(lb=0, ub=10)
    y = model.add_variable(lb=0, ub=10)
    model.add_linear_constraint(3 * x + 7 * y <= 1)
    model.add_linear_constraint(x - y <= 0.123456789)
    model.maximize(x + 0.5 * y)
    ended = mathopt.solve(model, solver).termination
    bounds = ended.objective_bounds
    return ended.reason.name, round(bounds.primal_bound, 4), round(bounds.dual_bound, 4)


kinds = mathopt.SolverType
seen = {kind.name: solved(kind) for kind in (kinds.CP_SAT, kinds.GLOP, kinds.HIGHS, kinds.GSCIP)}
for name, (reason, value, bound) in seen.items():
    print(f"{name}: {reason}, value {value:g}, bound {bound:g}")
true = ("OPTIMAL", 0.2179, 0.2179)
as_before = seen == {
    "CP_SAT": ("OPTIMAL", 0.0, 0.0), "GLOP": true, "HIGHS": true, "GSCIP": true,
}
print(f"OR-Tools {ortools.__version__}:", "as before" if as_before else "changed")
sys.exit(0 if as_before else 1)
PYTHON
