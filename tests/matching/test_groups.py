"""Each rule on those who stay together, broken alone."""

import tracemalloc
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import GroupRule, Party, Room, Slot, broken_group_rules, solve
from matching.groups import everyone_has_a_bed, sleepers
from tests.matching import oracle_rooms
from tests.matching.builders import a_party, a_problem, a_slot, locked


@pytest.fixture(autouse=True)
def judged_anew() -> None:
    """Forget what was judged before, so that each test judges for itself."""
    everyone_has_a_bed.cache_clear()


def broken(slot: Slot, *parties: Party) -> tuple[GroupRule, ...]:
    return broken_group_rules(slot, parties)


def a_couple(name: str) -> Party:
    return a_party(name, men=1, women=1)


MAN, WOMAN = a_party("m", men=1), a_party("w", women=1)
ASKS_FOR_A_LOCK: dict[str, Any] = {"needs": ("lockable-room",)}


@pytest.mark.parametrize(
    ("rooms", "group", "sleeps"),
    [
        ((2, 1), (MAN, WOMAN), True),
        ((2,), (MAN, WOMAN), False),
        ((2,), (MAN, a_party("m2")), True),
        ((2, 2), (a_couple("a"), a_couple("b")), True),
        ((3, 1), (a_couple("a"), a_couple("b")), False),
        ((2, 2), (a_party("a", men=2), a_couple("b")), True),
        ((2, 2), (MAN, WOMAN, a_couple("b")), True),
        ((2, 2), (a_party("a", men=1, women=2), MAN), True),
        ((3,), (a_party("a", men=1, women=2),), True),
        ((1, 1, 1), (a_party("a", men=1, women=2),), True),
        ((2, 1), (a_party("p", private=True), WOMAN), True),
        ((2,), (a_party("p", private=True), MAN), False),
        ((4,), (a_party("f", women=1, children=1), WOMAN), False),
        ((2, 1, 1), (a_party("f", women=1, children=2), WOMAN), True),
        ((3, 3), (a_party("f", women=2, children=2), WOMAN), False),
        ((2, 3), (a_party("a", men=1, women=2), a_couple("b")), True),
        ((1, 4), (a_party("a", men=1, women=2), a_couple("b")), False),
    ],
)
def test_everyone_has_a_bed_in_a_room_they_may_share(
    rooms: tuple[int, ...], group: tuple[Party, ...], sleeps: bool
) -> None:
    assert broken(a_slot(rooms=rooms), *group) == (() if sleeps else (GroupRule.ROOMS,))


def test_two_groups_ask_of_the_rooms_what_all_their_people_ask() -> None:
    here = [MAN, a_couple("a"), a_party("p", private=True), a_party("l", men=2, **ASKS_FOR_A_LOCK)]
    there = [WOMAN, a_party("b", men=2, women=1), a_party("f", women=1, children=2)]
    together = sleepers(here).joined(sleepers(there))
    assert together == sleepers([*there, *here]) == sleepers(there).joined(sleepers(here))
    assert together.people() == sum(party.people for party in (*here, *there))


