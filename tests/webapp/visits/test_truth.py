"""A message leaves while what it says is so; what is over is closed, and rings nobody at night."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from procrastinate.jobs import Job
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_slot, a_visit
from tests.webapp.visits.test_messages import Recorder, send
from webapp.channels.delivery import close_unneeded
from webapp.channels.truth import TRUTHS, is_true, may_ring_at_night
from webapp.ground.clock import PARIS, by_day, now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs.messages import ByDayError, send_message
from webapp.models import (
    Answer,
    EmailLink,
    EmailLinkPurpose,
    FarmState,
    Message,
    MessageState,
    PhoneCode,
    Side,
    Visit,
    VisitState,
)
from webapp.services.records import outbox
from webapp.services.visits import answers, messages, proposing
from webapp.web.extensions import db as jobs_session
from webapp.wording.messages import KINDS

YES, NO = Answer.YES, Answer.NO
STATES = {
    "visit-proposed": {"proposed"},
    "visit-reminder": {"proposed"},
    "visit-confirmed": {"confirmed", "under-way"},
    "visit-soon": {"confirmed", "under-way"},
    "visit-declined": {"declined"},
    "visit-expired": {"expired"},
    "visit-cancelled": {"cancelled"},
    "visit-link": {"proposed", "confirmed", "under-way"},
    "visit-restored": {"proposed", "confirmed", "under-way"},
    "visit-code": {"confirmed", "under-way", "completed", "evaluated"},
}
"""What was written about a visit, and the states in which it is so; told again by hand."""


def a_message(db: Session, visit: Visit, kind: str, side: Side = Side.PARTY) -> Message:
    code = None
    if kind == "visit-code":
        code = PhoneCode(visit_id=visit.id, side=side, expires_at=now() + timedelta(minutes=10))
        db.add(code)
        db.flush()
    write = outbox.write_to_party if side is Side.PARTY else outbox.write_to_farm
    return write(db, visit, kind, key=f"{kind}-{side}-{now():%f}", code=code)


def a_visit_in(db: Session, state: VisitState, days: int = 30) -> Visit:
    slot = a_slot(db, arrival=today() + timedelta(days=days))
    said = YES if state.value in STATES["visit-code"] else Answer.AWAITED
    return a_visit(db, slot=slot, state=state, party_answer=said, farm_answer=said)


def test_every_kind_of_message_says_when_it_is_true() -> None:
    assert TRUTHS.keys() == KINDS.keys()
    of_visits = {kind for kind, truth in TRUTHS.items() if 0 < len(truth.states) < len(VisitState)}
    elsewhere = {"visit-changed", "visit-as-before", "visit-hour-asked", "visit-hour-agreed",
                 "visit-arrival", "visit-feedback", "visit-missed",
                 "visit-evening", "visit-follow-up",
                 "visit-relationship-asked", "visit-relationship-open", "thread-news",
                 "local-visit-given", "local-visit-changed", "local-visit-open"}  # fmt: skip
    # See `test_consent`, `test_arrival_hours`, `test_evenings`, `test_ladder`, `after`,
    # `test_local_referents`, `test_threads`.
    assert of_visits == STATES.keys() | elsewhere


@pytest.mark.parametrize("state", VisitState)
@pytest.mark.parametrize("kind", STATES)
def test_a_message_is_true_in_the_states_that_it_speaks_of_and_in_no_other(
    db: Session, kind: str, state: VisitState
) -> None:
    message = a_message(db, a_visit_in(db, state), kind)
    assert is_true(message) is (state.value in STATES[kind])


@pytest.mark.parametrize(
    "kind", sorted(STATES.keys() - {"visit-code"})
)  # a code opens papers later
def test_nothing_is_written_of_a_visit_whose_last_day_is_over(db: Session, kind: str) -> None:
    for state in VisitState:
        message = a_message(db, a_visit_in(db, state, days=-5), kind)
        assert not is_true(message)


def test_it_is_settled_does_not_reach_the_side_that_has_just_said_no(
    app: Flask, db: Session
) -> None:
    visit, sender = a_visit(db), Recorder()
    answers.answer(db, visit, Side.FARM, YES)
    answers.answer(db, visit, Side.PARTY, YES)
    answers.answer(db, visit, Side.PARTY, NO)
    [settled] = db.query(Message).filter_by(kind="visit-confirmed", side=Side.PARTY)
    send(app, db, settled, sender)
    assert (sender.letters, settled.state) == ([], MessageState.NOT_NEEDED)


@pytest.mark.parametrize("kind", ["visit-proposed", "visit-reminder"])
def test_who_has_answered_is_not_asked_any_more(db: Session, kind: str) -> None:
    visit = a_visit(db)
    message = a_message(db, visit, kind)
    visit.answer_by = today() - timedelta(days=1)
    assert not is_true(message)
    visit.answer_by = today()
    assert is_true(message)
    answers.answer(db, visit, Side.PARTY, YES)
    assert not is_true(message)


def test_who_would_meet_a_host_alone_is_not_asked_before_a_caseworker_has_looked(
    db: Session,
) -> None:
    visit = a_visit(db)
    visit.party.persons[0].sex = "woman"
    message = a_message(db, visit, "visit-reminder")
    assert is_true(message)
    visit.farm.adults = 1
    assert not is_true(message)


@pytest.mark.parametrize("kind", ["visit-confirmed", "visit-soon"])
def test_soon_is_over_once_they_are_there_or_the_first_day_is_past(db: Session, kind: str) -> None:
    visit = a_visit_in(db, VisitState.UNDER_WAY, days=0)
    message = a_message(db, visit, kind)
    assert is_true(message)
    visit.arrived_at = now()
    assert not is_true(message)
    late = a_message(db, a_visit_in(db, VisitState.UNDER_WAY, days=-1), kind)
    assert not is_true(late)


def test_a_side_is_not_told_of_its_own_no(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, NO)
    assert not is_true(a_message(db, visit, "visit-declined", Side.PARTY))
    assert is_true(a_message(db, visit, "visit-declined", Side.FARM))


@pytest.mark.parametrize("kind", ["visit-link", "visit-code", "visit-soon", "visit-confirmed"])
def test_a_farm_that_is_shut_out_gets_nothing_that_it_cannot_open(db: Session, kind: str) -> None:
    visit = a_visit_in(db, VisitState.CONFIRMED)
    message = a_message(db, visit, kind, Side.FARM)
    assert is_true(message)
    visit.farm.state = FarmState.SUSPENDED
    assert not is_true(message)


def test_a_code_that_was_used_or_is_too_old_does_not_leave(db: Session) -> None:
    message = a_message(db, a_visit_in(db, VisitState.CONFIRMED), "visit-code")
    code = message.phone_code
    assert code
    assert is_true(message)
    code.used_at = now()
    assert not is_true(message)
    code.used_at, code.expires_at = None, now()
    assert not is_true(message)


LINK_KINDS = ["sign-in-link", "host-sign-up", "reset-password", "invitation", "charter-code"]


@pytest.mark.parametrize("kind", LINK_KINDS)
@pytest.mark.parametrize("ended", ["used", "over", "suspended"])
def test_a_link_that_opens_nothing_does_not_leave(db: Session, kind: str, ended: str) -> None:
    user = a_farmer(db)
    link = EmailLink(user_id=user.id, purpose=EmailLinkPurpose.SIGN_IN)
    link.expires_at = now() + timedelta(minutes=30)
    db.add(link)
    db.flush()
    message = outbox.write_to_user(db, user, kind, key="one", link=link)
    assert is_true(message)
    if ended == "suspended":
        user.suspended_at = now()
    else:
        setattr(link, {"used": "used_at", "over": "expires_at"}[ended], now())
    assert not is_true(message)


def test_a_farm_is_told_of_its_approval_while_it_has_it(db: Session) -> None:
    message = outbox.write_to_user(db, a_farmer(db), "farm-approved", key="one")
    assert message.user
    assert message.user.farm
    assert is_true(message)
    message.user.farm.state = FarmState.SUSPENDED
    assert not is_true(message)


def test_what_failed_of_a_visit_that_is_over_leaves_the_board(db: Session) -> None:
    visit = a_visit(db)
    pressing, over = (a_message(db, visit, kind) for kind in ("visit-link", "visit-proposed"))
    for message in (pressing, over):
        message.fail("sms-refused")
    answers.answer(db, visit, Side.PARTY, YES)
    assert close_unneeded(db) == 1
    assert messages.failed(db, Visit.organisation_id == visit.organisation_id) == [pressing]
    assert (over.state, over.failure) == (MessageState.NOT_NEEDED, None)
    assert over in messages.of_visit(db, visit)
    assert close_unneeded(db) == 0


def test_what_was_not_needed_and_is_once_more_leaves_after_all(app: Flask, db: Session) -> None:
    visit = a_visit_in(db, VisitState.CONFIRMED, days=2)
    proposing.tell(db, visit, Side.PARTY, "visit-soon")
    message = db.query(Message).one()
    visit.state = VisitState.CANCELLED
    sender = Recorder()
    send(app, db, message, sender)
    assert sender.letters == []
    visit.state = VisitState.CONFIRMED
    proposing.tell(db, visit, Side.PARTY, "visit-soon")
    send(app, db, message, sender)
    assert len(sender.letters) == 1


def at(hour: int, minute: int = 0) -> datetime:
    """Return an instant of a winter's day in Paris."""
    return datetime.combine(datetime(2027, 1, 12, tzinfo=UTC), time(hour, minute), PARIS)


