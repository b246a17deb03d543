"""Immersions of a demonstration: who prescribes them, a draft, and two that went on."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo.earlier import earlier
from webapp.ground.clock import now, today
from webapp.models import (
    Agreement,
    Party,
    PartyState,
    Prescriber,
    Purpose,
    Relationship,
    RelationshipState,
    Signer,
    User,
    Visit,
    VisitState,
)
from webapp.services.agreements import drafting, limits, signing

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
MISSION: Final = {
    "name": "Mission locale du Bessin",
    "kind": "mission-locale",
    "address": "2 rue des Terres, 14400 Bayeux",
    "signatory": "Nadia Petit",
    "email": "mission-locale@sillon.example",
    "number": "DEL-14-031",
}
TWO_WEEKS = timedelta(days=13)


def prescribe(
    session: Session, seen_by: User, said: Mapping[str, str] = MISSION, days: int = 200
) -> Prescriber:
    """Note a body that may prescribe, since so many days and for five months more at least."""
    made = Prescriber(
        **said,
        valid_from=today() - timedelta(days=days),
        valid_until=today() + timedelta(days=165),
        seen_by_id=seen_by.id,
    )
    session.add(made)
    session.flush()
    return made


def agree(session: Session, seen_by: User) -> list[Visit]:
    """Let three people have an agreement: a draft, one partly signed, one accepted long ago.

    Returns the other visits after which there could be one.
    """
    body = prescribe(session, seen_by)
    is_open, there = Relationship.state == RelationshipState.OPEN, Party.state != PartyState.LEFT
    contacts = select(Relationship).join(Party, Party.id == Relationship.party_id)
    found = session.scalars(contacts.where(is_open, there).order_by(Relationship.id)).first()
    if found is not None:
        draft(session, found.visit, body, _in(24), found.visit.party.referent or seen_by)
    here = Visit.state == VisitState.EVALUATED, Visit.party.has(there)
    over = select(Visit).where(*here).order_by(Visit.id.desc())
    others = [each for each in session.scalars(over) if found is None or each.id != found.visit_id]
    if len(others) < 2:
        return []
    partly, past, *rest = others
    by = partly.party.referent or seen_by
    with earlier(session, by, _in(-3)):
        asked = draft(session, partly, body, today() + timedelta(days=11), by)
    signing.ask(session, asked)
    sign(session, asked, 1, now())
    by = past.party.referent or seen_by
    with earlier(session, by, _in(-84)):
        accepted = draft(session, past, body, today() + timedelta(days=24), by)
        accepted.make_ready(signing.facts(accepted), signing.signers_of(accepted))
        session.flush()
    sign(session, accepted, 5, now() - timedelta(days=70))
    accepted.accept("DEMO-14-0031", today() - timedelta(days=66))
    accepted.decided_by = accepted.made_by
    session.flush()
    return rest


def _in(days: int) -> date:
    return today() + timedelta(days=days)


def draft(session: Session, visit: Visit, body: Prescriber, first: date, by: User) -> Agreement:
    """Begin an immersion after a visit, and write it."""
    person, base = visit.party.persons[0], drafting.Base(visit.farm, visit=visit)
    days = first, first + TWO_WEEKS
    made = drafting.begin(session, person, base, Purpose.DISCOVER_TRADE, days, by)
    tutor = {"tutor_name": visit.farm.host_names or visit.farm.name}
    made.say(**HOURS, **WORK, **tutor, tutor_phone=visit.farm.phone or "+33231000000")
    if limits.needs_representative(made):
        made.say(representative_name="Nour, sa tante", representative_phone="+33612345679")
    made.prescriber = body
    made.prescriber_id = body.id
    session.flush()
    return made


def sign(session: Session, agreement: Agreement, people: int, at: datetime) -> None:
    """Let the first of them have signed, so many."""
    version = agreement.versions[-1]
    version.made_at = at - timedelta(days=1)
    hosts, by = version.said["farm"]["hosts"], agreement.made_by.name
    own = {Signer.FARM: hosts or agreement.farm.name, Signer.ASSOCIATION: by}
    for each in agreement.signatures[:people]:
        name = own.get(each.signer) or signing.signer_name(each, version.said)
        agreement.sign(each, name, at)
    session.flush()
