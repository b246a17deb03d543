"""The model that every solver reads, and what happens when one of them fails."""

import logging
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.solver import highs
from matching.solver.compact.cp_sat import search
from matching.solver.control import Control
from matching.solver.highs import solve_binary
from matching.solver.linear_model import LinearModel

Row = tuple[list[int], int | None, int | None]

rows = st.tuples(
    st.lists(st.integers(-3, 3), min_size=4, max_size=4),
    st.sampled_from([None, -1, 0, 1]),
    st.sampled_from([None, 1, 2, 4]),
)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.lists(rows, max_size=4))
def test_every_solver_reads_the_same_model(points: list[int], given_rows: list[Row]) -> None:
    """Three choices and a whole number up to 2, in rows: as every way to choose them."""
    model = LinearModel(points)
    other = model.add_variable(2)
    for coefficients, least, most in given_rows:
        model.add_row(zip(coefficients, (0, 1, 2, other), strict=True), least=least, most=most)
    best = max(
        (
            sum(worth * value for worth, value in zip(points, values, strict=False))
            for values in product((0, 1), (0, 1), (0, 1), (0, 1, 2))
            if all(holds(row, values) for row in given_rows)
        ),
        default=None,
    )
    proven = solve_binary(model, (), Control(60), seconds=60, tolerance=0)
    exact = search(model, Control(60), maximise=True)
    assert (None if proven is None else proven.bound) == best
    assert (exact.bound if exact.found else None) == best
    assert exact.infeasible == (best is None)
    for chosen in (proven.chosen if proven else (), exact.chosen):
        assert sum(points[at] for at in chosen) == (best or 0)


def holds(row: Row, values: tuple[int, ...]) -> bool:
    coefficients, least, most = row
    total = sum(one * value for one, value in zip(coefficients, values, strict=True))
    return (least is None or total >= least) and (most is None or total <= most)


def test_terms_of_one_variable_are_summed_up() -> None:
    model = LinearModel([1, 1])
    model.add_row([(1, 0), (1, 1), (1, 0)], most=1)
    proven = solve_binary(model, (), Control(60), seconds=60, tolerance=0)
    assert proven is not None
    assert proven.chosen == (1,)


def test_a_solver_that_fails_is_noted_and_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing:
        def solve(self, *_: object) -> None:
            raise RuntimeError("the basis is singular")

    monkeypatch.setattr(highs, "make_solver", lambda *_: Failing())
    with pytest.raises(RuntimeError, match="singular"), caplog.at_level(logging.ERROR):
        solve_binary(LinearModel([1]), (), Control(60), seconds=60, tolerance=0)
    assert "the basis is singular" in caplog.text


def test_nothing_found_in_time_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    model = LinearModel([1] * 40)
    model.add_row([(1 + at % 7, at) for at in range(40)], least=77, most=77)
    model.add_row([(2 + at % 5, at) for at in range(40)], least=200)
    assert solve_binary(model, (), Control(60), seconds=0, tolerance=0) is None
    assert caplog.text == ""


def test_a_model_that_no_solver_could_add_up_is_no_answer_but_an_error() -> None:
    model = LinearModel([1, 1])
    model.add_row([(2**62, 0), (2**62, 1)], most=1)
    with pytest.raises(ValueError, match="does not take the model"):
        search(model, Control(60))
