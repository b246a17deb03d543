"""The rooms of a farm, and the dates and offers that count on their beds."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.ground.names import plain
from webapp.models import Farm, Room, Slot
from webapp.models.offers import OpenRoom
from webapp.services.engine import grouping
from webapp.services.farms import offers, telling
from webapp.services.records import audit
from webapp.services.visits import places


@dataclass(frozen=True)
class Following:
    """The dates that change with a room."""

    reduced: list[Slot] = field(default_factory=list)
    """They keep the beds that are left."""
    withdrawn: list[Slot] = field(default_factory=list)
    """No bed is left for them."""

    def __bool__(self) -> bool:
        return bool(self.reduced or self.withdrawn)


def what_follows(session: Session, room: Room, beds: int) -> Following:
    """Say which dates change when a room has so many beds, none if it is gone; nothing is written.

    Raises
    ------
    RuleBroken
        When guests are proposed or expected who would have no bed.
    """
    following = Following()
    for slot in offers.standing_slots(session, room.farm):
        left = _left(slot.rooms, room, beds)
        if left == slot.rooms:
            continue
        if slot.people_held and not _still_sleep(session, slot, left):
            raise RuleBroken("room-has-guests", arrival=slot.arrival, departure=slot.departure)
        (following.reduced if left else following.withdrawn).append(slot)
    return following


def _left(rooms: Iterable[OpenRoom], changed: Room, beds: int) -> list[OpenRoom]:
    as_changed = (
        replace(room, beds=min(room.beds, beds)) if room.id == changed.id else room
        for room in rooms
    )
    return [room for room in as_changed if room.beds]


def _still_sleep(session: Session, slot: Slot, rooms: list[OpenRoom]) -> bool:
    with seeing_everyone(session):
        return grouping.guests_fit(session, slot, rooms)


def add(session: Session, farm: Farm, room: Room) -> None:
    """Add a room to a farm; two windows that add the same one have added it once."""
    _check_name(farm, room, room.name)
    farm.rooms.append(room)
    telling.tell_rooms(session, farm)


def rename(room: Room, name: str) -> None:
    """Call a room otherwise, as no other room of the farm is called."""
    if name != room.name:
        _check_name(room.farm, room, name)
        room.name = name


def _check_name(farm: Farm, room: Room, name: str) -> None:
    """Reject the name of another room: its beds would count twice, and no guest find theirs."""
    if any(plain(each.name) == plain(name) for each in farm.rooms if each is not room):
        raise RuleBroken("room-known", room=name)


def change(session: Session, room: Room, beds: int) -> None:
    """Give a room so many beds, with the dates that count on them."""
    following = _lock_and_look(session, room, beds)
    room.beds = beds
    _follow(session, following)
    telling.tell_rooms(session, room.farm)


def remove(session: Session, room: Room) -> None:
    """Remove a room, with the beds that dates and offers count on."""
    farm = room.farm
    following = _lock_and_look(session, room, 0)
    farm.rooms.remove(room)
    _follow(session, following)
    telling.tell_rooms(session, farm)


def _lock_and_look(session: Session, room: Room, beds: int) -> Following:
    farm: Farm = room.farm
    places.lock_farm(session, farm)  # nobody is proposed or answers meanwhile
    places.lock(session, (), [slot.id for slot in offers.standing_slots(session, farm)])
    return what_follows(session, room, beds)


def _follow(session: Session, following: Following) -> None:
    for slot in following.withdrawn:
        slot.withdraw()
        audit.record(session, "slot.withdrawn", slot, reason="lodging-taken")
    for slot in following.reduced:
        slot.count_beds()
        audit.record(session, "slot.changed", slot, beds=slot.beds, nights=slot.nights)
