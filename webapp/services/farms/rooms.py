"""The rooms of a farm, and the dates and offers that count on their beds."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Farm, OfferState, Room, Slot
from webapp.services.farms import farms, offers
from webapp.services.records import audit
from webapp.services.visits import places


@dataclass(frozen=True)
class Following:
    """The free dates that change with the rooms."""

    reduced: list[Slot] = field(default_factory=list)
    """They keep the beds that are left."""
    withdrawn: list[Slot] = field(default_factory=list)
    """No bed is left for them."""

    def __bool__(self) -> bool:
        return bool(self.reduced or self.withdrawn)


def beds_with(room: Room, beds: int) -> list[int]:
    """Return the beds of each room of a farm, this room having so many; none: it is gone."""
    others = [other.beds for other in room.farm.rooms if other is not room]
    return [*others, beds] if beds else others


def what_follows(session: Session, farm: Farm, beds: Sequence[int]) -> Following:
    """Say which dates change when the rooms of a farm have these beds; nothing is written.

    Raises
    ------
    RuleBroken
        When guests are proposed or expected in beds that would be gone.
    """
    following = Following()
    for slot in offers.standing_slots(session, farm):
        left = offers.beds_left(slot.rooms, beds)
        if left == sorted(slot.rooms, reverse=True):
            continue
        if slot.people_held:
            raise RuleBroken("room-has-guests", arrival=slot.arrival, departure=slot.departure)
        (following.reduced if left else following.withdrawn).append(slot)
    return following


def change(session: Session, room: Room, beds: int) -> None:
    """Give a room so many beds, with the dates and offers that count on them."""
    farm = room.farm
    _follow(session, farm, beds_with(room, beds))
    room.beds = beds
    farms.tell_rooms(session, farm)


def remove(session: Session, room: Room) -> None:
    """Remove a room, with the beds that dates and offers count on."""
    farm = room.farm
    _follow(session, farm, beds_with(room, 0))
    session.delete(room)
    farms.tell_rooms(session, farm)


def _follow(session: Session, farm: Farm, beds: list[int]) -> None:
    places.lock_farm(session, farm)  # nobody is proposed or answers meanwhile
    places.lock(session, (), [slot.id for slot in offers.standing_slots(session, farm)])
    following = what_follows(session, farm, beds)
    for slot in following.withdrawn:
        slot.withdraw()
        audit.record(session, "slot.withdrawn", slot, reason="lodging-taken")
    for slot in following.reduced:
        slot.rooms = offers.beds_left(slot.rooms, beds)
        slot.beds = sum(slot.rooms)
        audit.record(session, "slot.changed", slot, beds=slot.beds, nights=slot.nights)
    for offer in farm.offers:
        if offer.state is not OfferState.CLOSED:
            offer.rooms = offers.beds_left(offer.rooms, beds)
