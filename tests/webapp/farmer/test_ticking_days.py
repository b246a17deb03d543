"""Days are ticked on a calendar: none at all, or two stays in one night, is said."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farmer, an_offer
from tests.page import Page

pytestmark = pytest.mark.usefixtures("spring")  # Monday 1 March 2027


def test_no_day_ticked_is_asked_for_and_nothing_is_saved(page: Page, db: Session) -> None:
    offer = an_offer(db)
    farmer = page.sign_in(a_farmer(db, offer.farm))
    farmer.visit(f"/farm/offers/{offer.id}/dates").submit(button="Enregistrer mes créneaux")
    assert "Cochez au moins un jour d’arrivée" in farmer.text
    assert offer.slots == []


def test_stays_that_overlap_are_said_when_they_are_looked_at(page: Page, db: Session) -> None:
    offer = an_offer(db, nights=4)
    farmer = page.sign_in(a_farmer(db, offer.farm))
    farmer.visit(f"/farm/offers/{offer.id}/dates")
    farmer.submit({"days": ["2027-04-05", "2027-04-07"]}, button="Voir les créneaux")
    assert "ne partagent jamais une nuit" in farmer.text


def test_a_day_beyond_the_calendar_is_refused(page: Page, db: Session) -> None:
    offer = an_offer(db)
    farmer = page.sign_in(a_farmer(db, offer.farm))
    farmer.visit(f"/farm/offers/{offer.id}/dates")
    farmer.submit({"days": ["9999-12-31"]}, button="Enregistrer mes créneaux")
    assert "Ce jour est trop lointain" in farmer.text
    assert offer.slots == []
