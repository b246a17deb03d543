"""A round that anyone can verify: what is true is proven, and what was tampered with is refused.

`SILLON_EXAMPLES=10000 pytest tests/matching/test_verification.py` tampers with as many files.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Problem, ProblemError, from_json, solve, to_json
from matching.__main__ import main
from matching.certificate import certified_from, written_certified
from matching.certifying import certify
from matching.price_check import PriceCheck
from matching.solver.duals import SCALE, Duals
from matching.solver.gap_closing.lagrangian import solve_lagrangian
from matching.solver.instance import make_instance
from matching.solver.pricing.pricer import Pricer
from matching.verification import verify
from tests.benchmarks.rounds import Shape, make_round
from tests.matching.strategies import Json, problems

TAMPERED = int(os.environ.get("SILLON_EXAMPLES", "150"))


@given(problems(6, 3))
def test_a_true_answer_is_verified_and_its_prices_prove_no_less_than_they_say(
    written: Json,
) -> None:
    problem = from_json(written)
    try:
        solution = solve(problem)
    except ProblemError:
        return
    certificate, tightened = certify(problem, solution)
    assert verify(problem, tightened, certificate).faults == ()
    assert tightened == solution, "what is proven cannot be tightened"


@given(problems(6, 3), st.data())
def test_prices_prove_to_the_checker_what_they_prove_to_the_engine(
    written: Json, data: st.DataObject
) -> None:
    """Each finds the best group of a slot in a way of its own: at any prices it is the same."""
    try:
        instance = make_instance(from_json(written))
    except ProblemError:
        return
    prices = st.integers(0, 1_000 * SCALE)
    units = data.draw(st.lists(prices, min_size=len(instance.units), max_size=len(instance.units)))
    rows = len(instance.linking.rhs)
    limits = data.draw(st.lists(prices, min_size=rows, max_size=rows))
    duals = Duals(np.array(units, np.int64), np.array(limits, np.int64))
    proven = solve_lagrangian(Pricer(instance), duals).bound
    checked = PriceCheck(instance).bound(units, limits)
    # Where there is no answer at all, how far below nothing a bound lies says no more.
    assert checked == proven or max(checked, proven) < 0


@pytest.fixture(scope="module")
def a_round() -> Problem:
    return make_round(Shape(60, 40, 1.6, families=True), seed=4)


@pytest.fixture(scope="module")
def certified(a_round: Problem) -> Json:
    certificate, solution = certify(a_round, solve(a_round))
    values: Json = json.loads(json.dumps(written_certified(solution, certificate)))
    return values


def is_refused(problem: Problem, certified: Json) -> bool:
    try:
        return bool(verify(problem, *certified_from(certified)).faults)
    except ProblemError:
        return True


def test_a_larger_round_is_verified(a_round: Problem, certified: Json) -> None:
    verdict = verify(a_round, *certified_from(certified))
    assert verdict.faults == ()
    assert set(verdict.by_prices) == {"how-many", "who", "where"}


def elsewhere(values: Json, chance: random.Random) -> None:
    """Send somebody to another's slot."""
    matches = values["solution"]["matches"]
    one, other = chance.sample(range(len(matches)), 2)
    if matches[one][1] == matches[other][1]:
        matches.pop(one)
    else:
        matches[one] = [matches[one][0], matches[other][1]]


def without(values: Json, chance: random.Random) -> None:
    matches = values["solution"]["matches"]
    matches.pop(chance.randrange(len(matches)))


def another_sum(values: Json, chance: random.Random) -> None:
    part = chance.choice(["who", "where"])
    values["solution"][part]["points"] += chance.choice([-300, -1, 1, 7, 300])


def more_people(values: Json, chance: random.Random) -> None:
    values["solution"]["people"] += chance.choice([-2, -1, 1, 5])


def higher_bound(values: Json, chance: random.Random) -> None:
    gap = chance.choice([10**4, 10**7, 10**9])
    values["solution"][chance.choice(["who", "where"])]["bound"] += gap


def lower_bound(values: Json, chance: random.Random) -> None:
    part = values["solution"][chance.choice(["who", "where"])]
    part["bound"] = part["points"] - chance.randint(1, 1000)


def other_prices(values: Json, chance: random.Random) -> None:
    """Make something far dearer than it is, or cheaper than nothing.

    For *where*, a price below nothing may be as true: whoever has one slot open goes there anyway.
    """
    question = chance.choice(["how-many", "who", "where"])
    prices = values["certificate"]["prices"][question]
    at = chance.randrange(len(prices["units"]))
    prices["units"][at] += 10**10 if question == "where" else chance.choice([-1, 1]) * 10**10


def better_bound(values: Json, chance: random.Random) -> None:
    values["certificate"]["prices"][chance.choice(["how-many", "who", "where"])]["bound"] -= 1


def other_person(values: Json, chance: random.Random) -> None:
    values["certificate"]["person"] += chance.choice([-5, 5, 10**6])


def other_problem(values: Json, chance: random.Random) -> None:
    values["certificate"]["problem"] = f"{chance.getrandbits(256):064x}"


def other_bed(values: Json, chance: random.Random) -> None:
    bedding = chance.choice(values["solution"]["rooms"])
    bedding["people"] += chance.choice([-1, 1, 3])


def fewer_prices(values: Json, chance: random.Random) -> None:
    values["certificate"]["prices"][chance.choice(["how-many", "who", "where"])]["units"].pop()


def other_seed(values: Json, chance: random.Random) -> None:
    values["solution"]["seed"] += chance.randint(1, 10**6)


TAMPERINGS: list[Callable[[Json, random.Random], Any]] = [
    elsewhere,
    without,
    another_sum,
    more_people,
    higher_bound,
    lower_bound,
    other_prices,
    better_bound,
    other_person,
    other_problem,
    other_bed,
    fewer_prices,
    other_seed,
]


def test_what_was_tampered_with_is_refused(a_round: Problem, certified: Json) -> None:
    for number in range(TAMPERED):
        tampering, chance = TAMPERINGS[number % len(TAMPERINGS)], random.Random(number)
        values = deepcopy(certified)
        tampering(values, chance)
        assert is_refused(a_round, values), f"{tampering.__name__}, {number}"


def test_the_command_certifies_and_verifies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = make_round(Shape(20, 15, 1.6), seed=1)
    names = {each: tmp_path / f"{each}.json" for each in ("round", "answer", "certified")}
    names["round"].write_text(to_json(problem), encoding="utf-8")
    names["answer"].write_text(to_json(solve(problem)), encoding="utf-8")

    def matching(*words: object) -> tuple[int, str]:
        return main([*map(str, words)]), capsys.readouterr().err

    code, said = matching("certify", names["round"], names["answer"], "-o", names["certified"])
    assert code == 0, said
    code, said = matching("verify", names["round"], names["certified"])
    assert (code, "Every rule is kept" in said) == (0, True)
    values = json.loads(names["certified"].read_text(encoding="utf-8"))
    values["solution"]["matches"].pop()
    names["certified"].write_text(json.dumps(values), encoding="utf-8")
    code, said = matching("verify", names["round"], names["certified"])
    assert (code, "not verified" in said) == (1, True)


def test_no_solver_is_loaded_to_verify() -> None:
    code = "import matching.verification, sys; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
