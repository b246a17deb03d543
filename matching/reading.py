"""Readers of single values: what was written becomes what is meant, or an error says why not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from matching.problem import Days, Pair, Point, ProblemError

Read = TypeVar("Read")
Reader = Callable[[Any, str], Any]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def text(value: Any, where: str) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise ProblemError(f"{where}: expected text, found {value!r}.")
    return value


def whole(value: Any, where: str) -> int:
    """Read a whole number; 2.0 and true are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProblemError(f"{where}: expected a whole number, found {value!r}.")
    return value


def number(value: Any, where: str) -> float:
    """Read a number that is neither infinite nor undefined."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ProblemError(f"{where}: expected a number, found {value!r}.")
    return float(value)


def yes_no(value: Any, where: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ProblemError(f"{where}: expected true or false, found {value!r}.")
    return value


def day(value: Any, where: str) -> date:
    """Read a day written as 2027-04-05."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ProblemError(f"{where}: expected a day such as 2027-04-05, found {value!r}.")


def listed(item: Callable[[Any, str], Read]) -> Callable[[Any, str], tuple[Read, ...]]:
    """Read a list of values of one kind."""

    def read(value: Any, where: str) -> tuple[Read, ...]:
        if not isinstance(value, list | tuple):
            raise ProblemError(f"{where}: expected a list, found {value!r}.")
        return tuple(item(each, where) for each in value)

    return read


def _two(value: Any, where: str, what: str) -> tuple[Any, Any]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ProblemError(f"{where}: expected {what}, found {value!r}.")
    return value[0], value[1]


def point(value: Any, where: str) -> Point:
    """Read a latitude and a longitude in degrees."""
    latitude, longitude = _two(value, where, "a latitude and a longitude")
    return number(latitude, where), number(longitude, where)


def days(value: Any, where: str) -> Days:
    """Read a first and a last day."""
    start, end = _two(value, where, "a first and a last day")
    return day(start, where), day(end, where)


def pair(value: Any, where: str) -> Pair:
    """Read a party's id and a slot's."""
    party, slot = _two(value, where, "a party's id and a slot's id")
    return text(party, where), text(slot, where)


def limits(value: Any, where: str) -> dict[str, int]:
    """Read a whole number for each farm; a farm with null has no limit."""
    read = mapping(value, where)
    return {
        farm: whole(limit, f"{where}, {farm}") for farm, limit in read.items() if limit is not None
    }


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """Read an object of named values."""
    if not isinstance(value, Mapping):
        raise ProblemError(f"{where}: expected named values, found {value!r}.")
    return value


def fields(
    value: Any, where: str, readers: Mapping[str, Reader], required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read an object field by field; null is the same as left out, an unknown key is an error."""
    written = mapping(value, where)
    for key in written:
        if key not in readers:
            raise ProblemError(
                f"{where}: {key!r} is not a known key; it may be one of {', '.join(readers)}."
            )
    given = {key: each for key, each in written.items() if each is not None}
    for key in required:
        if key not in given:
            raise ProblemError(f"{where}: {key} is missing: it is required.")
    return {key: readers[key](each, f"{where}, {key}") for key, each in given.items()}
