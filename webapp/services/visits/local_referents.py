"""The local referent of a visit: who it is given to, what they see of it, and what they write down.

They see a visit from the day on which both have said yes until a week after it: first names, days
and hour, the farm, what is needed on the day, and whom to call; nothing of any file.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from webapp.geography import distance_km, find_commune
from webapp.ground.clock import now, today
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import (
    HOLDING,
    LocalReferent,
    NoteKind,
    Role,
    User,
    Visit,
    VisitNote,
    VisitState,
)
from webapp.services.records import audit, outbox, staff
from webapp.services.visits import journeys, proposing
from webapp.services.visits.disclosure import Contacts, contacts
from webapp.services.visits.proposing import GIVEN, TAKEN

SEEN_FOR: Final = timedelta(days=7)
"""So long after its last day a visit is seen."""
SEEN: Final = (
    VisitState.CONFIRMED,
    VisitState.UNDER_WAY,
    VisitState.COMPLETED,
    VisitState.EVALUATED,
    VisitState.ENDED_EARLY,
    VisitState.NO_SHOW,
)
"""The states in which a visit is seen; the database holds the same beneath (migration 0087)."""
ON_THE_DAY: Final = (
    "no-dogs", "step-free", "station-pickup", "childcare", "accompanied-trip",
)  # fmt: skip
"""The needs that matter to whoever helps on the spot; the others are between guests and farm."""
EXPECTED: Final = (VisitState.CONFIRMED, VisitState.UNDER_WAY)
PROPOSED: Final = 8
"""So many are proposed for a visit, the nearest first."""


@dataclass(frozen=True)
class Seen:
    """Everything that a local referent's page is made from."""

    arrival: date
    departure: date
    state: VisitState
    hour: int | None
    """At which both sides agreed that the guests arrive."""
    first_names: tuple[str, ...]
    people: int
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    farm: str
    farm_phone: str | None
    town: str
    station: str | None
    """Where their guests get off, as these are told."""
    may_say_arrived: bool
    has_arrived: bool
    may_call_help: bool
    contacts: Contacts


def seen_by(user: User) -> tuple[ColumnElement[bool], ...]:
    """Say which visits somebody sees as their local referent, now."""
    until = func.upper(Visit.stay) > today() - SEEN_FOR
    return Visit.local_referent_id == user.id, Visit.state.in_(SEEN), until


def is_seen(visit: Visit) -> bool:
    """Whether the local referent of a visit sees it now."""
    return visit.state in SEEN and today() <= visit.departure + SEEN_FOR


def view(session: Session, visit: Visit) -> Seen:
    """Return what its local referent sees of a visit that they see."""
    party, farm, place = visit.party, visit.farm, visit.slot.stands_at
    near = find_commune(place.commune or "")
    station = journeys.station_of(visit, journeys.of_visit(visit))
    has_begun = visit.state in EXPECTED and visit.arrival <= today()
    return Seen(
        arrival=visit.arrival,
        departure=visit.departure,
        state=visit.state,
        hour=visit.arrival_hour if visit.hour_agreed else None,
        first_names=tuple(person.first_name for person in party.persons),
        people=visit.people,
        languages=tuple(party.languages),
        needs=tuple(need for need in party.needs if need in ON_THE_DAY),
        farm=farm.name,
        farm_phone=farm.phone,
        town=near.label if near else "",
        station=station.name if station and station.trains_stop else None,
        may_say_arrived=has_begun and visit.arrived_at is None,
        has_arrived=visit.arrived_at is not None,
        may_call_help=visit.holds,
        contacts=contacts(session, visit),
    )


@dataclass(frozen=True)
class Near:
    """A local referent who could look after a visit."""

    user: User
    town: str
    km: int
    """From where they live to the farm's commune, as the crow flies."""


def proposed(session: Session, visit: Visit) -> list[Near]:
    """Return who could look after a visit, the nearest to the farm first, and who does now."""
    query = select(LocalReferent).join(LocalReferent.user).where(*staff.can_come_in())
    everybody = session.scalars(query.options(joinedload(LocalReferent.user))).all()
    here = [each for each in everybody if not each.is_away(visit.arrival, visit.departure)]
    found = sorted((_near(each, visit) for each in here), key=lambda near: (near.km, near.user.id))
    mine = [near for near in found[PROPOSED:] if near.user.id == visit.local_referent_id]
    return [*found[:PROPOSED], *mine]


