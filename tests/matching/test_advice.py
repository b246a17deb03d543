"""Slots worth looking for, each figure found by solving again."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from matching import Problem, ProblemError, Tried, advise, breaches, from_json, solve, to_json
from matching.eligibility import is_candidate
from matching.problem import Room, Slot
from tests.matching import oracle
from tests.matching.builders import CHARTRES, a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


def test_a_slot_that_would_place_those_left_without_is_invented() -> None:
    left = [a_party(name, needs=("no-dogs",), languages=("prs",)) for name in "xy"]
    problem = a_problem(a_party("p"), *left, a_slot())
    solution = solve(problem)
    best = advise(problem, solution)[0]
    assert (best.people, best.placed, best.is_exact) == (2, ("x", "y"), True)
    assert (best.slot.features, best.slot.languages) == (("no-dogs",), ("fr", "prs"))
    assert best.slot.place == CHARTRES


def larger(problem: Problem, slot: Slot) -> Problem:
    return replace(problem, slots=(*problem.slots, slot))


@given(problems(5, 2))
def test_each_figure_is_what_solving_again_gives(written: Json) -> None:
    problem = from_json(written)
    try:
        solution = solve(problem)
    except ProblemError:
        return
    left = [party for party in problem.parties if party.id not in solution.slot_of]
    told = advise(problem, solution, limit=2)
    for each in told:
        with_it = larger(problem, each.slot)
        after = solve(with_it)
        assert breaches(with_it, after.matches) == ()
        assert set(each.placed) == after.slot_of.keys() - solution.slot_of.keys()
        assert each.is_exact
        best = oracle.best_value(json.loads(to_json(with_it)))
        assert best is not None
        assert (each.people, each.who) == (
            best[0] - solution.people,
            best[1] - solution.who.points,
        )
        assert any(is_candidate(with_it, party, each.slot) for party in left)
    assert sorted(told, key=lambda each: (-each.people, -each.who)) == list(told)


def test_a_language_is_looked_for_without_which_they_could_not_talk() -> None:
    left = [a_party(f"x{n}", languages=("prs",), french="A0") for n in range(2)]
    able = [a_party(f"y{n}", languages=("uk",), french="A1") for n in range(5)]
    usual = [a_slot(f"s{n}", rooms=(4,), min_french="A1", languages=("fr",)) for n in (1, 2)]
    kind = a_slot("kind", min_french="A0", frame="immersion")
    problem = a_problem(*left, *able, *usual, kind)
    solution = solve(problem)
    best = advise(problem, solution)[0]
    assert (best.slot.min_french, best.slot.languages) == ("A1", ("fr", "prs"))
    assert (best.people, best.placed) == (2, ("x0", "x1"))
    without = solve(larger(problem, replace(best.slot, languages=("fr",))))
    assert without.people == solution.people


def test_nothing_is_asked_of_a_farm_for_those_who_could_not_talk_there_anyway() -> None:
    left = [a_party(f"x{n}", languages=("prs",)) for n in range(2)]
    other = a_party("other", languages=("uk",), needs=("no-dogs",), women=1, children=1)
    problem = a_problem(*left, other, a_slot(rooms=(2, 2), min_french="A1"))
    slot = advise(problem, solve(problem))[0].slot
    assert (slot.languages, slot.features, slot.children) == (("fr", "prs"), (), False)


def test_the_language_is_that_of_those_who_could_not_talk_not_of_most() -> None:
    mute = [a_party(f"x{n}", languages=("prs",)) for n in range(2)]
    able = [a_party(f"y{n}", languages=("uk",), french="A1") for n in range(3)]
    problem = a_problem(*mute, *able, a_slot(rooms=(2,), min_french="A1", women_only=True))
    assert advise(problem, solve(problem))[0].slot.languages == ("fr", "prs")


def test_where_everyone_could_talk_in_french_the_language_is_what_most_speak() -> None:
    left = [a_party("x", languages=("uk", "fr")), a_party("y", languages=("uk", "prs"))]
    problem = a_problem(*left, a_slot(place=CHARTRES, rooms=()))
    assert advise(problem, solve(problem))[0].slot.languages == ("fr", "uk")


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_slots_are_advised_than_asked_for(limit: int) -> None:
    left = [a_party(f"x{n}", home=(43.0 + 2 * n, 2.0), needs=("no-dogs",)) for n in range(3)]
    slots = [a_slot(f"s{n}", place=party.home) for n, party in enumerate(left)]
    problem = a_problem(*left, *slots)
    assert len(advise(problem, solve(problem), limit)) == limit


def test_nobody_left_without_needs_no_advice() -> None:
    problem = a_problem(a_party(), a_slot())
    assert advise(problem, solve(problem)) == ()


def test_a_family_too_large_for_the_usual_rooms_is_given_as_many_as_it_needs() -> None:
    family = a_party("family", men=1, women=1, children=3)
    problem = a_problem(a_party("p"), family, a_slot(rooms=(2,), children=True))
    best = advise(problem, solve(problem))[0]
    assert (best.people, best.placed, best.slot.rooms) == (5, ("family",), (Room(2),) * 3)


def test_rooms_are_large_enough_for_those_whom_the_frame_suits() -> None:
    single = a_party("single", frames=("immersion",), reach_km=300)
    families = [a_party(f"f{n}", men=1, women=1, children=3) for n in range(2)]
    problem = a_problem(single, *families, a_slot(rooms=(2,), refuses=("single",)))
    best = advise(problem, solve(problem))[0]
    assert (best.people, best.slot.frame, best.slot.rooms) == (5, "discovery", (Room(2),) * 3)


def test_the_end_of_the_calendar_is_no_day_to_arrive() -> None:
    last = ((date(2027, 4, 5), date(2027, 4, 30)), (date(9999, 12, 30), date.max))
    problem = a_problem(a_party(available=last))
    advised = advise(problem, solve(problem))
    assert [each.slot.arrival for each in advised] == [date(2027, 4, 5)]


def test_how_many_slots_are_tried_is_told_and_what_was_tried_until_a_stop_is_kept() -> None:
    left = [a_party(f"x{n}", home=(43.0 + 2 * n, 2.0), needs=("no-dogs",)) for n in range(3)]
    slots = [a_slot(f"s{n}", place=party.home) for n, party in enumerate(left)]
    problem = a_problem(*left, *slots)
    told: list[Tried] = []
    whole = advise(problem, solve(problem), on_progress=told.append)
    assert told == [Tried(done, len(whole)) for done in range(len(whole))]
    told.clear()
    begun = advise(
        problem, solve(problem), on_progress=told.append, should_stop=lambda: len(told) > 1
    )
    assert (len(whole) > 1, len(begun)) == (True, 1)
