"""A solved round as a file that anyone can verify: problem, answer, and prices that prove it.

It knows people by codes only; whoever holds it needs no Sillon and trusts nobody's solver.
"""

from typing import Any

from webapp.models import MatchingRound


def exported(of_round: MatchingRound) -> dict[str, Any] | None:
    """Return what `python -m matching verify` reads; none for a result without prices."""
    if not (of_round.has_result and of_round.certificate):
        return None
    return {
        "format": "sillon-certified/1",
        "problem": of_round.problem,
        "solution": of_round.solution,
        "certificate": of_round.certificate,
    }
