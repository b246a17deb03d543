"""Which rules a pair breaks: one small function a rule, and nothing else decides."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

from matching.checks import Point
from matching.problem import (
    LOCKABLE_ROOM,
    WOMEN_ONLY_GROUP,
    Party,
    Problem,
    Slot,
    french_rank,
)

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG), as used by the haversine formula below."""


class Rule(StrEnum):
    """A condition on a pair: a pair that breaks one is no candidate."""

    DISTANCE = "distance"
    DATES = "dates"
    LANGUAGE = "language"
    PLACES = "places"
    CHILDREN = "children"
    NEEDS = "needs"
    FRAME = "frame"
    WOMEN_ONLY = "women-only"
    REFUSED = "refused"
    EXCLUDED = "excluded"


def distance_km(here: Point, there: Point) -> float:
    """Great-circle distance by the haversine formula.

    ``2 R asin sqrt(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2))`` with R = 6371.0088 km.
    """
    latitude, longitude = math.radians(here[0]), math.radians(here[1])
    other_latitude, other_longitude = math.radians(there[0]), math.radians(there[1])
    square = (
        math.sin((other_latitude - latitude) / 2) ** 2
        + math.cos(latitude)
        * math.cos(other_latitude)
        * math.sin((other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, square)))


def shared_languages(party: Party, slot: Slot) -> frozenset[str]:
    """Languages that both sides speak, French included when both list it."""
    return frozenset(party.languages) & frozenset(slot.languages)


def missing_days(party: Party, slot: Slot) -> int:
    """Count the days of the stay, arrival and departure included, when the party is not free."""
    arrival, departure = slot.days
    free = sum(
        max(0, min(end, departure) - max(start, arrival) + 1) for start, end in party.free_days
    )
    return departure - arrival + 1 - free


def missing_levels(party: Party, slot: Slot) -> int:
    """Return how many levels of French the party lacks for the slot's minimum."""
    return max(0, french_rank(slot.min_french) - french_rank(party.french))


def missing_features(party: Party, slot: Slot) -> tuple[str, ...]:
    """List the needs that the slot does not meet; a women-only group is judged on the group.

    A lockable room is met by beds for the whole party in rooms that lock, and by nothing else.
    """
    missing = set(party.needs) - set(slot.features) - {LOCKABLE_ROOM, WOMEN_ONLY_GROUP}
    if party.needs_lock and party.people > slot.beds_that_lock:
        missing.add(LOCKABLE_ROOM)
    return tuple(sorted(missing))


def needs_interpreter(party: Party, slot: Slot) -> bool:
    """Return whether only a telephone interpreter lets the two sides talk."""
    return missing_levels(party, slot) > 0 and not shared_languages(party, slot)


def breaks_distance(party: Party, slot: Slot) -> bool:
    """Return whether the farm lies beyond the party's reach."""
    return distance_km(party.home, slot.place) > party.reach_km


def breaks_dates(party: Party, slot: Slot) -> bool:
    """Return whether the party is taken on some day of the stay."""
    return missing_days(party, slot) > 0


def breaks_language(party: Party, slot: Slot) -> bool:
    """Return whether the two sides have no way to talk: language, French or interpreter."""
    return not party.interpreter and needs_interpreter(party, slot)


def breaks_places(party: Party, slot: Slot) -> bool:
    """Return whether the party alone has more people than the slot has beds."""
    return party.people > slot.beds


def breaks_children(party: Party, slot: Slot) -> bool:
    """Return whether the party comes with children where none are welcome."""
    return party.children > 0 and not slot.children


def breaks_needs(party: Party, slot: Slot) -> bool:
    """Return whether a practical need is not met."""
    return bool(missing_features(party, slot))


def breaks_frame(party: Party, slot: Slot) -> bool:
    """Return whether the slot's frame is none of the party's."""
    return slot.frame is None or slot.frame not in party.frames


def breaks_women_only(party: Party, slot: Slot) -> bool:
    """Return whether men would come to a slot for women."""
    return slot.women_only and party.men > 0


def breaks_refused(party: Party, slot: Slot) -> bool:
    """Return whether either side refused the other."""
    return slot.farm in party.refuses or party.id in slot.refuses


PAIR_RULES: dict[Rule, Callable[[Party, Slot], bool]] = {
    Rule.DISTANCE: breaks_distance,
    Rule.DATES: breaks_dates,
    Rule.LANGUAGE: breaks_language,
    Rule.PLACES: breaks_places,
    Rule.CHILDREN: breaks_children,
    Rule.NEEDS: breaks_needs,
    Rule.FRAME: breaks_frame,
    Rule.WOMEN_ONLY: breaks_women_only,
    Rule.REFUSED: breaks_refused,
}


def broken_rules(problem: Problem, party: Party, slot: Slot) -> tuple[Rule, ...]:
    """List every rule that the pair breaks, in the order of `Rule`; empty for a candidate."""
    broken = [rule for rule, breaks in PAIR_RULES.items() if breaks(party, slot)]
    if (party.id, slot.id) in problem.excluded:
        broken.append(Rule.EXCLUDED)
    return tuple(broken)


def is_candidate(problem: Problem, party: Party, slot: Slot) -> bool:
    """Return whether the pair breaks no rule."""
    return (party.id, slot.id) not in problem.excluded and not any(
        breaks(party, slot) for breaks in PAIR_RULES.values()
    )
