#!/bin/sh
# MathOpt of OR-Tools 9.15 takes a SolveInterrupter with HiGHS and never asks it: a solve that was
# interrupted before it began runs to its end and calls its answer optimal. CP-SAT, given the same,
# stops at once and says that it was interrupted.
# Valid input: mathopt.solve(model, solver, interrupter=…) of a small knapsack with thirty rows.
# Output seen: CP_SAT: NO_SOLUTION_FOUND, INTERRUPTED; HIGHS: OPTIMAL, no limit.
# So whoever stops a round is heard between two calls of HiGHS, and each call has a time limit.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check ortools==9.15.6755
"$folder/env/bin/python" - <<'PYTHON'
import random
import sys

import ortools
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter


def a_knapsack():
    chance = random.Random(1)
    model = mathopt.Model()
    taken = [model.add_binary_variable() for _ in range(60)]
    for _ in range(30):
        model.add_linear_constraint(sum(chance.randint(1, 50) * one for one in taken) <= 400)
    model.maximize(sum(chance.randint(1, 50) * one for one in taken))
    return model


ended = {}
for solver in (mathopt.SolverType.CP_SAT, mathopt.SolverType.HIGHS):
    interrupter = SolveInterrupter()
    interrupter.interrupt()
    termination = mathopt.solve(a_knapsack(), solver, interrupter=interrupter).termination
    limit = termination.limit.name if termination.limit else "no limit"
    ended[solver.name] = (termination.reason.name, limit)
    print(f"{solver.name}: {termination.reason.name}, {limit}")
as_before = ended == {
    "CP_SAT": ("NO_SOLUTION_FOUND", "INTERRUPTED"),
    "HIGHS": ("OPTIMAL", "no limit"),
}
print(f"OR-Tools {ortools.__version__}:", "as before" if as_before else "changed")
sys.exit(0 if as_before else 1)
PYTHON
