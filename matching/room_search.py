"""The search behind `room_plan`: which beds each party could have, depth first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from matching.problem import Party, Room

MOST_STEPS = 20_000
"""Beds given out while looking for a better plan; a first one is looked for as long as it takes."""


@dataclass
class Spot:
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


def fewest_sharing(beds: Iterable[int], people: Iterable[int]) -> int:
    """Return so many that in no plan fewer people share a room with a stranger.

    In a plan in which so many rooms are shared, each other room has people of one circle at most.
    So all other circles are in those alone, and whoever has no bed elsewhere.

    Parameters
    ----------
    beds
        Of each room.
    people
        How many go together, of each circle.
    """
    largest, circles = sorted(beds, reverse=True), sorted(people)
    if len(circles) <= len(largest):
        return 0
    found = []
    for shared in range(1, len(largest) + 1):
        alone = len(largest) - shared
        only_there = sum(circles[: len(circles) - alone])
        least = max(2 * shared, only_there, sum(circles) - sum(largest[:alone]))
        if least <= sum(largest[:shared]):
            found.append(least)
    return min(found, default=0)


class RoomSearch:
    """Depth first over parties, and for each over rooms.

    Parameters
    ----------
    had
        Who had which room before.
    chosen
        Rooms that some parties have whatever becomes of the others, and how many of them sleep in
        each.
    """

    def __init__(
        self,
        rooms: Sequence[Room],
        parties: Sequence[Party],
        had: Collection[tuple[str, int]],
        chosen: Mapping[str, Mapping[int, int]],
    ) -> None:
        self.places = [Spot(room, room.beds) for room in rooms]
        self.parties = parties
        self.chosen = chosen
        self.had = {*had, *((party, at) for party, rooms in chosen.items() for at in rooms)}
        self._circle = {each.id: each.together or f"{each.id}." for each in parties}
        people = Counter[str]()
        for each in parties:
            people[self._circle[each.id]] += each.people
        self._fewest = fewest_sharing([room.beds for room in rooms], people.values())
        self.best: dict[str, dict[int, int]] = {}
        self._value: tuple[int, int] | None = None
        self._steps = 0

    def run(self) -> None:
        """Look through the plans, until enough steps were taken and one is found."""
        with suppress(_EnoughError):
            self._look()

    def ways_of(self, party: str) -> list[dict[int, int]]:
        """List the rooms that a party could have, as far as they are found in `MOST_STEPS`."""
        found: dict[tuple[tuple[int, int], ...], None] = {}
        with suppress(_EnoughError):
            for _ in self._from(0):
                found.setdefault(tuple(sorted(self._rooms_of(party).items())))
                self._check_steps()
        return [dict(each) for each in found]

    def _rooms_of(self, party: str) -> dict[int, int]:
        return {
            at: each.inside[party] for at, each in enumerate(self.places) if party in each.inside
        }

    def _look(self) -> None:
        for _ in self._from(0):
            value = self._sharing(), self._moved()
            if self._value is None or value < self._value:
                self._value = value
                self.best = {}
                for at, place in enumerate(self.places):
                    for party, people in place.inside.items():
                        self.best.setdefault(party, {})[at] = people
            if self._value == (self._fewest, 0):
                return

    def _step(self) -> None:
        """Count a step; end the search where it is enough."""
        self._steps += 1
        if self._value is not None or self.chosen:
            self._check_steps()

    def _check_steps(self) -> None:
        if self._steps > MOST_STEPS:
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
        if self._value is not None and (self._sharing(), 0) >= self._value:
            return
        party = self.parties[turn]
        chosen = self.chosen.get(party.id)
        for _ in self._beds(party, party.men, party.women, party.children):
            if chosen is None or self._rooms_of(party.id) == chosen:
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

    def _free(self) -> Iterator[tuple[int, Spot]]:
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
