"""Things with defaults that fit together: a test names only what it is about."""

from dataclasses import replace
from datetime import date
from typing import Any

from matching import Party, Problem, Room, Slot

PARIS = (48.85, 2.35)
CHARTRES = (48.45, 1.49)
"""77 km from Paris."""


def a_party(name: str = "p1", **given: Any) -> Party:
    """One man from Paris, free all spring, who fits `a_slot` in every rule."""
    usual: dict[str, Any] = {
        "home": PARIS,
        "reach_km": 100,
        "languages": ("en",),
        "available": ((date(2027, 3, 1), date(2027, 6, 30)),),
        "frames": ("discovery",),
    }
    if not {"men", "women", "children"} & given.keys():
        usual["men"] = 1
    return Party(id=name, **(usual | given))


def a_slot(name: str = "s1", **given: Any) -> Slot:
    """Four days in Chartres with a room of two."""
    usual: dict[str, Any] = {
        "farm": "farm-1",
        "place": CHARTRES,
        "arrival": date(2027, 4, 5),
        "departure": date(2027, 4, 9),
        "rooms": (2,),
        "languages": ("en",),
        "frame": "discovery",
    }
    values = usual | given
    return Slot(id=name, **(values | {"rooms": rooms(*values["rooms"])}))


def rooms(*beds: int | Room) -> tuple[Room, ...]:
    """Rooms of so many beds each; one that locks is given as it is."""
    return tuple(each if isinstance(each, Room) else Room(each) for each in beds)


def locked(beds: int) -> Room:
    """A room that locks."""
    return Room(beds, locks=True)


def a_problem(*things: Party | Slot, **given: Any) -> Problem:
    """A round of these parties and slots."""
    return Problem(
        today=date(2027, 3, 1),
        parties=tuple(thing for thing in things if isinstance(thing, Party)),
        slots=tuple(thing for thing in things if isinstance(thing, Slot)),
        **given,
    )


def an_ocean_apart(here: Problem, there: Problem) -> Problem:
    """Two rounds as one: nobody of either could reach a farm of the other."""
    parties = tuple(
        replace(
            party,
            id=f"x{party.id}",
            home=(party.home[0] - 80, party.home[1]),
            together=party.together and f"x{party.together}",
        )
        for party in there.parties
    )
    slots = tuple(
        replace(
            slot, id=f"x{slot.id}", farm=f"x{slot.farm}", place=(slot.place[0] - 80, slot.place[1])
        )
        for slot in there.slots
    )
    limits = {f"x{farm}": limit for farm, limit in there.farm_limits.items()}
    return replace(
        here,
        parties=here.parties + parties,
        slots=here.slots + slots,
        farm_limits={**here.farm_limits, **limits},
        month_limits={
            **here.month_limits,
            **{f"x{farm}": each for farm, each in there.month_limits.items()},
        },
        interpreter_limit=None,
        interpreter_weeks={},
        referent_weeks={},
        floors={},
    )
