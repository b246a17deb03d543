"""Who may prescribe an immersion: the paper that was seen, by whom, and until when."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.page import Page
from tests.webapp.agreements.builders import a_prescriber
from webapp.ground.clock import today


def test_whoever_notes_another_paper_is_said_to_have_seen_it_and_who_mends_a_name_is_not(
    page: Page, db: Session
) -> None:
    body, reader = a_prescriber(db), a_coordinator(db, language="en")
    first = body.seen_by_id
    page.sign_in(reader).visit(f"/programme/prescribers/{body.id}")
    page.submit({"name": "Mission locale du Bessin"}, button="Save")
    db.refresh(body)
    assert (body.name, body.seen_by_id) == ("Mission locale du Bessin", first)
    page.visit(f"/programme/prescribers/{body.id}").submit({"number": "DEL-2"}, button="Save")
    db.refresh(body)
    assert body.seen_by_id == reader.id


def test_a_name_that_is_noted_already_is_said_with_what_was_typed(page: Page, db: Session) -> None:
    body, other = a_prescriber(db), a_prescriber(db)
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/prescribers/{body.id}")
    page.submit({"name": other.name, "number": "DEL-9"}, button="Save")
    assert f"{other.name} is noted already: change what is noted there." in page.text
    assert page.soup.select_one("[value='DEL-9']")


def test_a_paper_that_ends_soon_or_has_ended_is_marked(page: Page, db: Session) -> None:
    a_prescriber(db, valid_until=today() + timedelta(days=90))
    a_prescriber(db, valid_until=today() + timedelta(days=91))
    a_prescriber(db, valid_until=today() - timedelta(days=1))
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/prescribers")
    assert (page.text.count("ends soon"), page.text.count("ended")) == (1, 1)
