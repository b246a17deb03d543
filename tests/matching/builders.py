"""Things with defaults that fit together: a test names only what it is about."""

from datetime import date
from typing import Any

from matching import Party, Problem, Slot

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
    return Slot(id=name, **(usual | given))


def a_problem(*things: Party | Slot, **given: Any) -> Problem:
    """A round of these parties and slots."""
    return Problem(
        today=date(2027, 3, 1),
        parties=tuple(thing for thing in things if isinstance(thing, Party)),
        slots=tuple(thing for thing in things if isinstance(thing, Slot)),
        **given,
    )
