"""Problems and solutions as JSON, both ways, to the letter of the published format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, TypeVar

from matching import json_readers
from matching.checks import ProblemError
from matching.json_readers import (
    Reader,
    bed,
    day,
    days,
    fields,
    limits,
    limits_by_week,
    listed,
    month_limits,
    number,
    own_id,
    pair,
    point,
    text,
    week_limits,
    whole,
    yes_no,
)
from matching.problem import LOCKABLE_ROOM, Party, Problem, Room, Slot
from matching.solution import Solution
from matching.solution_json import SOLUTION_READERS, written_solution
from matching.weights import Weights

PROBLEM_FORMAT = "sillon-problem/3"
ONE_SUM_FORMAT = "sillon-problem/2"
"""One sum decided who comes and where they go, with a weight for each person."""
FEATURE_FORMAT = "sillon-problem/1"
"""Moreover rooms were numbers of beds: all lock in a slot with the feature `lockable-room`."""
CHANGED = {
    ONE_SUM_FORMAT: "The weight of a person is read no more: as many people as possible come; "
    "waiting, first visits and the plan before decide who; wishes, language, journey and "
    "continuity decide where.",
    FEATURE_FORMAT: "All rooms of a slot with the feature lockable-room lock.",
}
"""What is read otherwise than it was meant in each former format, the newest first."""

Made = TypeVar("Made")

ROOM_FIELDS: dict[str, Reader] = {"beds": whole, "locks": yes_no, "id": text}


def room(written: Any, where: str) -> Room:
    """Read a room: a number of beds, or an object that says whether it locks as well."""
    if isinstance(written, Mapping):
        return Room(**fields(written, where, ROOM_FIELDS, ("beds",)))
    return Room(whole(written, where))


PARTY_FIELDS: dict[str, Reader] = {
    "id": own_id,
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
    "referent": text,
    "groups": listed(text),
    "private": yes_no,
    "told_until": day,
}
PARTY_REQUIRED = ("id", "home", "reach_km")

SLOT_FIELDS: dict[str, Reader] = {
    "id": own_id,
    "farm": text,
    "place": point,
    "arrival": day,
    "departure": day,
    "rooms": listed(room),
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
    return _made(Party, written, where, PARTY_FIELDS, PARTY_REQUIRED)


def slot_from(written: Any, where: str = "A slot") -> Slot:
    """Read a slot from its named values."""
    return _made(Slot, written, where, SLOT_FIELDS, SLOT_REQUIRED)


def former_slot_from(written: Any, where: str = "A slot") -> Slot:
    """Read a slot of the former format, in which a feature said that its rooms lock."""
    slot = slot_from(written, where)
    if LOCKABLE_ROOM not in slot.features:
        return slot
    return replace(slot, rooms=tuple(replace(each, locks=True) for each in slot.rooms))


WEIGHTS: dict[str, Reader] = {each.name: whole for each in fields_of(Weights)}


def weights_from(written: Any, where: str = "weights") -> Weights:
    """Read the weights; one that is left out keeps its usual value."""
    return Weights(**fields(written, where, WEIGHTS))


def former_weights_from(written: Any, where: str = "weights") -> Weights:
    """Read the weights of a former format, in which people had one as well."""
    read = fields(written, where, WEIGHTS | {"person": whole})
    read.pop("person", None)
    return Weights(**read)


def _made(
    make: Callable[..., Made],
    written: Any,
    where: str,
    readers: Mapping[str, Reader],
    required: tuple[str, ...],
) -> Made:
    """Make a thing that has an id, if it can be read: an error tells it, and carries it."""
    given = written.get("id") if isinstance(written, Mapping) else None
    if not isinstance(given, str) or not given:
        return make(**fields(written, where, readers, required))
    try:
        return make(**fields(written, f"{where} ({given})", readers, required))
    except ProblemError as error:
        error.ids = error.ids or (given,)
        raise


PROBLEM_FIELDS: dict[str, Reader] = {
    "format": text,
    "today": day,
    "parties": listed(party_from),
    "slots": listed(slot_from),
    "pinned": listed(pair),
    "excluded": listed(pair),
    "farm_limits": limits,
    "month_limits": month_limits,
    "interpreter_limit": whole,
    "interpreter_weeks": week_limits,
    "referent_weeks": limits_by_week,
    "floors": limits,
    "previous": listed(pair),
    "previous_rooms": listed(bed),
    "max_moves": whole,
    "weights": weights_from,
    "told_until": day,
}

ONE_SUM_FIELDS = PROBLEM_FIELDS | {"weights": former_weights_from}
FEATURE_FIELDS = ONE_SUM_FIELDS | {"slots": listed(former_slot_from)}
KNOWN = {
    PROBLEM_FORMAT: PROBLEM_FIELDS,
    ONE_SUM_FORMAT: ONE_SUM_FIELDS,
    FEATURE_FORMAT: FEATURE_FIELDS,
}


def format_of(written: Any) -> str:
    """Return which format a problem says it has; the present one where it says none."""
    given = json_readers.mapping(written, "The problem").get("format")
    return PROBLEM_FORMAT if given is None else text(given, "The problem, format")


def changes_since(written: Any) -> tuple[str, ...]:
    """Tell in sentences what a problem of a former format is now read to mean."""
    given = format_of(written)
    newest_first = list(CHANGED)
    known = newest_first[: newest_first.index(given) + 1] if given in CHANGED else []
    return tuple(CHANGED[each] for each in known)


def problem_from(written: Any) -> Problem:
    """Read a problem from its named values."""
    given = format_of(written)
    if given not in KNOWN:
        raise ProblemError(f"The format is none of {', '.join(KNOWN)}: no other can be read.")
    read = fields(written, "The problem", KNOWN[given], ("today",))
    read.pop("format", None)
    for name in ("pinned", "excluded", "previous", "previous_rooms"):
        read[name] = frozenset(read.get(name, ()))
    return Problem(**read)


def parsed(written: str | bytes, name: str = "The text") -> Any:
    """Take JSON text apart into the values it stands for."""
    try:
        return json.loads(written)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ProblemError(f"{name} is not JSON: {error}.") from error
    except RecursionError as error:
        raise ProblemError(f"{name} has too many lists inside one another.") from error
    except ValueError as error:  # the one other refusal of the parser
        raise ProblemError(f"{name} has a number of thousands of digits: shorten it.") from error


def from_json(written: str | bytes | Mapping[str, Any]) -> Any:
    """Read a `Problem`, or a `Solution` when the format says so.

    Parameters
    ----------
    written
        JSON text, or the values it stands for.

    Raises
    ------
    ProblemError
        With what to mend, the place where it is, and the id concerned where there is one.
    """
    if isinstance(written, str | bytes):
        written = parsed(written)
    values = json_readers.mapping(written, "The problem")
    given = values.get("format")
    if isinstance(given, str) and given in SOLUTION_READERS:
        return SOLUTION_READERS[given](values)
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
        "month_limits": {
            farm: dict(sorted(months.items()))
            for farm, months in sorted(problem.month_limits.items())
        },
        "interpreter_limit": problem.interpreter_limit,
        "interpreter_weeks": dict(sorted(problem.interpreter_weeks.items())),
        "referent_weeks": {
            referent: dict(sorted(weeks.items()))
            for referent, weeks in sorted(problem.referent_weeks.items())
        },
        "floors": dict(sorted(problem.floors.items())),
        "previous": sorted(problem.previous),
        "previous_rooms": sorted(problem.previous_rooms),
        "max_moves": problem.max_moves,
        "weights": _values(problem.weights),
        "told_until": problem.told_until,
    }


def _values(thing: Party | Slot | Weights) -> dict[str, Any]:
    values = {each.name: getattr(thing, each.name) for each in fields_of(thing)}
    if isinstance(thing, Slot):
        values["rooms"] = [asdict(each) for each in thing.rooms]
    return values
