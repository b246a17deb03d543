"""Readers of single values: what was written becomes what is meant, or an error says why not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from matching.checks import Point, ProblemError
from matching.problem import Bed, Days, Pair

Read = TypeVar("Read")
Reader = Callable[[Any, str], Any]

LARGEST_WHOLE = 2**53
"""From here on, programs that read JSON disagree about whole numbers."""

LONGEST_SHOWN = 80
"""Characters of a wrong value that an error repeats."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEK = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def _shown(value: Any) -> str:
    """Repeat a wrong value, cut short where it is long."""
    try:
        written = repr(value)
    except (ValueError, RecursionError):  # thousands of digits, or of lists inside one another
        return "more than can be shown"
    return written if len(written) <= LONGEST_SHOWN else f"{written[:LONGEST_SHOWN]}…"


def text(value: Any, where: str) -> str:
    """Read a text that can be written again."""
    if not isinstance(value, str):
        raise ProblemError(f"{where}: expected text, found {_shown(value)}.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ProblemError(f"{where}: half a character in {_shown(value)}: mend it.") from error
    return value


def own_id(value: Any, where: str) -> str:
    """Read the id of a party or a slot, which is never empty."""
    if value == "":
        raise ProblemError(f"{where}: this is an empty id: give one that nobody else has.")
    return text(value, where)


def integer(value: Any, where: str) -> int:
    """Read a whole number of any size; 2.0 and true are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProblemError(f"{where}: expected a whole number, found {_shown(value)}.")
    return value


def whole(value: Any, where: str) -> int:
    """Read a whole number that is not too large to count with."""
    if abs(integer(value, where)) >= LARGEST_WHOLE:
        raise ProblemError(f"{where}: expected a number below 2⁵³, found {_shown(value)}.")
    return int(value)


def number(value: Any, where: str) -> float:
    """Read a number that is neither infinite nor undefined."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            read = float(value)
        except OverflowError:
            read = math.inf
        if math.isfinite(read):
            return read
    raise ProblemError(f"{where}: expected a number, found {_shown(value)}.")


def yes_no(value: Any, where: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ProblemError(f"{where}: expected true or false, found {_shown(value)}.")
    return value


def day(value: Any, where: str) -> date:
    """Read a day written as 2027-04-05."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ProblemError(f"{where}: expected a day such as 2027-04-05, found {_shown(value)}.")


def listed(item: Callable[[Any, str], Read]) -> Callable[[Any, str], tuple[Read, ...]]:
    """Read a list of values of one kind; an error tells the place of the item, from 1."""

    def read(value: Any, where: str) -> tuple[Read, ...]:
        if not isinstance(value, list | tuple):
            raise ProblemError(f"{where}: expected a list, found {_shown(value)}.")
        return tuple(item(each, f"{where}, number {at}") for at, each in enumerate(value, start=1))

    return read


def _two(value: Any, where: str, what: str) -> tuple[Any, Any]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ProblemError(f"{where}: expected {what}, found {_shown(value)}.")
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


def bed(value: Any, where: str) -> Bed:
    """Read a party's id, a slot's and a room's name."""
    what = "a party's id, a slot's id and a room's name"
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise ProblemError(f"{where}: expected {what}, found {_shown(value)}.")
    party, slot, room = (text(each, where) for each in value)
    return party, slot, room


def limits(value: Any, where: str) -> dict[str, int]:
    """Read a whole number for each farm, week or group; one with null has no limit."""
    read: dict[str, int] = {}
    for farm, limit in mapping(value, where).items():
        try:
            if limit is not None:
                read[text(farm, where)] = whole(limit, f"{where}, {farm}")
        except ProblemError as error:
            error.ids = (farm,)
            raise
    return read


def month_limits(value: Any, where: str) -> dict[str, dict[str, int]]:
    """Read how many people may arrive at a farm in each month, written as 2027-04."""
    read: dict[str, dict[str, int]] = {}
    for farm, months in mapping(value, where).items():
        read[text(farm, where)] = limits(months, f"{where}, {farm}")
        if wrong := next((month for month in read[farm] if not _MONTH.fullmatch(month)), None):
            raise ProblemError(
                f"{where}, {farm}: expected a month such as 2027-04, found {_shown(wrong)}.", farm
            )
    return read


def week_limits(value: Any, where: str) -> dict[str, int]:
    """Read a whole number for each week, written as 2027-W14; a week with null has no limit."""
    read = limits(value, where)
    if wrong := next((week for week in read if not _WEEK.fullmatch(week)), None):
        raise ProblemError(f"{where}: expected a week such as 2027-W14, found {_shown(wrong)}.")
    return read


def limits_by_week(value: Any, where: str) -> dict[str, dict[str, int]]:
    """Read the limits of each week for each of those who are named."""
    return {
        text(name, where): week_limits(weeks, f"{where}, {name}")
        for name, weeks in mapping(value, where).items()
    }


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """Read an object of named values."""
    if not isinstance(value, Mapping):
        raise ProblemError(f"{where}: expected named values, found {_shown(value)}.")
    return value


def fields(
    value: Any, where: str, readers: Mapping[str, Reader], required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read an object field by field; null is the same as left out, an unknown key is an error."""
    written = mapping(value, where)
    for key in written:
        if key not in readers:
            raise ProblemError(
                f"{where}: {_shown(key)} is not a known key; it may be one of {', '.join(readers)}."
            )
    given = {key: each for key, each in written.items() if each is not None}
    for key in required:
        if key not in given:
            raise ProblemError(f"{where}: {key} is missing: it is required.")
    return {key: readers[key](each, f"{where}, {key}") for key, each in given.items()}
