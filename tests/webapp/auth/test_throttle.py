from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.page import Page
from webapp.ground.clock import now
from webapp.models import Attempt, Message, User
from webapp.services.accounts import second_factor
from webapp.web.throttle import Door, wait_at

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
        assert wait == timedelta(minutes=59)
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


def test_a_refused_attempt_counts_as_well(page: Page, db: Session, caseworker: User) -> None:
    count = select(func.count()).select_from(Attempt)
    page.visit("/account/sign-in").submit({"email": caseworker.email})
    for _ in range(8):
        page.submit({"password": "guess"})
    before = db.scalar(count) or 0
    page.submit({"password": "guess"}, status=429)
    assert db.scalar(count) == before + 3


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
