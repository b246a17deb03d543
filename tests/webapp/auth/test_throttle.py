from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from tests.page import Page
from webapp.ground.clock import now
from webapp.models import Attempt, Message, User
from webapp.portals.auth import doors
from webapp.services.accounts import second_factor
from webapp.web.throttle import Alarm, Door, wait_at

HOUR = timedelta(hours=1)


def test_a_door_opens_so_many_times_in_a_while(db: Session, spring: object) -> None:
    door = Door("test", 3, HOUR)
    assert [bool(wait_at(db, door)) for _ in range(5)] == [False, False, False, True, True]


def test_a_door_opens_again_when_it_says(db: Session) -> None:
    door = Door("test", 2, HOUR)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(2):
            wait_at(db, door)
            clock.shift(60)
        wait = wait_at(db, door)
        assert wait == timedelta(minutes=58)
        clock.shift(wait + timedelta(seconds=1))
        assert not wait_at(db, door)


def test_doors_are_counted_apart(db: Session) -> None:
    for _ in range(2):
        wait_at(db, Door("one", 1, HOUR))
    assert not wait_at(db, Door("another", 1, HOUR))
    assert wait_at(db, Door("one", 1, HOUR), Door("third", 9, HOUR))


def test_what_is_limited_is_not_readable(db: Session) -> None:
    wait_at(db, Door("password:account:anne@ferme.example", 1, HOUR))
    assert "anne" not in db.scalars(select(Attempt.door)).one()


def test_guessing_a_password_ends_at_a_page_that_says_when_to_come_back(
    page: Page, db: Session, caseworker: User
) -> None:
    page.visit("/account/sign-in").submit({"email": caseworker.email})
    for _ in range(8):
        page.submit({"password": "guess"})
    page.submit({"password": "guess"}, status=429)
    assert "vous pourrez réessayer à" in page.text
    assert 0 < int(page.response.headers["Retry-After"]) <= 900


def test_a_refused_attempt_counts_nowhere(page: Page, db: Session, caseworker: User) -> None:
    count = select(func.count()).select_from(Attempt)
    page.visit("/account/sign-in").submit({"email": caseworker.email})
    for _ in range(8):
        page.submit({"password": "guess"})
    before = db.scalar(count) or 0
    page.submit({"password": "guess"}, status=429)
    assert db.scalar(count) == before


def test_whoever_goes_on_trying_makes_nobody_wait_longer(db: Session) -> None:
    door = Door("test", 2, HOUR)
    with time_machine.travel(now(), tick=False) as clock:
        waits = [wait_at(db, door) for _ in range(3)]
        clock.shift(60)
        assert wait_at(db, door) == waits[-1] - timedelta(minutes=1)


def test_a_wider_door_counts_only_what_the_narrow_one_lets_through(db: Session) -> None:
    mine, theirs, of_all = Door("mine", 2, HOUR), Door("theirs", 2, HOUR), Door("all", 3, HOUR)
    for _ in range(50):
        wait_at(db, mine, of_all)
    assert not wait_at(db, theirs, of_all)


def test_an_alarm_rings_and_closes_for_nobody(
    db: Session,
) -> None:
    alarm = Alarm("message", 3, HOUR)
    with capture_logs() as lines:
        assert not any(wait_at(db, alarm) for _ in range(5))
    assert [(line["event"], line["what"]) for line in lines] == [
        ("too-many-attempts", "message")
    ] * 2


def test_no_door_is_shared_by_everybody(app: Flask) -> None:
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        one = [*doors.at_password("a@x"), *doors.at_code(1), *doors.at_letter_box("a@x")]
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.8"}):
        other = [*doors.at_password("b@x"), *doors.at_code(2), *doors.at_letter_box("b@x")]
    shared = {door.name for door in one} & {door.name for door in other}
    assert shared == {door.name for door in one if isinstance(door, Alarm)}


def test_five_codes_may_be_tried_in_ten_minutes(page: Page, caseworker: User) -> None:
    page.sign_in(caseworker).visit("/account/recovery-codes")
    for _ in range(5):
        page.submit({"code": "000000"}, button="Créer")
    code = second_factor.current_code(caseworker)
    page.submit({"code": code}, button="Créer", status=429)


@pytest.mark.parametrize("email", ["camille@association.example", "nobody@nowhere.example"])
def test_messages_to_one_address_are_limited_whoever_it_is(
    page: Page, db: Session, caseworker: User, email: str
) -> None:
    for _ in range(4):
        page.visit("/account/forgotten-password").submit({"email": email})
    page.visit("/account/forgotten-password").submit({"email": email}, status=429)
    written = db.scalar(select(func.count()).select_from(Message))
    assert written == (4 if email == caseworker.email else 0)
