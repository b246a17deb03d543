"""What counts: a party's own terms for who comes, and what a place is worth for where they go.

The two are never added up. A party's terms (waiting, first visit, kept) are the same in every slot,
and nothing that it wishes, or says of its days, reach and languages, is among them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from matching.eligibility import distance_km, missing_levels, shared_languages
from matching.problem import BEST_MARK, FRENCH, Party, Problem, Slot, french_rank
from matching.weights import Weights

FULL = BEST_MARK
"""The best mark of every criterion."""

WISH_MARKS = (FULL, 60, 30)
"""Marks for the first, second and third wish; a later wish, or none of them, gives 0."""

NO_WISH_MARK = 50
DAYS_TO_FULL_WAITING = 365
COMFORTABLE_FRENCH = "B1"
ENOUGH_FRENCH_MARK = 60
INTERPRETER_MARK = 20


class _Marked:
    """Marks from 0 to 100, each weighed by the weight that `weighed_by` names."""

    weighed_by: ClassVar[Mapping[str, str]] = {}

    def points(self, weights: Weights) -> dict[str, int]:
        """Weigh each mark."""
        return {
            name: mark * int(getattr(weights, self.weighed_by.get(name, name)))
            for name, mark in vars(self).items()
        }


@dataclass(frozen=True, kw_only=True)
class Terms(_Marked):
    """Marks of a party, wherever it goes: they decide who comes.

    Parameters
    ----------
    waiting, first_visit
        See `Weights`.
    kept
        Full where the party had a place in the previous plan; weighed by `continuity`.
    """

    weighed_by: ClassVar[Mapping[str, str]] = {"kept": "continuity"}

    waiting: int
    first_visit: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class Criteria(_Marked):
    """Marks of a match: they decide where those go who come."""

    wish: int
    language: int
    journey: int
    continuity: int
    soon: int


def wish_rank(party: Party, slot: Slot) -> int | None:
    """Return which wish the slot's production is, 1 for the first (at its first mention)."""
    if slot.production is None or slot.production not in party.wishes:
        return None
    return party.wishes.index(slot.production) + 1


def wish_mark(party: Party, slot: Slot) -> int:
    """Favour the first wishes."""
    if not party.wishes:
        return NO_WISH_MARK
    rank = wish_rank(party, slot)
    return WISH_MARKS[rank - 1] if rank is not None and rank <= len(WISH_MARKS) else 0


def days_waited(today: date, party: Party) -> int:
    """Return how long the party has waited; 0 when nobody says since when."""
    return max(0, (today - party.waiting_since).days) if party.waiting_since else 0


def waiting_mark(problem: Problem, party: Party) -> int:
    """Grow with the days waited, up to a year: ``min(100, days × 100 // 365)``."""
    days = days_waited(problem.today, party)
    return min(FULL, days * FULL // DAYS_TO_FULL_WAITING)


def first_visit_mark(party: Party) -> int:
    """Favour those who have never been on a visit."""
    return 0 if party.past_visits else FULL


def is_at_ease_in_french(party: Party) -> bool:
    """Return whether the party's French is enough for any talk."""
    return french_rank(party.french) >= french_rank(COMFORTABLE_FRENCH)


def languages_beside_french(party: Party, slot: Slot) -> tuple[str, ...]:
    """List the languages that both sides speak, in the party's order; French counts by level."""
    shared = shared_languages(party, slot) - {FRENCH}
    return tuple(dict.fromkeys(each for each in party.languages if each in shared))


def language_mark(party: Party, slot: Slot) -> int:
    """Judge how easily they will talk; French counts by level, not by being listed."""
    if is_at_ease_in_french(party) or languages_beside_french(party, slot):
        return FULL
    return INTERPRETER_MARK if missing_levels(party, slot) else ENOUGH_FRENCH_MARK


def journey_mark(km: float, reach_km: float) -> int:
    """Favour nearness: ``floor(100 × (1 − km / reach) + 0.5)`` in float64, 100 when reach is 0."""
    if reach_km == 0:
        return FULL
    return math.floor(FULL * (1 - km / reach_km) + 0.5)


def told_until(problem: Problem, party: Party) -> date | None:
    """Return up to which day places are told to a party now; none where nothing is told apart."""
    if problem.told_until is None:
        return None
    return max(problem.told_until, party.told_until or problem.told_until)


def soon_mark(problem: Problem, party: Party, slot: Slot) -> int:
    """Favour what is told now: a place that is left for later, whoever comes can still have."""
    until = told_until(problem, party)
    return FULL if until is not None and slot.arrival <= until else 0


def mark_terms(problem: Problem, party: Party) -> Terms:
    """Mark what speaks for a party wherever it goes."""
    return Terms(
        waiting=waiting_mark(problem, party),
        first_visit=first_visit_mark(party),
        kept=FULL if party.id in problem.kept else 0,
    )


def mark_match(problem: Problem, party: Party, slot: Slot) -> Criteria:
    """Mark one match on every criterion."""
    return Criteria(
        wish=wish_mark(party, slot),
        language=language_mark(party, slot),
        journey=journey_mark(distance_km(party.home, slot.place), party.reach_km),
        continuity=FULL if (party.id, slot.id) in problem.previous else 0,
        soon=soon_mark(problem, party, slot),
    )


def match_points(problem: Problem, party: Party, slot: Slot) -> int:
    """Return what a place is worth to a party: the sum of mark × weight."""
    return sum(mark_match(problem, party, slot).points(problem.weights).values())
