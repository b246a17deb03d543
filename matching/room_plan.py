"""Who sleeps in which room: with as few strangers as the rooms allow, and as before if they may.

`groups` says whether a group has beds at all; this says which. Of all ways it takes one in which
the fewest people share a room with a stranger, of these the one that leaves most people in the
rooms that they had in the previous plan, and of these the first in the order of rooms. Where there
are very many ways, it is the best of those looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from matching.groups import everyone_has_a_bed, lodging_of, sleepers
from matching.problem import Pair, Party, Problem, Slot
from matching.room_search import RoomSearch

MANY_PARTIES = 40
"""In a slot: with more of them, those who share rooms are no longer told apart in the search."""


class Bedding(NamedTuple):
    """Some people of a party in a room."""

    party: str
    slot: str
    room: str
    people: int


def room_names(slot: Slot) -> tuple[str, ...]:
    """Name the rooms of a slot: by what the farm calls them, or by their place in the list."""
    return tuple(room.id or str(at) for at, room in enumerate(slot.rooms, start=1))


def plan_rooms(problem: Problem, matches: Iterable[Pair]) -> tuple[Bedding, ...]:
    """Give everyone who is matched a room; those of a slot that cannot hold them all have none."""
    groups: dict[str, list[str]] = {}
    for party, slot_id in sorted(matches):
        groups.setdefault(slot_id, []).append(party)
    before: dict[str, set[tuple[str, str]]] = {}
    for party, slot_id, room in problem.previous_rooms:
        before.setdefault(slot_id, set()).add((party, room))
    return tuple(
        bedding
        for slot_id, group in sorted(groups.items())
        for bedding in plan_slot(
            problem.slot_of[slot_id],
            [problem.party_of[each] for each in group],
            before.get(slot_id, set()),
        )
    )


def plan_slot(
    slot: Slot,
    parties: Sequence[Party],
    before: Iterable[tuple[str, str]] = (),
    chosen: Mapping[str, Mapping[str, int]] | None = None,
) -> list[Bedding]:
    """Give everyone of a slot a room, or nobody where the rooms cannot hold them all.

    Parameters
    ----------
    before
        Parties with a room that they had in the plan before.
    chosen
        For some parties, the rooms that they have in any case, and how many of them sleep in each.
    """
    if not everyone_has_a_bed(lodging_of(slot.rooms), sleepers(parties)):
        return []
    names = room_names(slot)
    had = {(party, names.index(room)) for party, room in before if room in names}
    fixed = {party: _numbered(names, rooms) for party, rooms in (chosen or {}).items()}
    free = [party for party in parties if party.id not in fixed]
    crowds = _crowds(free) if len(free) > MANY_PARTIES else {}
    crowded = {party.id for members in crowds.values() for party in members}
    few = [party for party in parties if party.id not in crowded]
    turns = _in_turn([*few, *map(_as_one, crowds, crowds.values())], first=fixed)
    search = RoomSearch(slot.rooms, turns, had, fixed)
    search.run()
    beds = {party.id: search.best.get(party.id, {}) for party in few}
    for name, members in crowds.items():
        beds |= _shared_out(search.best.get(name, {}), members)
    return [
        Bedding(party.id, slot.id, names[room], people)
        for party in parties
        for room, people in sorted(beds[party.id].items())
    ]


def _numbered(names: Sequence[str], rooms: Mapping[str, int]) -> dict[int, int]:
    """Return rooms by their place in the list; one that is gone is nowhere, and holds nobody."""
    return {names.index(room) if room in names else -1: people for room, people in rooms.items()}


def ways_to_sleep(
    slot: Slot, party: Party, others: Sequence[Party], plan: Iterable[Bedding]
) -> list[dict[str, int]]:
    """List the rooms that a party could have while the others keep theirs.

    Parameters
    ----------
    plan
        Where the others sleep.

    Returns
    -------
    list
        For each way, how many of the party sleep in each room: in the order of rooms.
    """
    names = room_names(slot)
    chosen: dict[str, dict[int, int]] = {each.id: {} for each in others}
    for each in plan:
        if each.party in chosen:
            chosen[each.party][names.index(each.room)] = each.people
    told_apart = {(f"\0{at}", at) for at in range(len(names))}  # alike rooms are each a choice
    search = RoomSearch(slot.rooms, [*_in_turn(others), party], told_apart, chosen)
    found = sorted(search.ways_of(party.id), key=lambda rooms: sorted(rooms.items()))
    return [{names[at]: people for at, people in sorted(rooms.items())} for rooms in found]


def strangers(parties: Iterable[Party], plan: Iterable[Bedding], party: str) -> int:
    """Count who sleeps in a room of a party without belonging to it or to its companions."""
    circle = {each.id: each.together or f"{each.id}." for each in parties}
    beds = list(plan)
    rooms = {each.room for each in beds if each.party == party}
    return sum(
        each.people for each in beds if each.room in rooms and circle[each.party] != circle[party]
    )


def people_beside_strangers(parties: Iterable[Party], plan: Iterable[Bedding]) -> int:
    """Count who sleeps in a room with somebody who is neither of their party nor a companion."""
    circle = {each.id: each.together or f"{each.id}." for each in parties}
    rooms: dict[str, list[Bedding]] = {}
    for each in plan:
        rooms.setdefault(each.room, []).append(each)
    return sum(
        each.people
        for inside in rooms.values()
        if len({circle[other.party] for other in inside}) > 1
        for each in inside
    )


def _crowds(parties: Sequence[Party]) -> dict[str, list[Party]]:
    """Put together the men, and the women, who share rooms: where many come, all do."""
    crowds = {
        "\0men": [each for each in parties if each.shares_rooms and not each.women],
        "\0women": [each for each in parties if each.shares_rooms and not each.men],
    }
    return {name: members for name, members in crowds.items() if members}


def _as_one(name: str, members: Sequence[Party]) -> Party:
    men, women = (sum(getattr(each, sex) for each in members) for sex in ("men", "women"))
    return replace(members[0], id=name, men=men, women=women, together=None)


def _shared_out(rooms: Mapping[int, int], members: Sequence[Party]) -> dict[str, dict[int, int]]:
    """Give the beds of a crowd to its parties, one room after the other."""
    beds = iter([room for room, count in sorted(rooms.items()) for _ in range(count)])
    return {
        party.id: dict(Counter(room for _, room in zip(range(party.people), beds, strict=False)))
        for party in members
    }


def _in_turn(parties: Sequence[Party], first: Collection[str] = ()) -> list[Party]:
    """Order parties so that those who have the least choice of rooms come first."""
    return sorted(
        parties,
        key=lambda each: (
            each.id not in first,
            not each.needs_lock,
            each.shares_rooms,
            not (each.men and each.women),
            -each.people,
            each.id,
        ),
    )
