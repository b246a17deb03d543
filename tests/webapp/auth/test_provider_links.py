"""An identity is linked to an account by its owner, and a password may open it no more."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator
from tests.identity_provider.provider import TestProvider
from tests.page import SITE, Page
from tests.webapp.auth.conftest import PASSWORD
from tests.webapp.auth.with_provider import allow, come, is_linked, is_outside, linked, way_there
from webapp.models import Message, User
from webapp.services.accounts import provider_links, second_factor, users

Link = Callable[[], str]


def test_one_links_an_identity_by_a_code_and_takes_it_off_again(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    there.people = {"camille": {"email": "c@ministere.example"}}
    page.sign_in(caseworker).visit("/account/")
    come(page, there, "camille", "/account/provider/show")
    assert page.path == "/account/identity"
    assert "c@ministere.example" in page.text
    assert not is_linked(caseworker)
    page.submit({"code": "000000"}, button="Lier cette identité")
    assert not is_linked(caseworker)
    page.submit({"code": second_factor.current_code(caseworker)}, button="Lier cette identité")
    assert page.path == "/account/"
    assert caseworker.provider_digest == provider_links.digest(there.issuer, "camille")
    page.submit(button="La délier")
    assert not is_linked(caseworker)
    kinds = list(db.scalars(select(Message.kind).order_by(Message.id)))
    assert kinds == ["provider-changed", "provider-changed"]


def test_an_identity_is_linked_to_whoever_asked_for_it_alone(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    page.sign_in(caseworker)
    back = there.lets_in(way_there(page, "/account/provider/show"), "camille")
    another = a_caseworker(db, caseworker.organisation, email="luc@association.example")
    with page.client.session_transaction(base_url=SITE) as cookie:
        kept = dict(cookie)
    page.sign_in(another)
    with page.client.session_transaction(base_url=SITE) as cookie:
        cookie["provider"] = kept["provider"]
    assert page.visit(back).path == "/account/"
    assert not is_linked(another)
    assert not is_linked(caseworker)


def test_one_identity_opens_one_account(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    another = a_caseworker(db, email="luc@association.example")
    linked(db, there, another)
    page.sign_in(caseworker)
    come(page, there, "camille", "/account/provider/show")
    page.submit({"code": second_factor.current_code(caseworker)}, button="Lier cette identité")
    assert "déjà liée à un autre compte" in page.text
    assert not is_linked(caseworker)


def test_farmers_have_nothing_to_do_with_it(page: Page, there: TestProvider, farmer: User) -> None:
    assert "ProConnect" not in page.sign_in(farmer).visit("/account/").text
    page.visit("/account/provider/show", status=404)
    page.visit("/account/identity", status=404)


def test_a_verified_mailbox_links_an_account_once_where_the_programme_says_so(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    allow(db, links_by_mailbox=True)
    there.people = {"camille": {"email": caseworker.email.upper(), "email_verified": True}}
    assert come(page, there, "camille").path == "/account/provider/link"
    assert not is_linked(caseworker)
    page.submit({"code": "000000"}, button="Lier cette identité")
    assert not is_linked(caseworker)
    page.submit({"code": second_factor.current_code(caseworker)}, button="Lier cette identité")
    assert page.path == "/account/sign-in"
    assert is_linked(caseworker)
    assert is_outside(page)
    there.says = {"amr": ["mfa"]}
    assert come(page, there, "camille").path == "/casework/"
    provider_links.unlink(db, caseworker, by=a_coordinator(db))
    assert come(page, there, "camille").path == "/account/sign-in"


def test_a_mailbox_that_nobody_has_verified_links_nothing(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    allow(db, links_by_mailbox=True)
    there.people = {"camille": {"email": caseworker.email, "email_verified": False}}
    assert come(page, there, "camille").path == "/account/sign-in"
    page.visit("/account/provider/link")
    assert page.path == "/account/sign-in"


def test_a_mailbox_links_no_farmer(
    page: Page, db: Session, there: TestProvider, farmer: User
) -> None:
    allow(db, links_by_mailbox=True)
    there.people = {"anne": {"email": farmer.email, "email_verified": True}}
    assert come(page, there, "anne").path == "/account/sign-in"


def test_where_passwords_are_off_no_password_opens_a_linked_account(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    allow(db, passwords_off=True)
    page.visit("/account/sign-in").submit({"email": caseworker.email})
    page.submit({"password": PASSWORD})
    assert page.path == "/account/password"
    assert "ne s’ouvre que par le fournisseur d’identité" in page.text
    page.submit({"password": "something else entirely"})
    assert "ne s’ouvre que" not in page.text
    page.submit(to="/account/link")
    newest = db.scalars(select(Message).order_by(Message.id.desc())).first()
    assert newest is not None
    assert newest.kind == "no-password"


def test_a_link_from_before_opens_no_account_whose_password_is_off(
    page: Page, db: Session, there: TestProvider, caseworker: User, link_in_last_message: Link
) -> None:
    users.send_new_password(db, caseworker)
    address = link_in_last_message()
    linked(db, there, caseworker)
    allow(db, passwords_off=True)
    chosen = "girouette sarrasin onze bouilloire"
    page.visit(address).submit({"password": chosen, "again": chosen})
    assert "ne s’ouvre que par le fournisseur d’identité" in page.text
    assert is_outside(page)


def test_where_passwords_are_off_a_coordinator_alone_unlinks(
    page: Page, db: Session, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    allow(db, passwords_off=True)
    page.sign_in(caseworker).visit("/account/")
    assert "Inutile : vous vous connectez avec ProConnect" in page.text
    assert "La délier" not in page.text
    page.visit("/account/new-password")
    assert "ne s’ouvre que par le fournisseur d’identité" in page.text
    coordinator = Page(page.client.application, db).sign_in(a_coordinator(db))
    coordinator.visit(f"/programme/people/{caseworker.id}").submit(button="Délier l’identité")
    assert not is_linked(caseworker)
    assert is_outside(page)


def test_without_the_provider_passwords_open_what_they_opened(
    page: Page, db: Session, application: Flask, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    allow(db, passwords_off=True)
    application.extensions["identity_provider"] = None
    page.visit("/account/sign-in").submit({"email": caseworker.email})
    assert page.submit({"password": PASSWORD}).path == "/account/code"


def test_the_operator_lets_passwords_in_again_by_a_command(
    page: Page, db: Session, app: Flask, there: TestProvider, caseworker: User
) -> None:
    linked(db, there, caseworker)
    allow(db, passwords_off=True)
    told = app.test_cli_runner().invoke(args=["allow-passwords"])
    assert told.exit_code == 0, told.output
    page.visit("/account/sign-in").submit({"email": caseworker.email})
    assert page.submit({"password": PASSWORD}).path == "/account/code"
