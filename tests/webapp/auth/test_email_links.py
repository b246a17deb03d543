from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer
from tests.page import Page
from tests.webapp.auth.conftest import PASSWORD
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLink, EmailLinkPurpose, Farm, FarmState, Message, User
from webapp.services.accounts import email_links, passwords, users
from webapp.services.records.tokens import email_token

LinkReader = Callable[[], str]


def ask_for_link(page: Page, email: str) -> Page:
    page.visit("/account/sign-in").submit({"email": email})
    return page.submit(button="Recevoir un lien")


def test_a_farmer_signs_in_with_a_link_alone(
    page: Page, farmer: User, link_in_last_message: LinkReader
) -> None:
    ask_for_link(page, farmer.email)
    page.visit(link_in_last_message()).submit(button="Se connecter")
    assert page.path == "/farm/"


def test_opening_a_link_changes_nothing(
    page: Page, db: Session, farmer: User, link_in_last_message: LinkReader
) -> None:
    ask_for_link(page, farmer.email)
    for _ in range(3):
        page.visit(link_in_last_message())
    assert db.scalars(select(EmailLink.used_at)).one() is None
    page.submit(button="Se connecter")
    assert page.path == "/farm/"


def test_a_link_works_once(page: Page, farmer: User, link_in_last_message: LinkReader) -> None:
    ask_for_link(page, farmer.email)
    link = link_in_last_message()
    page.visit(link).submit(button="Se connecter")
    assert page.visit(link, status=410).title == "Ce lien ne fonctionne plus"


def test_a_link_is_over_after_thirty_minutes(db: Session, farmer: User) -> None:
    token = email_token(email_links.make_link(db, farmer, EmailLinkPurpose.SIGN_IN))
    with time_machine.travel(now() + timedelta(minutes=29)):
        found = email_links.find_link(db, token)
        assert found is not None
        assert found.user is farmer
    with (
        time_machine.travel(now() + timedelta(minutes=30, seconds=1)),
        pytest.raises(RuleBroken, match="link-over"),
    ):
        email_links.use_link(db, token)


def test_a_newer_link_ends_the_older(db: Session, farmer: User) -> None:
    older = email_token(email_links.make_link(db, farmer, EmailLinkPurpose.SIGN_IN))
    email_links.make_link(db, farmer, EmailLinkPurpose.SIGN_IN)
    with pytest.raises(RuleBroken, match="link-over"):
        email_links.use_link(db, older)


def test_the_token_of_one_link_opens_no_other(db: Session, farmer: User) -> None:
    mine = email_links.make_link(db, farmer, EmailLinkPurpose.SIGN_IN)
    other = email_links.make_link(db, a_farmer(db), EmailLinkPurpose.SIGN_IN)
    forged = f"{other.id}-{email_token(mine).partition('-')[2]}"
    with pytest.raises(RuleBroken, match="link-over"):
        email_links.use_link(db, forged)


@pytest.mark.parametrize("token", ["", "1", "1-", "x-abc", "99999999999-abc", "1-é"])
def test_a_malformed_token_is_an_old_link(page: Page, token: str) -> None:
    page.visit(f"/account/e/{token}", status=410 if token else 404)


def test_a_suspended_person_has_no_working_link(db: Session, farmer: User) -> None:
    token = email_token(email_links.make_link(db, farmer, EmailLinkPurpose.SIGN_IN))
    users.suspend(db, farmer, by=a_coordinator(db))
    with pytest.raises(RuleBroken, match="link-over"):
        email_links.use_link(db, token)


def test_staff_who_ask_for_a_link_may_choose_a_password_and_still_need_their_telephone(
    page: Page, caseworker: User, link_in_last_message: LinkReader
) -> None:
    ask_for_link(page, caseworker.email)
    new = {"password": "mousse tambour quai lanterne", "again": "mousse tambour quai lanterne"}
    page.visit(link_in_last_message()).submit(new, button="Enregistrer")
    assert page.path == "/account/code"
    assert passwords.fits(caseworker, new["password"])
    assert not passwords.fits(caseworker, PASSWORD)


def test_a_weak_password_does_not_use_the_link_up(
    page: Page, db: Session, caseworker: User, link_in_last_message: LinkReader
) -> None:
    ask_for_link(page, caseworker.email)
    weak = {"password": "motdepasse123456789", "again": "motdepasse123456789"}
    page.visit(link_in_last_message()).submit(weak, button="Enregistrer")
    assert "facile à deviner" in page.text
    assert db.scalars(select(EmailLink.used_at)).one() is None


def test_a_farmer_comes_by_themselves(
    page: Page, db: Session, link_in_last_message: LinkReader
) -> None:
    farms = select(func.count()).select_from(Farm)
    page.visit("/account/host").submit({"name": "Anne Lebrun", "email": "anne@ferme.example"})
    assert page.path == "/account/link-sent"
    assert db.scalar(farms) == 0
    page.visit(link_in_last_message()).submit(button="Se connecter")
    farm = db.scalars(select(Farm)).one()
    assert (farm.name, farm.state) == ("Ferme Anne Lebrun", FarmState.APPLIED)
    assert page.path == "/farm/my-farm/begin"


def test_asking_to_host_says_the_same_to_known_and_unknown(
    page: Page, db: Session, farmer: User
) -> None:
    page.visit("/account/host").submit({"name": "Anne", "email": farmer.email})
    known = page.text.replace(farmer.email, "")
    page.visit("/account/host").submit({"name": "Anne", "email": "new@ferme.example"})
    assert page.text.replace("new@ferme.example", "") == known
    assert db.scalars(select(Message.kind).order_by(Message.id)).all() == [
        "sign-in-link",
        "host-sign-up",
    ]


def test_who_never_opened_the_link_is_forgotten_after_a_week(db: Session, farmer: User) -> None:
    users.ask_to_host(db, "bot@nowhere.example", "Bot", "fr")
    with time_machine.travel(now() + timedelta(days=6)):
        assert users.forget_unconfirmed(db) == 0
    with time_machine.travel(now() + timedelta(days=8)):
        assert users.forget_unconfirmed(db) == 1
    assert users.find_by_email(db, "bot@nowhere.example") is None
    assert users.find_by_email(db, farmer.email) is farmer


def test_someone_who_signs_up_is_not_told_of_an_account_they_may_have(page: Page) -> None:
    page.visit("/account/host").submit({"name": "Anne", "email": "new@ferme.example"})
    assert "le lien du message ouvre votre compte" in page.text
    assert "correspond à un compte" not in page.text
