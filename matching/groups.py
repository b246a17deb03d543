"""Which rules a group breaks: the parties that stay together in one slot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from matching.problem import WOMEN_ONLY_GROUP, Party, Room, Slot


class GroupRule(StrEnum):
    """A condition on all who stay together in one slot."""

    ROOMS = "rooms"
    WOMEN_ONLY_GROUP = "women-only-group"
    EXCLUSIVE = "exclusive"
    MINIMUM = "minimum"


class Sleepers(NamedTuple):
    """What a group asks of the rooms, whoever the people are.

    `men` and `women` may sleep in any room of their sex. A pair of `mixed` is the men and women
    of a party that may share: each of them sleeps in a room of their sex, or in a room kept for
    the party. Each number of `apart` is a party that shares no room; each of `locked` one that
    sleeps in rooms that lock as well.
    """

    men: int = 0
    women: int = 0
    mixed: tuple[tuple[int, int], ...] = ()
    apart: tuple[int, ...] = ()
    locked: tuple[int, ...] = ()

    def people(self) -> int:
        """Everyone who needs a bed."""
        shared = self.men + self.women + sum(map(sum, self.mixed))
        return shared + sum(self.apart) + sum(self.locked)

    def joined(self, other: Sleepers) -> Sleepers:
        """Return what both ask together."""
        return Sleepers(
            self.men + other.men,
            self.women + other.women,
            tuple(sorted(self.mixed + other.mixed)),
            tuple(sorted(self.apart + other.apart)),
            tuple(sorted(self.locked + other.locked)),
        )


class Lodging(NamedTuple):
    """The beds of each room of a slot, sorted: rooms that do not lock, and rooms that do."""

    plain: tuple[int, ...] = ()
    locking: tuple[int, ...] = ()


def lodging_of(rooms: Iterable[Room]) -> Lodging:
    """Return rooms as the search for beds sees them: two that are alike are not told apart."""
    given = sorted((room.beds, room.locks) for room in rooms)
    return Lodging(
        tuple(beds for beds, locks in given if not locks),
        tuple(beds for beds, locks in given if locks),
    )


def sleepers(parties: Iterable[Party]) -> Sleepers:
    """Sum up what the parties ask of the rooms."""
    men = women = 0
    mixed, apart, locked = [], [], []
    for party in parties:
        if party.needs_lock:
            locked.append(party.people)
        elif not party.shares_rooms:
            apart.append(party.people)
        elif party.men and party.women:
            mixed.append((party.men, party.women))
        else:
            men, women = men + party.men, women + party.women
    return Sleepers(men, women, tuple(sorted(mixed)), tuple(sorted(apart)), tuple(sorted(locked)))


@lru_cache(maxsize=1 << 16)
def everyone_has_a_bed(lodging: Lodging, who: Sleepers) -> bool:
    """Return whether rooms can be given out so that everyone has a bed.

    Rooms that lock go first to those who need them, the largest party before the others; what is
    left of them is a room like any other.
    """
    if who.locked:
        *others, largest = who.locked
        for beds, left in _each_room(lodging.locking):
            rest = [*others, largest - beds] if largest > beds else others
            still = who._replace(locked=tuple(sorted(rest)))
            if everyone_has_a_bed(lodging._replace(locking=left), still):
                return True
        return False
    return _sleep(tuple(sorted(lodging.plain + lodging.locking)), who)


@lru_cache(maxsize=1 << 17)
def _sleep(rooms: tuple[int, ...], who: Sleepers) -> bool:
    """Return whether rooms (beds each, sorted) hold those who need no lock.

    A room goes to one party, or to men, or to women; beds beyond all who are there count for
    nothing. The search gives rooms to the largest party that shares none, then decides which rooms
    each mixed party keeps for itself, and ends with a sum: some rooms for the men, the others for
    the women.
    """
    people = who.people()
    if people > sum(rooms):
        return False
    rooms = tuple(min(beds, people) for beds in rooms)
    if who.apart:
        return _settle_apart(rooms, who)
    if who.mixed:
        return _settle_mixed(rooms, who)
    return _men_and_women_part(rooms, who.men, who.women)


def _settle_apart(rooms: tuple[int, ...], who: Sleepers) -> bool:
    *others, largest = who.apart
    for beds, left in _each_room(rooms):
        rest = [*others, largest - beds] if largest > beds else others
        if _sleep(left, who._replace(apart=tuple(sorted(rest)))):
            return True
    return False


def _settle_mixed(rooms: tuple[int, ...], who: Sleepers) -> bool:
    (men, women), *others = who.mixed
    shared = who._replace(men=who.men + men, women=who.women + women, mixed=tuple(others))
    if _sleep(rooms, shared):
        return True
    for beds, left in _each_room(rooms):
        kept = min(beds, men + women)
        for men_kept in range(max(0, kept - women), min(men, kept) + 1):
            rest = (men - men_kept, women - kept + men_kept)
            if _sleep(left, _put_back(who, others, rest)):
                return True
    return False


def _put_back(who: Sleepers, others: list[tuple[int, int]], rest: tuple[int, int]) -> Sleepers:
    men, women = rest
    if men and women:
        return who._replace(mixed=tuple(sorted([*others, rest])))
    return who._replace(men=who.men + men, women=who.women + women, mixed=tuple(others))


def _each_room(rooms: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    """Take out one room of each size, largest first."""
    last = {beds: at for at, beds in enumerate(rooms)}
    return [(beds, rooms[:at] + rooms[at + 1 :]) for beds, at in reversed(last.items())]


def _men_and_women_part(rooms: tuple[int, ...], men: int, women: int) -> bool:
    sums = 1
    for beds in rooms:
        sums |= sums << beds
    highest = sum(rooms) - women
    return highest >= men and (sums >> men) & ((1 << (highest - men + 1)) - 1) != 0


def breaks_rooms(slot: Slot, parties: Sequence[Party]) -> bool:
    """Return whether someone would have no bed, or would share a room they must not share."""
    return not everyone_has_a_bed(lodging_of(slot.rooms), sleepers(parties))


def breaks_women_only_group(parties: Sequence[Party]) -> bool:
    """Return whether someone asks for a group of women and men are in it."""
    asked = any(WOMEN_ONLY_GROUP in party.needs for party in parties)
    return asked and any(party.men for party in parties)


def breaks_exclusive(slot: Slot, parties: Sequence[Party]) -> bool:
    """Return whether strangers would meet in a slot for one party or one set of companions."""
    first = parties[0].together if parties else None
    companions = first is not None and all(party.together == first for party in parties)
    return slot.exclusive and len(parties) > 1 and not companions


def breaks_minimum(slot: Slot, parties: Sequence[Party]) -> bool:
    """Return whether a used slot would hold fewer people than the farm asks for."""
    return 0 < sum(party.people for party in parties) < slot.min_people


def broken_group_rules(slot: Slot, parties: Sequence[Party]) -> tuple[GroupRule, ...]:
    """List every rule that this group would break in this slot; an empty group breaks none."""
    breaks = {
        GroupRule.ROOMS: breaks_rooms(slot, parties),
        GroupRule.WOMEN_ONLY_GROUP: breaks_women_only_group(parties),
        GroupRule.EXCLUSIVE: breaks_exclusive(slot, parties),
        GroupRule.MINIMUM: breaks_minimum(slot, parties),
    }
    return tuple(rule for rule, broken in breaks.items() if broken)
