"""The calendar expires, begins and completes; Paris decides the day, also when clocks change."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.builders import a_party, a_slot, a_visit
from webapp.ground.clock import PARIS, now, today
from webapp.models import Answer, Message, Programme, Side, SlotState, Visit, VisitState
from webapp.services.visits import deadlines, nudging
from webapp.wording import compose


def a_confirmed_visit(db: Session, arrival: date) -> Visit:
    return a_visit(
        db,
        slot=a_slot(db, arrival=arrival),
        state=VisitState.CONFIRMED,
        party_answer=Answer.YES,
        farm_answer=Answer.YES,
    )


def test_a_proposal_expires_the_day_after_its_deadline(db: Session) -> None:
    late = a_visit(db, answer_by=today() - timedelta(days=1))
    in_time = a_visit(db, answer_by=today())
    assert deadlines.expire_due(db) == 1
    assert (late.state, late.slot.people_held) == (VisitState.EXPIRED, 0)
    assert in_time.state is VisitState.PROPOSED
    assert deadlines.expire_due(db) == 0


def test_a_visit_begins_on_its_first_day_and_completes_after_its_last(db: Session) -> None:
    visit = a_confirmed_visit(db, today() + timedelta(days=3))
    assert deadlines.begin_due(db) == 0
    with time_machine.travel(datetime.combine(visit.arrival, datetime.min.time(), UTC)):
        assert deadlines.begin_due(db) == 1
    with time_machine.travel(datetime.combine(visit.departure, datetime.min.time(), UTC)):
        assert deadlines.complete_due(db) == 0
    after = datetime.combine(visit.departure + timedelta(days=1), datetime.min.time(), UTC)
    with time_machine.travel(after):
        assert deadlines.complete_due(db) == 1
        assert deadlines.slots_pass_by(db) == 1
    assert (visit.state, visit.slot.state) == (VisitState.COMPLETED, SlotState.PAST)
    assert visit.slot.people_held == 0


@pytest.mark.parametrize(
    ("arrival", "last_night", "midnight"),
    [
        # Clocks go on one hour: Paris is UTC+1 on the Saturday night, UTC+2 on the Sunday night.
        (date(2027, 3, 28), datetime(2027, 3, 27, 22, 59, tzinfo=UTC), timedelta(minutes=1)),
        (date(2027, 3, 29), datetime(2027, 3, 28, 21, 59, tzinfo=UTC), timedelta(minutes=1)),
        # Clocks go back one hour: UTC+2 before, UTC+1 after.
        (date(2027, 10, 31), datetime(2027, 10, 30, 21, 59, tzinfo=UTC), timedelta(minutes=1)),
        (date(2027, 11, 1), datetime(2027, 10, 31, 22, 59, tzinfo=UTC), timedelta(minutes=1)),
    ],
)
def test_a_visit_begins_at_midnight_in_paris_when_clocks_change(
    db: Session, arrival: date, last_night: datetime, midnight: timedelta
) -> None:
    with time_machine.travel(last_night - timedelta(days=20), tick=False):
        visit = a_confirmed_visit(db, arrival)
    with time_machine.travel(last_night, tick=False):
        assert deadlines.begin_due(db) == 0
    with time_machine.travel(last_night + midnight, tick=False):
        assert deadlines.begin_due(db) == 1
    assert (visit.arrival, visit.departure) == (arrival, arrival + timedelta(days=4))


AN_HOUR = timedelta(hours=1)


@pytest.mark.parametrize("wrong", [-AN_HOUR, AN_HOUR])
@pytest.mark.parametrize("arrival", [date(2027, 6, 14), date(2027, 3, 29), date(2027, 11, 1)])
def test_a_clock_an_hour_wrong_keeps_a_visits_days_and_begins_it_once_within_that_hour(
    db: Session, arrival: date, wrong: timedelta
) -> None:
    midnight = datetime.combine(arrival, time(), PARIS).astimezone(UTC)

    def begun_by(right: datetime, off: timedelta) -> int:
        with time_machine.travel(right + off, tick=False):
            return deadlines.begin_due(db)

    with time_machine.travel(midnight - timedelta(days=20) + wrong, tick=False):
        visit = a_confirmed_visit(db, arrival)
    assert begun_by(midnight - AN_HOUR - timedelta(seconds=1), wrong) == 0
    assert begun_by(midnight + AN_HOUR, wrong) == 1
    told = db.scalar(select(func.count(Message.id)))
    # Put right again, or wrong the other way, it says nothing anew.
    assert begun_by(midnight + AN_HOUR, timedelta()) == 0
    assert begun_by(midnight + AN_HOUR, -wrong) == 0
    assert db.scalar(select(func.count(Message.id))) == told
    assert (visit.state, visit.arrival) == (VisitState.UNDER_WAY, arrival)
    assert visit.departure == arrival + timedelta(days=4)


@pytest.fixture
def noon() -> Iterator[None]:
    """Keep the hour at one when reminders leave."""
    with time_machine.travel(datetime.combine(today(), time(12), PARIS)):
        yield


def messages(db: Session, kind: str) -> int:
    return db.scalar(select(func.count()).where(Message.kind == kind)) or 0


@pytest.mark.usefixtures("noon")
def test_an_awaited_answer_is_asked_for_once_more_on_the_day_before_its_last(db: Session) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=4)):
        a_visit(db, answer_by=today() + timedelta(days=5), party_answer=Answer.YES)
    deadlines.remind_due(db)
    deadlines.remind_due(db)
    assert messages(db, "visit-reminder") == 1


@pytest.mark.usefixtures("noon")
def test_an_answer_changed_meanwhile_calls_nothing_to_mind_twice(db: Session) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=4)):
        visit = a_visit(db, answer_by=today() + timedelta(days=5))
    settled = a_confirmed_visit(db, today() + timedelta(days=2))
    for answered in (None, datetime.now(UTC)):
        visit.party_answered_at = settled.party_answered_at = answered
        db.flush()
        deadlines.remind_due(db)
        deadlines.announce_due(db)
    assert messages(db, "visit-reminder") == 2
    assert messages(db, "visit-soon") == 2


@pytest.mark.usefixtures("noon")
def test_the_programme_says_how_long_before_a_day_is_called_to_mind(db: Session) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=4)):
        visit = a_visit(db, answer_by=today() + timedelta(days=7))
    a_confirmed_visit(db, today() + timedelta(days=4))
    programme = db.get_one(Programme, 1)
    for days in (2, 3):
        programme.reminder_days, programme.announcement_days = days, days + 1
        programme.asks_after = programme.announces_before = []
        deadlines.remind_due(db)
        deadlines.announce_due(db)
        sent = 2 if days == 3 else 0
        assert (messages(db, "visit-reminder"), messages(db, "visit-soon")) == (sent, sent)
    db.execute(update(Message).values(created_at=now() - timedelta(days=3)))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        nudging.ask_again(db, [visit])  # what was said by itself does not stand for it
    assert messages(db, "visit-reminder") == 4


@pytest.mark.parametrize(("hour", "written"), [(0, 0), (8, 0), (9, 2), (19, 2), (20, 0)])
@pytest.mark.parametrize("act", [deadlines.remind_due, deadlines.announce_due])
def test_no_reminder_rings_at_night(
    db: Session, act: Callable[[Session], int], hour: int, written: int
) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 10, tzinfo=PARIS)):
        a_visit(db, answer_by=date(2027, 3, 6), slot=a_slot(db, arrival=date(2027, 3, 20)))
        a_confirmed_visit(db, date(2027, 3, 7))
    with time_machine.travel(datetime(2027, 3, 5, hour, 30, tzinfo=PARIS), tick=False):
        assert act(db) == written // (1 if act is deadlines.remind_due else 2)


@pytest.mark.usefixtures("noon")
def test_a_proposal_of_today_is_not_asked_for_again_at_once(db: Session) -> None:
    a_visit(db, answer_by=today() + timedelta(days=1))
    deadlines.remind_due(db)
    assert messages(db, "visit-reminder") == 0


@pytest.mark.usefixtures("noon")
def test_a_confirmed_visit_is_called_to_mind_once_to_both_sides(db: Session) -> None:
    a_confirmed_visit(db, today() + timedelta(days=2))
    a_confirmed_visit(db, today() + timedelta(days=3))
    deadlines.announce_due(db)
    deadlines.announce_due(db)
    assert messages(db, "visit-soon") == 2


@pytest.mark.parametrize(
    ("answer", "told"),
    [(Answer.YES, "this visit cannot take place"), (Answer.AWAITED, "the time to answer is over")],
)
def test_guests_who_had_answered_are_not_told_that_they_were_late(
    app: Flask, db: Session, answer: Answer, told: str
) -> None:
    visit = a_visit(db, a_party(db, language="en"), party_answer=answer)
    visit.answer_by = today() - timedelta(days=1)
    deadlines.expire_due(db)
    of_party = Message.side == Side.PARTY, Message.kind == "visit-expired"
    with app.test_request_context():
        assert told in compose(db.scalars(select(Message).where(*of_party)).one()).body
