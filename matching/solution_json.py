"""Solutions as named values, both ways, and those of the former format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matching.json_readers import Reader, fields, integer, listed, number, pair, text, whole, yes_no
from matching.problem import LARGEST_SUM
from matching.room_plan import Bedding
from matching.solution import Match, Part, Solution

SOLUTION_FORMAT = "sillon-solution/2"
ONE_SUM_SOLUTION = "sillon-solution/1"
"""Its points were that one sum: the matches are read, and nothing is known to be proven of them."""


PART_FIELDS: dict[str, Reader] = {"points": whole, "bound": whole, "proven": yes_no}


def part_from(written: Any, where: str) -> Part:
    """Read the points of a question, and their bound."""
    read = fields(written, where, PART_FIELDS, ("points", "bound"))
    return Part(read["points"], read["bound"])


BEDDING_FIELDS: dict[str, Reader] = {"party": text, "slot": text, "room": text, "people": whole}


def bedding_from(written: Any, where: str) -> Bedding:
    """Read who sleeps in which room."""
    return Bedding(**fields(written, where, BEDDING_FIELDS, Bedding._fields))


SOLUTION_FIELDS: dict[str, Reader] = {
    "format": text,
    "matches": listed(pair),
    "people": whole,
    "most_people": whole,
    "who": part_from,
    "where": part_from,
    "rooms": listed(bedding_from),
    "optimal": yes_no,
    "seconds": number,
    "engine": text,
    "seed": integer,
    "tickets": whole,
}
ONE_SUM_SOLUTION_FIELDS = SOLUTION_FIELDS | {"points": whole, "bound": whole, "gap": number}
NOTHING_PROVEN = Part(0, LARGEST_SUM - 1)


def solution_from(written: Any) -> Solution:
    """Read a solution from its named values."""
    required = ("matches", "people", "most_people", "who", "where")
    read = fields(written, "The solution", SOLUTION_FIELDS, required)
    return _solution(read)


def former_solution_from(written: Any) -> Solution:
    """Read a solution in which one sum had decided."""
    read = fields(written, "The solution", ONE_SUM_SOLUTION_FIELDS, ("matches", "people"))
    nothing = {"most_people": LARGEST_SUM - 1, "who": NOTHING_PROVEN, "where": NOTHING_PROVEN}
    for summed in ("points", "bound", "gap"):
        read.pop(summed, None)
    return _solution(read | nothing)


def _solution(read: dict[str, Any]) -> Solution:
    for derived in ("format", "optimal"):
        read.pop(derived, None)
    return Solution(**read | {"matches": tuple(Match(*each) for each in read["matches"])})


SOLUTION_READERS: dict[str, Callable[[Any], Solution]] = {
    SOLUTION_FORMAT: solution_from,
    ONE_SUM_SOLUTION: former_solution_from,
}
"""How each format is read."""


def written_solution(solution: Solution) -> dict[str, Any]:
    """Name every value of a solution."""
    return {
        "format": SOLUTION_FORMAT,
        "matches": solution.matches,
        "people": solution.people,
        "most_people": solution.most_people,
        "who": _written_part(solution.who),
        "where": _written_part(solution.where),
        "rooms": [each._asdict() for each in solution.rooms],
        "optimal": solution.is_optimal,
        "seconds": solution.seconds,
        "engine": solution.engine,
        "seed": solution.seed,
        "tickets": solution.tickets,
    }


def _written_part(part: Part) -> dict[str, Any]:
    return {"points": part.points, "bound": part.bound, "proven": part.is_proven}
