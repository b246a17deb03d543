"""Seasons for measuring: invented week by week, seeded, with all that goes otherwise than planned.

Parties and places are those of `rounds`, but each is known from a day on. One place in five opens
late; one party in five says no to what it is proposed; some leave while they wait. Whoever and
whatever is drawn does not depend on what is decided: every policy meets the same season.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from matching import Party, Problem, Slot, find_candidates
from tests.benchmarks.rounds import CITIES, Farm, Shape, invent_party, invent_slot

FIRST_ROUND = date(2027, 3, 1)
A_WEEK = timedelta(days=7)
WEEKS = 30
NEW_PARTIES = 60
"""So many are enrolled in each week."""


@dataclass(frozen=True)
class Mishaps:
    """How much goes otherwise than planned, as shares of proposals, of slots and of parties."""

    declined: float = 0.2
    opens_late: float = 0.2
    leaves: float = 0.15
    """Within the weeks of `STAYS_FOR`, whether a visit is planned for them or not."""


CALM = Mishaps(0, 0, 0)
STAYS_FOR = (2, 16)
SHAPE = Shape(0, 0, 1.1, families=True)

Pair = tuple[str, str]


@dataclass(frozen=True)
class Season:
    """What happens, known to nobody before its day.

    Parameters
    ----------
    problem
        All parties and places, as each is when it becomes known.
    enrolled, left, opened
        The round from which a party or place is known, and the day from which a party is gone.
    declined
        The pairs that come to nothing when they are proposed.
    """

    problem: Problem
    enrolled: dict[str, date]
    left: dict[str, date]
    opened: dict[str, date]
    declined: frozenset[Pair]
    weeks: int = WEEKS

    @cached_property
    def free_until(self) -> dict[str, date]:
        """The last day on which each party, and everyone it travels with, can be away."""
        own = {party.id: max(day for _, day in party.available) for party in self.problem.parties}
        return {each: min(own[one] for one in self.problem.companions[each]) for each in own}

    @property
    def rounds(self) -> list[date]:
        """The days on which somebody decides."""
        return [FIRST_ROUND + week * A_WEEK for week in range(self.weeks)]

    def comes_to_be(self, party: str, slot: str) -> bool:
        """Whether a party that said yes is still there on the last day of its stay."""
        return self.problem.slot_of[slot].departure < self.left.get(party, date.max)

    @cached_property
    def lost(self) -> frozenset[Pair]:
        """The pairs whose party will have left before its stay is over."""
        pairs = ((each.party, each.slot) for each in find_candidates(self.problem))
        return frozenset(pair for pair in pairs if not self.comes_to_be(*pair))

    def in_hindsight(self) -> Problem:
        """Return the season as one round of somebody who knows all of it.

        A policy that never breaks a rule has no more points: what it may do, this may do too.
        """
        return replace(self.problem, excluded=self.declined | self.lost)


def make_season(
    beds_a_week: int,
    seed: int,
    mishaps: Mishaps = Mishaps(),
    mix: float = 1.0,
    weeks: int = WEEKS,
) -> Season:
    """Invent a season; the same figures and seed give the same.

    Parameters
    ----------
    beds_a_week
        Beds whose stay begins in each week, about.
    mix
        How many times as many of the parties are families and groups as usual.
    """
    chance = random.Random(f"{seed}-{beds_a_week}-{mix}")
    parties, enrolled, left = _parties(chance, mishaps, mix, weeks)
    slots, opened = _slots(chance, mishaps, beds_a_week, weeks)
    problem = Problem(today=FIRST_ROUND + weeks * A_WEEK, parties=parties, slots=slots)
    return Season(problem, enrolled, left, opened, _declined(problem, mishaps, seed), weeks)


def _parties(
    chance: random.Random, mishaps: Mishaps, mix: float, weeks: int
) -> tuple[tuple[Party, ...], dict[str, date], dict[str, date]]:
    parties: list[Party] = []
    enrolled: dict[str, date] = {}
    leaving: dict[str, date] = {}
    for number in range(weeks * NEW_PARTIES):
        party = _drawn(chance, number, mix)
        since = FIRST_ROUND + number // NEW_PARTIES * A_WEEK
        free = tuple(_free(chance, since) for _ in range(chance.randint(1, 4)))
        parties.append(replace(party, waiting_since=since, available=free))
        enrolled[party.id] = since
        if chance.random() < mishaps.leaves:
            leaving[party.together or party.id] = since + chance.randint(*STAYS_FOR) * A_WEEK
    left = {
        party.id: leaving[party.together or party.id]
        for party in parties
        if (party.together or party.id) in leaving
    }
    return tuple(parties), enrolled, left


def _drawn(chance: random.Random, number: int, mix: float) -> Party:
    """Draw a party; with a mix other than 1, drawn again where it is of the usual kind."""
    party = invent_party(chance, number, SHAPE)
    if party.people == 1 and chance.random() < 1 - 1 / mix:
        party = invent_party(chance, number, SHAPE)
    return party


def _free(chance: random.Random, since: date) -> tuple[date, date]:
    start = since + timedelta(days=chance.randint(1, 80))
    return start, start + timedelta(days=chance.randint(6, 45))


def _slots(
    chance: random.Random, mishaps: Mishaps, beds_a_week: int, weeks: int
) -> tuple[tuple[Slot, ...], dict[str, date]]:
    farms = [Farm(chance, number) for number in range(5 * beds_a_week)]
    slots: list[Slot] = []
    opened: dict[str, date] = {}
    for week in range(weeks):
        beds = 0
        while beds < beds_a_week:
            slot = invent_slot(chance, len(slots), chance.choice(farms), SHAPE)
            stay = slot.departure - slot.arrival
            day = FIRST_ROUND + week * A_WEEK + timedelta(days=chance.randint(1, 7))
            slots.append(replace(slot, arrival=day, departure=day + stay, min_people=1))
            early = (1, 2) if chance.random() < mishaps.opens_late else (3, 12)
            opened[slot.id] = FIRST_ROUND + (week + 1 - chance.randint(*early)) * A_WEEK
            beds += slot.beds
    return tuple(slots), opened


def _declined(problem: Problem, mishaps: Mishaps, seed: int) -> frozenset[Pair]:
    """Draw who says no to what, companions as one; a pair at a time, whoever is asked first."""

    def says_no(party: str, slot: str) -> bool:
        asked = problem.companions[party][0]
        return random.Random(f"{seed}-{asked}-{slot}").random() < mishaps.declined

    pairs = ((each.party, each.slot) for each in find_candidates(problem))
    return frozenset(pair for pair in pairs if says_no(*pair))


def centre_of(party: Party) -> str:
    """Return the city that a party lives nearest to: its centre."""
    return min(
        (abs(city[0] - party.home[0]) + abs(city[1] - party.home[1]), f"{city[0]}")
        for city in CITIES
    )[1]


GROUPS: dict[str, Callable[[Party], str]] = {
    "women": lambda party: "women alone" if party.women and not party.men + party.children else "",
    "families": lambda party: "families" if party.children else "",
    "french": lambda party: f"French {party.french}",
    "centre": lambda party: f"centre {centre_of(party)}",
}
"""Groups by which seasons are told; a party is in one of each, or, by a code of `""`, in none."""


def groups_of(party: Party) -> tuple[str, ...]:
    """Name all groups of a party."""
    return tuple(code for code in (group(party) for group in GROUPS.values()) if code)
