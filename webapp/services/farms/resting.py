"""The weeks a farm keeps for itself, and how many guests a month it wishes."""

from datetime import date

from sqlalchemy.orm import Session

from webapp.models import Farm, Rest, Slot, SlotState
from webapp.services.farms.offers import standing_slots
from webapp.services.records import audit
from webapp.services.visits import places


def rest(session: Session, farm: Farm, first_day: date, last_day: date) -> list[Slot]:
    """Keep some days for the farm, withdraw its free dates on them; return those with guests.

    With days that it rests already, or that touch them, they become one rest.
    """
    places.lock_farm(session, farm)
    session.refresh(farm, ["rests"])
    added = Rest(first_day=first_day, last_day=last_day)
    for other in [each for each in farm.rests if each.touches(added)]:
        added.first_day = min(added.first_day, other.first_day)
        added.last_day = max(added.last_day, other.last_day)
        farm.rests.remove(other)
    farm.rests.append(added)
    session.flush()
    inside = [
        slot
        for slot in standing_slots(session, farm)
        if added.shares_a_night_with(slot.arrival, slot.departure)
    ]
    places.lock(session, (), [slot.id for slot in inside])
    free = [slot for slot in inside if slot.state is SlotState.OPEN and not slot.people_held]
    for slot in free:
        slot.withdraw()
        audit.record(session, "slot.withdrawn", slot, reason="busy")
    audit.record(
        session, "farm.rests", farm, first=first_day.isoformat(), last=last_day.isoformat()
    )
    session.flush()
    return [slot for slot in inside if slot not in free]


def end_rest(session: Session, farm: Farm, kept: Rest) -> None:
    """Give days free again; dates that were withdrawn for them stay so until opened again."""
    audit.record(
        session,
        "farm.rest-ended",
        farm,
        first=kept.first_day.isoformat(),
        last=kept.last_day.isoformat(),
    )
    farm.rests.remove(kept)
    session.flush()


def limit_guests(session: Session, farm: Farm, a_month: int | None) -> None:
    """Keep how many guests a month the farm wishes at most; visits that stand stay as they are."""
    farm.month_limit = a_month
    audit.record(session, "farm.month-limit", farm, guests=a_month)
    session.flush()
