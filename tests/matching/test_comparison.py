"""Beside first-come-first-served, and group by group."""

from datetime import date

from hypothesis import given

from matching import breaches, fairness, first_come_first_served, from_json, solve
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


def test_who_has_waited_longest_chooses_first() -> None:
    early = a_party("z", waiting_since=date(2026, 1, 1), past_visits=5)
    late = a_party("a", waiting_since=date(2026, 6, 1))
    problem = a_problem(early, late, a_slot(rooms=(1,)))
    assert first_come_first_served(problem).matches == (("z", "s1"),)


def test_serving_in_order_may_place_fewer_people() -> None:
    early = a_party("early", waiting_since=date(2026, 1, 1))
    needy = a_party("needy", needs=("no-dogs",))
    better = a_slot("1", rooms=(1,), features=("no-dogs",), place=early.home)
    problem = a_problem(early, needy, better, a_slot("2", rooms=(1,)))
    assert first_come_first_served(problem).people == 1
    assert solve(problem).people == 2


@given(problems(6, 3, stable=False))
def test_serving_in_order_keeps_every_rule_and_never_beats_the_solution(written: Json) -> None:
    problem = from_json(written)
    served = first_come_first_served(problem)
    assert breaches(problem, served.matches) == ()
    assert served.value <= solve(problem).value
    assert served.people <= served.most_people
    assert served.who.points <= served.who.bound
    assert served.where.points <= served.where.bound


def test_groups_are_compared_by_share_placed_and_days_waited() -> None:
    x = a_party("x", waiting_since=date(2027, 2, 19))
    y = a_party("y", men=2, waiting_since=date(2027, 2, 9))
    problem = a_problem(x, y, a_party("z"), a_slot(rooms=(1,)))
    solution = solve(
        a_problem(x, y, a_party("z"), a_slot(rooms=(1,)), pinned=frozenset({("x", "s1")}))
    )
    one, two = fairness(problem, solution, {"x": "A", "y": "A", "z": "B"})
    assert (one.code, one.people, one.placed, one.share_placed) == ("A", 3, 1, 1 / 3)
    assert (one.days_placed, one.days_unplaced) == (10, 20)
    assert (two.code, two.placed, two.days_placed, two.days_unplaced) == ("B", 0, None, None)
