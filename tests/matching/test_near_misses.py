"""How far closed pairs are from opening: what is told opens them, nothing nearer is left out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import NearMiss, Party, Room, Rule, Slot, explain, from_json, solve
from matching.eligibility import broken_rules, is_candidate
from matching.near_misses import EFFORT, near_miss, nearest_misses
from matching.problem import Problem
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems

CHOICES = {Rule.WOMEN_ONLY, Rule.REFUSED, Rule.EXCLUDED}


@given(problems(6, 4), st.integers(0, 6))
def test_the_nearest_misses_are_told_and_none_is_left_out_that_is_nearer(
    written: Json, limit: int
) -> None:
    problem = from_json(written)
    pairs = [(party, slot) for party in problem.parties for slot in problem.slots]
    told = nearest_misses(problem, pairs, limit)
    missed = {
        (party.id, slot.id)
        for party, slot in pairs
        if closed_by_one_distance(broken_rules(problem, party, slot), slot)
    }
    assert len(told) == min(limit, len(missed))
    assert len({(miss.party, miss.slot) for miss in told}) == len(told)
    efforts = [effort(problem, miss.party, miss.slot) for miss in told]
    assert efforts == sorted(effort(problem, *pair) for pair in missed)[:limit]
    for miss in told:
        assert_mending_opens(problem, miss)


def closed_by_one_distance(broken: tuple[Rule, ...], slot: Slot) -> bool:
    """Whether one rule alone closes a pair, and it is not a choice."""
    if broken == (Rule.FRAME,):
        return slot.frame is not None
    return len(broken) == 1 and broken[0] not in CHOICES


def effort(problem: Problem, party: str, slot: str) -> int:
    miss = near_miss(problem, problem.party_of[party], problem.slot_of[slot])
    assert miss is not None
    return EFFORT[miss.rule] * miss.amount


def assert_mending_opens(problem: Problem, miss: NearMiss) -> None:
    party, slot = problem.party_of[miss.party], problem.slot_of[miss.slot]
    assert not is_candidate(problem, party, slot)
    assert broken_rules(problem, *mended(party, slot, miss)) == ()
    if miss.amount > 1 and miss.rule in (Rule.DISTANCE, Rule.LANGUAGE, Rule.PLACES):
        less = mended(party, slot, replace(miss, amount=miss.amount - 1))
        assert broken_rules(problem, *less) == (miss.rule,)


def mended(party: Party, slot: Slot, miss: NearMiss) -> tuple[Party, Slot]:
    """Do what a near miss says would open the pair."""
    levels = ("A0", "A1", "A2", "B1", "B2", "C1", *["C1"] * miss.amount)
    better = levels[levels.index(party.french) + miss.amount]
    of_party: dict[Rule, dict[str, Any]] = {
        Rule.DISTANCE: {"reach_km": party.reach_km + miss.amount},
        Rule.DATES: {"available": (*party.available, (slot.arrival, slot.departure))},
        Rule.LANGUAGE: {"french": better},
        Rule.FRAME: {"frames": (*party.frames, *miss.missing)},
    }
    of_slot: dict[Rule, dict[str, Any]] = {
        Rule.PLACES: {"rooms": (*slot.rooms, Room(miss.amount))},
        Rule.CHILDREN: {"children": True},
        Rule.NEEDS: {
            "features": (*slot.features, *miss.missing),
            "rooms": tuple(replace(room, locks=True) for room in slot.rooms),
        },
    }
    assert miss.rule in {*of_party, *of_slot}, "a choice is not a distance"
    return replace(party, **of_party.get(miss.rule, {})), replace(
        slot, **of_slot.get(miss.rule, {})
    )


SPEECHLESS: dict[str, Any] = {"languages": (), "french": "A0"}


@pytest.mark.parametrize(
    ("party", "slot", "rule", "amount", "missing"),
    [
        (a_party(reach_km=70), a_slot(), Rule.DISTANCE, 8, ()),
        (a_party(available=((a_slot().arrival, a_slot().arrival),)), a_slot(), Rule.DATES, 4, ()),
        (a_party(**SPEECHLESS), a_slot(min_french="A2"), Rule.LANGUAGE, 2, ()),
        (a_party(men=3), a_slot(), Rule.PLACES, 1, ()),
        (a_party(women=1, children=1), a_slot(), Rule.CHILDREN, 1, ()),
        (a_party(needs=("no-dogs",)), a_slot(), Rule.NEEDS, 1, ("no-dogs",)),
        (a_party(needs=("lockable-room",)), a_slot(), Rule.NEEDS, 1, ("lockable-room",)),
        (a_party(frames=()), a_slot(), Rule.FRAME, 1, ("discovery",)),
    ],
)
def test_a_near_miss_tells_the_distance_to_opening(
    party: Party, slot: Slot, rule: Rule, amount: int, missing: tuple[str, ...]
) -> None:
    problem = a_problem(party, slot)
    (miss,) = explain(problem, solve(problem), "p1").near_misses
    assert (miss.rule, miss.amount, miss.missing) == (rule, amount, missing)
    assert_mending_opens(problem, miss)


@pytest.mark.parametrize(
    ("party", "slot"),
    [
        (a_party(refuses=("farm-1",)), a_slot()),
        (a_party(), a_slot(women_only=True)),
        (a_party(frames=("immersion",)), a_slot(frame=None)),
        (a_party(reach_km=1, frames=()), a_slot()),
    ],
)
def test_choices_and_pairs_closed_twice_are_no_near_miss(party: Party, slot: Slot) -> None:
    problem = a_problem(party, slot)
    assert explain(problem, solve(problem), "p1").near_misses == ()
