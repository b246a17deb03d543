"""A proposal that no longer fits waits for a person: nobody is asked, and no yes counts."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_farmer, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.channels.delivery import is_needed
from webapp.ground.clock import PARIS, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Message, MessageState, Misfit, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, deadlines, misfits, nudging, proposing

YES, NO = Answer.YES, Answer.NO


@pytest.fixture
def visit(db: Session) -> Visit:
    """Proposed, both sides written to, and its farm has moved far away since."""
    made = a_visit(db, slot=a_slot(db, an_offer(db, a_farm(db))))
    proposing.tell_both(db, made, "visit-proposed")
    made.farm.latitude, made.farm.longitude = 43.0, 5.5
    misfits.look_again(db)
    assert made.no_longer_fits
    return made


def asked(db: Session, visit: Visit) -> list[tuple[str, Side | None]]:
    """What is on its way to either side, and still needed."""
    waiting = select(Message).where(
        Message.visit_id == visit.id, Message.state == MessageState.QUEUED
    )
    messages = [each for each in db.scalars(waiting.order_by(Message.id)) if is_needed(db, each)]
    return [(each.kind, each.side) for each in messages]


def test_no_yes_is_taken_and_a_no_always_is(db: Session, visit: Visit) -> None:
    for late, rule in ((False, "visit-waits"), (True, "visit-no-longer-fits")):
        with pytest.raises(RuleBroken, match=rule):
            answers.answer(db, visit, Side.FARM, YES, late=late)
    answers.answer(db, visit, Side.FARM, NO)
    assert visit.state is VisitState.DECLINED


def test_nobody_is_asked_nor_reminded_and_the_last_day_passes(db: Session, visit: Visit) -> None:
    assert asked(db, visit) == []
    assert nudging.may_be_asked(db, [visit])[visit.id].sides == ()
    visit.created_at -= timedelta(days=4)
    visit.answer_by = today()
    db.flush()
    with time_machine.travel(datetime.combine(today(), time(12), PARIS)):
        assert deadlines.remind_due(db) == 0
    with time_machine.travel(datetime.combine(today() + timedelta(days=2), time(12), PARIS)):
        assert deadlines.expire_due(db) == 0
    with time_machine.travel(datetime.combine(visit.arrival, time(12), PARIS)):
        assert deadlines.expire_due(db) == 1


@pytest.mark.parametrize("how", ["kept", "fits again"])
def test_both_are_asked_once_it_goes_on_with_the_days_that_any_has(
    db: Session, visit: Visit, how: str
) -> None:
    by_party, by_farm = db.scalars(select(Message).order_by(Message.id)).all()
    by_party.close()
    by_farm.state = MessageState.SENT
    visit.answer_by = today()
    if how == "kept":
        keeper = a_caseworker(db, visit.party.organisation)
        misfits.keep(db, visit, "On vient les chercher.", keeper)
    else:
        visit.farm.latitude, visit.farm.longitude = visit.party.latitude, visit.party.longitude
        misfits.look_again(db)
    assert visit.answer_by > today()
    assert asked(db, visit) == [("visit-proposed", Side.PARTY), ("visit-reminder", Side.FARM)]
    answers.answer(db, visit, Side.FARM, YES)
    assert visit.farm_answer is YES


def test_a_page_that_was_open_before_says_why_its_yes_is_not_taken(page: Page, db: Session) -> None:
    made = a_visit(db)
    farmer = a_farmer(db, made.farm, language="en")
    db.commit()
    page.visit(f"/v/{visit_token(made, Side.PARTY)}?lang=en")
    opened = page.read
    made.misfits.append(Misfit(rule="distance"))
    db.commit()
    page.read = opened
    page.submit(button="Yes, I come")
    assert "Your yes is not taken for now" in page.text
    assert made.party_answer is Answer.AWAITED
    page.sign_in(farmer).visit("/farm/")
    assert page.soup.select(".portal .count") == []


def test_nor_is_a_side_asked_whether_what_has_changed_still_suits_it(
    page: Page, db: Session
) -> None:
    made = a_visit(db)
    answers.answer(db, made, Side.FARM, YES)
    made.party.needs = ["woman-host", "step-free"]
    misfits.look_again(db)
    assert made.no_longer_fits
    farmer = a_farmer(db, made.farm, language="en")
    assert ("visit-changed", Side.FARM) not in asked(db, made)
    page.sign_in(farmer).visit(f"/farm/visits/{made.id}")
    assert "what they need" in page.text
    assert "still welcome" not in page.text
    for message in db.scalars(select(Message)):
        message.close()
    misfits.keep(db, made, "Ils montent bien un étage.", a_caseworker(db, made.party.organisation))
    assert ("visit-changed", Side.FARM) in asked(db, made)
    assert "Yes, they are still welcome" in page.visit(f"/farm/visits/{made.id}").text
