"""The limits of a round as rows: ``Σ coefficient × match ≤ rhs``, over all matches.

Whatever reads a limit reads it here: validity and explanations match by match, the solver all
candidates at once. Adding a limit is adding a row. Companions and pins are no such rows: companions
are one unit, and a pinned pair is matched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from matching.arrays import Ints
from matching.candidates import Candidates
from matching.eligibility import is_candidate, needs_interpreter
from matching.problem import Pair, Party, Problem, Slot


class RoundRule(StrEnum):
    """A condition over the whole round."""

    ONE_SLOT = "one-slot"
    TOGETHER = "together"
    FARM_LIMIT = "farm-limit"
    MONTH_LIMIT = "month-limit"
    INTERPRETER_LIMIT = "interpreter-limit"
    INTERPRETER_WEEK = "interpreter-week"
    REFERENT_WEEK = "referent-week"
    FLOOR = "floor"
    MAX_MOVES = "max-moves"
    PINNED = "pinned"


@dataclass(frozen=True)
class Coefficient:
    """What a match counts in a row, told in two ways that agree.

    Parameters
    ----------
    of_match
        Of one match, whether or not the pair is a candidate.
    of_candidates
        Of all candidates at once, ``(n_candidates,)``, whole numbers.
    """

    of_match: Callable[[Problem, Party, Slot], int]
    of_candidates: Callable[[Candidates], Ints]


EACH_PARTY = Coefficient(
    of_match=lambda _problem, _party, _slot: 1,
    of_candidates=lambda found: np.ones(len(found), np.int64),
)
EACH_PERSON = Coefficient(
    of_match=lambda _problem, party, _slot: party.people,
    of_candidates=lambda found: found.people[found.party],
)
EACH_INTERPRETER = Coefficient(
    of_match=lambda _problem, party, slot: needs_interpreter(party, slot),
    of_candidates=lambda found: found.interpreter.astype(np.int64),
)
EACH_KEPT_PAIR = Coefficient(
    of_match=lambda problem, party, slot: -_can_be_kept(problem, party, slot),
    of_candidates=lambda found: -found.previous.astype(np.int64),
)
"""Previous pairs must stay, so they count below 0: at most ``-n`` is at least ``n`` of them."""


@dataclass(frozen=True)
class Limit:
    """One row.

    Parameters
    ----------
    rule, about
        What is broken, and whose it is (a farm, its month; a week; a referent; a group), when more
        is used than there is.
    rhs
        How much may be used in all; below 0, how much must be given.
    slots
        The slots whose matches count; none for all of them.
    """

    rule: RoundRule
    rhs: int
    coefficient: Coefficient
    about: tuple[str, ...] = ()
    slots: frozenset[str] | None = None


def _farm_limits(problem: Problem) -> Iterator[Limit]:
    """No farm takes more parties than its limit."""
    slots: defaultdict[str, set[str]] = defaultdict(set)
    for slot in problem.slots:
        slots[slot.farm].add(slot.id)
    for farm, limit in sorted(problem.farm_limits.items()):
        yield Limit(RoundRule.FARM_LIMIT, limit, EACH_PARTY, (farm,), frozenset(slots[farm]))


def _month_limits(problem: Problem) -> Iterator[Limit]:
    """No farm takes more people in a month, by their day of arrival, than its limit."""
    slots: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for slot in problem.slots:
        slots[slot.farm, f"{slot.arrival:%Y-%m}"].add(slot.id)
    for farm, months in sorted(problem.month_limits.items()):
        for month, limit in sorted(months.items()):
            inside = frozenset(slots[farm, month])
            yield Limit(RoundRule.MONTH_LIMIT, limit, EACH_PERSON, (farm, month), inside)


def _interpreter_limit(problem: Problem) -> Iterator[Limit]:
    """No more telephone interpreters are needed than there are."""
    if problem.interpreter_limit is not None:
        yield Limit(RoundRule.INTERPRETER_LIMIT, problem.interpreter_limit, EACH_INTERPRETER)


def week_of(day: date) -> str:
    """Return the week of a day, as limits name it: ``2027-W14``, which begins on a Monday."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _slots_by_week(problem: Problem) -> defaultdict[str, set[str]]:
    slots: defaultdict[str, set[str]] = defaultdict(set)
    for slot in problem.slots:
        slots[week_of(slot.arrival)].add(slot.id)
    return slots


def _interpreter_weeks(problem: Problem) -> Iterator[Limit]:
    """No more matches that arrive in a week need an interpreter than can be had in it."""
    slots = _slots_by_week(problem)
    for week, limit in sorted(problem.interpreter_weeks.items()):
        inside = frozenset(slots[week])
        yield Limit(RoundRule.INTERPRETER_WEEK, limit, EACH_INTERPRETER, (week,), inside)


