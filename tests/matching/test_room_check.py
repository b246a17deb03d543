"""Rooms of an answer, as the checker judges them: everyone in one bed, beside whom they may be."""

from typing import Any

import pytest

from matching import Room
from matching.room_check import faults_of_rooms
from matching.room_plan import Bedding
from tests.matching.builders import a_party, a_problem, a_slot, locked

MEN = [a_party(f"m{n}", men=1) for n in range(4)]
COUPLES = [a_party(f"c{n}", men=1, women=1) for n in range(2)]
TRIO = a_party("trio", men=2, women=1)
WOMAN, ALONE = a_party("w", women=1), a_party("alone", private=True)
LOCK = a_party("lock", men=2, needs=("lockable-room",))
EVERYONE = {each.id: each for each in (*MEN, *COUPLES, TRIO, WOMAN, ALONE, LOCK)}
NO_HOLD, SEXES = "does not hold them", "Men and women of several parties"
NO_BED, NOT_THERE = "Somebody has no bed, or two", "cannot sleep in room"


@pytest.mark.parametrize(
    ("rooms", "inside", "fault"),
    [
        ((2,), [{"m0": 1, "m1": 1}], None),
        ((2,), [{"m0": 1, "m1": 1, "m2": 1}], NO_HOLD),
        ((2, 2), [{"m0": 1, "m1": 1}, {"w": 1}], None),
        ((2,), [{"m0": 1, "w": 1}], SEXES),
        ((1,), [{"m0": 2}], NO_BED),
        ((2, 2), [{"c0": 2}, {"c0": 0}], NO_HOLD),
        ((3, 2), [{"c0": 3}, {"c0": -1}], NO_HOLD),
        ((2, 2), [{"c0": 1, "c1": 1}, {"c0": 1, "c1": 1}], None),
        ((2, 2), [{"c0": 1, "m0": 1}, {"c0": 1, "m1": 1}], SEXES),
        ((2, 2), [{"c0": 1, "m0": 1}, {"c0": 1, "w": 1}], None),
        ((2, 2, 1), [{"trio": 1, "m0": 1}, {"trio": 1, "m1": 1}, {"trio": 1}], None),
        ((2, 2, 2), [{"trio": 1, "m0": 1}, {"trio": 1, "m1": 1}, {"trio": 1, "m2": 1}], SEXES),
        ((3, 1), [{"trio": 2, "m0": 1}, {"trio": 1}], None),
        ((3, 1), [{"trio": 2, "w": 1}, {"trio": 1}], SEXES),
        ((2,), [{"alone": 1, "m0": 1}], NO_HOLD),
        ((2, 1), [{"alone": 1}, {"m0": 1}], None),
        ((locked(2),), [{"lock": 2}], None),
        ((locked(1), locked(1)), [{"lock": 1}, {"lock": 1}], None),
        ((locked(1), 1), [{"lock": 1}, {"lock": 1}], NO_HOLD),
        ((locked(3),), [{"lock": 2, "m0": 1}], NO_HOLD),
        ((1,), [{"m0": 1}, {"m1": 1}], NOT_THERE),
        ((2,), [{"m0": 1}, {}], None),
    ],
)
def test_a_plan_of_rooms_is_one_where_everyone_sleeps_as_they_may(
    rooms: tuple[int | Room, ...], inside: list[dict[str, int]], fault: str | None
) -> None:
    beds = [
        Bedding(party, "s1", str(room), people)
        for room, there in enumerate(inside, start=1)
        for party, people in there.items()
    ]
    problem = a_problem(*EVERYONE.values(), a_slot(rooms=rooms))
    matches = [(party, "s1") for party in dict.fromkeys(each.party for each in beds)]
    faults = list(faults_of_rooms(problem, matches, beds))
    assert len(faults) == (fault is not None)
    assert not fault or fault in faults[0]


@pytest.mark.parametrize(
    ("beds", "fault"),
    [
        ([("m0", "s2", "1", 1)], "m0 cannot sleep in room 1 of s2."),
        ([("m1", "s1", "1", 1)], "m1 cannot sleep in room 1 of s1."),
        ([("m0", "s1", "blue", 1)], "m0 cannot sleep in room blue of s1."),
        ([], "Somebody has no bed, or two."),
    ],
)
def test_a_bed_is_in_a_room_of_the_slot_one_goes_to(beds: list[Any], fault: str) -> None:
    problem = a_problem(*MEN, a_slot(), a_slot("s2"))
    assert [*faults_of_rooms(problem, [("m0", "s1")], [Bedding(*each) for each in beds])] == [fault]
