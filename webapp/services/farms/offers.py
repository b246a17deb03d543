"""Offers and their slots: which are matched, which days can be opened, who closes what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager, selectinload

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Offer, OfferState, Slot, SlotState
from webapp.services.visits.receiving import receiving

SAME_WEEKDAYS_A_YEAR = timedelta(weeks=52)
STANDING = (SlotState.OPEN, SlotState.FILLED)
LONGEST_STAY = 30
"""In nights: a visit is no place to live."""


def matchable_slots(
    session: Session, first_day: date, last_day: date, among: Collection[int] | None = None
) -> list[Slot]:
    """Return the slots of a window that a round may fill, with offer, farm, rooms and visits.

    Parameters
    ----------
    among
        These slots alone, by number, full or not; none for all that have a free bed.
    """
    these = () if among is None else (Slot.id.in_(among),)
    found = session.scalars(
        select(Slot)
        .join(Slot.offer)
        .join(Slot.farm)
        .options(
            contains_eager(Slot.offer),
            contains_eager(Slot.farm).selectinload(Farm.rooms),
            selectinload(Slot.visits),
        )
        .where(
            *receiving(full=among is not None),
            *these,
            Slot.arrival >= first_day,
            Slot.departure <= last_day,
        )
        .order_by(Slot.arrival, Slot.id)
    )
    return list(found)


@dataclass(frozen=True)
class Stay:
    """A stay that a farmer wishes to open, and the rule that does not allow it, if any."""

    arrival: date
    departure: date
    broken: RuleBroken | None = None


def stays_from(arrivals: Iterable[date], nights: int) -> list[tuple[date, date]]:
    """Return arrival and departure of a stay of some nights from each day, once each."""
    return [(day, day + timedelta(days=nights)) for day in sorted(set(arrivals))]


def plan(session: Session, farm: Farm, stays: Iterable[tuple[date, date]]) -> list[Stay]:
    """Say of each wished stay whether it can be opened at this farm; nothing is written.

    A stay may begin on the day another ends.
    """
    taken = [(slot.arrival, slot.departure) for slot in standing_slots(session, farm)]
    return plan_beside(farm, stays, taken)


def plan_beside(
    farm: Farm, stays: Iterable[tuple[date, date]], standing: Iterable[tuple[date, date]]
) -> list[Stay]:
    """Say of each wished stay whether it can be opened beside those that stand."""
    taken = list(standing)
    planned = []
    for arrival, departure in sorted(stays):
        broken = _what_forbids(farm, arrival, departure, taken)
        planned.append(Stay(arrival, departure, broken))
        if broken is None:
            taken.append((arrival, departure))
    return planned


def _what_forbids(
    farm: Farm, arrival: date, departure: date, taken: list[tuple[date, date]]
) -> RuleBroken | None:
    if arrival <= today():
        return RuleBroken("slot-in-the-past", arrival=arrival)
    if (departure - arrival).days > LONGEST_STAY:
        return RuleBroken("stay-too-long", nights=LONGEST_STAY)
    for rest in farm.rests:
        if rest.shares_a_night_with(arrival, departure):
            return RuleBroken(
                "farm-rests", arrival=arrival, first=rest.first_day, last=rest.last_day
            )
    for first, last in taken:
        if arrival < last and first < departure:
            return RuleBroken(
                "slot-overlaps", arrival=arrival, other_arrival=first, other_departure=last
            )
    return None


def open_slots(session: Session, offer: Offer, stays: Iterable[tuple[date, date]]) -> list[Slot]:
    """Open these stays, all or none; the first that a rule forbids is raised.

    The database refuses an overlap as well, should two people of one farm save at once.
    """
    _check_not_closed(offer)
    planned = plan(session, offer.farm, stays)
    for stay in planned:
        if stay.broken is not None:
            raise stay.broken
    if not offer.rooms:
        raise RuleBroken("offer-without-room")
    offer.check_people(offer.beds_open)
    slots = [
        Slot(
            offer_id=offer.id,
            farm_id=offer.farm_id,
            arrival=stay.arrival,
            departure=stay.departure,
            opened=offer.opened,
            beds=offer.beds_open,
        )
        for stay in planned
    ]
    _write(session, slots)
    session.expire(offer, ["slots"])
    return slots


def _check_not_closed(offer: Offer) -> None:
    if offer.state is OfferState.CLOSED:
        raise RuleBroken("not-from-this-state", state=offer.state, wanted=OfferState.OPEN)


def _write(session: Session, slots: list[Slot]) -> None:
    """Write slots within a savepoint, so that a refusal of the database leaves the rest whole."""
    try:
        with session.begin_nested():
            session.add_all(slots)
            session.flush()
    except IntegrityError as error:
        raise RuleBroken("slots-changed-meanwhile") from error


def standing_slots(session: Session, farm: Farm) -> list[Slot]:
    """Return the open and full slots of a farm, the first arrival first."""
    return list(
        session.scalars(
            select(Slot)
            .where(Slot.farm_id == farm.id, Slot.state.in_(STANDING))
            .order_by(Slot.arrival)
        )
    )


def change_slot(session: Session, slot: Slot, departure: date, rooms: Mapping[int, int]) -> None:
    """Change the last day and the rooms of a slot in which nobody is expected.

    Parameters
    ----------
    rooms
        How many people at most in each room, by its number.
    """
    if slot.people_held:
        raise RuleBroken("slot-has-guests", people=slot.people_held)
    if slot.state is not SlotState.OPEN:
        raise RuleBroken("not-from-this-state", state=slot.state, wanted=SlotState.OPEN)
    if not any(rooms.values()):
        raise RuleBroken("offer-without-room")
    slot.offer.check_people(sum(rooms.values()))
    if departure <= slot.arrival:
        raise RuleBroken("departure-before-arrival", arrival=slot.arrival)
    others = [
        (other.arrival, other.departure)
        for other in standing_slots(session, slot.farm)
        if other is not slot
    ]
    if broken := _what_forbids(slot.farm, slot.arrival, departure, others):
        raise broken
    slot.departure = departure
    slot.open_rooms(rooms)
    session.flush()


def reopen(session: Session, slot: Slot) -> None:
    """Offer a withdrawn slot again, if its days are still free."""
    _check_not_closed(slot.offer)
    [stay] = plan(session, slot.farm, [(slot.arrival, slot.departure)])
    if stay.broken is not None:
        raise stay.broken
    if not slot.rooms:
        raise RuleBroken("offer-without-room")
    slot.count_beds()
    slot.confirm()
    slot.reopen()
    session.flush()


def last_season(session: Session, farm: Farm, on: date) -> list[Stay]:
    """Plan the stays of the year before again: the same weekdays a year later, past ones left."""
    year_before = session.execute(
        select(Slot.arrival, Slot.departure).where(
            Slot.farm_id == farm.id,
            Slot.state != SlotState.WITHDRAWN,
            Slot.arrival > on - SAME_WEEKDAYS_A_YEAR,
            Slot.arrival <= on,
        )
    )
    moved = [
        (arrival + SAME_WEEKDAYS_A_YEAR, departure + SAME_WEEKDAYS_A_YEAR)
        for arrival, departure in year_before
    ]
    return plan(session, farm, moved)


def close(session: Session, offer: Offer) -> int:
    """End an offer and withdraw its slots in which nobody is expected; return how many."""
    offer.close()
    free = [slot for slot in offer.slots if slot.state is SlotState.OPEN and not slot.people_held]
    for slot in free:
        slot.withdraw()
    session.flush()
    return len(free)


COPIED = (
    "title", "description", "frame", "production", "min_french", "children", "women_only",
    "exclusive", "opened", "min_people", "nights", "hazards",
    "site_id",
)  # fmt: skip


def copy(session: Session, offer: Offer) -> Offer:
    """Make a draft with everything of an offer but its dates."""
    made = Offer(farm=offer.farm, **{name: getattr(offer, name) for name in COPIED})
    session.add(made)
    session.flush()
    return made
