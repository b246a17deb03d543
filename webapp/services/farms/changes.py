"""What a farm has changed since two people looked at it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from webapp.models import Event, Farm, User
from webapp.models.farm_decisions import APPROVALS_NEEDED, looks
from webapp.services.records.last_changes import FARM_CHANGES

WATCHED = {"commune", "address", "adults", "woman_host", "rooms", "sites"}
"""What two people looked at when they approved: a change is shown to the coordinators."""
Change = aliased(Event, name=FARM_CHANGES)
CHANGES = Change.subject == "farms", Change.act == "farm.changed"


def changed_since_approval(session: Session, farm: Farm) -> set[str]:
    """Return what two people looked at and the farm has changed since."""
    return changes_since_approval(session, [farm]).get(farm.id, set())


def changes_since_approval(session: Session, some: Sequence[Farm]) -> dict[int, set[str]]:
    """Return, by number of farm, what each has changed since two people vouched for it."""
    return _changes_since(session, {farm.id: seen for farm in some if (seen := _seen_by_two(farm))})


def unseen_changes(session: Session, some: Sequence[Farm], by: User) -> dict[Farm, set[str]]:
    """Return what farms have changed of which this person must still look, before two have."""
    seen = {
        farm.id: max(by_two, looks(farm.decisions).get(by.id, by_two))
        for farm in some
        if (by_two := _seen_by_two(farm))
    }
    found = _changes_since(session, seen)
    return {farm: found[farm.id] for farm in some if farm.id in found}


def has_changed() -> ColumnElement[bool]:
    """Whether a farm has ever changed something, looked at since or not."""
    return exists().where(*CHANGES, Change.subject_id == Farm.id)


def _changes_since(session: Session, seen: dict[int, datetime]) -> dict[int, set[str]]:
    if not seen:
        return {}
    told = select(Change.subject_id, Change.at, Change.facts).where(*CHANGES)
    changed: dict[int, set[str]] = {}
    for farm_id, at, facts in session.execute(told.where(Change.subject_id.in_(seen))):
        things = WATCHED & set(facts["things"])
        if things and at > seen[farm_id]:
            changed.setdefault(farm_id, set()).update(things)
    return changed


def _seen_by_two(farm: Farm) -> datetime | None:
    """Return since when two people vouch for a farm, or one if there is one only."""
    looked = sorted(looks(farm.decisions).values(), reverse=True)
    return looked[:APPROVALS_NEEDED][-1] if looked else None
