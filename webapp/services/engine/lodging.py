"""Who sleeps in which room of a slot, as its visits stand now.

The engine plans it: as few share with strangers as the rooms allow, and each stays where it was if
it may. What a person chose, and where guests sleep already, nothing else changes while it holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

import matching
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import HOLDING, Party, Slot, Visit, VisitState
from webapp.models.offers import OpenRoom
from webapp.services.engine.ids import party_id, room_id
from webapp.services.engine.views import as_party, as_slot


@dataclass(frozen=True)
class Lodging:
    """Where some guests sleep.

    Parameters
    ----------
    rooms
        The rooms that they have, each with how many of them sleep there.
    strangers
        How many people share these rooms whom they do not travel with.
    companions
        How many share them whom they do travel with.
    """

    rooms: tuple[tuple[OpenRoom, int], ...]
    strangers: int
    companions: int

    @property
    def stored(self) -> list[list[int]]:
        """It, as a visit keeps it."""
        return [[room.id, people] for room, people in self.rooms]

    @property
    def names(self) -> tuple[str, ...]:
        """What the farm calls these rooms."""
        return tuple(room.name for room, _ in self.rooms)


class _Slept:
    """A slot with the visits that hold its beds, as the engine sees them."""

    def __init__(self, session: Session, slot: Slot, also: Visit | None = None) -> None:
        if also is not None and _is_alone(also, slot):
            self.visits = [also]
            self._look(slot)
            return
        with seeing_everyone(session):
            self.visits = _holding(session, slot, also)
            if also is not None:
                self.visits.append(also)
                self.visits.sort(key=lambda each: (not each.holds, each.id))
            self._look(slot)

    def _look(self, slot: Slot) -> None:
        # whom they refuse has no part in where they sleep, and would be asked for
        self.parties = [as_party(visit.party, slot.arrival, refuses=()) for visit in self.visits]
        self.place = as_slot(slot)
        self.rooms = {room_id(room.id): room for room in slot.rooms}

    def plan(self) -> list[matching.Bedding]:
        """Plan the rooms of all of them; nobody has one where the rooms cannot hold them."""
        before = [
            (party, room) for party, rooms in self._stored(self.visits).items() for room in rooms
        ]
        chosen = self._stored(each for each in self.visits if _is_settled(each))
        around = matching.plan_slot(self.place, self.parties, before, chosen)
        return around or matching.plan_slot(self.place, self.parties, before)

    def _stored(self, visits: Iterable[Visit]) -> dict[str, dict[str, int]]:
        return {
            party_id(visit.party_id): {room_id(room): people for room, people in visit.rooms}
            for visit in visits
            if visit.rooms
        }

    def lodging(self, plan: Iterable[matching.Bedding], party: str) -> Lodging:
        """Return where a party sleeps by a plan."""
        beds = list(plan)
        own = [(self.rooms[each.room], each.people) for each in beds if each.party == party]
        there = {room_id(room.id) for room, _ in own}
        beside = sum(each.people for each in beds if each.room in there and each.party != party)
        strangers = matching.strangers(self.parties, beds, party)
        return Lodging(tuple(own), strangers, beside - strangers)


def _is_alone(visit: Visit, slot: Slot) -> bool:
    """Whether nobody but its guests holds a bed there: a slot counts those that are held."""
    return slot.people_held == (visit.people if visit.holds else 0)


def _holding(session: Session, slot: Slot, but: Visit | None = None) -> list[Visit]:
    """Return the visits that hold beds of a slot, but for one that is loaded already."""
    query = (
        select(Visit)
        .where(Visit.slot_id == slot.id, Visit.state.in_(HOLDING), Visit.id != (but and but.id))
        .options(joinedload(Visit.party).selectinload(Party.persons))
        .order_by(Visit.id)
    )
    return list(session.scalars(query))


def _is_settled(visit: Visit) -> bool:
    return visit.rooms_chosen or visit.state is VisitState.UNDER_WAY


def lodging_of(session: Session, visit: Visit) -> Lodging | None:
    """Return where the guests of a visit sleep, or would; none where the rooms cannot hold all."""
    slept = _Slept(session, visit.slot, also=visit)
    plan = slept.plan()
    return slept.lodging(plan, party_id(visit.party_id)) if plan else None


def keep_rooms(session: Session, slot: Slot) -> None:
    """Write with each visit of a slot where its guests sleep; the caller holds the slot's lock."""
    session.flush()
    slept = _Slept(session, slot)
    plan = slept.plan()
    with seeing_everyone(session):
        for visit in slept.visits:
            lodging = slept.lodging(plan, party_id(visit.party_id))
            if plan and visit.rooms != lodging.stored:
                visit.rooms, visit.rooms_chosen = lodging.stored, False
        session.flush()


def ways_to_lodge(session: Session, visit: Visit) -> list[Lodging]:
    """Return the rooms that the guests of a visit could have while the others keep theirs."""
    slept, own = _Slept(session, visit.slot, also=visit), party_id(visit.party_id)
    plan = slept.plan()
    [party] = (each for each in slept.parties if each.id == own)
    others = [each for each in slept.parties if each.id != own]
    rest = [each for each in plan if each.party != own]
    found = matching.ways_to_sleep(slept.place, party, others, rest) if plan else []
    return [slept.lodging([*rest, *_beds(own, visit.slot, way)], own) for way in found]


def _beds(party: str, slot: Slot, way: Mapping[str, int]) -> list[matching.Bedding]:
    return [matching.Bedding(party, str(slot.id), room, people) for room, people in way.items()]


def choose_rooms(session: Session, visit: Visit, rooms: list[list[int]]) -> None:
    """Give the guests of a visit other rooms; with the rooms of the others, a person chose them.

    The caller holds the slot's lock.

    Raises
    ------
    RuleBroken
        When they cannot sleep there beside the others.
    """
    if rooms not in [each.stored for each in ways_to_lodge(session, visit)]:
        raise RuleBroken("rooms-do-not-fit")
    keep_rooms(session, visit.slot)
    visit.rooms = rooms
    with seeing_everyone(session):
        for each in _holding(session, visit.slot):
            each.rooms_chosen = True
        session.flush()
