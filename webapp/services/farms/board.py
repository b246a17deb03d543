"""What waits for a coordinator: farms to meet, to complete and to approve, papers that end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, LargeBinary, Select, func, or_, select, type_coerce
from sqlalchemy.orm import Session, load_only, selectinload

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.models import Farm, FarmDecision, FarmState, User
from webapp.models.farms import CHECKLIST, TOPICS
from webapp.services.farms import changes

SEALED: Final = ("address", "host_names", "phone")
"""What a farm must tell, and is kept sealed: whether it is there is asked, and it is not opened."""
VETTED = (FarmState.APPLIED, FarmState.MET)
SOON = timedelta(days=60)
"""Long enough to visit a farm again before its approval or insurance ends."""


@dataclass
class Todo:
    """The farms that wait, by what they wait for."""

    to_approve: list[Farm] = field(default_factory=list)
    """Everything is there, or somebody has prolonged; only one's own word is missing."""
    to_meet: list[Farm] = field(default_factory=list)
    to_complete: list[Farm] = field(default_factory=list)
    to_renew: list[Farm] = field(default_factory=list)
    """Approved, but the approval or the insurance is over or ends soon."""

    changed: dict[Farm, set[str]] = field(default_factory=dict)
    """Approved, and what two people looked at has changed since this coordinator looked."""
    missing: dict[Farm, int] = field(default_factory=dict)
    """How much is missing of those that are vetted."""

    @property
    def count(self) -> int:
        """How many farms wait."""
        lists = (
            self.to_approve,
            self.changed,
            self.to_meet,
            self.to_complete,
            self.to_renew,
        )
        return sum(map(len, lists))


def todo(session: Session, coordinator: User) -> Todo:
    """Return which farms wait for a coordinator, those that came first on top."""
    sorted_out = Todo()
    rows = session.execute(_waiting()).all()
    found = [farm for farm, *_told in rows]
    approved = [farm for farm in found if farm.state is FarmState.APPROVED]
    sorted_out.changed = changes.unseen_changes(session, approved, coordinator)
    for farm, *is_told in rows:
        told = dict(zip((*SEALED, "rooms"), is_told, strict=True))
        waiting = _list_for(sorted_out, farm, coordinator, told)
        if waiting is not None:
            waiting.append(farm)
    return sorted_out


@cache
def _waiting() -> Select[Farm, *tuple[bool | None, ...]]:
    """Ask for the farms that are vetted, and for the approved ones that may wait for something.

    Beside each: whether something stands in what is `SEALED`, and whether it has told of rooms.
    """
    told = {*CHECKLIST, *(name for names in TOPICS.values() for name in names)}
    shown = {*told, "state", "created_at", "approved_until", "hosts_until"} - {"rooms", *SEALED}
    sealed = [func.octet_length(type_coerce(getattr(Farm, n), LargeBinary)) > 0 for n in SEALED]
    query = select(Farm, *sealed, Farm.rooms.any()).options(
        load_only(*(getattr(Farm, name) for name in sorted(shown))),
        selectinload(Farm.decisions).defer(FarmDecision.reason),
    )
    waits = or_(Farm.state.in_(VETTED), _may_wait())
    return query.where(waits).order_by(Farm.created_at, Farm.id)


def _may_wait() -> ColumnElement[bool]:
    """Leave out the approved farms that wait for nothing: nearly all of a programme's.

    Those that are read are judged one by one.
    """
    soon = at(lambda: today() + SOON)
    ends = [(day <= soon) | day.is_(None) for day in (Farm.approved_until, Farm.insured_until)]
    longer = Farm.decisions.any(FarmDecision.until > Farm.approved_until)
    return (Farm.state == FarmState.APPROVED) & or_(
        *ends, Farm.hosts_until <= soon, longer, changes.has_changed()
    )


def _list_for(
    todo: Todo, farm: Farm, coordinator: User, told: Mapping[str, bool | None]
) -> list[Farm] | None:
    if farm.state is FarmState.APPROVED:
        if farm.awaits_longer_yes(coordinator):
            return todo.to_approve
        return todo.to_renew if _ends_soon(farm) else None
    todo.missing[farm] = _missing_topics(farm, told) + len(farm.missing_checks)
    if farm.state is FarmState.APPLIED:
        return todo.to_meet
    if todo.missing[farm]:
        return todo.to_complete
    return None if coordinator.id in farm.yeses else todo.to_approve


def _missing_topics(farm: Farm, told: Mapping[str, bool | None]) -> int:
    """Count `Farm.missing_topics`, of whose fields some are known to be told or not."""
    lacking = [
        names
        for names in TOPICS.values()
        if any(not told[n] if n in told else getattr(farm, n) in (None, "", []) for n in names)
    ]
    return len(lacking)


def _ends_soon(farm: Farm) -> bool:
    days = [day for day in (farm.approved_until, farm.insured_until, farm.hosts_until) if day]
    return not days or min(days) <= today() + SOON
