"""Whether those who would stay together in a slot fit: rooms, women only, one party at a time.

The engine's own group rules judge, so that a round and a place given by hand never disagree.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.models import HOLDING, Party, Slot, Visit

MINIMUM = matching.GroupRule.MINIMUM
"""Never judged here: a group is proposed one party after the other."""


def breaks_a_rule(session: Session, slot: Slot, party: Party) -> bool:
    """Whether this party cannot stay beside those held in the slot; sees every association."""
    beside = session.scalars(
        select(Party)
        .join(Visit, Visit.party_id == Party.id)
        .where(Visit.slot_id == slot.id, Visit.state.in_(HOLDING), Party.id != party.id)
        .options(selectinload(Party.persons))
    ).all()
    group = _as_the_engine_sees([party, *beside], slot.arrival)
    return bool(set(matching.broken_group_rules(_place(slot), group)) - {MINIMUM})


def _as_the_engine_sees(parties: Iterable[Party], on: date) -> list[matching.Party]:
    seen = []
    for party in parties:
        men, women, children = party.count(on)
        seen.append(
            matching.Party(
                id=str(party.id),
                home=(party.latitude, party.longitude),
                reach_km=party.reach_km,
                men=men,
                women=women,
                children=children,
                needs=tuple(party.needs),
                together=str(party.companions_id) if party.companions_id else None,
                private=party.shares_no_room,
            )
        )
    return seen


def _place(slot: Slot) -> matching.Slot:
    return matching.Slot(
        id=str(slot.id),
        farm=str(slot.farm_id),
        place=(0.0, 0.0),  # a group is judged by who is in it, not by where
        arrival=slot.arrival,
        departure=slot.departure,
        rooms=tuple(slot.rooms),
        exclusive=slot.offer.exclusive,
    )
