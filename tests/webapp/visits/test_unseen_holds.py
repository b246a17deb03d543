"""A farm with guests in the house notices nothing of what one of them may have told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.after.pairs import a_pair
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Misfit, Side, Visit, VisitState
from webapp.services.after import relationships
from webapp.services.visits import answers, contacts, incidents, misfits, stays
from webapp.services.visits.receiving import check_receives

SERIOUS = incidents.Told("hurt", "He hit me.")


@pytest.fixture
def over(db: Session) -> Visit:
    """A farm in contact with former guests."""
    a_programme(db, on_duty_phone="+33699000000")
    visit = a_pair(db)
    for side in Side:
        relationships.say_yes(db, visit, side, ["phone"])
    return visit


@pytest.fixture
def there(db: Session, over: Visit) -> Visit:
    """Guests of that farm who are there."""
    slot = a_slot(db, over.slot.offer, arrival=today() - timedelta(days=1))
    whole: dict[str, Any] = {"state": VisitState.UNDER_WAY, "arrived_at": now()}
    yes: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    return a_visit(db, slot=slot, **whole, **yes)


@pytest.fixture
def to_come(db: Session, over: Visit) -> Visit:
    """Others who are proposed to it, and a date that is open."""
    a_slot(db, over.slot.offer, arrival=today() + timedelta(days=40))
    return a_visit(db, slot=a_slot(db, over.slot.offer, arrival=today() + timedelta(days=20)))


def as_read(page: Page, over: Visit, there: Visit, to_come: Visit) -> dict[str, str]:
    """Return what the farm reads of itself and of all three."""
    visits = [f"/farm/visits/{each.id}" for each in (over, there, to_come)]
    addresses = ["/farm/", "/farm/visits", "/farm/calendar", "/farm/offers", *visits]
    addresses.append(f"/farm/visits/{over.id}/relationship")
    page.sign_in(over.farm.users[0])
    return {address: page.visit(address).text for address in addresses}


def test_a_farm_with_guests_in_the_house_reads_word_for_word_what_it_read_before(
    page: Page, db: Session, over: Visit, there: Visit, to_come: Visit
) -> None:
    before = as_read(page, over, there, to_come)
    incidents.report(db, SERIOUS, visit=there, side=Side.PARTY)
    misfits.look_again(db)
    db.commit()
    assert over.farm.on_hold_since
    assert as_read(page, over, there, to_come) == before
    assert contacts.end_due(db) == 0
    with pytest.raises(RuleBroken, match="farm-on-hold"):
        check_receives(to_come.slot)
    with pytest.raises(RuleBroken, match="visit-waits"):
        answers.answer(db, to_come, Side.PARTY, Answer.YES)
    answers.answer(db, to_come, Side.FARM, Answer.YES)
    assert to_come in misfits.waiting(db), "A person looks at it all the same"


def test_once_they_have_left_the_hold_is_seen_and_contacts_end(
    page: Page, db: Session, over: Visit, there: Visit, to_come: Visit
) -> None:
    incidents.report(db, SERIOUS, visit=there, side=Side.PARTY)
    misfits.look_again(db)
    stays.end_early(db, there, Side.PARTY, "other")
    assert contacts.end_due(db) == 1
    assert contacts.end_due(db) == 0
    db.commit()
    read = as_read(page, over, there, to_come)
    assert "This contact is over." in read[f"/farm/visits/{over.id}/relationship"]
    assert "the association looks whether" in read[f"/farm/visits/{to_come.id}"]
    with pytest.raises(RuleBroken, match="visit-waits"):
        answers.answer(db, to_come, Side.FARM, Answer.YES)


def test_what_else_is_in_the_way_is_told_to_a_farm_as_always(
    db: Session, over: Visit, there: Visit, to_come: Visit
) -> None:
    incidents.report(db, SERIOUS, visit=there, side=Side.PARTY)
    misfits.look_again(db)
    to_come.misfits.append(Misfit(rule="dates"))
    db.flush()
    with pytest.raises(RuleBroken, match="visit-waits"):
        answers.answer(db, to_come, Side.FARM, Answer.YES)
