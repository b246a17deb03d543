"""Who sleeps in which room: everyone has a bed, and shares with as few strangers as can be."""

import itertools
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    Party,
    ProblemError,
    Room,
    Slot,
    from_json,
    plan_rooms,
    plan_slot,
    room_names,
    room_search,
    solve,
    ways_to_sleep,
)
from matching.room_check import faults_of_rooms
from matching.room_plan import Bedding
from tests.matching.builders import a_party, a_problem, a_slot, locked
from tests.matching.strategies import Json, problems

People = list[tuple[Party, str]]


def of(*parties: Party, slot: Slot, **given: Any) -> dict[str, dict[str, int]]:
    """The rooms of each party of a slot in which all of them stay."""
    problem = a_problem(*parties, slot, **given)
    plan: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for bedding in plan_rooms(problem, [(party.id, slot.id) for party in parties]):
        plan[bedding.party][bedding.room] = bedding.people
    return dict(plan)


def fewest_sharing(slot: Slot, parties: list[Party]) -> int:
    """Put every person into every room, and count who shares with a stranger at least."""
    people: People = [
        (party, kind)
        for party in parties
        for kind in "m" * party.men + "w" * party.women + "c" * party.children
    ]
    ways = itertools.product(range(len(slot.rooms)), repeat=len(people))
    counts = (sharing(slot, people, where) for where in ways)
    return min(count for count in counts if count is not None)


def sharing(slot: Slot, people: People, where: tuple[int, ...]) -> int | None:
    """How many share with a stranger; none where a rule is broken."""
    total = 0
    for at, room in enumerate(slot.rooms):
        inside = [person for person, there in zip(people, where, strict=True) if there == at]
        ids = {party.id for party, _ in inside}
        if len(inside) > room.beds or any(p.needs_lock and not room.locks for p, _ in inside):
            return None
        if len(ids) > 1 and (
            len({kind for _, kind in inside}) > 1 or not all(p.shares_rooms for p, _ in inside)
        ):
            return None
        if len({party.together or f"{party.id}." for party, _ in inside}) > 1:
            total += len(inside)
    return total


@given(problems(6, 2, stable=False))
def test_everyone_has_a_bed_and_as_few_as_possible_share_with_strangers(written: Json) -> None:
    problem = from_json(written)
    try:
        solution = solve(problem)
    except ProblemError:
        return
    for slot_id, group in solution.group_of.items():
        slot, parties = problem.slot_of[slot_id], [problem.party_of[each] for each in group]
        here = [each for each in solution.rooms if each.slot == slot_id]
        slept = Counter[str]()
        for each in here:
            slept[each.party] += each.people
        assert slept == {party.id: party.people for party in parties}
        fewest = fewest_sharing(slot, parties)
        assert strangers(slot, here, problem.party_of) == fewest
        circles = Counter[str]()
        for party in parties:
            circles[party.together or f"{party.id}."] += party.people
        beds = [room.beds for room in slot.rooms]
        assert room_search.fewest_sharing(beds, circles.values()) <= fewest


@pytest.mark.parametrize(
    ("beds", "people", "fewest"),
    [
        ((2, 1), (1, 1), 0),
        ((2, 1), (1, 1, 1), 2),
        ((2, 2, 2, 1, 1), (1,) * 7, 4),
        ((3, 1), (1, 1, 1, 1), 3),
        ((4,), (2, 2), 4),
        ((1,), (1, 1), 0),
    ],
)
def test_where_more_go_alone_than_there_are_rooms_some_share(
    beds: tuple[int, ...], people: tuple[int, ...], fewest: int
) -> None:
    assert room_search.fewest_sharing(beds, people) == fewest


def strangers(slot: Slot, plan: list[Bedding], party_of: dict[str, Party]) -> int:
    """Check rooms against the rules, and count who shares with a stranger."""
    total = 0
    for name, room in zip(room_names(slot), slot.rooms, strict=True):
        here = [each for each in plan if each.room == name]
        parties = [party_of[each.party] for each in here]
        assert sum(each.people for each in here) <= room.beds
        assert room.locks or not any(party.needs_lock for party in parties)
        if len(here) > 1:
            assert all(party.shares_rooms for party in parties)
        if len({party.together or f"{party.id}." for party in parties}) > 1:
            total += sum(each.people for each in here)
    return total


def test_strangers_share_only_where_there_is_no_room_left() -> None:
    x, y, z = (a_party(name) for name in "xyz")
    assert of(x, y, slot=a_slot(rooms=(2, 1))) == {"x": {"1": 1}, "y": {"2": 1}}
    three = of(x, y, z, slot=a_slot(rooms=(2, 1)))
    assert sorted(len(rooms) for rooms in three.values()) == [1, 1, 1]


def test_companions_share_rather_than_strangers() -> None:
    x, y = a_party("x", together="t"), a_party("y", together="t")
    plan = of(x, y, a_party("z"), slot=a_slot(rooms=(2, 1)))
    assert plan == {"x": {"1": 1}, "y": {"1": 1}, "z": {"2": 1}}


