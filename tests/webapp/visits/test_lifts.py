"""A visit that is no longer safe: the host has come to live alone since it was proposed."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from webapp.ground.clock import PARIS, now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Message, Organisation, Side, User, Visit, VisitState
from webapp.services.visits import answers, deadlines, stays
from webapp.services.visits.safeguarding import are_alone, is_alone

REASON = "Her sister lives next door and will be there."


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def home(caseworker: User) -> Organisation:
    assert caseworker.organisation is not None
    return caseworker.organisation


@pytest.fixture
def desk(page: Page, caseworker: User) -> Page:
    return page.sign_in(caseworker)


def address(visit: Visit) -> str:
    return f"/casework/visits/{visit.id}"


@pytest.fixture
def unsafe(db: Session, home: Organisation) -> Visit:
    """A woman alone, proposed to a farm whose host lives alone since."""
    visit = a_visit(db, a_party(db, home, persons=[a_person(sex="woman")]))
    visit.farm.adults = 1
    db.flush()
    return visit


@pytest.mark.parametrize("state", [VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.UNDER_WAY])
def test_a_standing_visit_that_is_no_longer_safe_is_on_the_board(
    desk: Page, db: Session, unsafe: Visit, state: VisitState
) -> None:
    unsafe.state, unsafe.arrived_at = state, now()
    desk.visit("/casework/")
    assert "Not safe without a written reason" in desk.text
    assert "cannot go on as it is" in desk.visit(address(unsafe)).text


def test_visits_that_keep_nobody_apart_are_not_on_it(
    desk: Page, db: Session, home: Organisation, unsafe: Visit
) -> None:
    unsafe.lift_reason = REASON
    man = a_visit(db, a_party(db, home), a_slot(db, an_offer(db, a_farm(db, adults=1))))
    over = {"state": VisitState.CANCELLED, "ended_at": now()}
    a_visit(db, a_party(db, home, persons=[a_person(sex="woman")]), man.slot, **over)
    assert "Not safe without" not in desk.visit("/casework/").text
    assert "cannot go on as it is" not in desk.visit(address(man)).text


def test_a_caseworker_writes_down_why_a_standing_visit_is_safe(
    desk: Page, db: Session, unsafe: Visit
) -> None:
    desk.visit(address(unsafe)).follow("Write down why it is safe")
    desk.submit({"reason": "ok"}, button="Keep the reason")
    assert "Write a whole sentence" in desk.text
    desk.submit({"reason": f" {REASON} "}, button="Keep the reason")
    assert unsafe.lift_reason == REASON
    assert "Declared safe, with a written reason" in desk.text
    assert "cannot go on as it is" not in desk.text
    answers.answer(db, unsafe, Side.PARTY, Answer.YES)
    assert unsafe.party_answer is Answer.YES


def test_a_lift_needs_a_visit_that_lacks_one(db: Session, unsafe: Visit) -> None:
    for nothing in (" ", "ok"):
        with pytest.raises(RuleBroken, match="reason-too-short"):
            stays.lift(db, unsafe, nothing)
    stays.lift(db, unsafe, REASON)
    with pytest.raises(RuleBroken, match="nothing-to-lift"):
        stays.lift(db, unsafe, REASON)
    with pytest.raises(RuleBroken, match="nothing-to-lift"):
        stays.lift(db, a_visit(db), REASON)


def test_a_visit_that_is_over_needs_no_lift(desk: Page, db: Session, unsafe: Visit) -> None:
    stays.cancel(db, unsafe, None, "other")
    assert "cannot go on as it is" not in desk.visit(address(unsafe)).text
    with pytest.raises(RuleBroken, match="nothing-to-lift"):
        stays.lift(db, unsafe, REASON)


def test_a_visit_that_may_stand_again_can_be_declared_safe(db: Session, unsafe: Visit) -> None:
    answers.answer(db, unsafe, Side.FARM, Answer.NO)
    with pytest.raises(RuleBroken, match="place-is-taken"):
        answers.answer(db, unsafe, Side.FARM, Answer.YES)
    stays.lift(db, unsafe, REASON)
    answers.answer(db, unsafe, Side.FARM, Answer.YES)
    assert unsafe.holds


def test_nobody_is_asked_again_for_a_visit_that_is_not_safe(db: Session, unsafe: Visit) -> None:
    unsafe.created_at = now() - timedelta(days=4)
    unsafe.answer_by = today()
    db.flush()
    with time_machine.travel(datetime.combine(today(), time(12), PARIS)):
        assert deadlines.remind_due(db) == 0
        stays.lift(db, unsafe, REASON)
        assert unsafe.answer_by > today(), "Both have the days that any has, and are asked now"
        asked = db.scalars(select(Message).where(Message.kind == "visit-proposed")).all()
        assert {message.side for message in asked} == {*Side}


def test_the_database_and_the_rule_agree_on_who_would_be_alone_with_a_host(
    db: Session, home: Organisation
) -> None:
    year, slot = today().year, a_slot(db)
    somebody = [
        [a_person(sex=sex, birth_year=year - age, is_of_age=of_age)]
        for sex in ("man", "woman", "not-said")
        for age, of_age in ((17, False), (18, False), (18, True), (19, False))
    ]
    two = [[a_person(sex=sex), a_person(sex="woman")] for sex in ("man", "woman", "not-said")]
    with_a_child = [[a_person(sex="woman"), a_person(birth_year=year - 5)], []]
    visits = [
        a_visit(db, a_party(db, home, persons=persons), slot, state=VisitState.DECLINED)
        for persons in [*somebody, *two, *with_a_child]
    ]
    asked = dict(db.execute(select(Visit.id, are_alone())).all())
    assert asked == {each.id: is_alone(each.party, each.arrival) for each in visits}
    assert set(asked.values()) == {True, False}
