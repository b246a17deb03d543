"""The limits of a round are rows: whatever reads one heeds a row that was never heard of before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    Problem,
    ProblemError,
    breaches,
    explain,
    from_json,
    replacements,
    solve,
    to_json,
)
from matching import limits as limits_module
from matching.arrays import Ints
from matching.candidates import Candidates, find_candidates
from matching.limits import SOURCES, Coefficient, Limit, RoundRule, limits_of
from matching.solution import Solution, make_solution
from matching.solver.compact.model import CompactModel
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.decomposition.large_rounds import (
    Task,
    merge_part,
    solve_part,
)
from matching.solver.decomposition.neighbourhoods import preferred_pairs
from matching.solver.decomposition.parts import components, parts_of_slots, shared_out
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.instance import make_instance
from tests.matching import oracle
from tests.matching.builders import PARIS, a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems

VILLAGE = {"s0", "s1"}
BUS = 2
"""Seats of the only bus that goes to the village."""

PEOPLE: dict[str, int] = {}
"""How many people each party of the round at hand is."""


def people_of(found: Candidates) -> Ints:
    return np.array([PEOPLE[found.parties[at]] for at in found.party], np.int64)


EACH_PERSON = Coefficient(
    of_match=lambda _problem, party, _slot: party.people,
    of_candidates=people_of,
)
EACH_COUPLE = Coefficient(
    of_match=lambda _problem, party, _slot: -(party.people == 2),
    of_candidates=lambda found: np.array([-(PEOPLE[found.parties[at]] == 2) for at in found.party]),
)


def seats_on_the_bus(problem: Problem) -> Iterator[Limit]:
    """No more people go to the village than the bus has seats."""
    PEOPLE.update({party.id: party.people for party in problem.parties})
    village = frozenset(VILLAGE & problem.slot_of.keys())
    yield Limit(RoundRule.FARM_LIMIT, BUS, EACH_PERSON, ("bus",), village)


def a_couple_somewhere(problem: Problem) -> Iterator[Limit]:
    """At least one party of two is placed."""
    PEOPLE.update({party.id: party.people for party in problem.parties})
    yield Limit(RoundRule.MAX_MOVES, -1, EACH_COUPLE, ("couple",))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "SOURCES", (*SOURCES, seats_on_the_bus))


def values_by_hand(written: Json) -> list[oracle.Value]:
    """How good every answer is that keeps the two rows as well."""
    own = oracle.own_points(written, seed=0)
    return [
        oracle.value_of(written, own, answer)
        for answer in oracle.every_answer(written)
        if sum(oracle.people(party) for party, slot in answer if slot["id"] in VILLAGE) <= BUS
        and any(oracle.people(party) == 2 for party, _ in answer)
    ]


@given(problems(6, 3))
def test_start_models_and_bounds_heed_a_row_that_is_added(written: Json) -> None:
    with pytest.MonkeyPatch.context() as patch:
        added = (*SOURCES, seats_on_the_bus, a_couple_somewhere)
        patch.setattr(limits_module, "SOURCES", added)
        problem, control = from_json(written), Control(60)
        values = values_by_hand(written)
        best = max((places for *_, places in values), default=None)
        try:
            instance = make_instance(problem)
            start = initial_solution(instance, control)
        except ProblemError:
            assert best is None
            return
        assert best is not None
        assert breaches(problem, instance.matches(start)) == ()
        exact = CompactModel(instance).maximise_by_cp_sat((), control, seconds=60)
        proven = CompactModel(instance).maximise_by_highs((), control, seconds=60)
        assert exact is not None
        assert proven is not None
        assert exact.bound == proven.bound == best
        pairs, bound = GapClosing(instance, start, 2**50, control).run()
        assert int(instance.points[pairs].sum()) == bound == best
        solution = solve(problem)
        assert solution.is_optimal
        assert solution.value == max(values)
        assert breaches(problem, solution.matches) == ()


@given(problems(6, 3))
def test_what_a_match_counts_is_the_same_one_by_one_and_all_at_once(written: Json) -> None:
    months = {"month_limits": {"f1": {"2027-04": 1}}}
    weeks = {"interpreter_weeks": {"2027-W13": 1}, "referent_weeks": {"r1": {"2027-W14": 1}}}
    rest = {"interpreter_limit": 1, "max_moves": 0, "floors": {"second": 1}}
    problem = from_json(cared_for(written) | rest | months | weeks)
    found = find_candidates(problem)
    for limit in limits_of(problem):
        each = [
            limit.coefficient.of_match(
                problem, problem.party_of[one.party], problem.slot_of[one.slot]
            )
            for one in found
        ]
        at_once = limit.coefficient.of_candidates(found)
        assert (at_once.dtype.name, at_once.tolist()) == ("int64", each)


@given(problems(5, 3), st.sampled_from([{"f1": {"2027-04": 2}}, {"f1": {"2027-05": 0}}]))
def test_no_answer_that_keeps_the_farms_months_is_better(written: Json, months: Json) -> None:
    limited = written | {"month_limits": {"f2": {"2027-04": 3}} | months}
    best = oracle.best_value(limited)
    try:
        solution = solve(from_json(limited))
    except ProblemError:
        assert best is None
        return
    assert (solution.value, solution.is_optimal) == (best, True)
    assert breaches(from_json(limited), solution.matches) == ()


def cared_for(written: Json) -> Json:
    """The same round, where every second party has a referent, and is of a group."""
    parties = [
        each | ({"referent": "r1", "groups": ["second"]} if at % 2 else {})
        for at, each in enumerate(written["parties"])
    ]
    return written | {"parties": parties}


@given(
    problems(5, 3),
    st.sampled_from([{}, {"2027-W13": 0}, {"2027-W13": 1, "2027-W14": 0}]),
    st.sampled_from([{}, {"2027-W13": 1}, {"2027-W13": 0, "2027-W15": 3}]),
)
def test_no_answer_that_keeps_the_weeks_of_interpreters_and_referents_is_better(
    written: Json, calls: Json, seen_off: Json
) -> None:
    weeks = {"interpreter_weeks": calls, "referent_weeks": {"r1": seen_off}}
    limited = cared_for(written) | weeks
    problem = from_json(limited)
    assert from_json(to_json(problem)) == problem
    best = oracle.best_value(limited)
    try:
        solution = solve(problem)
    except ProblemError:
        assert best is None
        return
    assert (solution.value, solution.is_optimal) == (best, True)
    assert breaches(problem, solution.matches) == ()


def test_a_week_that_is_full_is_told_and_the_next_week_is_not() -> None:
    people = [a_party(f"p{n}", languages=("prs",), interpreter=True, referent="r1") for n in (1, 2)]
    stays = [date(2027, 4, 5), date(2027, 4, 12)]
    slots = [
        a_slot(f"s{n}", arrival=day, departure=day, rooms=(1, 1), min_french="A1")
        for n, day in enumerate(stays)
    ]
    matches = [("p1", "s0"), ("p2", "s0")]
    for weeks, rule, about in (
        ({"interpreter_weeks": {"2027-W14": 1}}, RoundRule.INTERPRETER_WEEK, ("2027-W14",)),
        ({"referent_weeks": {"r1": {"2027-W14": 1}}}, RoundRule.REFERENT_WEEK, ("r1", "2027-W14")),
    ):
        problem = a_problem(*people, *slots, **weeks)
        (breach,) = breaches(problem, matches)
        assert (breach.rule, breach.about) == (rule, about)
        assert breaches(problem, [("p1", "s0"), ("p2", "s1")]) == ()


def a_village_round() -> Problem:
    """Two farms of one village, so far apart on the map that a cut could run between them."""
    people = [a_party(f"p{n}", home=(48.85, 2.35 if n % 2 else 5.0)) for n in range(6)]
    west = a_slot("s0", farm="west", place=(48.85, 2.4), rooms=(2,))
    east = a_slot("s1", farm="east", place=(48.85, 5.1), rooms=(2,))
    return a_problem(*people, west, east)


@pytest.mark.usefixtures("bus")
def test_validity_tells_a_row_that_is_broken_and_by_whom() -> None:
    problem = a_village_round()
    kept = [("p0", "s1"), ("p1", "s0")]
    assert breaches(problem, kept) == ()
    (breach,) = breaches(problem, [*kept, ("p2", "s1")])
    assert (breach.rule, breach.about) == (RoundRule.FARM_LIMIT, ("bus",))


def with_matches(problem: Problem, *matches: tuple[str, str]) -> Solution:
    return make_solution(problem, matches, most_people=6, who_bound=0, where_bound=0)


@pytest.mark.usefixtures("bus")
def test_explanations_and_replacements_know_that_a_row_stands_in_the_way() -> None:
    problem = a_village_round()
    solution = with_matches(problem, ("p0", "s1"), ("p1", "s0"))
    (told,) = explain(problem, solution, "p2").alternatives
    assert told.way is not None
    assert (told.way.leaving, told.way.limits) == ((), (RoundRule.FARM_LIMIT,))
    assert replacements(problem, solution, "s1") == ()
    fewer = with_matches(problem, ("p0", "s1"))
    assert [each.party for each in replacements(problem, fewer, "s1", 9)] == ["p2", "p4"]


@pytest.mark.usefixtures("bus")
def test_parts_that_share_a_row_are_one_component_and_cut_by_slots_share_it_out() -> None:
    instance = make_instance(a_village_round())
    (whole,) = components(instance)
    assert whole.rows.tolist() == [0]
    run = GapClosing(instance, [], 2**50, Control(60))
    preferred = preferred_pairs(instance, -instance.points, [])
    parts = parts_of_slots(instance, np.arange(len(instance.slots)), preferred, [])
    assert [part.instance.linking.rhs.tolist() for part in parts] == [[1], [1]]
    for part in parts:
        merge_part(run, part, solve_part(Task(part.instance, [], seconds=60, seed=0)))
    assert len(run.incumbent.pairs) == BUS
    assert solve(a_village_round()).people == BUS


@pytest.mark.usefixtures("bus")
def test_a_row_that_cannot_be_broken_joins_no_parts() -> None:
    round_ = a_village_round()
    few = replace(round_, parties=round_.parties[:2])
    assert make_instance(few).linking.rhs.tolist() == []
    assert len(components(make_instance(few))) == 2


def test_a_part_that_uses_nothing_of_a_row_is_solved_apart_from_it() -> None:
    near = [a_party(f"p{n}", languages=("prs",), interpreter=True) for n in range(2)]
    far = a_party("q", home=(45.76, 4.84))
    problem = a_problem(
        *(*near, far),
        a_slot("s1", rooms=(1, 1), min_french="A1"),
        a_slot("s2", place=(45.76, 4.84)),
        interpreter_limit=1,
    )
    parts = components(make_instance(problem))
    assert sorted(part.rows.tolist() for part in parts) == [[], [0]]


@pytest.mark.parametrize("total", [0, 1, 3, 17, 10**15])
def test_a_limit_is_shared_out_whole_and_by_what_each_wants(total: int) -> None:
    wanted = np.array([1, 5, 2, 9, 1])
    shares = shared_out(total, wanted)
    assert shares.sum() == total
    assert np.abs(shares - total * wanted / wanted.sum()).max() < 1


def test_a_previous_pair_that_is_no_candidate_any_more_is_no_move() -> None:
    gone, here = a_party("gone", frames=()), a_party("here")
    problem = a_problem(
        *(gone, here, a_slot()),
        previous=frozenset({("gone", "s1"), ("here", "s1")}),
        max_moves=0,
    )
    (limit,) = limits_of(problem)
    assert limit.rhs == -1
    assert {each.rule for each in breaches(problem, [])} == {RoundRule.MAX_MOVES}
    assert breaches(problem, [("here", "s1")]) == ()
    assert limits_of(replace(problem, max_moves=1)) == ()


def test_pairs_that_a_limit_asks_for_are_tried_before_better_ones() -> None:
    x, y = a_party("x"), a_party("y", home=PARIS)
    problem = a_problem(*(x, y, a_slot(rooms=(1,))), previous=frozenset({("y", "s1")}), max_moves=0)
    instance = make_instance(problem)
    assert instance.matches(initial_solution(instance, Control(60))) == [("y", "s1")]
