"""Vetting a farm: what the programme saw of it, and the two yeses that open it, or a no."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmState, Seat, User
from webapp.models.farms import CHECKLIST
from webapp.services.farms import changes, decisions, insurance
from webapp.services.records import audit
from webapp.services.visits import places
from webapp.services.workshops import preparation, seats


def check(session: Session, farm: Farm, **values: Any) -> None:
    """Save what the programme saw; an approved farm keeps all that its approval stands on."""
    places.lock_farm(session, farm)
    changed = [name for name, value in values.items() if getattr(farm, name) != value]
    lost = [name for name in changed if name in CHECKLIST and not values[name]]
    if farm.state is FarmState.APPROVED and lost:
        raise RuleBroken("approval-stands-on-this", missing=lost)
    for name in changed:
        setattr(farm, name, values[name])
    if "insured_until" in changed and values["insured_until"]:
        insurance.drop(session, farm)
    if farm.met_on and farm.state is FarmState.APPLIED:
        farm.meet(farm.met_on)
    if changed:
        audit.record(session, "farm.checked", farm, things=sorted(changed))


def approve(session: Session, farm: Farm, by: User, until: date) -> None:
    """Record one person's yes to a farm; the second, by another person, opens it and tells it."""
    places.lock_farm(session, farm)
    preparation.check_farm(session, farm)
    farm.approve(by, until)
    opened = farm.state is FarmState.APPROVED
    decisions.keep(session, farm, until=until.isoformat(), by=len(farm.yeses), opened=opened)
    if opened:
        decisions.write(session, farm, "farm-approved")


def review(session: Session, farm: Farm, by: User, reason: str) -> None:
    """Record that someone looked at what a farm changed, and that their yes stands."""
    places.lock_farm(session, farm)
    if farm not in changes.unseen_changes(session, [farm], by):
        raise RuleBroken("nothing-to-review")
    farm.review(by, reason)
    decisions.keep(session, farm)


def prolong(session: Session, farm: Farm, by: User, until: date, reason: str) -> None:
    """Record one person's yes until a later day; the farm is told once two people have said so."""
    places.lock_farm(session, farm)
    before = farm.approved_until
    farm.prolong(by, until, reason)
    decisions.keep(session, farm, until=until.isoformat())
    if farm.approved_until != before:
        decisions.write(session, farm, "farm-approved")


def shorten(session: Session, farm: Farm, by: User, until: date, reason: str) -> None:
    """End an approval sooner, and tell the farm."""
    places.lock_farm(session, farm)
    farm.shorten(by, until, reason)
    decisions.keep(session, farm, until=until.isoformat())


def decline(session: Session, farm: Farm, by: User, reason: str) -> None:
    """Say no to a farm that applied, and tell it; the next in line get its places at workshops."""
    places.lock_farm(session, farm)
    farm.decline(by, reason)
    seats.give_up(session, Seat.farm_id == farm.id)
    decisions.keep(session, farm)


def reconsider(session: Session, farm: Farm, by: User, reason: str) -> None:
    """Take up again a farm that was declined, and tell it."""
    places.lock_farm(session, farm)
    farm.reconsider(by, reason)
    decisions.keep(session, farm)
