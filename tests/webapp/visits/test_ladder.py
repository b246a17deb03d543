"""Reminders by the programme's ladder: each rung once, never two at once, none when it has come."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_programme, a_slot, a_visit
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.clock import PARIS, now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.days_off import easter, is_day_off, next_working_day
from webapp.jobs.messages import send_message
from webapp.models import Answer, Message, MessageState, Programme, Side, Visit, VisitState
from webapp.services.records import outbox
from webapp.services.visits import answers, deadlines, nudging, stays
from webapp.web.extensions import db as jobs_session

MONDAY = date(2027, 3, 1)


def at(day: date, hour: int = 12) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(hour), PARIS), tick=False)


@pytest.fixture
def programme(db: Session) -> Programme:
    programme = a_programme(db)
    programme.asks_after, programme.announces_before = [2, 4], [7, 1]
    return programme


def days_of(db: Session, kind: str, act: Callable[[Session], int], first: date, days: int,
            side: Side = Side.PARTY) -> list[int]:  # fmt: skip
    """Let the days pass, three looks a day; return on which of them a message was written."""
    for day in range(days):
        for hour in (9, 12, 18):
            with at(first + timedelta(days=day), hour):
                act(db)
    query = select(Message.created_at).where(Message.kind == kind, Message.side == side)
    written = db.scalars(query.order_by(Message.id)).all()
    return [(each.astimezone(PARIS).date() - first).days for each in written]


def a_proposal(db: Session, days: int) -> Visit:
    return a_visit(db, answer_by=today() + timedelta(days=days))


@pytest.mark.usefixtures("programme")
def test_an_answer_is_asked_for_on_each_rung_once(db: Session) -> None:
    with at(MONDAY):
        a_proposal(db, 10)
    # The second and fourth day, and the one before the last.
    assert days_of(db, "visit-reminder", deadlines.remind_due, MONDAY, 12) == [2, 4, 9]


@pytest.mark.usefixtures("programme")
def test_a_rung_on_a_sunday_or_a_holiday_waits_for_the_day_after(db: Session) -> None:
    thursday = date(2027, 3, 25)  # then a Sunday that is Easter, and Easter Monday
    with at(thursday):
        a_visit(db, slot=a_slot(db, arrival=date(2027, 5, 3)), answer_by=date(2027, 4, 20))
    assert days_of(db, "visit-reminder", deadlines.remind_due, thursday, 8) == [2, 5]


@pytest.mark.usefixtures("programme")
def test_two_asks_are_never_near_each_other_and_none_follows_the_answer(db: Session) -> None:
    with at(MONDAY):
        visit = a_proposal(db, 10)
    with at(MONDAY + timedelta(days=2), 9):
        nudging.ask_again(db, [visit])  # by hand, before the rung of that day
    assert days_of(db, "visit-reminder", deadlines.remind_due, MONDAY, 4) == [2]
    with at(MONDAY + timedelta(days=3)):
        answers.answer(db, visit, Side.PARTY, Answer.YES, late=True)
    assert days_of(db, "visit-reminder", deadlines.remind_due, MONDAY, 12) == [2]
    assert days_of(db, "visit-reminder", deadlines.remind_due, MONDAY, 12, Side.FARM) == [2, 4, 9]


@pytest.mark.usefixtures("programme")
def test_a_visit_is_called_to_mind_on_each_rung_and_the_arrival_asked_for(db: Session) -> None:
    arrival = MONDAY + timedelta(days=9)
    with at(MONDAY):
        visit = a_visit(db, slot=a_slot(db, arrival=arrival), state=VisitState.CONFIRMED)
        visit.party_answer = visit.farm_answer = Answer.YES
    assert days_of(db, "visit-soon", deadlines.announce_due, MONDAY, 12) == [2, 7, 8]
    assert days_of(db, "visit-arrival", deadlines.check_arrivals, MONDAY, 12) == [9]
    assert days_of(db, "visit-arrival", deadlines.check_arrivals, MONDAY, 12, Side.FARM) == []
    asked = db.scalars(select(Message).where(Message.kind == "visit-arrival")).one()
    with at(arrival + timedelta(days=1)):
        assert not is_true(asked)
    with at(arrival, 19):
        assert is_true(asked)
        deadlines.begin_due(db)
        stays.arrive(db, visit)
        assert not is_true(asked)
    db.query(Message).delete()
    assert days_of(db, "visit-arrival", deadlines.check_arrivals, MONDAY, 12) == []


def test_what_did_not_arrive_leaves_nobody_in_peace(db: Session, programme: Programme) -> None:
    visit = a_proposal(db, 10)
    nudging.ask_again(db, [visit])
    assert not nudging.may_be_asked(db, [visit])[visit.id].sides
    for message in db.scalars(select(Message)):
        message.fail("no-mobile")
    assert Side.PARTY in nudging.may_be_asked(db, [visit])[visit.id].sides


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 4, 6), True), (date(2026, 5, 14), True), (date(2026, 5, 25), True),
        (date(2027, 3, 29), True), (date(2027, 5, 6), True), (date(2027, 5, 17), True),
        (date(2027, 7, 14), True), (date(2027, 3, 7), True), (date(2027, 3, 6), False),
        (date(2027, 3, 26), False),  # Good Friday, but in Alsace
    ],
)  # fmt: skip
def test_a_day_off_is_a_sunday_or_a_public_holiday(day: date, off: bool) -> None:
    assert is_day_off(day) is off
    assert (next_working_day(day) > day) is off
    assert easter(day.year).weekday() == 6


@pytest.fixture
def budget(app: Flask, db: Session, programme: Programme) -> Iterator[Message]:
    """A limit of one text message a day, which has left; another one waits."""
    with at(MONDAY):
        visit = a_proposal(db, 10)
        programme.texts_a_day = 1
        nudging.ask_again(db, [visit])
        first, second = (
            Message(kind="visit-reminder", channel="sms", language="fr", visit_id=visit.id,
                    side=Side.PARTY, idempotency_key=key)
            for key in "ab"
        )  # fmt: skip
        db.add_all([first, second])
        db.flush()
        first.send()
        db.execute(text("DELETE FROM procrastinate_jobs"))
        db.commit()
        yield second


def test_beyond_the_texts_of_a_day_the_others_wait_for_the_morning_and_the_board_says_so(
    app: Flask, db: Session, budget: Message, page: Page
) -> None:
    with app.app_context():
        set_scope(jobs_session, EVERYONE)
        send_message(budget.id)
    query = "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'send_message'"
    morning = datetime.combine(MONDAY + timedelta(days=1), time(9), PARIS)
    assert db.execute(text(query)).scalars().all() == [morning]
    db.refresh(budget)
    assert budget.state is MessageState.QUEUED
    page.sign_in(a_coordinator(db, language="en"))
    assert "text messages are used up" in page.visit("/programme/").text
    assert now() < morning


def asked_in_the_evening(db: Session) -> tuple[Visit, Message]:
    """A proposal of Monday evening, whose text rings on Tuesday at eight."""
    with at(MONDAY, 20):
        visit = a_proposal(db, 2)
        message = outbox.write_to_party(db, visit, "visit-proposed", key="asked")
    with at(MONDAY + timedelta(days=1), 8):
        message.send()
        db.flush()
    return visit, message


@pytest.mark.usefixtures("programme")
def test_what_was_written_in_the_evening_rings_in_the_morning_and_no_reminder_follows_that_day(
    db: Session,
) -> None:
    asked_in_the_evening(db)
    assert days_of(db, "visit-reminder", deadlines.remind_due, MONDAY, 3) == [2]


@pytest.mark.usefixtures("programme")
def test_a_question_that_was_no_longer_needed_and_is_once_more_is_as_new_as_another(
    db: Session,
) -> None:
    with at(MONDAY):
        visit = a_proposal(db, 10)
        first = outbox.write_to_party(db, visit, "visit-proposed", key="asked")
        first.close()
    with at(MONDAY + timedelta(days=2), 8):
        assert outbox.write_to_party(db, visit, "visit-proposed", key="asked") is first
    assert days_of(db, "visit-reminder", deadlines.remind_due, MONDAY, 4) == []


def test_a_visit_says_when_a_side_was_asked_only_once_the_question_has_left(
    page: Page, db: Session, programme: Programme
) -> None:
    visit = a_proposal(db, 10)
    message = outbox.write_to_party(db, visit, "visit-proposed", key="asked")
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    assert "Asked last on" not in page.visit(f"/casework/visits/{visit.id}").text
    assert Side.PARTY not in nudging.may_be_asked(db, [visit])[visit.id].sides
    message.send()
    assert "Asked last on" in page.visit(f"/casework/visits/{visit.id}").text
