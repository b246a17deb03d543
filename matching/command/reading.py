"""The round that is asked about: a file, and tables beside it, with all that is wrong at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.checks import ProblemError
from matching.command.doubts import doubts
from matching.command.files import FileError, text_of
from matching.command.tables import PARTIES, SLOTS, read_table
from matching.json_readers import mapping
from matching.problem import Problem
from matching.serialization import changes_since, from_json, parsed
from matching.solution import Solution


@dataclass(frozen=True)
class Given:
    """A problem, and what in it is probably not meant."""

    problem: Problem
    doubts: tuple[str, ...]


def read_round(path: Path, parties: Path | None = None, slots: Path | None = None) -> Given:
    """Read a round from a JSON file, and its parties or slots from tables where these are given.

    Raises
    ------
    FileError
        When a file cannot be read; it tells what is wrong with the others too.
    ProblemError
        With a line for all that has to be mended, in every file.
    """
    errors: list[ProblemError] = []
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    try:
        values |= mapping(parsed(text_of(path), path.name), "The problem")
    except ProblemError as error:
        errors.append(error)
    for name, what, table, kind in (
        ("parties", "party", parties, PARTIES),
        ("slots", "slot", slots, SLOTS),
    ):
        if table is None:
            continue
        try:
            read = read_table(table, kind)
        except FileError as error:
            errors.append(error)
            continue
        errors += read.errors
        values[name] = read.rows
        places |= {f"{what} {given}": where for given, where in read.places.items()}
    if errors:
        raise _all(errors)
    problem = from_json(values)
    if not isinstance(problem, Problem):
        raise ProblemError("This is a solution, not a problem: give the round itself.")
    return Given(problem, (*changes_since(values), *doubts(problem, places)))


def read_solution(path: Path, problem: Problem) -> Solution:
    """Read what was answered to a problem, with or without reasons beside it.

    Raises
    ------
    FileError, ProblemError
        When the file cannot be read, or is no answer to this problem.
    """
    values = dict(mapping(parsed(text_of(path), path.name), "The solution"))
    values.pop("explanations", None)
    solution = from_json(values)
    if not isinstance(solution, Solution):
        raise ProblemError(f"{path.name} is a problem, not a solution: give the answer to it.")
    for party, slot in solution.matches:
        if party not in problem.party_of or slot not in problem.slot_of:
            raise ProblemError(
                f"{path.name} answers another round: it has {party} in {slot}, which is not here."
            )
    return solution


def _all(errors: list[ProblemError]) -> ProblemError:
    kind = FileError if any(isinstance(error, FileError) for error in errors) else ProblemError
    return kind("\n".join(map(str, errors)), *(each for error in errors for each in error.ids))