@pytest.mark.parametrize(
    ("computed", "leaves"),
    [
        (at(9), at(9)),
        (at(19, 59), at(19, 59)),
        (at(20, 0), at(9) + timedelta(days=1)),
        (at(23, 14), at(9, 14) + timedelta(days=1)),
        (at(4, 2), at(9, 2)),
        (at(8, 59), at(9, 59)),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(
    computed: datetime, leaves: datetime
) -> None:
    assert by_day(computed) == leaves


@pytest.mark.parametrize("night", [datetime(2027, 3, 27, 23, tzinfo=PARIS),
                                   datetime(2027, 10, 30, 23, tzinfo=PARIS)])  # fmt: skip
def test_the_morning_is_the_one_of_paris_when_clocks_change(night: datetime) -> None:
    assert by_day(night).astimezone(PARIS).hour == 9


@pytest.mark.parametrize(
    ("kind", "rings"),
    [("visit-reminder", False), ("visit-confirmed", False), ("visit-expired", False),
     ("visit-code", True), ("visit-link", True)],
)  # fmt: skip
def test_at_night_a_telephone_rings_for_what_is_waited_for_alone(
    db: Session, kind: str, rings: bool
) -> None:
    assert may_ring_at_night(a_message(db, a_visit(db), kind)) is rings


@pytest.mark.parametrize("kind", ["visit-cancelled", "visit-declined", "visit-confirmed"])
def test_on_the_eve_of_the_first_day_its_end_is_told_at_any_hour(db: Session, kind: str) -> None:
    for days, rings in ((2, False), (1, True), (0, True)):
        message = a_message(db, a_visit_in(db, VisitState.CONFIRMED, days), kind)
        assert may_ring_at_night(message) is rings


def test_another_try_that_would_fall_into_the_night_waits_for_the_morning() -> None:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="send_message",
              attempts=8)  # fmt: skip
    strategy = send_message.retry_strategy
    assert strategy
    with time_machine.travel(at(19, 50), tick=False):
        by_night = strategy.get_retry_decision(exception=LookupError(), job=job)
        tried = strategy.get_retry_decision(exception=ByDayError("sms-refused"), job=job)
    assert by_night
    assert by_night.retry_at == at(19, 50) + timedelta(seconds=3**9)
    assert tried
    assert tried.retry_at == by_day(at(19, 50) + timedelta(seconds=3**9))


def test_what_is_written_at_night_is_put_off_to_the_morning(app: Flask, db: Session) -> None:
    message = a_message(db, a_visit(db), "visit-proposed")
    db.execute(text("DELETE FROM procrastinate_jobs"))
    db.commit()
    with app.app_context(), time_machine.travel(at(23, 14), tick=False):
        set_scope(jobs_session, EVERYONE)
        send_message(message.id)
    query = "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'send_message'"
    assert db.execute(text(query)).scalars().all() == [by_day(at(23, 14))]
    db.refresh(message)
    assert message.state is MessageState.QUEUED
