#!/bin/sh
# MathOpt of OR-Tools 9.15 ends PDLP at its iteration limit with NO_SOLUTION_FOUND, and
# has_primal_feasible_solution() is False; yet result.solutions holds one, with a value for every
# variable and a dual value for every row, both of status UNDETERMINED.
# Valid input: mathopt.solve(model, SolverType.PDLP, params=SolveParameters(iteration_limit=100)) of
# a linear program of forty variables and thirty rows.
# Output seen: NO_SOLUTION_FOUND, ITERATION, 1 solution: 40 values, 30 dual values.
# result.variable_values() raises ValueError "No primal feasible solution available." meanwhile.
# So the engine reads result.solutions[0]: duals that are not optimal prove a bound as well.
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

chance = random.Random(1)
model = mathopt.Model()
shares = [model.add_variable(lb=0, ub=1) for _ in range(40)]
for _ in range(30):
    model.add_linear_constraint(
        sum(chance.randint(1, 9) * one for one in chance.sample(shares, 10)) <= 15
    )
model.maximize(sum(chance.randint(1, 20) * one for one in shares))
params = mathopt.SolveParameters(iteration_limit=100)
result = mathopt.solve(model, mathopt.SolverType.PDLP, params=params)
ended = result.termination
said = (ended.reason.name, ended.limit.name if ended.limit else "no limit")
held = [
    (len(each.primal_solution.variable_values), len(each.dual_solution.dual_values))
    for each in result.solutions
    if each.primal_solution and each.dual_solution
]
print(*said, f"{len(result.solutions)} solution, values and dual values: {held}", sep=", ")
try:
    result.variable_values(shares)
    refused = False
except ValueError as error:
    refused = True
    print("ValueError:", error)
as_before = said == ("NO_SOLUTION_FOUND", "ITERATION") and held == [(40, 30)] and refused
print(f"OR-Tools {ortools.__version__}:", "as before" if as_before else "changed")
sys.exit(0 if as_before else 1)
PYTHON
