"""The lottery: who comes first of those whom nothing else tells apart.

It is drawn from the seed and the ids alone, so anyone can draw it again: of parties whose own terms
count the same, those come first whose SHA-256 of ``"seed party"`` is smaller. The first has the
highest ticket, and where there are more of them than tickets, neighbours share one.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256

from matching.problem import TICKETS, Problem
from matching.scoring import mark_terms


def draw(problem: Problem, seed: int) -> dict[str, int]:
    """Draw a ticket from 0 to `TICKETS` - 1 for each party, whatever it said of wishes or dates."""
    alike: defaultdict[int, list[str]] = defaultdict(list)
    for party in problem.parties:
        alike[sum(mark_terms(problem, party).points(problem.weights).values())].append(party.id)
    return {
        party: TICKETS - 1 - place * TICKETS // max(TICKETS, len(equals))
        for equals in alike.values()
        for place, party in enumerate(sorted(equals, key=lambda each: _lot(seed, each)))
    }


def _lot(seed: int, party: str) -> bytes:
    return sha256(f"{seed} {party}".encode()).digest()


def own_points(problem: Problem, seed: int) -> dict[str, int]:
    """Return what each party counts among those who could come: own terms, then its ticket."""
    tickets = draw(problem, seed)
    return {
        party.id: TICKETS * sum(mark_terms(problem, party).points(problem.weights).values())
        + tickets[party.id]
        for party in problem.parties
    }
