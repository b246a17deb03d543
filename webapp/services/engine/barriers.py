"""What stands between guests and their hosts although no rule keeps them apart.

It is told before anything that speaks for a place: to caseworker, farm and guest alike.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

import matching
from webapp.ground.database import seeing_everyone
from webapp.models import Visit
from webapp.services.engine.grouping import held_beside
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
    party: matching.Party, slot: matching.Slot, others: Sequence[matching.Party] = ()
) -> tuple[str, ...]:
    """Return what a party would meet in a slot, beside `others` who would be there too."""
    found = [_of_language(party, slot)]
    if _shares_a_room(party, slot, others):
        found.append(SHARED_ROOM)
    return tuple(each for each in found if each)


def barriers_of(session: Session, visit: Visit) -> tuple[str, ...]:
    """Return what the guests of a visit would meet, as things stand now."""
    slot = visit.slot
    with seeing_everyone(session):
        beside = [as_party(each, slot.arrival) for each in held_beside(session, slot, visit.party)]
    parted = (PARTED,) if visit.parted_at is not None else ()
    return parted + barriers(as_party(visit.party, slot.arrival), as_slot(slot), beside)


def _of_language(party: matching.Party, slot: matching.Slot) -> str:
    if matching.is_at_ease_in_french(party) or matching.languages_beside_french(party, slot):
        return ""
    if party.french not in FIRST_WORDS and not matching.needs_interpreter(party, slot):
        return SIMPLE_FRENCH
    return INTERPRETER if party.interpreter else NO_LANGUAGE


def _shares_a_room(
    party: matching.Party, slot: matching.Slot, others: Sequence[matching.Party]
) -> bool:
    """Whether the rooms hold them all only if the party sleeps in one with strangers.

    It does not where it, or all the strangers, could have rooms of their own.
    """
    known = [each for each in others if party.together and each.together == party.together]
    strangers = [each for each in others if each not in known]
    if not strangers or not party.shares_rooms:
        return False
    ways = (
        [replace(party, private=True), *known, *strangers],
        [party, *known, *(replace(each, private=True) for each in strangers)],
    )
    rooms = matching.GroupRule.ROOMS
    return all(rooms in matching.broken_group_rules(slot, group) for group in ways)
