"""What a programme may do with a season: decide each week, and tell people early or late.

A policy sees what is known on its day and nothing else. Who was told stays with the place told,
until they leave or have said no; a place that is given back may be proposed to others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from matching import (
    Match,
    Party,
    Problem,
    Slot,
    Solution,
    first_come_first_served,
    solve,
    with_floors,
)
from tests.benchmarks.due_first import decide_due_first
from tests.benchmarks.seasons import A_WEEK, Pair, Season, groups_of

EVER = timedelta(days=10_000)
SECONDS = 20.0
"""A round's time limit: far more than these take, unless the machine is busy."""

Solver = Callable[[Problem], Solution]


@dataclass(frozen=True)
class Policy:
    """How each week is decided, and how long before its first day a visit is proposed."""

    name: str
    notice: timedelta
    again: int = 0
    """How often within a week what was declined is decided anew, and proposed to others."""
    decide: Solver = lambda problem: solve(problem, time_limit=SECONDS)
    soon: bool = False
    """Whether places that are told now are marked, as in rounds of the web."""
    told_answers: bool = False
    """Whether it is told before who will say no to what, which nobody can know…"""
    told_leavers: bool = False
    """…and who will have left by when…"""
    told_ahead: timedelta = timedelta()
    """…and, so long before they are known, who will arrive and which places will open."""


POLICIES = (
    Policy("first come, first served", EVER, decide=first_come_first_served),
    Policy("rounds, sent at once", EVER),
    Policy("plan all, send 5 weeks before", 5 * A_WEEK),
    Policy("plan all, send 3 weeks before", 3 * A_WEEK),
    Policy("plan all, send 2 weeks before", 2 * A_WEEK),
    Policy("plan all, send when due", A_WEEK),
    Policy("3 weeks before, given back: at once", 3 * A_WEEK, again=1),
    Policy("the same, until it is taken", 3 * A_WEEK, again=3),
    Policy("the same, days that come first", 3 * A_WEEK, again=3, soon=True),
    Policy(
        "days that come first, with floors",
        3 * A_WEEK,
        again=3,
        decide=lambda problem: solve(_with_floors(problem), time_limit=SECONDS),
        soon=True,
    ),
    Policy(
        "the same, what is due first",
        3 * A_WEEK,
        again=3,
        decide=lambda problem: decide_due_first(problem, 3 * A_WEEK, SECONDS),
    ),
    Policy("2 weeks before, until it is taken", 2 * A_WEEK, again=3),
    Policy("until it is taken, told who says no", 3 * A_WEEK, again=3, told_answers=True),
    Policy("until it is taken, told who leaves", 3 * A_WEEK, again=3, told_leavers=True),
    Policy(
        "until it is taken, told both", 3 * A_WEEK, again=3, told_answers=True, told_leavers=True
    ),
    *(
        Policy(
            f"until it is taken, told all {weeks} ahead",
            3 * A_WEEK,
            again=3,
            told_answers=True,
            told_leavers=True,
            told_ahead=number * A_WEEK,
        )
        for number, weeks in ((1, "a week"), (2, "2 weeks"))
    ),
)
"""*When due*: at the last weekly round before the visit begins."""


@dataclass
class Course:
    """A season as it goes under a policy: who was told what, and what is planned."""

    season: Season
    ahead: timedelta = timedelta()
    """How long before it happens the policy knows who arrives and what opens."""
    told: set[Pair] = field(default_factory=set)
    """Proposed, and neither declined nor given back."""
    declined: set[Pair] = field(default_factory=set)
    plan: frozenset[Match] = frozenset()

    def known(self, day: date) -> Problem:
        """Return the round of a day: whoever waits, whoever was told, and the places to come."""
        season, seen = self.season, day + self.ahead
        slots = tuple(
            slot
            for slot in season.problem.slots
            if season.opened[slot.id] <= seen and day < slot.arrival
        )
        to_come = {slot.id for slot in slots}
        pinned = {pair for pair in self.told if pair[1] in to_come}
        guests, placed = {party for party, _ in pinned}, {party for party, _ in self.told}
        parties = tuple(
            party
            for party in season.problem.parties
            if party.id in guests or (party.id not in placed and self._waits(party, day))
        )
        return _round(day, parties, slots, pinned, self.declined, self.plan)

    def _waits(self, party: Party, day: date) -> bool:
        gone = self.season.left.get(party.id, date.max)
        enrolled = self.season.enrolled[party.id] - self.ahead
        return enrolled <= day < min(gone, self.season.free_until[party.id])

    def let_leave(self, day: date) -> None:
        """Give back the places of those who have left before their visit was over."""
        self.told = {
            (party, slot)
            for party, slot in self.told
            if self.season.left.get(party, date.max) > day or self.season.comes_to_be(party, slot)
        }

    def tell(self, problem: Problem, solution: Solution, day: date, notice: timedelta) -> bool:
        """Propose what is due, and return whether anybody said no; companions answer as one."""
        before = len(self.declined)
        self.plan = frozenset(solution.matches)
        for match in sorted(self.plan - problem.pinned):
            if problem.slot_of[match.slot].arrival <= day + notice:
                no = match in self.season.declined
                (self.declined if no else self.told).add((match.party, match.slot))
        return len(self.declined) > before


def _round(
    day: date,
    parties: tuple[Party, ...],
    slots: tuple[Slot, ...],
    pinned: set[Pair],
    declined: set[Pair],
    plan: frozenset[Match],
) -> Problem:
    present, places = {party.id for party in parties}, {slot.id for slot in slots}

    def those(pairs: set[Pair] | frozenset[Match]) -> frozenset[Pair]:
        return frozenset((p, s) for p, s in pairs if p in present and s in places)

    return Problem(
        today=day,
        parties=parties,
        slots=slots,
        pinned=those(pinned),
        excluded=those(declined),
        previous=those(plan),
    )


def _with_floors(problem: Problem) -> Problem:
    """Ask it of all groups by which seasons are told; whoever was told already is in none."""
    told = {party for party, _ in problem.pinned}
    waiting = (party for party in problem.parties if party.id not in told)
    return with_floors(problem, {party.id: groups_of(party) for party in waiting})


def live_through(season: Season, policy: Policy) -> list[Match]:
    """Return the visits that came to be under a policy."""
    answers = season.declined if policy.told_answers else frozenset()
    leavers = season.lost if policy.told_leavers else frozenset()
    course = Course(season, policy.told_ahead, declined={*answers, *leavers})
    for day in season.rounds:
        course.let_leave(day)
        for _ in range(1 + policy.again):
            known = course.known(day)
            problem = replace(known, told_until=day + policy.notice) if policy.soon else known
            if not (problem.parties and problem.slots):
                break
            if not course.tell(problem, policy.decide(problem), day, policy.notice):
                break
    came = sorted(pair for pair in course.told if season.comes_to_be(*pair))
    return [Match(*pair) for pair in came]