@pytest.mark.parametrize(
    ("rooms", "placed"), [((10**10,), 1), ((10**10, 10**10), 2), ((10**10, 1, 2**52), 2)]
)
def test_a_room_of_any_size_takes_no_memory_for_beds_that_nobody_needs(
    rooms: tuple[int, ...], placed: int
) -> None:
    tracemalloc.start()
    try:
        solution = solve(a_problem(MAN, WOMAN, a_slot(rooms=rooms)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (solution.people, solution.is_optimal) == (placed, True)
    assert peak < 100_000_000


def test_no_men_join_someone_who_asks_for_a_group_of_women() -> None:
    asking, slot = a_party("a", women=1, needs=("women-only-group",)), a_slot(rooms=(1, 1))
    assert broken(slot, asking, MAN) == (GroupRule.WOMEN_ONLY_GROUP,)
    assert broken(slot, asking, WOMAN) == ()
    assert broken(slot, MAN, WOMAN) == ()


def test_an_exclusive_slot_takes_one_party_or_one_set_of_companions() -> None:
    slot = a_slot(rooms=(1, 1), exclusive=True)
    friends = (a_party("a", together="x"), a_party("b", together="x"))
    assert broken(slot, MAN) == ()
    assert broken(slot, MAN, a_party("b")) == (GroupRule.EXCLUSIVE,)
    assert broken(slot, *friends) == ()
    assert broken(slot, MAN, friends[0]) == (GroupRule.EXCLUSIVE,)
    assert broken(a_slot(rooms=(1, 1)), MAN, a_party("b")) == ()


def test_a_used_slot_holds_its_minimum_children_included() -> None:
    slot = a_slot(rooms=(4,), min_people=3)
    assert broken(slot, MAN, a_party("b")) == (GroupRule.MINIMUM,)
    assert broken(slot, MAN) == (GroupRule.MINIMUM,)
    assert broken(slot, a_party("f", women=1, children=2)) == ()
    assert broken(slot) == ()


@given(
    rooms=st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=3),
    group=st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.booleans(), st.booleans()
        ).filter(lambda who: sum(who[:3]) > 0),
        min_size=1,
        max_size=4,
    ),
)
def test_rooms_are_judged_as_if_every_way_were_tried(
    rooms: list[tuple[int, bool]], group: list[tuple[int, int, int, bool, bool]]
) -> None:
    if sum(sum(who[:3]) for who in group) > 7:
        group = group[:2]
    parties = tuple(
        a_party(
            str(at),
            men=men,
            women=women,
            children=children,
            private=private,
            needs=("lockable-room",) if lock else (),
        )
        for at, (men, women, children, private, lock) in enumerate(group)
    )
    sleeps = oracle_rooms.sleeps(tuple(rooms), tuple(group))
    slot = a_slot(rooms=tuple(Room(*each) for each in rooms))
    assert broken(slot, *parties) == (() if sleeps else (GroupRule.ROOMS,))


KINDS = [
    (*count, False, False) for count in [(1, 0, 0), (0, 1, 0), (1, 1, 0), (2, 1, 0), (1, 2, 0)]
]
ROOMS = [(3,), (2, 2), (3, 1), (3, 2), (4, 1), (2, 1, 1), (2, 2, 1), (3, 2, 1), (2, 2, 2)]


@pytest.mark.parametrize("rooms", ROOMS)
def test_couples_and_strangers_sleep_wherever_some_way_exists(rooms: tuple[int, ...]) -> None:
    for size in (2, 3, 4):
        for group in combinations_with_replacement([*KINDS, (1, 0, 0, True, False)], size):
            if sum(sum(who[:3]) for who in group) > min(6, sum(rooms)):
                continue
            parties = tuple(
                a_party(str(at), men=men, women=women, private=private)
                for at, (men, women, _, private, _) in enumerate(group)
            )
            sleeps = oracle_rooms.sleeps(tuple((beds, False) for beds in rooms), group)
            assert (broken(a_slot(rooms=rooms), *parties) == ()) == sleeps, group


def test_whoever_needs_a_lock_sleeps_only_where_there_is_one() -> None:
    alone = a_party("a", **ASKS_FOR_A_LOCK)
    assert broken(a_slot(rooms=(locked(1), 2)), alone) == ()
    assert broken(a_slot(rooms=(2,)), alone) == (GroupRule.ROOMS,)


def test_one_room_that_locks_is_never_given_to_two_parties_who_need_it() -> None:
    both = [a_party(name, **ASKS_FOR_A_LOCK) for name in "ab"]
    assert broken(a_slot(rooms=(locked(2), 2)), *both) == (GroupRule.ROOMS,)
    assert broken(a_slot(rooms=(locked(2), locked(1))), *both) == ()


def test_a_room_that_nobody_needs_to_lock_is_a_room_like_any_other() -> None:
    assert broken(a_slot(rooms=(locked(1), 1)), MAN, WOMAN) == ()


def test_a_room_of_the_farm_that_is_not_offered_locks_nothing() -> None:
    problem = a_problem(a_party(**ASKS_FOR_A_LOCK), a_slot(rooms=(2,), features=("lockable-room",)))
    assert solve(problem).matches == ()


def test_two_parties_who_need_the_only_lock_are_never_both_placed() -> None:
    both = [a_party(name, **ASKS_FOR_A_LOCK) for name in "ab"]
    assert len(solve(a_problem(*both, a_slot(rooms=(locked(2), 2)))).matches) == 1
