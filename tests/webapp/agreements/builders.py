"""Agreements and prescribers for tests."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_party
from tests.webapp.forms.accreditations import an_accreditation
from webapp.ground.clock import today
from webapp.models import Agreement, Farm, Person, Prescriber, Purpose

HOURS = {f"hours_{day}": "08:00-12:00, 14:00-17:00" for day in range(1, 6)}
"""Thirty-five hours a week."""
WORK = {
    "trade": "Maraîchage", "tasks": "Semer, repiquer", "equipment": "Gants, prêtés",
    "tutor_name": "Anne Martin", "tutor_phone": "+33231000000",
}  # fmt: skip


def a_prescriber(db: Session, **given: Any) -> Prescriber:
    """A body whose paper was seen, valid for a year around today."""
    number = db.query(Prescriber).count() + 1
    defaults = {
        "name": f"Mission locale {number}",
        "kind": "mission-locale",
        "address": "3 rue Basse, 14000 Caen",
        "signatory": "Nadia Petit",
        "email": f"nadia{number}@mission.example",
        "number": "DEL-2026-12",
        "valid_from": today() - timedelta(days=180),
        "valid_until": today() + timedelta(days=180),
    }
    made = Prescriber(**{**defaults, **given})
    made.seen_by_id = made.seen_by_id or a_coordinator(db).id
    db.add(made)
    db.flush()
    return made


def an_agreement(
    db: Session,
    person: Person | None = None,
    farm: Farm | None = None,
    terms: dict[str, str] | None = None,
    **given: Any,
) -> Agreement:
    """A draft that could be signed: three weeks, thirty-five hours each."""
    who = person or a_party(db).persons[0]
    first: date = given.pop("first_day", today() + timedelta(days=14))
    defaults = {
        "party_id": who.party_id,
        "person_id": who.id,
        "farm_id": (farm or a_farm(db)).id,
        "purpose": Purpose.DISCOVER_TRADE,
        "first_day": first,
        "last_day": first + timedelta(days=20),
    }
    state = given.pop("state", None)
    made = Agreement(**{**defaults, **given})
    made.made_by_id = made.made_by_id or a_caseworker(db, who.party.organisation).id
    if "prescriber_id" not in given:
        made.prescriber_id = a_prescriber(db).id
    db.add(made)
    db.flush()
    made.say(**{**HOURS, **WORK, **(terms or {})})
    made.state = state or made.state
    db.flush()
    return made


def of_world(db: Session, person: Person, farm: Farm) -> dict[str, int]:
    """The numbers of an agreement and its prescriber, for a world with one of everything."""
    made = an_agreement(db, person, farm, {"trade": "Ombredune"})
    paper = an_accreditation(db, name="Ombredune", farm_id=farm.id)
    return {
        "accreditation_id": paper.id,
        "agreement_id": made.id,
        "prescriber_id": made.prescriber_id or 0,
        "version": 1,
    }
