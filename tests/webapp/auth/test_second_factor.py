from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_user
from tests.page import Page
from tests.webapp.auth.conftest import PASSWORD
from webapp.ground.config import Config
from webapp.models import Role, User
from webapp.services.accounts import passwords, second_factor

NOON = datetime(2027, 3, 1, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def newcomer(db: Session) -> User:
    """A coordinator with a password and no telephone yet."""
    user = a_user(db, Role.COORDINATOR, name="Lou Petit")
    passwords.set_password(db, user, PASSWORD)
    db.flush()
    return user


def give_password(page: Page, user: User) -> Page:
    page.visit("/account/sign-in").submit({"email": user.email})
    return page.submit({"password": PASSWORD})


def test_a_code_is_taken_once(db: Session, caseworker: User) -> None:
    code = second_factor.current_code(caseworker)
    assert second_factor.take_code(db, caseworker, code)
    assert not second_factor.take_code(db, caseworker, code)


def test_a_code_is_not_taken_after_a_later_one(db: Session, caseworker: User) -> None:
    with time_machine.travel(NOON, tick=False):
        early = second_factor.current_code(caseworker, NOON - timedelta(seconds=30))
        assert second_factor.take_code(db, caseworker, second_factor.current_code(caseworker))
        assert not second_factor.take_code(db, caseworker, early)


@pytest.mark.parametrize(
    ("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_telephone_may_be_half_a_minute_wrong_and_no_more(
    db: Session, caseworker: User, seconds: int, *, fits: bool
) -> None:
    with time_machine.travel(NOON, tick=False):
        code = second_factor.current_code(caseworker, NOON + timedelta(seconds=seconds))
        assert second_factor.take_code(db, caseworker, code) is fits


def test_a_code_may_be_typed_with_a_space(db: Session, caseworker: User) -> None:
    code = second_factor.current_code(caseworker)
    assert second_factor.take_code(db, caseworker, f"{code[:3]} {code[3:]} ")


def test_a_recovery_code_works_once_however_it_is_typed(db: Session, caseworker: User) -> None:
    codes = second_factor.renew_recovery_codes(db, caseworker)
    assert len(set(codes)) == second_factor.recovery_codes_left(db, caseworker) == 10
    assert second_factor.take_recovery_code(db, caseworker, codes[3].upper().replace("-", " "))
    assert not second_factor.take_recovery_code(db, caseworker, codes[3])
    assert second_factor.recovery_codes_left(db, caseworker) == 9


def test_new_recovery_codes_end_the_old_ones(db: Session, caseworker: User) -> None:
    old = second_factor.renew_recovery_codes(db, caseworker)
    second_factor.renew_recovery_codes(db, caseworker)
    assert not second_factor.take_recovery_code(db, caseworker, old[0])


def test_a_recovery_code_of_someone_else_does_not_fit(
    db: Session, caseworker: User, newcomer: User
) -> None:
    codes = second_factor.renew_recovery_codes(db, newcomer)
    assert not second_factor.take_recovery_code(db, caseworker, codes[0])


def test_staff_add_their_telephone_at_the_first_sign_in(
    page: Page, db: Session, newcomer: User
) -> None:
    give_password(page, newcomer)
    assert page.path == "/account/set-up-code"
    assert page.soup.find("svg", class_="qr") is not None
    assert newcomer.code_secret is not None
    assert newcomer.code_secret in page.text.replace(" ", "")
    page.submit({"code": second_factor.current_code(newcomer)}, button="Continuer")
    assert len(page.soup.select(".codes code")) == 10
    assert newcomer.code_confirmed_at is not None
    assert page.follow("J’ai gardé mes codes").path == "/programme/"


def test_the_secret_is_not_shown_again_once_the_telephone_is_set_up(
    page: Page, caseworker: User
) -> None:
    give_password(page, caseworker)
    assert page.visit("/account/set-up-code").path == "/account/code"


def test_opening_the_page_of_the_telephone_twice_shows_the_same_secret(
    page: Page, newcomer: User
) -> None:
    give_password(page, newcomer)
    first = page.soup.select_one("code.secret")
    assert page.visit("/account/set-up-code").soup.select_one("code.secret") == first


def test_a_recovery_code_stands_in_for_the_telephone(
    page: Page, db: Session, caseworker: User
) -> None:
    codes = second_factor.renew_recovery_codes(db, caseworker)
    give_password(page, caseworker)
    assert page.submit({"code": codes[0]}, button="Se connecter").path == "/casework/"


def test_a_wrong_code_says_what_to_do(page: Page, caseworker: User) -> None:
    give_password(page, caseworker).submit({"code": "000000"}, button="Se connecter")
    assert page.path == "/account/code"
    assert "Attendez le suivant" in page.text


def test_the_code_is_shown_in_a_demonstration_only(
    page: Page, app: Flask, config: Config, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(page, caseworker)
    assert page.soup.select_one("strong.code") is None
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    shown = page.visit("/account/code").soup.select_one("strong.code")
    assert shown is not None
    page.submit({"code": shown.get_text()}, button="Se connecter")
    assert page.path == "/casework/"


def test_a_demonstration_shows_its_messages_with_links_that_work(
    page: Page, app: Flask, config: Config, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    page.visit("/account/forgotten-password").submit({"email": caseworker.email})
    page.visit("/demonstration/outbox")
    assert "Choisir un nouveau mot de passe" in page.text
    link = page.soup.select_one(".letter a")
    assert link is not None
    assert page.visit(str(link["href"])).title == "Choisir un nouveau mot de passe"


def test_a_new_telephone_needs_a_code_of_the_old_one(
    page: Page, db: Session, caseworker: User
) -> None:
    page.sign_in(caseworker).visit("/account/new-telephone")
    page.submit({"code": "000000"}, button="Continuer")
    assert caseworker.code_confirmed_at is not None
    page.submit({"code": second_factor.current_code(caseworker)}, button="Continuer")
    assert page.path == "/account/set-up-code"
    assert page.visit("/casework/").path == "/account/set-up-code"
