"""Who can sleep where, told by trying every room for every person."""

import itertools
from collections import defaultdict
from functools import cache
from typing import Any

Json = dict[str, Any]
Room = tuple[int, bool]
Shape = tuple[int, int, int, bool, bool]
Person = tuple[int, str, bool, bool]


def rooms_of(slot: Json) -> tuple[Room, ...]:
    """A room is a number of beds, or an object."""
    return tuple(
        (room["beds"], bool(room.get("locks"))) if isinstance(room, dict) else (room, False)
        for room in slot.get("rooms") or []
    )


@cache
def sleeps(rooms: tuple[Room, ...], group: tuple[Shape, ...]) -> bool:
    """Try every room for every person."""
    persons = [
        (at, kind, private or kids > 0 or lock, lock)
        for at, (men, women, kids, private, lock) in enumerate(group)
        for kind in "m" * men + "w" * women + "c" * kids
    ]
    if len(persons) > sum(beds for beds, _ in rooms):
        return False
    return any(
        _rooms_are_fine(rooms, persons, where)
        for where in itertools.product(range(len(rooms)), repeat=len(persons))
    )


def _rooms_are_fine(rooms: tuple[Room, ...], persons: list[Person], where: tuple[int, ...]) -> bool:
    inside: defaultdict[int, list[Person]] = defaultdict(list)
    for person, room in zip(persons, where, strict=True):
        inside[room].append(person)
    for room, there in inside.items():
        beds, locks = rooms[room]
        if len(there) > beds or (any(lock for *_, lock in there) and not locks):
            return False
        if len({party for party, *_ in there}) == 1:
            continue
        if any(apart for _, _, apart, _ in there) or len({kind for _, kind, *_ in there}) > 1:
            return False
    return True
