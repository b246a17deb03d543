"""Farms: what they tell of themselves, how they are vetted, and stopping everything at once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.geography import Commune, Geocoder
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    HOLDING,
    Event,
    Farm,
    FarmState,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.models.farms import APPROVALS_NEEDED, CHECKLIST
from webapp.services.records import audit, outbox, sessions
from webapp.services.visits import places, proposing, stays

WATCHED = {"commune", "address", "adults", "woman_host", "rooms"}
"""What two people looked at when they approved: a change is shown to the coordinators."""

CANCELLED_BY_PROGRAMME = "programme"


def tell(session: Session, farm: Farm, topic: str, **values: Any) -> list[str]:
    """Save one topic of what a farm tells of itself; return the names of what changed."""
    changed = [name for name, value in values.items() if getattr(farm, name) != value]
    for name in changed:
        setattr(farm, name, values[name])
    note_change(session, farm, topic, changed)
    return changed


def note_change(session: Session, farm: Farm, topic: str, changed: list[str]) -> None:
    """Keep in the audit what a farm changed: the names of the things, never what they say."""
    if changed:
        audit.record(session, "farm.changed", farm, topic=topic, things=sorted(changed))


def tell_place(
    session: Session, farm: Farm, commune: Commune, address: str, geocoder: Geocoder
) -> None:
    """Save where a farm is; its point is the house if it can be found, else the commune."""
    moved = (farm.commune, farm.address) != (commune.code, address)
    if moved or farm.latitude is None:
        point = geocoder.locate(address, commune).point
        farm.latitude, farm.longitude = point.latitude, point.longitude
    tell(session, farm, "place", commune=commune.code, address=address)


def tell_rooms(session: Session, farm: Farm) -> None:
    """Keep in the audit that rooms were added, changed or removed."""
    session.flush()
    session.refresh(farm, ["rooms"])
    note_change(session, farm, "rooms", ["rooms"])


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


def suspend(session: Session, farm: Farm, reason: str) -> list[Visit]:
    """Stop a farm at once; return the visits under way, whose guests must be called.

    In this transaction: the sessions of its users end, every link to its visits dies, visits to
    come are cancelled with their beds given back and both sides told, and no round matches it.
    """
    places.lock_farm(session, farm)
    farm.suspend(reason)
    return _close_the_door(session, farm, "farm.suspended")


def remove(session: Session, farm: Farm, reason: str) -> list[Visit]:
    """Take a farm out of the programme for good, and stop all that `suspend` stops."""
    places.lock_farm(session, farm)
    farm.remove(reason)
    return _close_the_door(session, farm, "farm.removed")


def _close_the_door(session: Session, farm: Farm, act: str) -> list[Visit]:
    for user in farm.users:
        sessions.end_all_sessions(session, user)
    held = _lock_standing_visits(session, farm)
    to_come = [visit for visit in held if visit.state is not VisitState.UNDER_WAY]
    under_way = [visit for visit in held if visit.state is VisitState.UNDER_WAY]
    for visit in to_come:
        _cancel(session, visit)
    for visit in under_way:
        visit.raise_link_version()
        proposing.tell(session, visit, Side.PARTY, "visit-link")  # the guests still need their page
    audit.record(session, act, farm, cancelled=len(to_come), under_way=len(under_way))
    return under_way


def renew_links(session: Session, farm: Farm) -> None:
    """End every link to a farm's visits, as when one of its people is shut out; send new ones."""
    for visit in _lock_standing_visits(session, farm):
        stays.renew_links(session, visit)


def _lock_standing_visits(session: Session, farm: Farm) -> list[Visit]:
    query = select(Visit).where(Visit.farm_id == farm.id, Visit.state.in_(HOLDING))
    seen = session.scalars(query).all()
    places.lock(session, {visit.party_id for visit in seen}, {visit.slot_id for visit in seen})
    held = query.order_by(Visit.id).with_for_update(of=Visit, key_share=True)
    return list(session.scalars(held.execution_options(populate_existing=True)))


def _cancel(session: Session, visit: Visit) -> None:
    visit.raise_link_version()
    visit.cancel(None, CANCELLED_BY_PROGRAMME)
    proposing.release(visit)
    notice = (visit.arrival - today()).days
    audit.record(
        session, "visit.cancelled", visit, by=None, reason=CANCELLED_BY_PROGRAMME, notice=notice
    )
    proposing.tell_both(session, visit, "visit-cancelled")


def resume(session: Session, farm: Farm, reason: str) -> None:
    """Let a suspended farm receive again; the reason stays with it."""
    places.lock_farm(session, farm)
    farm.resume()
    farm.state_reason = reason
    audit.record(session, "farm.resumed", farm)


def release(session: Session, farm: Farm, reason: str) -> None:
    """Let new visits be proposed to a farm again, after a look at what it was about."""
    places.lock_farm(session, farm)
    farm.release()
    farm.state_reason = reason
    audit.record(session, "farm.released", farm)


def decline(session: Session, farm: Farm, reason: str) -> None:
    """Say no to a farm that applied."""
    places.lock_farm(session, farm)
    farm.decline(reason)
    audit.record(session, "farm.declined", farm)
