"""Whether a plan of rooms is one: everyone in one bed, and with nobody they must not share with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from matching.problem import Pair, Party, Problem, Room
from matching.room_plan import Bedding, room_names


def faults_of_rooms(
    problem: Problem, matches: Iterable[Pair], rooms: Iterable[Bedding]
) -> Iterator[str]:
    """Tell in sentences what is wrong with the rooms of some matches."""
    slot_of = dict(matches)
    slept: Counter[str] = Counter()
    inside: defaultdict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for each in rooms:
        if slot_of.get(each.party) != each.slot or each.room not in room_names(
            problem.slot_of[each.slot]
        ):
            yield f"{each.party} cannot sleep in room {each.room} of {each.slot}."
            return
        slept[each.party] += each.people
        inside[each.slot].setdefault(each.room, {})[each.party] = each.people
    if slept != {party: problem.party_of[party].people for party in slot_of}:
        yield "Somebody has no bed, or two."
        return
    for slot_id, there in inside.items():
        slot = problem.slot_of[slot_id]
        room_of = dict(zip(room_names(slot), slot.rooms, strict=True))
        for name, people in there.items():
            if not _holds(room_of[name], people, problem.party_of):
                yield f"Room {name} of {slot_id} does not hold them."
        if not _one_sex_a_room(list(there.values()), problem.party_of):
            yield f"Men and women of several parties share a room of {slot_id}."


def _holds(room: Room, people: dict[str, int], party_of: dict[str, Party]) -> bool:
    parties = [party_of[party] for party in people]
    if min(people.values()) < 1 or sum(people.values()) > room.beds:
        return False
    if not room.locks and any(party.needs_lock for party in parties):
        return False
    return len(parties) == 1 or all(party.shares_rooms for party in parties)


def _one_sex_a_room(rooms: list[dict[str, int]], party_of: dict[str, Party]) -> bool:
    """Return whether each shared room can be for men or for women, with enough of them."""
    shared = [room for room in rooms if len(room) > 1]
    choices = [
        [
            sex
            for sex in ("men", "women")
            if all(getattr(party_of[party], sex) >= count for party, count in room.items())
        ]
        for room in shared
    ]
    return any(_enough(shared, sexes, party_of) for sexes in product(*choices))


def _enough(
    shared: list[dict[str, int]], sexes: tuple[str, ...], party_of: dict[str, Party]
) -> bool:
    used: Counter[tuple[str, str]] = Counter()
    for room, sex in zip(shared, sexes, strict=True):
        for party, count in room.items():
            used[party, sex] += count
    return all(getattr(party_of[party], sex) >= count for (party, sex), count in used.items())
