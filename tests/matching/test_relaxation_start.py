"""A relaxation that begins from a solution ends where one that begins with nobody does."""

import numpy as np
import pytest
from hypothesis import given

from matching import ProblemError, from_json
from matching.solver.compact.model import CompactModel
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.glop import GrowingRelaxation
from matching.solver.instance import Instance, make_instance
from matching.solver.linear_model import Basis
from tests.benchmarks.rounds import Shape, make_round
from tests.matching.strategies import Json, problems


@given(problems(6, 3))
def test_a_simplex_from_a_solution_finds_as_many_points(written: Json) -> None:
    try:
        instance = make_instance(from_json(written))
        start = initial_solution(instance, Control(60))
    except ProblemError:
        return
    compact = CompactModel(instance)
    basis = compact.basis_of(start)
    assert len(basis.variables) == len(basis.rows) == len(set(basis.rows))
    assert set(start) <= set(basis.variables)
    assert points_from(compact, basis) == pytest.approx(points_from(compact, None))


def test_whoever_comes_has_a_mix_that_holds_them(instance: Instance) -> None:
    """No row is broken where the basis says so: a simplex need not look for a solution first."""
    start = initial_solution(instance, Control(60))
    compact = CompactModel(instance)
    values = np.zeros(len(compact.model.upper))
    values[list(compact.basis_of(start).variables)] = 1
    mixes = set(compact.row_of_mixes)
    chosen = [each for each in compact.basis_of(start).variables if each in mixes]
    assert len(chosen) == len({compact.row_of_mixes[each] for each in chosen}) > 0
    for there in compact.of_kinds:
        assert values[there.pairs].sum() <= (there.holds * values[there.mixes]).sum()


@pytest.fixture
def instance() -> Instance:
    return make_instance(make_round(Shape(80, 60, 1.6, families=True)))


def points_from(compact: CompactModel, basis: Basis | None) -> float:
    solved = GrowingRelaxation(compact.model, basis).solve(Control(60), 60)
    assert solved is not None
    return float(np.array(compact.model.points) @ solved.values[: compact.model.choices])
