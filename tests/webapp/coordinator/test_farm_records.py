"""What coordinators keep of a farm: its dates with their visits, and the log of calls."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.models import FarmContact, VisitState
from webapp.services.records import contacts


def test_the_dates_of_a_farm_tell_their_visits_by_code_and_never_who_the_guests_are(
    page: Page, db: Session
) -> None:
    farm = a_farm(db)
    past = a_slot(db, an_offer(db, farm, title="Les foins"), date(2027, 1, 4))
    a_slot(db, an_offer(db, farm, title="La traite"), date(2027, 5, 3))
    named = [a_person(first_name="Ghazal", last_name="Rahimi")]
    a_visit(db, a_party(db, code="P-9001", persons=named), past, state=VisitState.COMPLETED)
    a_visit(db, a_party(db, code="P-9002"), past, state=VisitState.DECLINED)
    a_slot(db, arrival=date(2027, 5, 10))  # of another farm
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}")
    page.follow("Dates and visits")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert [("La traite" in row, "Les foins" in row) for row in rows] == [
        (True, False),
        (False, True),
    ]
    assert "P-9001" in rows[1]
    assert "P-9002" in rows[1]
    assert "Rahimi" not in page.text


def test_calls_and_meetings_with_a_farm_are_read_by_coordinators_alone(
    page: Page, db: Session
) -> None:
    farm, other = a_farm(db), a_farm(db)
    one, caseworker = a_coordinator(db, name="Dominique Petit"), a_caseworker(db)
    for about, kind, words in (
        (farm, "call", "The shower leaks."),
        (farm, "meeting", "The shower is mended."),
        (other, "call", "Nobody there."),
    ):
        contacts.log(db, about, one, kind=kind, on=date(2026, 11, 2), words=words)
    assert [each.words for each in contacts.of(db, farm)] == [
        "The shower is mended.",
        "The shower leaks.",
    ]
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}/contacts")
    assert "The shower is mended." in page.text
    assert "Dominique Petit" in page.text
    assert "Nobody there." not in page.text
    set_scope(db, Scope("organisation", caseworker.organisation_id))
    assert db.scalars(select(FarmContact)).all() == []
    set_scope(db, Scope("farm", farm.id))
    assert db.scalars(select(FarmContact)).all() == []
    set_scope(db, EVERYONE)
