"""The coordinators' board is given again as well: what failed in the queue is asked each time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_guest_call, a_help_call
from tests.page import Page
from tests.webapp.unchanged.reading import MORNING, OVER_ALL, desk_in, is_given_again, is_read
from webapp.ground import job_queue
from webapp.ground.clock import today
from webapp.models import Event, FarmState, User, Visit
from webapp.services.farms import vetting
from webapp.services.records import audit
from webapp.services.records.unattended import TAKEN_UP


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator(db: Session, visit: Visit) -> User:
    made = a_coordinator(db, language="en")
    db.commit()
    return made


@pytest.fixture
def desk(processes: list[Flask], db: Session, coordinator: User) -> Page:
    return desk_in(processes[0], db, coordinator)


def test_what_happens_is_on_the_board_at_once_and_it_is_given_again_until_then(
    db: Session, desk: Page, visit: Visit
) -> None:
    is_read(desk, OVER_ALL)
    a_help_call(db, visit, coordinators_at=MORNING)
    db.commit()
    assert not is_given_again(desk, OVER_ALL)
    assert visit.party.code in desk.text
    assert is_given_again(desk, OVER_ALL)
    assert visit.party.code in desk.text


def test_a_job_that_fails_and_one_that_is_taken_up_are_told_at_once(
    db: Session, desk: Page
) -> None:
    job_queue.defer(db, "send_message", schedule_at=None, queueing_lock=None, message_id=1)
    db.commit()
    is_read(desk, OVER_ALL)
    db.execute(text("UPDATE procrastinate_jobs SET attempts = 1"))
    db.commit()
    assert not is_given_again(desk, OVER_ALL)
    assert "1 task failed, and is being tried again by itself." in desk.text
    assert is_given_again(desk, OVER_ALL)
    audit.record(db, TAKEN_UP, task="send_message", number=1)
    db.commit()
    assert "1 task was found forgotten" in desk.visit(OVER_ALL).text
    assert is_given_again(desk, OVER_ALL)
    db.execute(text("DELETE FROM procrastinate_jobs"))
    db.commit()
    assert "is being tried again" not in desk.visit(OVER_ALL).text


def test_all_else_that_the_audit_keeps_is_no_change(db: Session, desk: Page, visit: Visit) -> None:
    is_read(desk, OVER_ALL)
    audit.record(db, "visit.read", visit)
    db.commit()
    assert is_given_again(desk, OVER_ALL)


def test_a_farm_that_told_of_a_change_is_on_the_board_until_this_coordinator_has_looked(
    db: Session, desk: Page, coordinator: User, morning: time_machine.Traveller
) -> None:
    farm = a_farm(db, state=FarmState.MET, approved_until=None)
    for each in (coordinator, a_coordinator(db)):
        vetting.approve(db, farm, each, today() + timedelta(days=200))
    db.commit()
    morning.shift(timedelta(minutes=1))
    is_read(desk, OVER_ALL)
    audit.record(db, "farm.changed", farm, topic="rooms", things=["rooms"])
    db.commit()
    assert not is_given_again(desk, OVER_ALL)
    assert "Changed since approval" in desk.text
    assert is_given_again(desk, OVER_ALL)
    morning.shift(timedelta(minutes=1))
    vetting.review(db, farm, coordinator, "The rooms were seen.")
    db.commit()
    assert "Changed since approval" not in desk.visit(OVER_ALL).text


def test_each_reading_of_guests_to_call_is_kept(db: Session, desk: Page, visit: Visit) -> None:
    a_guest_call(db, visit)
    db.commit()
    for _ in range(2):
        assert not is_given_again(desk, OVER_ALL)
        assert visit.party.code in desk.text
    kept = select(func.count()).where(Event.act == "visit.guests-to-call-read")
    assert db.scalar(kept) == 2
