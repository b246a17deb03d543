"""Of places worth as much, those where fewer people sleep beside strangers."""

from typing import Any

from hypothesis import given

from matching import Party, Problem, ProblemError, Slot, breaches, from_json, plan_slot, solve
from matching.problem import Pair
from matching.room_plan import people_beside_strangers
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.instance import Instance, make_instance
from matching.solver.sharing import SharingLeast
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems

ONE_ROOM, TWO_ROOMS = a_slot("one", rooms=(2,)), a_slot("two", rooms=(1, 1), farm="farm-2")
X, Y = a_party("x"), a_party("y")
START = {"x": "one", "y": "one"}


def sharing(problem: Problem, matches: list[Pair]) -> int:
    """Everybody who sleeps beside strangers."""
    groups = {
        slot.id: [problem.party_of[party] for party, there in matches if there == slot.id]
        for slot in problem.slots
    }
    return sum(
        people_beside_strangers(group, plan_slot(problem.slot_of[slot], group))
        for slot, group in groups.items()
    )


def better(start: dict[str, str], *things: Party | Slot, **given: Any) -> dict[str, str]:
    """Where each goes in the end."""
    problem = a_problem(*things, **given)
    instance = make_instance(problem)
    unit_of = {party.id: at for at, unit in enumerate(instance.units) for party in unit}
    slot_at = {slot.id: at for at, slot in enumerate(instance.slots)}
    pairs = instance.pairs_of({unit_of[party]: slot_at[slot] for party, slot in start.items()})
    found = instance.matches(SharingLeast(instance, pairs, Control(60)).run())
    assert breaches(problem, found) == ()
    return dict(found)


def test_strangers_are_put_apart_where_a_place_elsewhere_is_worth_as_much() -> None:
    end = better(START, X, Y, ONE_ROOM, a_slot("free", rooms=(1,), farm="farm-2"))
    assert sorted(end.values()) == ["free", "one"]


def test_a_place_that_is_worth_less_is_not_given_for_it() -> None:
    fond = (a_party("x", wishes=("bees",)), a_party("y", wishes=("bees",)))
    bees = a_slot("one", rooms=(2,), production="bees")
    assert better(START, *fond, bees, a_slot("free", rooms=(1,), farm="farm-2")) == START


def test_two_who_come_alone_leave_the_room_of_two_to_a_couple() -> None:
    couple = a_party("couple", men=2)
    end = better({**START, "couple": "two"}, X, Y, couple, ONE_ROOM, TWO_ROOMS)
    assert end == {"x": "two", "y": "two", "couple": "one"}


def test_companions_are_no_strangers() -> None:
    friends = (a_party("x", together="friends"), a_party("y", together="friends"))
    assert better(START, *friends, ONE_ROOM, TWO_ROOMS) == START


def test_who_is_pinned_stays_and_the_limit_of_a_farm_holds() -> None:
    pins = frozenset({("x", "one"), ("y", "one")})
    assert better(START, X, Y, ONE_ROOM, TWO_ROOMS, pinned=pins) == START
    limits = {"farm-2": 0}
    assert better(START, X, Y, ONE_ROOM, TWO_ROOMS, farm_limits=limits) == START


def test_a_farm_that_opens_for_two_is_not_left_with_one() -> None:
    opens_for_two = a_slot("one", rooms=(2,), min_people=2)
    assert better(START, X, Y, opens_for_two, a_slot("free", rooms=(1,), farm="farm-2")) == START


def test_a_round_is_answered_so() -> None:
    solution = solve(a_problem(X, Y, a_party("couple", men=2), ONE_ROOM, TWO_ROOMS))
    assert solution.slot_of["couple"] == "one"


@given(problems(6, 3))
def test_an_exchange_keeps_every_rule_and_everybody_and_loses_no_points(written: Json) -> None:
    problem, control = from_json(written), Control(60)
    try:
        instance = make_instance(problem)
        start = initial_solution(instance, control)
    except ProblemError:
        return
    pairs = SharingLeast(instance, start, control).run()
    before, after = instance.matches(start), instance.matches(pairs)
    assert breaches(problem, after) == ()
    assert {party for party, _ in before} == {party for party, _ in after}
    assert points(instance, pairs) >= points(instance, start)
    assert sharing(problem, after) <= sharing(problem, before)


def points(instance: Instance, pairs: list[int]) -> int:
    return int(instance.points[pairs].sum())
