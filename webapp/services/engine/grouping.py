"""Whether those who would stay together in a slot fit: rooms, women only, one party at a time.

The engine's own group rules judge, so that a round and a place given by hand never disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.models import HOLDING, Party, Slot, Visit
from webapp.models.offers import OpenRoom
from webapp.services.engine.views import as_guests, as_party, as_slot, rooms_of

MINIMUM = matching.GroupRule.MINIMUM
"""Never judged here: a group is proposed one party after the other."""


def breaks_a_rule(session: Session, slot: Slot, party: Party, others: Iterable[Party] = ()) -> bool:
    """Whether this party cannot stay beside `others` and those held in the slot, of whomever."""
    beside = [*others, *held_beside(session, slot, party)]
    group = [as_party(each, slot.arrival) for each in [party, *beside]]
    return _breaks(as_slot(slot), group)


def held_beside(session: Session, slot: Slot, party: Party) -> list[Party]:
    """Return who else is proposed or expected in a slot."""
    return _held_in(session, slot, Party.id != party.id)


def guests_fit(session: Session, slot: Slot, rooms: Iterable[OpenRoom]) -> bool:
    """Whether those held in a slot would still fit, were these its rooms; sees everyone."""
    group = [as_party(each, slot.arrival) for each in _held_in(session, slot)]
    return not _breaks(replace(as_slot(slot), rooms=rooms_of(rooms)), group)


def still_fits(slot: Slot, visits: Iterable[Visit]) -> bool:
    """Whether the guests of a slot, as the engine takes them for settled, keep its rules."""
    return not _breaks(as_slot(slot), [as_guests(visit) for visit in visits])


def _breaks(slot: matching.Slot, group: Sequence[matching.Party]) -> bool:
    return bool(group) and bool(set(matching.broken_group_rules(slot, group)) - {MINIMUM})


def _held_in(session: Session, slot: Slot, *conditions: object) -> list[Party]:
    query = (
        select(Party)
        .join(Visit, Visit.party_id == Party.id)
        .where(Visit.slot_id == slot.id, Visit.state.in_(HOLDING), *conditions)  # type: ignore[arg-type]
        .options(selectinload(Party.persons))
    )
    return list(session.scalars(query))