def _near(referent: LocalReferent, visit: Visit) -> Near:
    home, farm = find_commune(referent.commune), find_commune(visit.slot.stands_at.commune or "")
    km = round(distance_km(home.point, farm.point)) if home and farm else 0
    return Near(referent.user, home.label if home else "", km)


def give(session: Session, visit: Visit, to: User | None) -> bool:
    """Give a visit to a local referent, in place of whoever looked after it; none: to nobody.

    Returns
    -------
    Whether anything has changed. They are told once both sides have said yes.

    Raises
    ------
    RuleBroken
        The visit is over, or they cannot look after it: shut out, not yet come in, or away.
    """
    proposing.lock(session, visit)
    if not visit.holds:
        raise RuleBroken("visit-is-over")
    before = visit.local_referent
    if to is before:
        return False
    if to is not None:
        _check(session, visit, to)
    if before is not None:
        _let_go(session, visit, before)
    if to is not None:
        visit.local_referent = to
        session.flush()
        audit.record(session, "visit.local-referent-given", visit, local_referent=to.id)
        if visit.state in EXPECTED:
            proposing.tell_local_referent(session, visit, GIVEN, occasion=now().isoformat())
    return True


def _check(session: Session, visit: Visit, to: User) -> None:
    nearby = to.nearby
    can = session.scalar(select(User.id).where(User.id == to.id, *staff.can_come_in()))
    if can is None or nearby is None or to.role is not Role.LOCAL_REFERENT:
        raise RuleBroken("local-referent-unknown")
    if nearby.is_away(visit.arrival, visit.departure):
        raise RuleBroken("local-referent-away")


def _let_go(session: Session, visit: Visit, before: User) -> None:
    proposing.tell_local_referent(session, visit, TAKEN, occasion=now().isoformat())
    visit.local_referent = None
    session.flush()
    audit.record(session, "visit.local-referent-left", visit, local_referent=before.id)


def stay_away(session: Session, referent: LocalReferent, days: tuple[date, date] | None) -> int:
    """Keep when a local referent is away, or that they are here; what they cannot do is given back.

    Returns
    -------
    How many visits their associations are to give to somebody else.
    """
    referent.away_from, referent.away_until = days or (None, None)
    session.flush()
    audit.record(session, "user.away-said", referent.user, away=days is not None)
    with seeing_everyone(session):  # they do not see yet what awaits an answer
        left = [each for each in ahead(session, referent.user) if _falls_on(referent, each)]
        for visit in left:
            _give_back(session, visit, referent.user)
    return len(left)


def be_named(session: Session, referent: LocalReferent, *, named: bool) -> None:
    """Let guests and farms of somebody's visits read their first name, or no more."""
    if referent.is_named == named:
        return
    referent.is_named = named
    session.flush()
    audit.record(session, "user.naming-said", referent.user, named=named)


def _falls_on(referent: LocalReferent, visit: Visit) -> bool:
    return referent.is_away(max(visit.arrival, today()), visit.departure)


def let_go_of_all(session: Session, user: User) -> None:
    """Give back the visits of a local referent who comes in no more."""
    for visit in ahead(session, user):
        _give_back(session, visit, user)


def ahead(session: Session, user: User) -> list[Visit]:
    """Return the visits of a local referent that are not over, the next first."""
    theirs = Visit.local_referent_id == user.id, Visit.state.in_(HOLDING)
    return list(session.scalars(select(Visit).where(*theirs).order_by(Visit.stay, Visit.id)))


def _give_back(session: Session, visit: Visit, before: User) -> None:
    """Let a visit be without a local referent, and tell its association."""
    for reader in staff.caseworkers(session, visit.organisation_id):
        key = f"visit-{visit.id}-open-{reader.id}-{today()}"
        outbox.write_to_user(session, reader, "local-visit-open", key=key, visit=visit)
    _let_go(session, visit, before)


def note(session: Session, visit: Visit, by: User, kind: NoteKind, words: str) -> VisitNote:
    """Keep a call or a note of its local referent, for the association."""
    said = words.strip()
    if kind is NoteKind.NOTE and not said:
        raise RuleBroken("note-empty")
    written = VisitNote(visit_id=visit.id, by_id=by.id, kind=kind, words=said or None)
    session.add(written)
    session.flush()
    audit.record(session, "visit.note-written", visit, kind=kind.value)
    return written


def notes(session: Session, visit: Visit) -> list[VisitNote]:
    """Return what its local referents wrote down, the oldest first."""
    of_visit = select(VisitNote).where(VisitNote.visit_id == visit.id).order_by(VisitNote.id)
    return list(session.scalars(of_visit.options(joinedload(VisitNote.by))))
