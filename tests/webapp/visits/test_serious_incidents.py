"""A serious incident is not lost from sight, and its readers hear of it at any hour."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_visit
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import Message, Severity, Visit
from webapp.services.visits import incident_acts, incidents

TOLD = incidents.Told("behaviour", "They shouted at us every evening.")


@pytest.fixture
def visit(db: Session) -> Visit:
    return a_visit(db)


def test_a_serious_incident_stays_in_sight_of_its_readers_until_it_is_closed_and_after(
    page: Page, db: Session, visit: Visit
) -> None:
    by = a_coordinator(db, language="en")
    hurt, loud = (
        incidents.report(db, told, visit=visit) for told in (incidents.Told("hurt"), TOLD)
    )
    later = today() + timedelta(days=9)
    for each in (hurt, loud):
        incident_acts.add_measure(db, each, by, "The association was called.", later)
    assert incidents.to_look_at(db, by, today()) == [hurt]
    assert "Look again on" in page.sign_in(by).visit("/programme/").text
    incident_acts.close(db, hurt, by, "Both sides were called.")
    incident_acts.close(db, loud, by, "Both sides were called.")
    assert "Incident closed" in page.visit("/programme/").follow("All incidents that I read").text
    assert "All incidents" not in page.sign_in(a_coordinator(db)).visit("/programme/").text


def test_an_incident_that_is_found_to_be_serious_is_written_of_anew(
    db: Session, visit: Visit
) -> None:
    by = a_coordinator(db, last_seen_at=now())
    incident = incidents.report(db, TOLD, visit=visit)
    kinds = select(Message.kind).where(Message.user_id == by.id).order_by(Message.id)
    assert list(db.scalars(kinds)) == ["incident-opened"]
    words = "Both sides were called today."
    found = incident_acts.Judgement("hurt", Severity.SERIOUS, None, 1, 0, words)
    incident_acts.judge(db, incident, by, found, incident.farm)
    assert list(db.scalars(kinds)) == ["incident-opened", "incident-serious"]
