"""What makes an answer verifiable: prices for each of the three questions, to be kept beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from matching.checks import ProblemError
from matching.json_readers import Reader, fields, integer, listed, mapping, text, whole
from matching.problem import Problem
from matching.serialization import to_json
from matching.solution import Solution
from matching.solution_json import solution_from, written_solution

FORMAT = "sillon-certified/1"
QUESTIONS = ("how-many", "who", "where")


@dataclass(frozen=True)
class Prices:
    """Whole prices for one question, in 512ths of a point, and the bound that they prove.

    Parameters
    ----------
    units, limits
        One for each unit in the order of first ids (for *where*, of those placed), and one for
        each limit that could be broken, in the order of `limits`.
    """

    units: tuple[int, ...]
    limits: tuple[int, ...]
    bound: int


@dataclass(frozen=True)
class Certificate:
    """What makes an answer verifiable.

    Parameters
    ----------
    problem
        The SHA-256 of the problem as `to_json` writes it.
    person
        Points for a person beside own points, in the prices of *who*.
    prices
        For each of `QUESTIONS`.
    """

    problem: str
    person: int
    prices: dict[str, Prices]


def digest(problem: Problem) -> str:
    """Return the SHA-256 of a problem as it is written."""
    return sha256(to_json(problem).encode()).hexdigest()


def written_certified(
    solution: Solution, certificate: Certificate, problem: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Name every value of an answer and its certificate, and of the problem if it goes along."""
    return {
        "format": FORMAT,
        **({} if problem is None else {"problem": problem}),
        "solution": written_solution(solution),
        "certificate": asdict(certificate),
    }


def certified_from(written: Any) -> tuple[Solution, Certificate]:
    """Read an answer and its certificate from their named values."""
    read = fields(written, "The answer", CERTIFIED_FIELDS, REQUIRED)
    if read["format"] != FORMAT:
        raise ProblemError(f"The format is not {FORMAT}: certify the answer first.")
    return read["solution"], Certificate(**read["certificate"])


def _prices(value: Any, where: str) -> dict[str, Prices]:
    return {
        name: Prices(**fields(each, f"{where}, {name}", PRICES_FIELDS, tuple(PRICES_FIELDS)))
        for name, each in mapping(value, where).items()
    }


PRICES_FIELDS: dict[str, Reader] = {
    "units": listed(integer),
    "limits": listed(integer),
    "bound": integer,
}
CERTIFICATE_FIELDS: dict[str, Reader] = {"problem": text, "person": whole, "prices": _prices}


def _certificate(value: Any, where: str) -> dict[str, Any]:
    return fields(value, where, CERTIFICATE_FIELDS, tuple(CERTIFICATE_FIELDS))


REQUIRED = ("format", "solution", "certificate")
CERTIFIED_FIELDS: dict[str, Reader] = {
    "format": text,
    "problem": mapping,
    "solution": lambda value, _where: solution_from(value),
    "certificate": _certificate,
}
