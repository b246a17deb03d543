"""How rows become what the engine knows: the one place where parties and slots are translated.

No name, number or address crosses: ids, sizes, dates and codes only.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import matching
from webapp.ground.tongues import spelled, understood
from webapp.models import Party, Side, Slot, Visit
from webapp.models.offers import OpenRoom
from webapp.services.engine import ids
from webapp.services.engine.offering import offering_of

WOMEN_ONLY_GROUP = "women-only-group"
LOCKABLE_ROOM = "lockable-room"
JUDGED_ON_THE_GROUP = (WOMEN_ONLY_GROUP, LOCKABLE_ROOM)
"""What guests who are there already still ask of those who come beside them."""


def as_party(party: Party, on: date, **of_the_round: Any) -> matching.Party:
    """Return a party as the engine knows it.

    Parameters
    ----------
    on
        The day of arrival: who is a child is counted then.
    of_the_round
        What depends on a round: `available`, `past_visits`; and `refuses`, where it is known.
    """
    men, women, children = counted(party, on)
    if "refuses" not in of_the_round:
        of_the_round["refuses"] = _refused(party)
    return matching.Party(
        id=ids.party_id(party.id),
        men=men,
        women=women,
        children=children,
        home=(party.latitude, party.longitude),
        reach_km=party.reach_km,
        languages=tuple(spelled(language) for language in party.languages),
        french=party.french,
        interpreter=party.interpreter,
        needs=tuple(party.needs),
        wishes=tuple(party.wishes),
        frames=tuple(party.frames),
        waiting_since=party.waiting_since,
        together=ids.companions_id(party.companions_id),
        referent=ids.referent_id(party.referent_id),
        private=party.shares_no_room or has_doubt(party, on),
        **of_the_round,
    )


def _refused(party: Party) -> tuple[str, ...]:
    refused = {each.farm_id for each in party.refusals if each.side is Side.PARTY}
    return tuple(ids.farm_id(number) for number in sorted(refused))


def counted(party: Party, on: date) -> tuple[int, int, int]:
    """Return men, women and children on a day, as the engine counts them: each by what is sure.

    Someone of whom nobody can tell whether they are eighteen counts among the men unless known to
    be a woman, so that a place for women stays one; no such party shares a room, nor goes where
    no children are welcome (`may_bring_a_child`).
    """
    men, women, children = party.count(on)
    doubtful = sum(person.is_in_doubt(on) and person.sex != "woman" for person in party.persons)
    return men + doubtful, women, children - doubtful


def has_doubt(party: Party, on: date) -> bool:
    """Whether nobody can tell of some member if they are a child on a day."""
    return any(person.is_in_doubt(on) for person in party.persons)


def may_bring_a_child(party: Party, slot: Slot) -> bool:
    """Whether someone who may be a child would come to a place where none is welcome."""
    return not slot.offer.children and has_doubt(party, slot.arrival)


def as_guests(visit: Visit) -> matching.Party:
    """Return the guests of a visit that stands: beds and sexes count, and what limits ask for.

    Children whom the offer no longer welcomes, and men in what has become a women's slot, stay
    where they are: they are counted so that they keep their beds and share no room.
    """
    party, slot, offer = visit.party, visit.slot, visit.slot.offer
    men, women, children = counted(party, visit.arrival)
    private = party.shares_no_room or has_doubt(party, visit.arrival)
    if (children and not offer.children) or (men and offer.women_only):
        men, women, children, private = 0, men + women + children, 0, True
    return matching.Party(
        id=ids.guest_id(visit.id),
        men=men,
        women=women,
        children=children,
        home=(slot.stands_at.latitude or 0.0, slot.stands_at.longitude or 0.0),
        reach_km=1,
        languages=tuple(spelled(language) for language in party.languages),
        french=party.french,
        interpreter=True,
        referent=ids.referent_id(party.referent_id),
        available=((slot.arrival, slot.departure),),
        needs=tuple(need for need in JUDGED_ON_THE_GROUP if need in party.needs),
        frames=(offer.frame,),
        private=private,
        together=_bond_in_slot(visit),
    )


def _bond_in_slot(visit: Visit) -> str | None:
    """Companions who are already guests of one slot stay one set, for offers of one at a time."""
    bond = visit.party.companions_id
    others = [each for each in visit.slot.visits if each.holds and each is not visit]
    if bond is None or all(each.party.companions_id != bond for each in others):
        return None
    return ids.companions_in_slot_id(visit.slot_id, bond)


def as_slot(slot: Slot, *, guests: int = 0, refuses: Iterable[int] = ()) -> matching.Slot:
    """Return a slot as the engine knows it, with all its rooms: its guests are pinned into it.

    Parameters
    ----------
    guests
        People who are there already: they have met what the farm asks at least, or were let be.
    refuses
        Parties, by number, whom the farm does not wish to receive.
    """
    farm, offer, offering = slot.farm, slot.offer, offering_of(slot)
    return matching.Slot(
        id=ids.slot_id(slot.id),
        farm=ids.farm_id(farm.id),
        place=(slot.stands_at.latitude or 0.0, slot.stands_at.longitude or 0.0),
        arrival=slot.arrival,
        departure=slot.departure,
        rooms=rooms_of(offering.rooms),
        languages=understood(farm.languages),
        min_french=offer.min_french,
        features=offering.features,
        production=offer.production,
        frame=offer.frame,
        children=offer.children,
        women_only=offer.women_only,
        exclusive=offer.exclusive,
        min_people=min(offer.min_people, guests) if guests else offer.min_people,
        refuses=tuple(ids.party_id(number) for number in sorted(refuses)),
    )


def rooms_of(rooms: Iterable[OpenRoom]) -> tuple[matching.Room, ...]:
    """Return rooms as the engine knows them."""
    return tuple(matching.Room(room.beds, room.locks, ids.room_id(room.id)) for room in rooms)
