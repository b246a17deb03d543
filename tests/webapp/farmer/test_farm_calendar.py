"""A farm's calendar by a secret address: its days, no name, and nothing once it is renewed."""

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party, a_person, a_slot, a_visit
from tests.page import SITE, Page
from webapp.ground.clock import now
from webapp.models import FarmState, VisitState
from webapp.services.records.tokens import calendar_token


@pytest.mark.parametrize("ending", ["renewed", "suspended", "another's"])
def test_a_calendar_tells_days_and_no_names_until_its_address_ends(
    page: Page, db: Session, ending: str
) -> None:
    visit = a_visit(db, a_party(db, persons=[a_person(first_name="Nour")]))
    visit.state, farm = VisitState.CONFIRMED, visit.farm
    free = a_slot(db, visit.slot.offer, visit.departure)
    gone = a_visit(db, a_party(db), a_slot(db, visit.slot.offer, free.departure))
    gone.state, gone.ended_at = VisitState.CANCELLED, now()
    stranger = a_visit(db)
    db.commit()
    address = f"/calendar/{calendar_token(farm)}.ics"
    answer = page.client.get(address, base_url=SITE)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"Nour" not in answer.data
    calendar = Calendar.from_ical(answer.data)
    assert calendar["method"] == "PUBLISH"
    told = {str(each["uid"]): each for each in calendar.walk("VEVENT")}
    assert {f"visit-{visit.id}@sillon", f"slot-{free.id}@sillon"} <= set(told)
    assert f"visit-{stranger.id}@sillon" not in told
    [stands, cancelled] = (told[f"visit-{each.id}@sillon"] for each in (visit, gone))
    assert (str(stands["status"]), stands["sequence"]) == ("CONFIRMED", 1)
    assert (str(cancelled["status"]), cancelled["sequence"]) == ("CANCELLED", 2)
    if ending == "renewed":
        farm.calendar_version += 1
    elif ending == "suspended":
        farm.state = FarmState.SUSPENDED
    else:
        address = address.replace(f"/{farm.id}-", f"/{stranger.farm_id}-")
    db.commit()
    assert page.client.get(address, base_url=SITE).status_code == 404


def test_its_page_leads_to_what_can_be_printed(page: Page, db: Session) -> None:
    offer = a_slot(db).offer
    page.sign_in(a_farmer(db, offer.farm)).visit("/farm/calendar")
    [line] = [each for each in page.soup.select("main p") if "Sur papier" in each.get_text()]
    assert line.a is not None
    page.visit(str(line.a["href"])).follow("Créneaux")
    assert page.path == f"/farm/offers/{offer.id}/dates"