def _referent_weeks(problem: Problem) -> Iterator[Limit]:
    """No referent sees off more parties in a week, by their day of arrival, than they can."""
    slots = _slots_by_week(problem)
    for referent, weeks in sorted(problem.referent_weeks.items()):
        coefficient = _each_party_of(problem, referent)
        for week, limit in sorted(weeks.items()):
            about, inside = (referent, week), frozenset(slots[week])
            yield Limit(RoundRule.REFERENT_WEEK, limit, coefficient, about, inside)


def _each_party_of(problem: Problem, referent: str) -> Coefficient:
    theirs = {party.id for party in problem.parties if party.referent == referent}

    def of_candidates(found: Candidates) -> Ints:
        is_theirs = [party in theirs for party in found.parties]
        return np.array(is_theirs, np.int64)[found.party]

    return Coefficient(lambda _problem, party, _slot: party.id in theirs, of_candidates)


def _floors(problem: Problem) -> Iterator[Limit]:
    """So many people of a group have a place at least."""
    for group, floor in sorted(problem.floors.items()):
        if floor > 0:
            yield Limit(RoundRule.FLOOR, -floor, _each_person_of(problem, group), (group,))


def _each_person_of(problem: Problem, group: str) -> Coefficient:
    people = {each.id: -each.people for each in problem.parties if group in each.groups}

    def of_candidates(found: Candidates) -> Ints:
        theirs = [people.get(party, 0) for party in found.parties]
        return np.array(theirs, np.int64)[found.party]

    return Coefficient(lambda _problem, party, _slot: people.get(party.id, 0), of_candidates)


def _max_moves(problem: Problem) -> Iterator[Limit]:
    """At most `max_moves` of the previous pairs that can be kept are given up."""
    if problem.max_moves is not None:
        to_keep = len(previous_candidates(problem)) - problem.max_moves
        if to_keep > 0:
            yield Limit(RoundRule.MAX_MOVES, -to_keep, EACH_KEPT_PAIR)


SOURCES: tuple[Callable[[Problem], Iterator[Limit]], ...] = (
    _farm_limits,
    _month_limits,
    _interpreter_limit,
    _interpreter_weeks,
    _referent_weeks,
    _floors,
    _max_moves,
)
"""Where rows come from, in the order in which they are told."""


def limits_of(problem: Problem) -> tuple[Limit, ...]:
    """Write the limits of a round as rows."""
    return tuple(limit for source in SOURCES for limit in source(problem))


def previous_candidates(problem: Problem) -> frozenset[Pair]:
    """Keep the previous pairs that are still candidates: only these count as moves."""
    return frozenset(
        (party, slot)
        for party, slot in problem.previous
        if is_candidate(problem, problem.party_of[party], problem.slot_of[slot])
    )


def _can_be_kept(problem: Problem, party: Party, slot: Slot) -> bool:
    return (party.id, slot.id) in problem.previous and is_candidate(problem, party, slot)


class LimitUse:
    """What some matches use of every limit."""

    def __init__(self, problem: Problem, matches: Iterable[Pair] = ()) -> None:
        self.problem = problem
        self.limits = limits_of(problem)
        self._everywhere = [row for row, limit in enumerate(self.limits) if limit.slots is None]
        self._moves = [
            row for row, limit in enumerate(self.limits) if limit.rule is RoundRule.MAX_MOVES
        ]
        self._of_slot: defaultdict[str, list[int]] = defaultdict(list)
        for row, limit in enumerate(self.limits):
            for slot in limit.slots or ():
                self._of_slot[slot].append(row)
        self._used = self._use_of(matches)

    def _use_of(self, matches: Iterable[Pair]) -> Counter[int]:
        used: Counter[int] = Counter()
        for party_id, slot_id in matches:
            party, slot = self.problem.party_of[party_id], self.problem.slot_of[slot_id]
            for row in (*self._of_slot.get(slot_id, ()), *self._everywhere):
                coefficient = self.limits[row].coefficient
                used[row] += coefficient.of_match(self.problem, party, slot)
        return used

    def broken(self) -> list[Limit]:
        """List the limits that the matches break."""
        return [limit for row, limit in enumerate(self.limits) if self._used[row] > limit.rhs]

    def broken_after(self, new: Iterable[Pair], gone: Iterable[Pair]) -> list[Limit]:
        """List the limits that stand in the way of some moves.

        One that is passed before does so only if the moves use more of it, a floor that is not
        reached only if they take somebody's place whom it counts; the limit on moves in any case.
        """
        more = self._use_of(new)
        more.subtract(self._use_of(gone))
        asked = {row for row, each in more.items() if each > 0}
        return [
            self.limits[row]
            for row in sorted(asked.union(self._moves))
            if self._used[row] + more[row] > self.limits[row].rhs
        ]
