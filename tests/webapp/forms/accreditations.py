"""Papers with an end: of the programme, an association, an animator, a farm."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, an_organisation
from tests.webapp.forms.places import audited, is_there, newest
from tests.webapp.forms.row import Row, World, typed
from webapp.ground.clock import today
from webapp.models import Accreditation
from webapp.portals.coordinator.accreditations import AccreditationForm, WhoseForm


def an_accreditation(db: Session, **given: Any) -> Accreditation:
    """A paper of the programme that ends in twenty days."""
    defaults = {
        "name": "Agrément ESUS",
        "number": "ESUS-1",
        "valid_from": today() - timedelta(days=400),
        "valid_until": today() + timedelta(days=20),
    }
    made = Accreditation(**{**defaults, **given})
    made.seen_by_id = made.seen_by_id or a_coordinator(db).id
    db.add(made)
    db.flush()
    return made


def a_coordinator_reads(db: Session) -> World:
    reader = a_coordinator(db, language="en")
    return World(reader=reader, farm=a_farm(db), organisation=an_organisation(db))


def a_paper(db: Session) -> World:
    reader = a_coordinator(db, language="en")
    return World(reader=reader, accreditation=an_accreditation(db))


FIRST, LAST = today() - timedelta(days=30), today() + timedelta(days=300)
PAPER = {
    "name": typed("Accueil Paysan"),
    "number": typed("AP-12"),
    "valid_from": typed(FIRST.isoformat(), FIRST),
    "valid_until": typed(LAST.isoformat(), LAST),
}
ROWS = [
    Row(
        "coordinator.add_accreditation",
        a_coordinator_reads,
        form=WhoseForm,
        subject=newest(Accreditation),
        fields={
            **PAPER,
            "holder": typed(
                lambda world: str(world.organisation.id),
                lambda world: world.organisation.id,
                at="organisation_id",
            ),
            "animator": typed("", None),
        },
        then={audited("accreditation.added"): True},
    ),
    Row(
        "coordinator.add_accreditation",
        a_coordinator_reads,
        form=WhoseForm,
        subject=newest(Accreditation),
        fields={
            **PAPER,
            "holder": typed("animator", None, at="organisation_id"),
            "animator": typed("Nadia Ferhat"),
        },
        case="of an animator",
    ),
    Row(
        "coordinator.add_farm_accreditation",
        a_coordinator_reads,
        form=AccreditationForm,
        subject=newest(Accreditation),
        fields=PAPER,
        then={"farm_id": lambda world: world.farm.id},
    ),
    Row(
        "coordinator.edit_accreditation",
        a_paper,
        form=AccreditationForm,
        subject="accreditation",
        fields=PAPER,
        edits=True,
    ),
    Row(
        "coordinator.remove_accreditation",
        a_paper,
        page="coordinator.edit_accreditation",
        then={is_there("accreditation"): False, audited("accreditation.removed"): True},
    ),
]
