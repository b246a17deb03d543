"""Attestations: withdrawn where somebody was not there, and valid again."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.webapp.forms.feedback import over
from tests.webapp.forms.places import audited
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import Visit
from webapp.portals.visit_desk.forms import NameForm


def attested(db: Session) -> World:
    visit = over(db)
    reader = a_caseworker(db, visit.party.organisation, language="en")
    return World(visit=visit, attestation=visit.attestations[0], reader=reader)


def withdrawn(db: Session) -> World:
    world = attested(db)
    world.attestation.withdraw()
    return world


def is_withdrawn(reading: Reading) -> bool:
    [made] = reading.fresh.get_one(Visit, reading.world.visit.id).attestations
    return made.withdrawn_at is not None


def name_of_the_valid_one(reading: Reading) -> str:
    found = reading.fresh.get_one(Visit, reading.world.visit.id).attestations
    return next(each.name for each in found if each.stands)


ROWS = [
    Row(
        "caseworker.correct_attestation",
        attested,
        form=NameForm,
        fields={"name": typed("Nour Haddad", at=name_of_the_valid_one)},
    ),
    Row(
        "caseworker.withdraw_attestation",
        attested,
        page="caseworker.show_attestations",
        then={is_withdrawn: True, audited("visit.attestation-withdrawn"): True},
    ),
    Row(
        "caseworker.restore_attestation",
        withdrawn,
        page="caseworker.show_attestations",
        then={is_withdrawn: False},
    ),
]