def test_whoever_needs_a_lock_has_a_room_that_locks_alone() -> None:
    woman = a_party("woman", women=1, needs=("lockable-room",))
    plan = of(a_party("man"), woman, slot=a_slot(rooms=(2, locked(1))))
    assert plan == {"man": {"1": 1}, "woman": {"2": 1}}


def test_rooms_keep_the_names_that_the_farm_gives_them() -> None:
    slot = a_slot(rooms=(Room(1, id="attic"), Room(1)))
    assert room_names(slot) == ("attic", "2")


@given(st.permutations(["1", "2", "3"]))
def test_rooms_stay_as_they_were(order: list[str]) -> None:
    parties = [a_party(name) for name in "xyz"]
    before = frozenset((party.id, "s1", room) for party, room in zip(parties, order, strict=True))
    plan = of(*parties, slot=a_slot(rooms=(1, 1, 1)), previous_rooms=before)
    assert {party: next(iter(rooms)) for party, rooms in plan.items()} == dict(
        zip("xyz", order, strict=True)
    )


def test_nobody_shares_so_that_somebody_else_keeps_a_room() -> None:
    x, y = a_party("x"), a_party("y")
    before = frozenset({("x", "s1", "1"), ("y", "s1", "1")})
    plan = of(x, y, slot=a_slot(rooms=(2, 1)), previous_rooms=before)
    assert {next(iter(rooms)) for rooms in plan.values()} == {"1", "2"}


def test_a_hall_is_given_out_in_no_time() -> None:
    people = [a_party(f"p{at}") for at in range(60)]
    women = [a_party(f"w{at}", women=1) for at in range(20)]
    plan = of(*people, *women, slot=a_slot(rooms=(60, 20)))
    assert {room for party in people for room in plan[party.id]} == {"1"}
    assert {room for party in women for room in plan[party.id]} == {"2"}


def test_the_rooms_of_those_who_stay_are_kept_when_somebody_leaves() -> None:
    x, y = a_party("x"), a_party("y")
    problem = a_problem(x, y, a_slot(rooms=(1, 1)))
    solution = solve(problem)
    (kept,) = solution.without(problem, "x").rooms
    assert kept in solution.rooms
    before = frozenset({(kept.party, kept.slot, kept.room)})
    again = solve(replace(problem, parties=(y,), previous_rooms=before))
    assert again.rooms == (kept,)


def test_a_hall_for_more_than_a_thousand_is_given_out_too() -> None:
    people = [a_party(f"p{at:04}", men=1 + at % 2) for at in range(800)]
    plan = of(*people, slot=a_slot(rooms=(1_000, 200)))
    assert {party.id: sum(plan[party.id].values()) for party in people} == {
        party.id: party.people for party in people
    }
    assert sum(rooms.get("1", 0) for rooms in plan.values()) == 1_000


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), min_size=2, max_size=4
    ),
    st.lists(st.integers(1, 3), min_size=2, max_size=3),
)
def test_a_party_may_have_each_room_that_fits_and_keeps_the_one_it_is_given(
    people: list[tuple[int, int, bool]], beds: list[int]
) -> None:
    parties = [
        a_party(f"p{at}", men=men, women=women or int(not men), private=private)
        for at, (men, women, private) in enumerate(people)
    ]
    slot = a_slot(rooms=tuple(map(Room, beds)))
    plan = plan_slot(slot, parties)
    if not plan:
        return
    own = {each.room: each.people for each in plan if each.party == "p0"}
    rest = [each for each in plan if each.party != "p0"]
    ways = ways_to_sleep(slot, parties[0], parties[1:], rest)
    assert own in ways
    assert {tuple(way) for way in ways if len(way) == 1} == {
        (room,)
        for room in room_names(slot)
        if not set(faults(slot, parties, [*rest, Bedding("p0", "s1", room, parties[0].people)]))
    }
    for way in ways:
        beddings = [Bedding("p0", "s1", room, number) for room, number in way.items()]
        assert not list(faults(slot, parties, [*rest, *beddings]))
        again = plan_slot(slot, parties, chosen={"p0": way})
        assert {each.room: each.people for each in again if each.party == "p0"} == way


def faults(slot: Slot, parties: list[Party], plan: list[Bedding]) -> list[str]:
    problem = a_problem(*parties, slot)
    return list(faults_of_rooms(problem, [(party.id, slot.id) for party in parties], plan))


def test_a_room_that_is_gone_or_cannot_be_kept_is_nobodys() -> None:
    x, y, slot = a_party("x"), a_party("y", women=1), a_slot(rooms=(1, 1))
    assert plan_slot(slot, [x, y], chosen={"x": {"3": 1}}) == []
    both = {"x": {"1": 1}, "y": {"1": 1}}
    assert plan_slot(slot, [x, y], chosen=both) == []
    assert len(plan_slot(slot, [x, y], chosen={"x": {"2": 1}})) == 2


def test_of_too_many_nobody_has_a_room() -> None:
    many = [a_party(f"p{at}") for at in range(30)]
    assert plan_slot(a_slot(rooms=(6,) * 4), many) == []
