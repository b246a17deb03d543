"""Vetting a farm: what the programme saw of it, and the two yeses that open it, or a no."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmState, User
from webapp.models.farms import CHECKLIST
from webapp.services.records import audit, outbox
from webapp.services.visits import places


def check(session: Session, farm: Farm, **values: Any) -> None:
    """Save what the programme saw; an approved farm keeps all that its approval stands on."""
    places.lock_farm(session, farm)
    changed = [name for name, value in values.items() if getattr(farm, name) != value]
    lost = [name for name in changed if name in CHECKLIST and not values[name]]
    if farm.state is FarmState.APPROVED and lost:
        raise RuleBroken("approval-stands-on-this", missing=lost)
    for name in changed:
        setattr(farm, name, values[name])
    if farm.met_on and farm.state is FarmState.APPLIED:
        farm.meet(farm.met_on)
    if changed:
        audit.record(session, "farm.checked", farm, things=sorted(changed))


def approve(session: Session, farm: Farm, by: User, until: date) -> None:
    """Record one person's yes to a farm; the second, by another person, opens it and tells it."""
    places.lock_farm(session, farm)
    before = farm.approved_until
    farm.approve(by, until)
    audit.record(
        session,
        "farm.approved",
        farm,
        until=until.isoformat(),
        by=len(farm.approvals),
        opened=farm.state is FarmState.APPROVED,
    )
    if farm.approved_until != before:
        for user in farm.users:
            key = f"farm-{farm.id}-approved-{farm.approved_until}-{user.id}"
            outbox.write_to_user(session, user, "farm-approved", key=key)


def decline(session: Session, farm: Farm, reason: str) -> None:
    """Say no to a farm that applied."""
    places.lock_farm(session, farm)
    farm.decline(reason)
    audit.record(session, "farm.declined", farm)
