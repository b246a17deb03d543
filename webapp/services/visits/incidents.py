"""Incidents: opened by a no or an end for safety, or by whoever tells of one; read by few.

A farm is on hold from its first open serious incident to the end of its last. Who reads an
incident is named: the coordinators who look after incidents, or all of them where none does.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.ground.vocabulary import INCIDENT_KINDS
from webapp.models import (
    Farm,
    Incident,
    IncidentReader,
    Party,
    Role,
    Severity,
    Side,
    User,
    Visit,
)
from webapp.services.records import audit, outbox, staff
from webapp.services.visits import contacts, help_calls, places, unseen


@dataclass(frozen=True)
class Told:
    """What somebody tells of.

    Parameters
    ----------
    kind
        One of `vocabulary.INCIDENT_KINDS`.
    words
        What happened, as they put it; may be empty.
    place, reached_at
        Of somebody from outside: where it was, and how to reach them.
    """

    kind: str
    words: str = ""
    place: str = ""
    reached_at: str = ""


@dataclass(frozen=True)
class Seen:
    """What an association reads of an incident of its visit: that it is looked at, and no more."""

    opened_at: datetime
    closed_at: datetime | None


def open_for(session: Session, visit: Visit, side: Side | None) -> Incident | None:
    """Open an incident about a visit refused or ended for safety, and hold its farm.

    None when one is open already: said twice, it is one incident.
    """
    with seeing_everyone(session):
        if waiting(session, Incident.visit_id == visit.id, Incident.told.is_(None)):
            return None
        opened = Incident(farm=visit.slot.farm, visit=visit, side=side)
        _open(session, opened)
    return opened


def report(
    session: Session,
    told: Told,
    *,
    visit: Visit | None = None,
    farm: Farm | None = None,
    side: Side | None = None,
    by: User | None = None,
) -> Incident:
    """Open an incident that somebody tells of: it is as grave as its kind, until a reader judges.

    What is serious and told by a side while the guests are there is a call for help as well: it
    says nothing of what was told, rings, and climbs until somebody takes it.

    Parameters
    ----------
    visit, farm
        What it is about, as far as that is certain; what a visit is about is its farm too.
    side, by
        Who tells of it: a side of the visit, or somebody of the staff; neither, from outside.
    """
    severity = Severity(INCIDENT_KINDS[told.kind])
    with seeing_everyone(session):
        about = farm or (visit.farm if visit else None)
        if about is not None:
            places.lock_farm(session, about)
        opened = Incident(
            farm=about,
            visit=visit,
            side=side,
            told_by_id=by.id if by else None,
            kind=told.kind,
            severity=severity,
            told=told.words.strip(),
            place=told.place.strip() or None,
            reached_at=told.reached_at.strip() or None,
            exposed=visit.people if visit else None,
        )
        _open(session, opened)
        audit.record(session, "incident.told", opened)
    if visit is not None and side is not None and _needs_somebody_now(opened, visit):
        help_calls.call(session, visit, side)
    return opened


def _needs_somebody_now(opened: Incident, visit: Visit) -> bool:
    """Whether a serious thing is told by people who are at the farm: nobody waits for a letter."""
    there = visit.holds and visit.arrival <= today()
    return opened.severity is Severity.SERIOUS and there


def _open(session: Session, opened: Incident) -> None:
    session.add(opened)
    readers = _first_readers(session)
    opened.readers = [IncidentReader(user=each) for each in readers]
    session.flush()
    hold(session, opened)
    for reader in readers:
        write_of(session, opened, reader, key=f"incident-{opened.id}-{reader.id}")


def names_of_readers(session: Session, incident: Incident) -> list[tuple[int, str]]:
    """Return who reads an incident, by number and name, to whoever reads it too.

    Each knows with whom they may speak of it, of whichever house.
    """
    named = IncidentReader.incident_id == incident.id
    query = select(User.id, User.name).join(IncidentReader, IncidentReader.user_id == User.id)
    with seeing_everyone(session):
        return [
            (row.id, row.name)
            for row in session.execute(query.where(named).order_by(IncidentReader.id))
        ]


def write_of(session: Session, incident: Incident, reader: User, *, key: str) -> None:
    """Write to a reader that an incident is open; a serious one at any hour."""
    grave = incident.severity is Severity.SERIOUS
    outbox.write_to_user(session, reader, f"incident-{'serious' if grave else 'opened'}", key=key)


def _first_readers(session: Session) -> list[User]:
    coordinators = staff.coordinators(session)
    return [each for each in coordinators if each.reads_incidents] or coordinators


def hold(session: Session, incident: Incident) -> None:
    """Put its farm on hold, where it is known and the incident serious; nobody new goes there.

    Guests who stayed in contact with it are in contact no more, once nobody is there who may have
    told (`unseen`). Visits that stand there no longer fit until a person has looked at them
    (`misfits`).
    """
    if incident.farm is not None and incident.holds:
        incident.farm.put_on_hold()
        if not unseen.is_unseen(incident.farm):
            contacts.end_all(session, incident.farm)
        of_visit = {"visit": incident.visit_id} if incident.visit_id else {}
        audit.record(session, "farm.on-hold", incident.farm, **of_visit)
        session.flush()


def release(session: Session, farm: Farm | None, by: User) -> None:
    """End a farm's hold, once no serious incident is open there."""
    session.flush()
    if farm is None or farm.on_hold_since is None:
        return
    grave = Incident.farm_id == farm.id, Incident.severity == Severity.SERIOUS
    if not waiting(session, *grave):
        farm.release(by)
        audit.record(session, "farm.released", farm)


