"""A programme switches off what it does not use: no page leads there, and nobody is asked."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_party, a_programme
from tests.page import Page
from tests.webapp.forms.feedback import over
from webapp.ground.clock import now
from webapp.ground.vocabulary import PARTS
from webapp.models import Farm, Message, Programme, Side, User, Visit
from webapp.services.after import asking, feedback, follow_ups, relationships
from webapp.services.farms import assessments as of_farms
from webapp.services.parties import assessments
from webapp.services.records import parts

LEADS = {
    "coordinator": ("/programme/visits", "/programme/rounds", "/programme/associations"),
    "caseworker": ("/casework/visits", "/casework/parties"),
    "farmer": ("/farm/visits",),
}
"""Where each kind of person is led to these parts."""
BY_PART = {
    "feedback": ["How the visits went"],
    "follow-ups": ["What became of it", "Follow-ups"],
    "before-after": ["Before and after"],
    "contact": ["In contact"],
    "immersions": ["Prescribers of immersions", "Immersions"],
    "case-meetings": ["Case meetings"],
    "committees": ["Committees"],
    "village": ["Village", "Neighbours at your farm"],
    "reports": ["Reports"],
}


@pytest.fixture
def visit(db: Session) -> Visit:
    """A visit that is just over."""
    return over(db)


def leave_out(db: Session, *left: str) -> None:
    db.get_one(Programme, 1).left_out = list(left)
    db.commit()


def led_to(page: Page, db: Session, farm: Farm) -> set[str]:
    """Return the words of all links that a coordinator, a caseworker and a farmer read."""
    readers: dict[str, User] = {
        "coordinator": a_coordinator(db, language="en"),
        "caseworker": a_caseworker(db, language="en"),
        "farmer": a_farmer(db, farm=farm, language="en"),
    }
    return {
        link.text.strip()
        for role, addresses in LEADS.items()
        for address in addresses
        for link in page.sign_in(readers[role]).visit(address).soup.select("main a")
    }


def test_no_page_leads_to_what_is_left_out_and_each_does_again(
    page: Page, db: Session, visit: Visit
) -> None:
    every = {words for those in BY_PART.values() for words in those}
    assert every <= led_to(page, db, visit.farm)
    leave_out(db, *PARTS)
    assert not every & led_to(page, db, visit.farm)
    leave_out(db, "village")
    assert every - led_to(page, db, visit.farm) == set(BY_PART["village"])


def test_nobody_is_asked_by_what_is_left_out(db: Session, visit: Visit) -> None:
    leave_out(db, *PARTS)
    noon = now().replace(hour=11)
    in_a_month = noon + timedelta(days=32)
    with time_machine.travel(noon):
        assert asking.ask_due(db) == 0
    assert feedback.told(db, visit, Side.PARTY) is None
    assert not relationships.may_be_seen(db, visit)
    with time_machine.travel(in_a_month):
        assert follow_ups.make_due(db) == 0
    person = a_party(db).persons[0]
    assert not assessments.is_asked(db, person)
    assert not of_farms.is_asked(db, visit.farm)
    leave_out(db)
    with time_machine.travel(noon):
        assert asking.ask_due(db) == 2
    assert feedback.told(db, visit, Side.PARTY) is feedback.Told.NOTHING
    assert relationships.may_be_seen(db, visit)
    assert assessments.is_asked(db, person)
    assert of_farms.is_asked(db, visit.farm)
    with time_machine.travel(in_a_month):
        assert follow_ups.make_due(db) == 2


def test_what_was_said_before_a_part_was_left_out_stays(db: Session, visit: Visit) -> None:
    questions = {"welcome": "good", "lodging": "good", "understood": "good", "again": "yes"}
    feedback.answer_all(db, visit, Side.PARTY, questions)
    relationships.say_yes(db, visit, Side.PARTY, [])
    leave_out(db, *PARTS)
    assert feedback.told(db, visit, Side.PARTY) is feedback.Told.GIVEN
    assert relationships.may_be_seen(db, visit)
    assert db.query(Message).count()


def test_a_programme_that_is_founded_uses_every_part(db: Session) -> None:
    a_programme(db)
    assert all(parts.uses(db, each) for each in PARTS)
