"""Why this slot, why none, who else, and what would change it: facts, not sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matching.assignment_state import AssignmentState, Way
from matching.checks import ProblemError
from matching.eligibility import Rule, distance_km, is_candidate
from matching.health import count_rules
from matching.near_misses import NearMiss, nearest_misses
from matching.problem import Party, Problem, Slot
from matching.scoring import (
    Criteria,
    Terms,
    days_waited,
    is_at_ease_in_french,
    languages_beside_french,
    mark_match,
    mark_terms,
    wish_rank,
)
from matching.solution import Solution
from matching.weights import Weights

ALTERNATIVES = 5
"""Best alternatives told."""

NEAREST = 5
"""Near misses told."""

Kind = Literal["party", "slot"]


@dataclass(frozen=True)
class Criterion:
    """One criterion: its mark from 0 to 100, and the points it gives."""

    name: str
    mark: int
    points: int


@dataclass(frozen=True)
class Grounds:
    """What the marks of a match were given for, and what else speaks for it.

    Parameters
    ----------
    wish_rank
        Which wish of the party the slot's production is, 1 for the first; none for no wish.
    days_waited
        0 when nobody says since when.
    shared_languages
        Those that both sides speak beside French, in the party's order.
    at_ease_in_french
        Whether the party's French is enough for any talk.
    km
        Whole kilometres, as the crow flies.
    needs
        What the party needs; all of it is met.
    companions
        Who comes with the party.
    is_pinned
        Whether the match was asked for.
    """

    wish_rank: int | None
    days_waited: int
    shared_languages: tuple[str, ...]
    at_ease_in_french: bool
    km: int
    needs: tuple[str, ...]
    companions: tuple[str, ...]
    is_pinned: bool


@dataclass(frozen=True)
class MatchFacts:
    """A match, and what spoke for it.

    Parameters
    ----------
    placed
        What counted for the party when it was decided who comes.
    there
        What counted for the slot when it was decided where it goes.
    points
        What the slot is worth to the party: the sum of the points of `there`.
    """

    party: str
    slot: str
    placed: tuple[Criterion, ...]
    there: tuple[Criterion, ...]
    points: int
    grounds: Grounds


@dataclass(frozen=True)
class Alternative:
    """A pair that no rule closes and that was not chosen.

    Parameters
    ----------
    points
        What the slot would be worth to the party with its companions.
    gain
        These points less what their place is worth now; what others lose is not counted.
    now
        Where the party is now, if anywhere.
    held_by
        The parties that are there now.
    way
        Whose beds it would need, and what else stands in the way; none when it cannot stay there
        even alone.
    """

    party: str
    slot: str
    points: int
    gain: int
    now: str | None
    held_by: tuple[str, ...]
    way: Way | None


@dataclass(frozen=True)
class Explanation:
    """Everything there is to say about one party, or one slot, in a solution.

    Parameters
    ----------
    matches
        The party's match, or the slot's; empty when there is none.
    open
        How many pairs no rule closes.
    closed
        For each rule, how many pairs break it (a pair may break several).
    closed_to_companions
        How many pairs are open to the party but not to those it travels with.
    alternatives
        The best pairs that were not chosen, best first.
    near_misses
        Pairs that one rule alone closes, nearest first.
    contenders
        Parties without a place to whom no rule closes the slots of `matches`: with 0, nobody could
        have come instead.
    """

    id: str
    kind: Kind
    matches: tuple[MatchFacts, ...]
    contenders: int
    open: int
    closed: dict[Rule, int]
    closed_to_companions: int
    alternatives: tuple[Alternative, ...]
    near_misses: tuple[NearMiss, ...]


def explain(
    problem: Problem, solution: Solution, given: str, kind: Kind | None = None
) -> Explanation:
    """Explain a party's or a slot's outcome.

    Parameters
    ----------
    problem, solution
        What was asked and what was answered.
    given
        The id of a party or of a slot.
    kind
        Which of the two, needed only when both have the same id (a party is looked for first).

    Raises
    ------
    ProblemError
        When nobody and nothing has this id.
    """
    if kind != "slot" and given in problem.party_of:
        party = problem.party_of[given]
        return _explain(problem, solution, party, [(party, slot) for slot in problem.slots])
    if kind != "party" and given in problem.slot_of:
        slot = problem.slot_of[given]
        return _explain(problem, solution, slot, [(party, slot) for party in problem.parties])
    raise ProblemError(f"Neither a party nor a slot is called {given}.", given)


def _explain(
    problem: Problem, solution: Solution, about: Party | Slot, pairs: list[tuple[Party, Slot]]
) -> Explanation:
    state = AssignmentState(problem, solution.matches)
    candidates = [pair for pair in pairs if is_candidate(problem, *pair)]
    matched = [pair for pair in candidates if solution.slot_of.get(pair[0].id) == pair[1].id]
    others = [pair for pair in candidates if pair not in matched]
    companionable = [
        (party, slot)
        for party, slot in others
        if state.is_open_to(problem.companions[party.id], slot)
    ]
    return Explanation(
        id=about.id,
        kind="party" if isinstance(about, Party) else "slot",
        matches=tuple(match_facts(problem, *pair) for pair in matched),
        contenders=_contenders(problem, solution, {slot.id: slot for _, slot in matched}),
        open=len(candidates),
        closed=count_rules(problem, pairs),
        closed_to_companions=len(others) - len(companionable),
        alternatives=_alternatives(state, companionable),
        near_misses=nearest_misses(problem, pairs, NEAREST),
    )


def match_facts(problem: Problem, party: Party, slot: Slot) -> MatchFacts:
    """Take apart what spoke for a match."""
    there = mark_match(problem, party, slot)
    return MatchFacts(
        party=party.id,
        slot=slot.id,
        placed=_criteria(mark_terms(problem, party), problem.weights),
        there=_criteria(there, problem.weights),
        points=sum(there.points(problem.weights).values()),
        grounds=_grounds(problem, party, slot),
    )


def _criteria(marks: Criteria | Terms, weights: Weights) -> tuple[Criterion, ...]:
    points = marks.points(weights)
    return tuple(Criterion(name, mark, points[name]) for name, mark in vars(marks).items())


def _contenders(problem: Problem, solution: Solution, slots: Mapping[str, Slot]) -> int:
    """Count the parties without a place to whom no rule closes one of these slots."""
    left = (party for party in problem.parties if party.id not in solution.slot_of)
    return sum(any(is_candidate(problem, party, slot) for slot in slots.values()) for party in left)


def _grounds(problem: Problem, party: Party, slot: Slot) -> Grounds:
    return Grounds(
        wish_rank=wish_rank(party, slot),
        days_waited=days_waited(problem.today, party),
        shared_languages=languages_beside_french(party, slot),
        at_ease_in_french=is_at_ease_in_french(party),
        km=round(distance_km(party.home, slot.place)),
        needs=party.needs,
        companions=tuple(each for each in problem.companions[party.id] if each != party.id),
        is_pinned=(party.id, slot.id) in problem.pinned,
    )


def _alternatives(
    state: AssignmentState, pairs: list[tuple[Party, Slot]]
) -> tuple[Alternative, ...]:
    """Weigh the best pairs; of companions who could come to one slot, the first stands for all."""
    companions = state.problem.companions
    several = len({party.id for party, _ in pairs}) > 1
    weighed = sorted(
        (-state.points(companions[party.id], slot.id), party.id, slot.id)
        for party, slot in pairs
        if not several or party.id == companions[party.id][0]
    )
    return tuple(
        _alternative(state, party, slot, -points) for points, party, slot in weighed[:ALTERNATIVES]
    )


def _alternative(state: AssignmentState, party: str, slot: str, points: int) -> Alternative:
    unit = state.problem.companions[party]
    now = state.slot_of.get(party)
    held = (each for other in state.units_in.get(slot, []) for each in other)
    return Alternative(
        party=party,
        slot=slot,
        points=points,
        gain=points - state.points(unit, now),
        now=now,
        held_by=tuple(sorted(held)),
        way=state.way(unit, state.problem.slot_of[slot]),
    )
