"""A past season lived again, week by week, as if visits had been proposed so long before.

Who comes, and which place opens, is known from its day on; what is proposed is declined as often
as it was in truth. What each notice would have reached is told beside a solution that knew all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

import matching
from webapp.services.rounds.result import Pair

A_WEEK = timedelta(days=7)
AT_ONCE = timedelta(days=10_000)
"""Longer than any window: whatever is found is proposed at once."""
SECONDS = 20
"""For a week of the season."""
SECONDS_FOR_ALL = 300


@dataclass(frozen=True)
class PastSeason:
    """What came about, with the day from which it was known.

    Parameters
    ----------
    problem
        All parties and slots, under the rules of a round.
    known
        By the engine's id of a party or slot.
    declined
        The share of proposals that came to nothing, from 0 to 1.
    """

    problem: matching.Problem
    known: Mapping[str, date]
    declined: float

    def says_no(self, party: str, slot: str) -> bool:
        """Whether a proposal comes to nothing: drawn once a pair, the same for every notice."""
        drawn = sha256(f"{self.problem.companions[party][0]} {slot}".encode()).digest()
        return int.from_bytes(drawn[:4]) < self.declined * 2**32

    def in_hindsight(self) -> matching.Problem:
        """Return it as a round of somebody who knows all, the answers too."""
        slots, known = self.problem.slot_of, self.known
        never = frozenset(
            (each.party, each.slot)
            for each in matching.find_candidates(self.problem)
            if self.says_no(each.party, each.slot) or known[each.party] >= slots[each.slot].arrival
        )
        return replace(self.problem, excluded=never)


@dataclass(frozen=True)
class Reached:
    """How many people had a place under each notice, and how many could have had one at most."""

    most: int
    people: tuple[int, ...]


def reached(season: PastSeason, notices: Sequence[timedelta]) -> Reached:
    """Live through a season under each notice."""
    best = matching.solve(season.in_hindsight(), time_limit=SECONDS_FOR_ALL)
    people = tuple(
        sum(season.problem.party_of[party].people for party, _ in _live_through(season, notice))
        for notice in notices
    )
    return Reached(max(best.people, *people), people)


def _live_through(season: PastSeason, notice: timedelta) -> set[Pair]:
    told: set[Pair] = set()
    declined: set[Pair] = set()
    plan: frozenset[Pair] = frozenset()
    day, last = min(season.known.values()), max(each.arrival for each in season.problem.slots)
    while day < last:
        known = _as_known(season, day, told, declined, plan)
        problem = replace(known, told_until=day + notice)
        if problem.parties and problem.slots:
            plan = frozenset(matching.solve(problem, time_limit=SECONDS).matches)
            for pair in plan - problem.pinned:
                if problem.slot_of[pair[1]].arrival <= day + notice:
                    (declined if season.says_no(*pair) else told).add(pair)
        day += A_WEEK
    return told


def _as_known(
    season: PastSeason, day: date, told: set[Pair], declined: set[Pair], plan: frozenset[Pair]
) -> matching.Problem:
    """Return the round of a day; who was told of a place to come keeps it."""
    slots = tuple(
        slot for slot in season.problem.slots if season.known[slot.id] <= day < slot.arrival
    )
    places = {slot.id for slot in slots}
    pinned = frozenset(pair for pair in told if pair[1] in places)
    been = {party for party, _ in told} - {party for party, _ in pinned}
    parties = tuple(
        party
        for party in season.problem.parties
        if season.known[party.id] <= day and party.id not in been
    )
    present = {party.id for party in parties}

    def there(pairs: set[Pair] | frozenset[Pair]) -> frozenset[Pair]:
        return frozenset(pair for pair in pairs if pair[0] in present and pair[1] in places)

    return replace(
        season.problem,
        today=day,
        parties=parties,
        slots=slots,
        pinned=pinned,
        excluded=there(declined),
        previous=there(plan),
    )
