"""What the command says beside an answer: why nobody is placed, and which rule pins break."""

import pytest

from matching import PinsClashError, Problem, solve
from matching.command.outcome import clash, nobody_placed
from tests.matching.builders import a_party, a_problem, a_slot, locked


def why_nobody(problem: Problem) -> str | None:
    return nobody_placed(problem, solve(problem))


def test_nothing_is_said_when_someone_is_placed() -> None:
    assert why_nobody(a_problem(a_party(), a_slot())) is None


def test_each_rule_that_closes_a_slot_to_everyone_is_counted() -> None:
    parties = (a_party("p1", frames=()), a_party("p2", frames=(), reach_km=1))
    far = a_slot("s2", place=(43.6, 1.4))
    assert why_nobody(a_problem(*parties, a_slot("s1"), far)) == (
        "0 of 2 people placed: of 2 slots, closed to everyone: 2 by frame, 1 by distance."
    )


def test_slots_that_are_closed_by_one_rule_to_some_and_by_another_to_others_are_told_apart() -> (
    None
):
    parties = (a_party("p1", frames=()), a_party("p2", reach_km=1))
    assert why_nobody(a_problem(*parties, a_slot())) == (
        "0 of 2 people placed: of 1 slots, closed to everyone: 1 by several rules."
    )


def test_a_slot_that_needs_more_people_than_may_come_is_not_called_closed() -> None:
    far = a_slot("s2", place=(43.6, 1.4))
    assert why_nobody(a_problem(a_party(), a_slot(min_people=2), far)) == (
        "0 of 1 people placed: of 2 slots, closed to everyone: 1 by distance; "
        "open, but to no group that rooms and limits allow: 1."
    )


@pytest.mark.parametrize(
    ("things", "missing"), [((), "party"), ((a_party(),), "slot"), ((a_slot(),), "party")]
)
def test_a_round_of_nothing_is_said_to_be_one(things: tuple[()], missing: str) -> None:
    said = why_nobody(a_problem(*things))
    assert said is not None
    assert said.endswith(f"people placed: the round has no {missing}.")


def pinned(problem: Problem) -> str:
    with pytest.raises(PinsClashError) as error:
        solve(problem)
    return clash(problem, error.value).partition(" Broken: ")[2]


def test_pins_that_clash_name_the_rule_of_a_pair_a_group_or_the_round() -> None:
    pins = frozenset({("p1", "s1"), ("p2", "s1")})
    two = (a_party("p1"), a_party("p2"))
    assert pinned(a_problem(*two, a_slot(), farm_limits={"farm-1": 1}, pinned=pins)) == (
        "farm-limit (farm-1)."
    )
    assert pinned(a_problem(*two, a_slot(rooms=(1,)), pinned=pins)) == "rooms (s1)."
    assert pinned(a_problem(*two, a_slot(exclusive=True), pinned=pins)) == "exclusive (s1)."
    assert pinned(
        a_problem(two[0], a_party("p2", men=0, women=1), a_slot(), pinned=pins)
    ) == "rooms (s1)."  # fmt: skip


def test_pins_of_companions_name_what_the_others_break() -> None:
    bound = (a_party("p1", together="x"), a_party("p2", together="x", reach_km=1))
    assert pinned(a_problem(*bound, a_slot(), pinned=frozenset({("p1", "s1")}))) == (
        "distance (p2, s1)."
    )


def test_pins_that_send_one_party_to_two_slots_are_named_as_such() -> None:
    pins = frozenset({("p1", "s1"), ("p1", "s2")})
    assert pinned(a_problem(a_party(), a_slot(), a_slot("s2"), pinned=pins)) == "one-slot (p1)."


def test_what_is_only_a_consequence_is_named_when_nothing_else_is_to_blame() -> None:
    pins = frozenset({("p1", "s1")})
    alone = a_problem(a_party(), a_slot(min_people=2, rooms=(locked(2),)), pinned=pins)
    assert pinned(alone) == "minimum (s1)."
    moved = a_problem(
        a_party(), a_slot(), a_slot("s2"),
        pinned=pins, previous=frozenset({("p1", "s2")}), max_moves=0,
    )  # fmt: skip
    assert pinned(moved) == "max-moves."