def readable_by(user: User) -> ColumnElement[bool]:
    """Say which incidents somebody reads: where they are named, or where nobody named is left.

    Then it falls to the coordinators: no incident is without a reader.
    """
    named = _named(user.id)
    if user.role is not Role.COORDINATOR:
        return named
    left = select(IncidentReader.id).join(User, User.id == IncidentReader.user_id)
    of_it = IncidentReader.incident_id == Incident.id
    return named | ~left.where(of_it, *staff.can_come_in()).exists()


def waiting(session: Session, *conditions: ColumnElement[bool]) -> list[Incident]:
    """Return the incidents that nobody has closed, the oldest first."""
    return _found(session, Incident.closed_at.is_(None), *conditions)


def to_look_at(session: Session, user: User, on: date) -> list[Incident]:
    """Return the open incidents that a reader is to look at on a day, the gravest first.

    All but those that are looked at again on a later one; a notice that is owed does not wait, and
    a serious incident stays in sight until it is closed.
    """
    owed = (Incident.kind == "data") & Incident.notified_at.is_(None)
    stays = (Incident.severity == Severity.SERIOUS) | owed
    due = Incident.follow_up_on.is_(None) | (Incident.follow_up_on <= on) | stays
    order = list(Severity)
    found = waiting(session, readable_by(user), due)
    return sorted(found, key=lambda each: order.index(each.severity), reverse=True)


def _named(user: Any) -> ColumnElement[bool]:
    reader = IncidentReader.user_id == user
    return exists().where(IncidentReader.incident_id == Incident.id, reader)


def read_by(caseworker: Any) -> Select[Incident]:
    """Ask for the incidents that somebody who is no coordinator reads."""
    return select(Incident).where(_named(caseworker))


def reads_any(session: Session, user: User) -> bool:
    """Whether somebody is named to read an incident, open or closed."""
    return session.scalar(select(Incident.id).where(readable_by(user)).limit(1)) is not None


def all_of(session: Session, user: User) -> list[Incident]:
    """Return every incident that somebody reads, the open ones first, the newest on top."""
    found = _found(session, readable_by(user))
    return sorted(found, key=lambda each: (each.is_open, each.opened_at), reverse=True)


def of_visit(session: Session, visit: Visit) -> list[Seen]:
    """Return when a visit's refusal or end for safety was looked at; never what was told of it."""
    ended = Incident.visit_id == visit.id, Incident.told.is_(None)
    with seeing_everyone(session):
        query = select(Incident.opened_at, Incident.closed_at).where(*ended)
        return [Seen(*row) for row in session.execute(query.order_by(Incident.id))]


def stands_between(session: Session, visit: Visit) -> bool:
    """Whether a serious incident between these people and this farm is open."""
    theirs = Visit.party_id == visit.party_id, Visit.farm_id == visit.farm_id
    grave = Incident.severity == Severity.SERIOUS, Incident.closed_at.is_(None)
    query = select(Incident.id).join(Visit, Visit.id == Incident.visit_id).where(*theirs, *grave)
    with seeing_everyone(session):
        return session.scalar(query.limit(1)) is not None


def speaks_of(party: Party) -> ColumnElement[bool]:
    """Say which open incidents concern a party: its file is kept until they are closed."""
    visits = select(Visit.id).where(Visit.party_id == party.id)
    return Incident.visit_id.in_(visits) & Incident.closed_at.is_(None)


def _found(session: Session, *conditions: ColumnElement[bool]) -> list[Incident]:
    whole = (
        joinedload(Incident.farm),
        joinedload(Incident.visit).joinedload(Visit.party),
    )
    query = select(Incident).where(*conditions).order_by(Incident.opened_at, Incident.id)
    return list(session.scalars(query.options(*whole)))
