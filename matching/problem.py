"""What is given: parties, dated slots, wishes of the round. Frozen, and checked when made."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from matching.checks import (
    FRENCH_LEVELS,
    Point,
    ProblemError,
    check_counts,
    check_french,
    check_id,
    check_limits,
    check_point,
    check_unique,
)
from matching.weights import Weights

FRENCH = "fr"
WOMEN_ONLY_GROUP = "women-only-group"
"""A need that is judged on the whole group."""
LOCKABLE_ROOM = "lockable-room"
"""A need of rooms that lock and that nobody else sleeps in: judged on the rooms."""

MOST_PEOPLE = 10_000
"""In a party: more is a slip of the pen."""

LARGEST_SUM = 2**53
"""Points of a round stay below this, so that every solver adds them up exactly."""

BEST_MARK = 100
"""Each criterion marks a match from 0 to this."""

FEWEST_TICKETS = 32
"""The lottery's tickets where no more parties are equal: one counts less than a point of a party's
own terms, which are counted in as many parts."""

Days = tuple[date, date]
Pair = tuple[str, str]
Bed = tuple[str, str, str]
"""A party, a slot, and the name of a room in it."""


def french_rank(level: str) -> int:
    """Return the place of a level in the scale from A0 (0) to C1 (5)."""
    return FRENCH_LEVELS.index(level)


@dataclass(frozen=True, kw_only=True)
class Party:
    """A household that travels together: one person, a couple, a family."""

    id: str
    home: Point
    reach_km: float
    men: int = 0
    women: int = 0
    children: int = 0
    languages: tuple[str, ...] = ()
    french: str = "A0"
    interpreter: bool = False
    available: tuple[Days, ...] = ()
    needs: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    waiting_since: date | None = None
    past_visits: int = 0
    refuses: tuple[str, ...] = ()
    together: str | None = None
    referent: str | None = None
    groups: tuple[str, ...] = ()
    private: bool = False
    told_until: date | None = None
    """Up to which day places are told to it now, if later than to others: whoever has to know
    longer before is told sooner."""

    def __post_init__(self) -> None:
        name = f"Party {self.id}"
        check_id(self.id, "A party")
        check_counts(self, self.id, name, ("men", "women", "children", "past_visits"))
        check_point(self.home, name, self.id)
        check_french(self.french, name, self.id)
        if not (math.isfinite(self.reach_km) and self.reach_km >= 0):
            raise ProblemError(f"{name}: reach_km must be a distance of 0 km or more.", self.id)
        for start, end in self.available:
            if end < start:
                raise ProblemError(
                    f"{name} is available until {end}, before it starts on {start}: "
                    "swap or correct the two dates.",
                    self.id,
                )
        if self.people > MOST_PEOPLE:
            raise ProblemError(
                f"{name} has more than {MOST_PEOPLE:,} people: correct the counts.", self.id
            )
        if self.people == 0:
            raise ProblemError(
                f"{name} has nobody in it: give at least one man, woman or child.", self.id
            )
        if self.together is not None and not self.together:
            raise ProblemError(f"{name}: together is empty: give a code or leave it out.", self.id)

    @property
    def people(self) -> int:
        """Everyone who needs a bed, children included."""
        return self.men + self.women + self.children

    @property
    def shares_rooms(self) -> bool:
        """Whether its adults may sleep in a room with adults of another party."""
        return not (self.private or self.children or self.needs_lock)

    @property
    def needs_lock(self) -> bool:
        """Whether it sleeps only in rooms that lock, and shares none of them."""
        return LOCKABLE_ROOM in self.needs

    @cached_property
    def free_days(self) -> tuple[tuple[int, int], ...]:
        """The available ranges as day numbers, sorted, joined where they touch or overlap."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted((a.toordinal(), b.toordinal()) for a, b in self.available):
            if joined and start <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined)


