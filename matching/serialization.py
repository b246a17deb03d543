"""Problems and solutions as JSON, both ways, to the letter of the published format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from matching import reading
from matching.problem import Party, Problem, ProblemError, Slot, Weights
from matching.reading import (
    Reader,
    day,
    days,
    fields,
    limits,
    listed,
    number,
    pair,
    point,
    text,
    whole,
    yes_no,
)
from matching.solution import Match, Solution

PROBLEM_FORMAT = "sillon-problem/1"
SOLUTION_FORMAT = "sillon-solution/1"

PARTY_FIELDS: dict[str, Reader] = {
    "id": text,
    "men": whole,
    "women": whole,
    "children": whole,
    "home": point,
    "reach_km": number,
    "languages": listed(text),
    "french": text,
    "interpreter": yes_no,
    "available": listed(days),
    "needs": listed(text),
    "wishes": listed(text),
    "frames": listed(text),
    "waiting_since": day,
    "past_visits": whole,
    "refuses": listed(text),
    "together": text,
    "private": yes_no,
}
PARTY_REQUIRED = ("id", "home", "reach_km")

SLOT_FIELDS: dict[str, Reader] = {
    "id": text,
    "farm": text,
    "place": point,
    "arrival": day,
    "departure": day,
    "rooms": listed(whole),
    "languages": listed(text),
    "min_french": text,
    "features": listed(text),
    "production": text,
    "frame": text,
    "children": yes_no,
    "women_only": yes_no,
    "exclusive": yes_no,
    "min_people": whole,
    "refuses": listed(text),
}
SLOT_REQUIRED = ("id", "farm", "place", "arrival", "departure")


def party_from(written: Any, where: str = "A party") -> Party:
    """Read a party from its named values."""
    return Party(**fields(written, _named(where, written), PARTY_FIELDS, PARTY_REQUIRED))


def slot_from(written: Any, where: str = "A slot") -> Slot:
    """Read a slot from its named values."""
    return Slot(**fields(written, _named(where, written), SLOT_FIELDS, SLOT_REQUIRED))


def weights_from(written: Any, where: str = "weights") -> Weights:
    """Read the weights; one that is left out keeps its usual value."""
    return Weights(**fields(written, where, {each.name: whole for each in fields_of(Weights)}))


def _named(where: str, written: Any) -> str:
    given = written.get("id") if isinstance(written, Mapping) else None
    return f"{where} ({given})" if given else where


PROBLEM_FIELDS: dict[str, Reader] = {
    "format": text,
    "today": day,
    "parties": listed(party_from),
    "slots": listed(slot_from),
    "pinned": listed(pair),
    "excluded": listed(pair),
    "farm_limits": limits,
    "interpreter_limit": whole,
    "previous": listed(pair),
    "max_moves": whole,
    "weights": weights_from,
}

SOLUTION_FIELDS: dict[str, Reader] = {
    "format": text,
    "matches": listed(pair),
    "people": whole,
    "points": whole,
    "bound": whole,
    "gap": number,
    "optimal": yes_no,
    "seconds": number,
    "engine": text,
    "seed": whole,
}


def problem_from(written: Any) -> Problem:
    """Read a problem from its named values."""
    read = fields(written, "The problem", PROBLEM_FIELDS, ("today",))
    if read.pop("format", PROBLEM_FORMAT) != PROBLEM_FORMAT:
        raise ProblemError(f"The format is not {PROBLEM_FORMAT}: this engine reads no other.")
    for name in ("pinned", "excluded", "previous"):
        read[name] = frozenset(read.get(name, ()))
    return Problem(**read)


def solution_from(written: Any) -> Solution:
    """Read a solution from its named values."""
    read = fields(
        written, "The solution", SOLUTION_FIELDS, ("matches", "people", "points", "bound")
    )
    for derived in ("format", "gap", "optimal"):
        read.pop(derived, None)
    return Solution(**read | {"matches": tuple(Match(*each) for each in read["matches"])})


def from_json(written: str | bytes | Mapping[str, Any]) -> Any:
    """Read a `Problem`, or a `Solution` when the format says so.

    Parameters
    ----------
    written
        JSON text, or the values it stands for.

    Raises
    ------
    ProblemError
        With the id concerned and what to mend.
    """
    if isinstance(written, str | bytes):
        try:
            written = json.loads(written)
        except ValueError as error:
            raise ProblemError(f"The text is not JSON: {error}.") from error
    values = reading.mapping(written, "The problem")
    if values.get("format") == SOLUTION_FORMAT:
        return solution_from(values)
    return problem_from(values)


def to_json(thing: Problem | Solution, *, indent: int | None = None) -> str:
    """Write a problem or a solution as JSON text; `from_json` reads it back."""
    written = written_solution(thing) if isinstance(thing, Solution) else written_problem(thing)
    return json.dumps(written, ensure_ascii=False, indent=indent, default=date.isoformat)


def written_problem(problem: Problem) -> dict[str, Any]:
    """Name every value of a problem, the usual ones included."""
    return {
        "format": PROBLEM_FORMAT,
        "today": problem.today,
        "parties": [_values(party) for party in problem.parties],
        "slots": [_values(slot) for slot in problem.slots],
        "pinned": sorted(problem.pinned),
        "excluded": sorted(problem.excluded),
        "farm_limits": dict(sorted(problem.farm_limits.items())),
        "interpreter_limit": problem.interpreter_limit,
        "previous": sorted(problem.previous),
        "max_moves": problem.max_moves,
        "weights": _values(problem.weights),
    }


def _values(thing: Party | Slot | Weights) -> dict[str, Any]:
    return {each.name: getattr(thing, each.name) for each in fields_of(thing)}


def written_solution(solution: Solution) -> dict[str, Any]:
    """Name every value of a solution."""
    return {
        "format": SOLUTION_FORMAT,
        "matches": solution.matches,
        "people": solution.people,
        "points": solution.points,
        "bound": solution.bound,
        "gap": solution.gap,
        "optimal": solution.is_optimal,
        "seconds": solution.seconds,
        "engine": solution.engine,
        "seed": solution.seed,
    }
