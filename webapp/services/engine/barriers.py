"""What stands between guests and their hosts although no rule keeps them apart.

It is told before anything that speaks for a place: to caseworker, farm and guest alike.
"""

from collections.abc import Iterable, Sequence

import matching
from webapp.models import Visit
from webapp.services.engine.lodging import Lodging
from webapp.services.engine.views import as_party, as_slot

INTERPRETER = "interpreter"
"""No language in common: somebody has to interpret by telephone."""
NO_LANGUAGE = "no-language"
"""No language in common, and none is noted for the guests."""
SIMPLE_FRENCH = "simple-french"
"""No language in common but simple French."""
SHARED_ROOM = "shared-room"
"""They share a room with someone they do not know."""
PARTED = "parted"
"""The companions with whom they wished to come no longer do."""
BARRIERS = (PARTED, INTERPRETER, NO_LANGUAGE, SIMPLE_FRENCH, SHARED_ROOM)

FIRST_WORDS = ("A0", "A1")
"""Levels of French with which nobody talks."""


def barriers(
    party: matching.Party,
    slot: matching.Slot,
    others: Sequence[matching.Party] = (),
    plan: Iterable[matching.Bedding] | None = None,
) -> tuple[str, ...]:
    """Return what a party would meet in a slot, beside `others` who would be there too.

    Parameters
    ----------
    plan
        Who of them sleeps where; none where that is still to be planned.
    """
    group = [party, *others]
    beds = matching.plan_slot(slot, group) if plan is None else plan
    found = [_of_language(party, slot)]
    if matching.strangers(group, beds, party.id):
        found.append(SHARED_ROOM)
    return tuple(each for each in found if each)


def barriers_of(visit: Visit, lodging: Lodging | None) -> tuple[str, ...]:
    """Return what the guests of a visit would meet, as things stand now, where they would sleep."""
    parted = (PARTED,) if visit.parted_at is not None else ()
    # Beside whom they sleep is told by their lodging.
    party = as_party(visit.party, visit.slot.arrival, refuses=())
    found = barriers(party, as_slot(visit.slot), plan=())
    shared = (SHARED_ROOM,) if lodging and lodging.strangers else ()
    return parted + found + shared


def _of_language(party: matching.Party, slot: matching.Slot) -> str:
    if matching.is_at_ease_in_french(party) or matching.languages_beside_french(party, slot):
        return ""
    if party.french not in FIRST_WORDS and not matching.needs_interpreter(party, slot):
        return SIMPLE_FRENCH
    return INTERPRETER if party.interpreter else NO_LANGUAGE