@dataclass(frozen=True)
class Room:
    """A room: its beds, whether it locks, and what the farm calls it, if anything."""

    beds: int
    locks: bool = False
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A dated opening at a farm, with its rooms and conditions."""

    id: str
    farm: str
    place: Point
    arrival: date
    departure: date
    rooms: tuple[Room, ...] = ()
    languages: tuple[str, ...] = ()
    min_french: str = "A0"
    features: tuple[str, ...] = ()
    production: str | None = None
    frame: str | None = None
    children: bool = False
    women_only: bool = False
    exclusive: bool = False
    min_people: int = 1
    refuses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        name = f"Slot {self.id}"
        check_id(self.id, "A slot")
        check_counts(self, self.id, name, ("min_people",))
        check_point(self.place, name, self.id)
        check_french(self.min_french, name, self.id)
        if self.departure < self.arrival:
            raise ProblemError(
                f"{name} departs on {self.departure}, before it arrives on {self.arrival}: "
                "swap or correct the two dates.",
                self.id,
            )
        if any(room.beds < 1 for room in self.rooms):
            raise ProblemError(
                f"{name} has a room of no bed: count its beds or leave the room out.", self.id
            )

    @property
    def beds(self) -> int:
        """Beds over all rooms, as far as anyone could count them."""
        return min(LARGEST_SUM, sum(room.beds for room in self.rooms))

    @property
    def beds_that_lock(self) -> int:
        """Beds in rooms that lock, as far as anyone could count them."""
        return min(LARGEST_SUM, sum(room.beds for room in self.rooms if room.locks))

    @property
    def days(self) -> tuple[int, int]:
        """First and last day of the stay, as day numbers."""
        return self.arrival.toordinal(), self.departure.toordinal()


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One round: everything the engine may know, and nothing about who people are.

    Parameters
    ----------
    told_until
        Places that begin up to this day are told when the round is, or up to a party's own where
        that is later; others may still change.
        None: nothing is told apart, and no place is marked for being soon.
    """

    today: date
    parties: tuple[Party, ...] = ()
    slots: tuple[Slot, ...] = ()
    pinned: frozenset[Pair] = frozenset()
    excluded: frozenset[Pair] = frozenset()
    farm_limits: Mapping[str, int] = field(default_factory=dict)
    month_limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    interpreter_limit: int | None = None
    interpreter_weeks: Mapping[str, int] = field(default_factory=dict)
    referent_weeks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)
    previous: frozenset[Pair] = frozenset()
    previous_rooms: frozenset[Bed] = frozenset()
    max_moves: int | None = None
    weights: Weights = field(default_factory=Weights)
    told_until: date | None = None

    def __post_init__(self) -> None:
        check_unique("party", (party.id for party in self.parties))
        check_unique("slot", (slot.id for slot in self.slots))
        for name in ("pinned", "excluded", "previous"):
            self._check_pairs(name)
        check_limits("The limit of farm", {at: (most,) for at, most in self.farm_limits.items()})
        check_limits(
            "A month's limit of farm", {at: m.values() for at, m in self.month_limits.items()}
        )
        check_limits(
            "A week's limit of referent", {r: w.values() for r, w in self.referent_weeks.items()}
        )
        check_limits(
            "The limit of interpreters in", {w: (n,) for w, n in self.interpreter_weeks.items()}
        )
        check_limits("The floor of group", {group: (n,) for group, n in self.floors.items()})
        for name in ("interpreter_limit", "max_moves"):
            if (getattr(self, name) or 0) < 0:
                raise ProblemError(f"{name} is negative: give 0 or more, or leave it out.")
        self._check_sums()

    def _check_sums(self) -> None:
        """Reject weights with which the points of a whole round could not be added up exactly."""
        if self.most_tickets < FEWEST_TICKETS:
            raise ProblemError(
                "The weights are too large to add up exactly: divide them all by ten."
            )

    @cached_property
    def most_tickets(self) -> int:
        """The most tickets with which the points of the whole round add up exactly."""
        people = sum(party.people for party in self.parties)
        weights: int = sum(vars(self.weights).values()) - (
            0 if self.told_until else self.weights.soon
        )
        a_ticket = (BEST_MARK * weights + 1) * len(self.parties) * people
        return (LARGEST_SUM - 1) // max(1, a_ticket)

    def _check_pairs(self, name: str) -> None:
        for party, slot in sorted(getattr(self, name)):
            if party not in self.party_of:
                raise ProblemError(f"{name} names party {party}, who is not in the round.", party)
            if slot not in self.slot_of:
                raise ProblemError(f"{name} names slot {slot}, which is not in the round.", slot)

    @cached_property
    def party_of(self) -> dict[str, Party]:
        """Each party by its id."""
        return {party.id: party for party in self.parties}

    @cached_property
    def slot_of(self) -> dict[str, Slot]:
        """Each slot by its id."""
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def kept(self) -> frozenset[str]:
        """The parties that had a place in the previous plan."""
        return frozenset(party for party, _ in self.previous)

    @cached_property
    def companions(self) -> dict[str, tuple[str, ...]]:
        """For each party, everyone bound to the same slot as it: itself, and its companions."""
        sets: dict[str, list[str]] = {}
        for party in self.parties:
            if party.together is not None:
                sets.setdefault(party.together, []).append(party.id)
        return {
            party.id: (party.id,) if party.together is None else tuple(sorted(sets[party.together]))
            for party in self.parties
        }
