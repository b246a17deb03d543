"""Immersions of a demonstration: who prescribes them, and a draft."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import Agreement, Prescriber, Purpose, Relationship, RelationshipState, User
from webapp.services.agreements import drafting

HOURS = {f"hours_{day}": "08:30-12:00, 13:30-17:00" for day in range(1, 6)}
WORK = {
    "trade": "Maraîchage et vente directe",
    "tasks": "Semis et repiquage\nRécolte et préparation des paniers\nAccueil au marché",
    "goals": "Savoir si le travail dehors et la vente plaisent.",
    "equipment": "Bottes et gants, prêtés par la ferme",
    "tutor_job": "Chef d’exploitation",
    "emergency_name": "Samira, une amie",
    "emergency_phone": "+33612345678",
}
TWO_WEEKS = timedelta(days=13)


def prescribe(session: Session, seen_by: User) -> Prescriber:
    """Note a body that may prescribe for a year."""
    made = Prescriber(
        name="Mission locale du Bessin",
        kind="mission-locale",
        address="2 rue des Terres, 14400 Bayeux",
        signatory="Nadia Petit",
        email="mission-locale@sillon.example",
        number="DEL-14-031",
        valid_from=today() - timedelta(days=200),
        valid_until=today() + timedelta(days=165),
        seen_by_id=seen_by.id,
    )
    session.add(made)
    session.flush()
    return made


def agree(session: Session, seen_by: User) -> None:
    """Let somebody who is in contact with a farm have a draft."""
    body = prescribe(session, seen_by)
    is_open = Relationship.state == RelationshipState.OPEN
    found = session.scalars(select(Relationship).where(is_open).order_by(Relationship.id)).first()
    if found is not None:
        draft(session, found, body, found.visit.party.referent or seen_by)


def draft(session: Session, found: Relationship, body: Prescriber, by: User) -> Agreement:
    """Begin an immersion with an open contact, and write it."""
    visit, first = found.visit, today() + timedelta(days=24)
    person, base = visit.party.persons[0], drafting.Base(visit.farm, visit=visit)
    days = first, first + TWO_WEEKS
    made = drafting.begin(session, person, base, Purpose.DISCOVER_TRADE, days, by)
    tutor = {"tutor_name": visit.farm.host_names or visit.farm.name}
    made.say(**HOURS, **WORK, **tutor, tutor_phone=visit.farm.phone or "")
    made.prescriber_id = body.id
    return made
