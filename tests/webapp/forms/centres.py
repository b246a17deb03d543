"""Reception centres, and the file of somebody who lives in one."""

from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.webapp.forms.caseworker_files import a_file
from tests.webapp.forms.places import audited, is_there, newest
from tests.webapp.forms.row import Row, World, typed
from webapp.models import Centre
from webapp.portals.caseworker.party_date_forms import FileNoticeForm
from webapp.portals.coordinator.centres import CentreForm


def a_centre(db: Session, **given: Any) -> Centre:
    """A centre that wants two days before a night, and fifteen before a week."""
    usual = {"name": "CADA du Bessin", "notice_days": 2, "long_nights": 7, "long_notice_days": 15}
    made = Centre(**{**usual, **given})
    db.add(made)
    db.flush()
    return made


def nobody_knows_one(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"))


def one_is_known(db: Session) -> World:
    world = nobody_knows_one(db)
    world.centre = a_centre(db)
    return world


def a_file_and_a_centre(db: Session) -> World:
    world = a_file(db)
    world.centre = a_centre(db)
    return world


ASKED = {
    "name": typed("HUDA des Tilleuls"),
    "notice_days": typed("3", 3),
    "long_nights": typed("5", 5),
    "long_notice_days": typed("20", 20),
}
ROWS = [
    Row(
        "coordinator.add_centre",
        nobody_knows_one,
        form=CentreForm,
        subject=newest(Centre),
        fields=ASKED,
        then={audited("centre.added"): True},
    ),
    Row(
        "coordinator.edit_centre",
        one_is_known,
        form=CentreForm,
        subject="centre",
        edits=True,
        fields=ASKED,
        then={audited("centre.changed"): True},
    ),
    Row(
        "coordinator.remove_centre",
        one_is_known,
        page="coordinator.edit_centre",
        then={is_there("centre"): False, audited("centre.removed"): True},
    ),
    Row(
        "caseworker.edit_notice",
        a_file_and_a_centre,
        form=FileNoticeForm,
        subject="party",
        edits=True,
        fields={
            "centre": typed(
                lambda world: str(world.centre.id), lambda world: world.centre.id, at="centre_id"
            ),
            "notice_days": typed("45", 45),
            "notice_reason": typed("childcare"),
        },
        then={audited("party.changed", "topic"): "notice"},
    ),
]
