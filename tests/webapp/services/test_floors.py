"""Floors of a round: no group has fewer places than served one after the other, by waiting."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import a_farm, a_party, a_slot, an_offer
from tests.matching import builders
from webapp.ground.clock import today
from webapp.models import MatchingRound, Organisation
from webapp.services import rounds
from webapp.services.rounds.floors import floored_by, with_floors


def a_family_and_two_men() -> matching.Problem:
    """Two beds: a family has waited longest, and two men count more together."""
    waiting = {"p1": date(2025, 9, 1), "p2": date(2025, 10, 1), "p3": date(2025, 11, 1)}
    family = builders.a_party("p1", women=1, children=1, waiting_since=waiting.pop("p1"))
    men = [builders.a_party(name, waiting_since=since) for name, since in waiting.items()]
    return builders.a_problem(family, *men, builders.a_slot(rooms=(2,), children=True))


def test_a_group_has_as_many_places_as_in_the_order_of_waiting() -> None:
    problem = a_family_and_two_men()
    assert {party for party, _ in matching.solve(problem).matches} == {"p2", "p3"}
    asked = with_floors(problem, "household")
    assert asked.floors == {"family": 2}
    solution = matching.solve(asked)
    assert solution.matches == (("p1", "s1"),)
    assert solution.is_optimal
    by_visits = with_floors(problem, "experience")
    assert by_visits.floors == {"first": 2}
    assert [floored_by(each) for each in (problem, asked, by_visits)] == [
        None,
        "household",
        "experience",
    ]
    assert with_floors(problem, None) == problem


def test_guests_who_are_expected_already_belong_to_no_group() -> None:
    problem = a_family_and_two_men()
    guest = builders.a_party("v7", women=2)
    slot = builders.a_slot("s2", rooms=(2,))
    there = replace(
        problem,
        parties=(*problem.parties, guest),
        slots=(*problem.slots, slot),
        pinned=frozenset({("v7", "s2")}),
    )
    asked = with_floors(there, "household")
    assert asked.floors == {"family": 2}
    assert asked.party_of["v7"].groups == ()


def test_pairs_that_clash_are_left_to_the_run_to_tell() -> None:
    """A request that freezes a round does not fail for what its run says in a sentence."""
    there = a_family_and_two_men()
    far = builders.a_slot("s2", place=(0.0, 0.0))
    pins = frozenset({("p2", "s2")})
    clashing = replace(there, slots=(*there.slots, far), pinned=pins)
    assert with_floors(clashing, "household") == clashing


def test_nothing_is_asked_where_the_order_of_waiting_breaks_what_is_kept() -> None:
    """A kept pair needs somebody beside it, whom the order of waiting sends elsewhere."""
    problem = a_family_and_two_men()
    (slot,) = problem.slots
    alone = replace(
        problem,
        parties=problem.parties[1:2],
        slots=(replace(slot, min_people=2),),
        pinned=frozenset({("p2", "s1")}),
    )
    assert with_floors(alone, "household") == alone


@pytest.mark.usefixtures("spring")
def test_a_run_freezes_the_floors_that_its_round_asks_for(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    a_slot(db, an_offer(db, a_farm(db)), today().replace(month=today().month + 1, day=5))
    a_party(db, home)
    this_round.floors_by = "experience"
    rounds.ask_for_a_run(db, this_round)
    assert this_round.asked is not None
    asked = matching.from_json(this_round.asked["problem"])
    assert asked.floors.keys() == {"first"}
    assert asked.parties[0].groups == ("first",)
