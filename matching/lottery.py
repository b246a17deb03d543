"""The lottery: who comes first of those whom nothing else tells apart.

It is drawn from the seed and the ids alone, so anyone can draw it again: of parties whose own terms
count the same, those come first whose SHA-256 of ``"seed party"`` is smaller. The first has the
highest ticket, and there are as many tickets as the largest set of equals needs: no two of them
have the same.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256

from matching.checks import ProblemError
from matching.problem import FEWEST_TICKETS, Problem
from matching.scoring import mark_terms


def tickets_of(problem: Problem) -> int:
    """Return how many tickets a point of own terms is counted in.

    As many as the largest set of equals has parties, `FEWEST_TICKETS` at least, and so few that the
    points of the whole round add up exactly.
    """
    return max(FEWEST_TICKETS, min(_most_alike(problem), problem.most_tickets))


def are_shared(problem: Problem, tickets: int) -> bool:
    """Return whether there are so few tickets that neighbours among equals have the same."""
    return _most_alike(problem) > tickets


def own_points(problem: Problem, seed: int, tickets: int | None = None) -> dict[str, int]:
    """Return what each party counts among those who could come: own terms, then its ticket.

    Nothing that a party says of wishes or dates is looked at.

    Parameters
    ----------
    tickets
        Those of an answer: as many as the round needs, or `FEWEST_TICKETS`, as once in every round.
        None for as many as it needs.

    Raises
    ------
    ProblemError
        When there are more or fewer tickets.
    """
    needed = tickets_of(problem)
    if tickets not in (None, needed, FEWEST_TICKETS):
        raise ProblemError(f"The lots are drawn with {tickets} tickets, not with {needed}.")
    most = needed if tickets is None else tickets
    return {
        party: most * (terms + 1) - 1 - place * most // max(most, len(equals))
        for terms, equals in _alike(problem).items()
        for place, party in enumerate(sorted(equals, key=lambda each: _lot(seed, each)))
    }


def _most_alike(problem: Problem) -> int:
    return max(map(len, _alike(problem).values()), default=0)


def _alike(problem: Problem) -> dict[int, list[str]]:
    """List who is equal, by the points of their own terms."""
    alike: defaultdict[int, list[str]] = defaultdict(list)
    for party in problem.parties:
        alike[sum(mark_terms(problem, party).points(problem.weights).values())].append(party.id)
    return alike


def _lot(seed: int, party: str) -> bytes:
    return sha256(f"{seed} {party}".encode()).digest()
