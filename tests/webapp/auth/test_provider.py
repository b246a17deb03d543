"""Staff come in by an identity provider: whose identity is linked, and nobody else."""

from datetime import timedelta

import requests
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer
from tests.identity_provider.provider import TestProvider
from tests.page import SITE, Page
from tests.webapp.auth.conftest import PASSWORD
from tests.webapp.auth.with_provider import BACK, come, is_outside, linked, way_there
from webapp.ground.clock import now
from webapp.models import Event, User, UserSession
from webapp.services.accounts import provider_links, second_factor, users


def acts(db: Session, user: User) -> list[str]:
    mine = select(Event.act).where(Event.subject_id == user.id, Event.subject == "users")
    return list(db.scalars(mine.order_by(Event.id)))


def test_without_an_identity_provider_nothing_of_it_is_there(page: Page) -> None:
    assert "ProConnect" not in page.visit("/account/sign-in").text
    page.visit("/account/provider", status=404)
    page.visit("/account/provider/back?state=a&code=b", status=404)
    page.visit("/account/signed-out", status=404)


def test_a_linked_identity_opens_its_account_once_our_code_is_given(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    assert "ProConnect" in page.visit("/account/sign-in").text
    assert come(page, there, "camille").path == "/account/code"
    assert is_outside(page)
    code = second_factor.current_code(caseworker)
    page.visit("/account/code").submit({"code": code}, button="Se connecter")
    assert page.path == "/casework/"
    assert "user.came-by-provider" in acts(db, caseworker)


def test_two_proofs_there_stand_for_our_code(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    there.says = {"amr": ["pwd", "mfa"]}
    assert come(page, there, "camille").path == "/casework/"


def test_our_code_is_set_up_first_whatever_proofs_were_given_there(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    caseworker.code_confirmed_at = None
    there.says = {"amr": ["mfa"]}
    assert come(page, there, "camille").path == "/account/set-up-code"


def test_an_identity_that_is_linked_to_nobody_opens_nothing_and_makes_no_account(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    there.people = {"x": {"email": caseworker.email, "email_verified": True}}
    before = len(db.scalars(select(User)).all())
    come(page, there, "x")
    assert page.path == "/account/sign-in"
    assert "Aucun compte ouvert n’est lié à cette identité" in page.text
    assert len(db.scalars(select(User)).all()) == before
    assert caseworker.provider_digest is None


def test_the_identity_of_somebody_suspended_opens_nothing(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    users.suspend(db, caseworker, by=a_coordinator(db))
    assert come(page, there, "camille").path == "/account/sign-in"
    assert is_outside(page)


def test_an_identity_opens_no_account_that_has_become_a_farmers(
    page: Page, db: Session, there: TestProvider
) -> None:
    farmer = a_farmer(db, email="anne@ferme.example")
    farmer.provider_digest = provider_links.digest(there.issuer, "anne")
    assert come(page, there, "anne").path == "/account/sign-in"


def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(
    page: Page, app: Flask, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    of_another = there.lets_in(way_there(Page(app, db)), "camille")
    page.visit(of_another)
    assert page.path == "/account/sign-in"
    assert "Cette tentative de connexion est terminée" in page.text
    way_there(page)
    page.visit(f"{BACK}?code=a&state=guessed")
    assert is_outside(page)


def test_an_answer_counts_once_and_for_a_quarter_of_an_hour(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    back = there.lets_in(way_there(page), "camille")
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert page.visit(back).path == "/account/sign-in"
    assert page.visit(back).path == "/account/sign-in"


def test_two_tabs_come_back_in_any_order(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    one, other = way_there(page), way_there(page)
    page.visit(there.lets_in(other, "camille"))
    assert page.path == "/account/code"
    assert page.visit(there.lets_in(one, "camille")).path == "/account/code"


def test_whoever_gives_up_there_is_told_what_to_do(page: Page, there: TestProvider) -> None:
    state = way_there(page).partition("state=")[2].partition("&")[0]
    page.visit(f"{BACK}?error=access_denied&state={state}")
    assert "vous vous êtes arrêté en chemin" in page.text


def test_while_the_provider_is_down_the_password_lets_in(
    page: Page, there: TestProvider, caseworker: User
) -> None:
    there.is_down = True
    page.visit("/account/provider")
    assert page.path == "/account/sign-in"
    assert "ne répond pas en ce moment" in page.text
    page.submit({"email": caseworker.email}).submit({"password": PASSWORD})
    assert page.path == "/account/code"


def test_someone_reaches_the_page_they_asked_for_and_no_other_site(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    there.says = {"amr": ["mfa"]}
    page.visit("/account/profile")
    assert come(page, there, "camille").path == "/account/profile"
    page.visit("/account/sign-in?next=https://elsewhere.example/")
    assert come(page, there, "camille").path == "/casework/"


def test_coming_back_is_counted_at_the_door(page: Page, there: TestProvider) -> None:
    for _ in range(40):
        state = way_there(page).partition("state=")[2].partition("&")[0]
        page.visit(f"{BACK}?error=access_denied&state={state}")
    state = way_there(page).partition("state=")[2].partition("&")[0]
    page.visit(f"{BACK}?error=access_denied&state={state}", status=429)


def test_whoever_signs_out_is_led_to_signing_out_there(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    there.says = {"amr": ["mfa"]}
    come(page, there, "camille").submit(to="/account/sign-out")
    assert page.path == "/account/signed-out"
    assert is_outside(page)
    page.visit("/account/signed-out")
    way_out = next(str(a["href"]) for a in page.soup.find_all("a") if "id_token" in str(a["href"]))
    answer = requests.get(way_out, allow_redirects=False, timeout=20)
    assert answer.headers["Location"] == f"{SITE}/account/sign-in"
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert page.visit("/account/signed-out").path == "/account/sign-in"


def test_what_the_provider_said_lies_sealed_with_the_session(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    come(page, there, "camille")
    kept = db.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
    assert kept is not None
    assert kept.id_token is not None
    assert kept.id_token.count(".") == 2
