"""What a farm has changed since two people looked at it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Event, Farm
from webapp.models.farms import APPROVALS_NEEDED

WATCHED = {"commune", "address", "adults", "woman_host", "rooms"}
"""What two people looked at when they approved: a change is shown to the coordinators."""


def changed_since_approval(session: Session, farm: Farm) -> set[str]:
    """Return what two people looked at and the farm has changed since one of them approved."""
    return changes_since_approval(session, [farm]).get(farm.id, set())


def changes_since_approval(session: Session, some: Sequence[Farm]) -> dict[int, set[str]]:
    """Return, by number of farm, what each has changed since it was approved."""
    approved_at = {farm.id: _approved_at(farm) for farm in some if farm.approvals}
    changes = session.execute(
        select(Event.subject_id, Event.at, Event.facts).where(
            Event.subject == "farms",
            Event.act == "farm.changed",
            Event.subject_id.in_(approved_at),
        )
    )
    changed: dict[int, set[str]] = {}
    for farm_id, at, facts in changes:
        things = WATCHED & set(facts["things"])
        if things and at > approved_at[farm_id]:
            changed.setdefault(farm_id, set()).update(things)
    return changed


def _approved_at(farm: Farm) -> datetime:
    given = sorted((approval.at for approval in farm.approvals), reverse=True)
    return given[:APPROVALS_NEEDED][-1]
