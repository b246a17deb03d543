"""Where guests live is known as a commune, and no closer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party
from tests.page import Page
from tests.webapp.caseworker.test_parties import AMINA
from webapp.geography import find_commune
from webapp.models import Party, User


def is_the_centre_of_its_commune(party: Party) -> bool:
    commune = find_commune(party.commune)
    assert commune is not None
    return (party.latitude, party.longitude) == (commune.point.latitude, commune.point.longitude)


def test_a_home_is_the_centre_of_its_commune_when_it_is_recorded_and_when_it_changes(
    desk: Page, db: Session, caseworker: User
) -> None:
    desk.visit("/casework/parties/new").submit(AMINA, button="Record")
    recorded = db.scalars(select(Party)).one()
    assert is_the_centre_of_its_commune(recorded)
    moved = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{moved.id}/home").submit(
        {"commune": AMINA["commune"], "reach_km": "90"}, button="Save"
    )
    assert moved.commune == recorded.commune
    assert is_the_centre_of_its_commune(moved)
