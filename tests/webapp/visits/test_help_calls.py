"""A call for help ends at a person, whoever is away; nothing is said of it that is not so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_help_call,
    a_programme,
    a_slot,
    a_user,
    a_visit,
)
from webapp.channels.delivery import readers_of
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.errors import RuleBroken
from webapp.jobs import visits as jobs
from webapp.models import (
    Answer,
    Event,
    HelpCall,
    Message,
    Role,
    Rung,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.records import outbox
from webapp.services.visits import help_calls
from webapp.web.extensions import db as web_session
from webapp.wording import compose

TEN_MINUTES = timedelta(minutes=10)
MOBILE, LANDLINE = "+33639980001", "+33231000000"


@pytest.fixture
def visit(db: Session) -> Visit:
    """Guests in the house since today."""
    return a_visit(
        db,
        slot=a_slot(db, arrival=today()),
        state=VisitState.UNDER_WAY,
        party_answer=Answer.YES,
        farm_answer=Answer.YES,
    )


def told(db: Session) -> list[User | None]:
    """Who was written to, in the order of writing; none: the number on duty."""
    kinds = ("help-asked", "help-unanswered")
    query = select(Message).where(Message.kind.in_(kinds)).order_by(Message.id)
    return [message.user for message in db.scalars(query)]


def let_time_pass(call: HelpCall, minutes: int) -> None:
    """Make it as if the call had come to its last rung so many minutes earlier."""
    last = list(call.reached)[-1].value.replace("-", "_")
    setattr(call, f"{last}_at", now() - timedelta(minutes=minutes))


def test_a_call_stands_before_the_association_of_the_guests(db: Session, visit: Visit) -> None:
    theirs = a_caseworker(db, visit.party.organisation)
    a_caseworker(db)
    a_coordinator(db)
    call = help_calls.call(db, visit, Side.PARTY)
    assert list(call.reached) == [Rung.ASSOCIATION]
    assert told(db) == [theirs]


@pytest.mark.parametrize("gone", ["shut out", "only invited", "nobody at all"])
def test_a_call_passes_over_an_association_where_nobody_can_come_in(
    db: Session, visit: Visit, gone: str
) -> None:
    if gone == "shut out":
        a_caseworker(db, visit.party.organisation, suspended_at=now())
    elif gone == "only invited":
        a_user(db, Role.CASEWORKER, organisation=visit.party.organisation)
    coordinator = a_coordinator(db)
    call = help_calls.call(db, visit, Side.PARTY)
    assert list(call.reached) == [Rung.COORDINATORS]
    assert told(db) == [coordinator]


def test_a_call_that_nobody_is_there_to_read_stands_before_the_number_on_duty(
    app: Flask, db: Session, visit: Visit
) -> None:
    a_programme(db).on_duty_phone = MOBILE
    assert list(help_calls.call(db, visit, Side.PARTY).reached) == [Rung.ON_DUTY]
    [message] = db.scalars(select(Message).where(Message.kind == "help-unanswered"))
    assert readers_of(message) == (MOBILE,)
    with app.test_request_context():
        written = compose(message).body
    for secret in (visit.farm.name, "Nour", "+33"):
        assert secret not in written


def test_no_text_message_is_written_to_a_fixed_line_on_duty(db: Session, visit: Visit) -> None:
    a_programme(db).on_duty_phone = LANDLINE
    help_calls.call(db, visit, Side.PARTY)
    assert told(db) == []


def test_a_call_that_nobody_takes_climbs_to_the_number_on_duty(db: Session, visit: Visit) -> None:
    a_programme(db).on_duty_phone = MOBILE
    theirs, coordinator = a_caseworker(db, visit.party.organisation), a_coordinator(db)
    call = help_calls.call(db, visit, Side.PARTY)
    assert help_calls.climb_due(db, TEN_MINUTES) == 0
    for rungs in (2, 3, 3):
        let_time_pass(call, 11)
        help_calls.climb_due(db, TEN_MINUTES)
        assert len(call.reached) == rungs
    assert told(db) == [theirs, coordinator, None]
    acts = select(Event.facts).where(Event.act == "visit.help-stands-before").order_by(Event.id)
    assert [facts["rung"] for facts in db.scalars(acts)] == [each.value for each in Rung]


def test_the_job_lets_a_call_climb_after_the_minutes_of_the_setting(
    app: Flask, db: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_caseworker(db, visit.party.organisation)
    call = help_calls.call(db, visit, Side.PARTY)
    let_time_pass(call, 25)
    for minutes, rungs in ((30, 1), (20, 2)):
        setting = replace(app.extensions["config"], help_minutes=minutes)
        monkeypatch.setitem(app.extensions, "config", setting)
        db.commit()
        with app.app_context():
            set_scope(web_session, EVERYONE)
            jobs.climb_calls(timestamp=0)
        db.refresh(call)
        assert len(call.reached) == rungs


def test_help_is_told_of_while_nobody_has_taken_a_call_that_stands_before_its_reader(
    db: Session, visit: Visit
) -> None:
    caseworker, coordinator = a_caseworker(db, visit.party.organisation), a_coordinator(db)
    messages = [
        outbox.write_to_user(db, caseworker, "help-asked", key="one"),
        outbox.write_to_user(db, coordinator, "help-asked", key="two"),
        outbox.write_to_on_duty(db, visit, "help-unanswered", key="three"),
    ]
    call = a_help_call(db, visit, association_at=None)
    assert [is_true(message) for message in messages] == [False, False, False]
    for reached, rung in enumerate(Rung, 1):
        call.reach(rung)
        db.flush()
        assert [is_true(message) for message in messages].count(True) == reached
    call.take(caseworker, "I call them.")
    db.flush()
    assert [is_true(message) for message in messages] == [False, False, False]


def test_a_call_that_somebody_took_climbs_no_more(db: Session, visit: Visit) -> None:
    theirs = a_caseworker(db, visit.party.organisation)
    call = help_calls.call(db, visit, Side.PARTY)
    help_calls.take(db, call, theirs, "I call them.")
    let_time_pass(call, 60)
    assert help_calls.climb_due(db, TEN_MINUTES) == 0


def test_pressing_again_repeats_nothing_until_somebody_has_taken_the_call(
    db: Session, visit: Visit
) -> None:
    theirs = a_caseworker(db, visit.party.organisation)
    first = help_calls.call(db, visit, Side.PARTY)
    assert help_calls.call(db, visit, Side.PARTY) is first
    assert told(db) == [theirs]
    help_calls.take(db, first, theirs, "I call them.")
    assert help_calls.call(db, visit, Side.PARTY) is not first
    assert told(db) == [theirs, theirs]


def test_guests_and_hosts_call_each_for_themselves(db: Session, visit: Visit) -> None:
    of_guests = help_calls.call(db, visit, Side.PARTY)
    assert help_calls.latest(db, visit, Side.FARM) is None
    of_hosts = help_calls.call(db, visit, Side.FARM)
    assert (of_guests.side, of_hosts.side) == (Side.PARTY, Side.FARM)


def test_taking_needs_no_word_and_is_done_once(db: Session, visit: Visit) -> None:
    theirs, call = a_caseworker(db, visit.party.organisation), a_help_call(db, visit)
    help_calls.take(db, call, theirs, "  ")
    with pytest.raises(RuleBroken, match="help-seen-to"):
        help_calls.take(db, call, a_coordinator(db), "I call them too.")
    assert (call.taken_by, call.taken_note) == (theirs, "")


def test_settling_asks_for_a_sentence_and_takes_what_nobody_took(db: Session, visit: Visit) -> None:
    theirs, call = a_caseworker(db, visit.party.organisation), a_help_call(db, visit)
    with pytest.raises(RuleBroken, match="reason-too-short"):
        help_calls.settle(db, call, theirs, "ok")
    help_calls.settle(db, call, theirs, "The door is mended, they are well.")
    assert (call.is_open, call.taken_by) == (False, theirs)
    with pytest.raises(RuleBroken, match="help-seen-to"):
        help_calls.settle(db, call, theirs, "The door is mended, they are well.")


def test_a_call_that_is_taken_back_climbs_no_more_and_stays_until_somebody_has_settled_it(
    db: Session, visit: Visit
) -> None:
    a_programme(db).on_duty_phone = MOBILE
    theirs, coordinator = a_caseworker(db, visit.party.organisation), a_coordinator(db)
    call = help_calls.call(db, visit, Side.PARTY)
    let_time_pass(call, 11)
    help_calls.climb_due(db, TEN_MINUTES)
    for _twice in range(2):
        help_calls.withdraw(db, visit, Side.PARTY)
    told_back = select(Message).where(Message.kind == "help-withdrawn").order_by(Message.id)
    messages = db.scalars(told_back).all()
    assert {message.user for message in messages} == {theirs, coordinator}
    let_time_pass(call, 11)
    assert help_calls.climb_due(db, TEN_MINUTES) == 0
    assert help_calls.to_settle(db) == [call]
    asked = select(Message).where(Message.kind == "help-asked")
    assert not any(is_true(message) for message in db.scalars(asked))
    assert all(is_true(message) for message in messages)
    again = help_calls.call(db, visit, Side.PARTY)
    assert (again.waits, call.waits, call.is_open) == (True, False, True)
    help_calls.settle(db, call, theirs, "It was pressed by mistake, they are well.")
    assert not any(is_true(message) for message in messages)


def test_the_number_on_duty_reads_that_a_call_before_it_was_taken_back(
    app: Flask, db: Session, visit: Visit
) -> None:
    a_programme(db).on_duty_phone = MOBILE
    help_calls.call(db, visit, Side.FARM)
    help_calls.withdraw(db, visit, Side.FARM)
    [message] = db.scalars(select(Message).where(Message.kind == "help-withdrawn"))
    assert readers_of(message) == (MOBILE,)
    with app.test_request_context():
        assert "plus nécessaire" in compose(message).body


def test_whoever_has_not_called_takes_nothing_back(db: Session, visit: Visit) -> None:
    help_calls.call(db, visit, Side.FARM)
    with pytest.raises(RuleBroken, match="help-not-asked"):
        help_calls.withdraw(db, visit, Side.PARTY)
