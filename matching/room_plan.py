"""Who sleeps in which room: with as few strangers as the rooms allow, and as before if they may.

`groups` says whether a group has beds at all; this says which. Of all ways it takes one in which
the fewest people share a room with a stranger, of these the one that leaves most people in the
rooms that they had in the previous plan, and of these the first in the order of rooms. Where there
are very many ways, it is the best of those looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from matching.problem import Pair, Party, Problem, Room, Slot

MANY_PARTIES = 40
"""In a slot: with more of them, those who share rooms are no longer told apart in the search."""

MOST_STEPS = 20_000
"""Beds given out while looking for a better plan; a first one is looked for as long as it takes."""


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
        for bedding in _plan_slot(
            problem.slot_of[slot_id],
            [problem.party_of[each] for each in group],
            before.get(slot_id, set()),
        )
    )


def _plan_slot(slot: Slot, parties: Sequence[Party], before: set[tuple[str, str]]) -> list[Bedding]:
    names = room_names(slot)
    had = {(party, names.index(room)) for party, room in before if room in names}
    crowds = _crowds(parties) if len(parties) > MANY_PARTIES else {}
    crowded = {party.id for members in crowds.values() for party in members}
    few = [party for party in parties if party.id not in crowded]
    search = _Search(slot.rooms, _in_turn([*few, *map(_as_one, crowds, crowds.values())]), had)
    search.run()
    beds = {party.id: search.best.get(party.id, {}) for party in few}
    for name, members in crowds.items():
        beds |= _shared_out(search.best.get(name, {}), members)
    return [
        Bedding(party.id, slot.id, names[room], people)
        for party in parties
        for room, people in sorted(beds[party.id].items())
    ]


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


def _in_turn(parties: Sequence[Party]) -> list[Party]:
    """Order parties so that those who have the least choice of rooms come first."""
    return sorted(
        parties,
        key=lambda each: (
            not each.needs_lock,
            each.shares_rooms,
            not (each.men and each.women),
            -each.people,
            each.id,
        ),
    )


@dataclass
class _Place:
    """A room while beds are given out: what is left, whom it is kept for, who is in it."""

    room: Room
    left: int
    kept_for: str = ""
    """A party's id in front of a dot, or `men`, or `women`; empty while nobody is there."""
    inside: dict[str, int] = field(default_factory=dict)

    def put(self, party: str, kept_for: str, people: int) -> str:
        """Let people in; return whom it was kept for before."""
        before, self.kept_for = self.kept_for, kept_for
        self.left -= people
        self.inside[party] = self.inside.get(party, 0) + people
        return before

    def take(self, party: str, before: str, people: int) -> None:
        """Undo `put`."""
        self.kept_for = before
        self.left += people
        self.inside[party] -= people
        if not self.inside[party]:
            del self.inside[party]


class _EnoughError(Exception):
    """The best plan so far will do."""


class _Search:
    """Depth first over parties, and for each over rooms."""

    def __init__(
        self, rooms: Sequence[Room], parties: Sequence[Party], had: set[tuple[str, int]]
    ) -> None:
        self.places = [_Place(room, room.beds) for room in rooms]
        self.parties = parties
        self.had = had
        self._circle = {each.id: each.together or f"{each.id}." for each in parties}
        self.best: dict[str, dict[int, int]] = {}
        self._value: tuple[int, int] | None = None
        self._steps = 0

    def run(self) -> None:
        """Look through the plans, until enough steps were taken and one is found."""
        with suppress(_EnoughError):
            self._look()

    def _look(self) -> None:
        for _ in self._from(0):
            value = self._sharing(), self._moved()
            if self._value is None or value < self._value:
                self._value = value
                self.best = {}
                for at, place in enumerate(self.places):
                    for party, people in place.inside.items():
                        self.best.setdefault(party, {})[at] = people
            if self._value == (0, 0):
                return

    def _step(self) -> None:
        """Count a step; end the search where it is enough."""
        self._steps += 1
        if self._value is not None and self._steps > MOST_STEPS:
            raise _EnoughError

    def _sharing(self) -> int:
        """Count who sleeps in a room with a stranger; companions are none."""
        return sum(
            sum(each.inside.values())
            for each in self.places
            if len({self._circle[party] for party in each.inside}) > 1
        )

    def _moved(self) -> int:
        """Count who had another room before."""
        known = {party for party, _ in self.had}
        return sum(
            people
            for at, place in enumerate(self.places)
            for party, people in place.inside.items()
            if party in known and (party, at) not in self.had
        )

    def _from(self, turn: int) -> Iterator[None]:
        """Give beds to this party and those after it; once for each way."""
        if turn == len(self.parties):
            yield
            return
        if self._value is not None and (self._sharing(), 0) > self._value:
            return
        party = self.parties[turn]
        for _ in self._beds(party, party.men, party.women, party.children):
            yield from self._from(turn + 1)

    def _beds(self, party: Party, men: int, women: int, children: int) -> Iterator[None]:
        if not (men or women or children):
            yield
        elif not party.shares_rooms:
            yield from self._kept(party, men + women + children, first=0)
        elif men and women:
            for _ in self._of_one_sex(party, "men", men, first=0):
                yield from self._of_one_sex(party, "women", women, first=0)
            yield from self._some_kept(party, men, women)
        else:
            yield from self._of_one_sex(party, "men" if men else "women", men or women, first=0)

    def _some_kept(self, party: Party, men: int, women: int) -> Iterator[None]:
        """Keep a room for a party of both sexes; the others of it sleep wherever they can."""
        for at, place in self._free():
            people = min(place.left, men + women)
            for men_in in range(max(0, people - women), min(men, people) + 1):
                before = place.put(party.id, f"{party.id}.", people)
                self._step()
                yield from self._beds(party, men - men_in, women - people + men_in, 0)
                self.places[at].take(party.id, before, people)

    def _free(self) -> Iterator[tuple[int, _Place]]:
        """List empty rooms, those that are alike but once."""
        seen: set[tuple[int, bool, frozenset[str]]] = set()
        for at, place in enumerate(self.places):
            had = frozenset(party for party, room in self.had if room == at)
            alike = place.room.beds, place.room.locks, had
            if not place.inside and alike not in seen:
                seen.add(alike)
                yield at, place

    def _kept(self, party: Party, people: int, first: int) -> Iterator[None]:
        """Keep rooms for a party that shares none."""
        if not people:
            yield
            return
        for at, place in self._free():
            if at < first or (party.needs_lock and not place.room.locks):
                continue
            number = min(place.left, people)
            before = place.put(party.id, f"{party.id}.", number)
            self._step()
            yield from self._kept(party, people - number, at + 1)
            place.take(party.id, before, number)

    def _of_one_sex(self, party: Party, sex: str, people: int, first: int) -> Iterator[None]:
        """Let adults of one sex sleep in empty rooms, or with others of that sex."""
        if not people:
            yield
            return
        for at in range(first, len(self.places)):
            place = self.places[at]
            if place.kept_for not in ("", sex) or not place.left:
                continue
            for number in range(min(place.left, people), 0, -1):
                before = place.put(party.id, sex, number)
                self._step()
                yield from self._of_one_sex(party, sex, people - number, at + 1)
                place.take(party.id, before, number)
