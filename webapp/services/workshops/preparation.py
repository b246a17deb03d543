"""Who is prepared: by having been at a workshop that counts, or by a written word that spares it.

A programme says which kinds it asks for. It is asked when a file is made ready, and when a farm is
approved; who is ready already, and a farm that is approved, stay so.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.ground.written import letters_of
from webapp.models import (
    Farm,
    Party,
    Person,
    Programme,
    Seat,
    SeatState,
    Series,
    Sitting,
    User,
    Waiver,
    Workshop,
    WorkshopKind,
)
from webapp.services.records import audit

SHORTEST: Final = 10
"""Letters of a word that spares somebody a workshop: fewer give no reason."""


def asked_for(session: Session, kind: WorkshopKind) -> bool:
    """Whether the programme asks for a kind of workshop."""
    programme = session.get(Programme, 1)
    return programme is not None and kind.value in programme.prepares


def unprepared(session: Session, parties: Iterable[Party]) -> dict[int, list[Person]]:
    """Return, by the number of their file, the adults who are not prepared; none where not asked.

    Few questions, however many files.
    """
    if not asked_for(session, WorkshopKind.GUESTS):
        return {}
    adults = [
        person for party in parties for person in party.persons if person.may_be_adult(today())
    ]
    numbers = [person.id for person in adults]
    came = select(Seat.person_id).where(*_was_there(session, WorkshopKind.GUESTS))
    done = set(session.scalars(came.where(Seat.person_id.in_(numbers))))
    done |= set(session.scalars(select(Waiver.person_id).where(Waiver.person_id.in_(numbers))))
    found: dict[int, list[Person]] = {}
    for person in adults:
        if person.id not in done:
            found.setdefault(person.party_id, []).append(person)
    return found


def is_prepared(session: Session, farm: Farm) -> bool:
    """Whether an adult of a farm was at a workshop, was spared it, or the programme asks none."""
    if farm.workshop_waiver or not asked_for(session, WorkshopKind.FARMERS):
        return True
    came = Seat.farm_id == farm.id, *_was_there(session, WorkshopKind.FARMERS)
    return session.scalar(select(Seat.id).where(*came).limit(1)) is not None


def _was_there(session: Session, kind: WorkshopKind) -> Sequence[ColumnElement[bool]]:
    counts = Series.workshop.has((Workshop.kind == kind) & Workshop.counts)
    attended = Seat.state == SeatState.ATTENDED
    programme = session.get(Programme, 1)
    since = date.min
    if programme is not None and programme.prepared_days is not None:
        since = today() - timedelta(days=programme.prepared_days)
    last = select(func.max(Sitting.day)).where(Sitting.series_id == Seat.series_id)
    standing = last.where(Sitting.cancelled_at.is_(None)).scalar_subquery()
    return attended, Seat.series.has(counts), standing >= since


def check(session: Session, party: Party) -> None:
    """Reject a file of which an adult is not prepared, where the programme asks for it."""
    if unprepared(session, [party]):
        raise RuleBroken("party-not-prepared")


def check_farm(session: Session, farm: Farm) -> None:
    """Reject a farm of which nobody was prepared, where the programme asks for it."""
    if not is_prepared(session, farm):
        raise RuleBroken("farm-not-prepared")


def waive(session: Session, party: Party, by: User, reason: str) -> int:
    """Spare everybody of a file who is not prepared a workshop; return how many."""
    said = _written(reason)
    people = unprepared(session, [party]).get(party.id, [])
    if not people:
        raise RuleBroken("nothing-would-change")
    for person in people:
        session.add(Waiver(party_id=party.id, person_id=person.id, by_id=by.id, reason=said))
    audit.record(session, "party.preparation-waived", party, people=len(people))
    return len(people)


def waive_farm(session: Session, farm: Farm, reason: str) -> None:
    """Spare a farm the workshop."""
    farm.workshop_waiver = _written(reason)
    audit.record(session, "farm.preparation-waived", farm)


def waivers_of(session: Session, party: Party) -> Sequence[Waiver]:
    """Return who of a file was spared a workshop, by whom and why."""
    query = select(Waiver).where(Waiver.party_id == party.id).order_by(Waiver.id)
    return session.scalars(query).all()


def _written(reason: str) -> str:
    said = reason.strip()
    if len(said) < SHORTEST or letters_of(said) < SHORTEST // 2:
        raise RuleBroken("reason-too-short")
    return said
