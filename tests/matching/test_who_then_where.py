"""Who comes is decided before where they go, and nothing that is said of places decides it."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from matching import Party, Problem, from_json, own_points, solve, to_json
from matching.serialization import changes_since
from matching.solver import objectives
from matching.solver.control import Control
from matching.solver.duals import make_duals
from matching.solver.instance import make_instance
from matching.solver.pricing.pricer import Pricer
from matching.solver.who_comes import counted_by, who_comes, without_own_points
from tests.matching.builders import CHARTRES, PARIS, a_party, a_problem, a_slot

ONE_BED: dict[str, Any] = {"rooms": (1,)}
LONG, SHORT = date(2026, 6, 1), date(2027, 2, 1)


def placed(problem: Problem) -> list[str]:
    solution = solve(problem)
    assert solution.is_optimal
    return [party for party, _ in solution.matches]


@pytest.mark.parametrize(
    "said",
    [
        {"wishes": ("bees",)},
        {"french": "C1", "languages": ("en", "fr")},
        {"home": CHARTRES},
        {"available": ((date(2027, 3, 1), date(2027, 12, 31)),)},
    ],
)
def test_who_has_waited_longer_comes_whatever_the_other_said(said: dict[str, Any]) -> None:
    wished = {"wishes": ("dairy",), "languages": ("en",), "home": PARIS}
    patient = a_party("patient", waiting_since=LONG, **wished)
    other = a_party("other", waiting_since=SHORT, **said)
    assert placed(a_problem(patient, other, a_slot(production="bees", **ONE_BED))) == ["patient"]


def test_one_more_person_comes_before_any_wait() -> None:
    couple = a_party("couple", men=1, women=1, waiting_since=SHORT, past_visits=3)
    single = a_party("single", waiting_since=LONG)
    assert placed(a_problem(couple, single, a_slot(rooms=(2,)))) == ["couple"]


def test_more_people_come_even_where_many_who_waited_would_stay_for_them() -> None:
    """Eleven who waited fill eleven small farms; twelve who did not would need all of them."""
    crowd = [
        a_party(f"n{at:02}", men=12, past_visits=1, waiting_since=None, reach_km=100)
        for at in range(1)
    ]
    patient = [a_party(f"p{at:02}", waiting_since=LONG) for at in range(11)]
    problem = a_problem(*crowd, *patient, a_slot(rooms=(12,)))
    assert placed(problem) == ["n00"]
    instance = make_instance(problem)
    worth = objectives.unit_worth(instance, own_points(problem, 0))
    assert objectives.usual_person(worth) * 1 < worth.sum(), "it took more than the usual points"
    start = instance.pairs_of(dict.fromkeys(range(1, 12), 0))
    assert who_comes(instance, worth, start, Control(60)).most_people == 12


def test_people_are_counted_by_what_their_own_points_leave_of_prices() -> None:
    parties = [a_party(name) for name in ("long", "longer", "new")]
    slots = a_slot("s1", **ONE_BED), a_slot("s2", **ONE_BED)
    counting = objectives.how_many(make_instance(a_problem(*parties, *slots)))
    worth, person = np.array([6, 6, 0]), 10
    prices = make_duals(np.array([6.0, 6.0, 0.0]), np.array([]))
    assert counted_by(Pricer(counting), prices, person) == 3
    assert counted_by(Pricer(counting), without_own_points(prices, worth), person) == 2


def test_where_they_go_is_the_best_for_exactly_those_who_come() -> None:
    patient = a_party("patient", waiting_since=LONG, wishes=("fruit",))
    suited = a_party("suited", waiting_since=SHORT, wishes=("bees", "fruit"))
    left = a_party("left", waiting_since=None, past_visits=1, wishes=("bees",))
    slots = (a_slot("b", production="bees", **ONE_BED), a_slot("f", production="fruit", **ONE_BED))
    solution = solve(a_problem(patient, suited, left, *slots))
    assert solution.matches == (("patient", "f"), ("suited", "b"))


def test_whoever_had_a_place_before_comes_rather_than_an_equal() -> None:
    for kept in "ab":
        problem = a_problem(
            a_party("a"), a_party("b"), a_slot(**ONE_BED), previous=frozenset({(kept, "s1")})
        )
        assert placed(problem) == [kept]


def alike(count: int) -> list[Party]:
    return [a_party(f"p{at}") for at in range(count)]


def test_a_lot_never_outweighs_a_day_that_counts() -> None:
    problem = a_problem(*alike(20), a_party("z", waiting_since=LONG), a_slot(**ONE_BED))
    for seed in range(20):
        assert solve(problem, seed=seed).matches == (("z", "s1"),)


def test_a_limit_on_moves_holds_for_who_and_for_where() -> None:
    stays = a_party("stays", wishes=("bees",), past_visits=1)
    new = a_party("new", wishes=("fruit",), waiting_since=LONG)
    slots = (a_slot("f", production="fruit", **ONE_BED), a_slot("b", production="bees", **ONE_BED))
    problem = a_problem(stays, new, *slots, previous=frozenset({("stays", "f")}), max_moves=0)
    assert solve(problem).matches == (("new", "b"), ("stays", "f"))


def test_former_formats_are_read_and_say_what_has_changed() -> None:
    written = {"today": "2027-03-01", "weights": {"person": 7, "wish": 5}}
    for former, told in (("sillon-problem/1", 2), ("sillon-problem/2", 1)):
        given = written | {"format": former}
        assert from_json(given).weights.wish == 5
        assert len(changes_since(given)) == told
        assert "weight of a person" in changes_since(given)[0]
    assert changes_since({"today": "2027-03-01"}) == ()


def test_a_solution_of_one_sum_is_read_with_nothing_proven() -> None:
    former = {
        "format": "sillon-solution/1",
        "matches": [["p1", "s1"]],
        "people": 1,
        "points": 10_500,
        "bound": 10_500,
    }
    solution = from_json(former)
    assert solution.matches == (("p1", "s1"),)
    assert not solution.is_as_many_as_possible
    assert not solution.is_optimal
    assert from_json(to_json(solution)) == solution
