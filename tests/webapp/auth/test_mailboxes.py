"""Another mailbox is proved by a code that was sent there, and the former one is told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer, a_user
from tests.page import Page
from tests.webapp.auth.conftest import PASSWORD
from webapp.channels.delivery import is_needed, readers_of
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLink, EmailLinkPurpose, Message, Role, User
from webapp.services.accounts import email_links, mailboxes
from webapp.services.records.tokens import email_digits, email_token
from webapp.wording import compose

OLD, NEW = "anne@former.example", "anne@new.example"


def letter(db: Session, kind: str) -> Message:
    """Return the newest letter of a kind."""
    query = select(Message).where(Message.kind == kind).order_by(Message.id.desc())
    return db.scalars(query).first()  # type: ignore[return-value]


def code_of(db: Session) -> str:
    link = letter(db, "mailbox-code").email_link
    assert link is not None
    return email_digits(link)


@pytest.fixture
def anne(db: Session) -> User:
    return a_farmer(db, email=OLD, last_seen_at=now(), language="en")


def test_the_code_goes_to_the_new_mailbox_and_the_news_to_the_former_one(
    app: Flask, db: Session, anne: User
) -> None:
    way_in = email_links.make_link(db, anne, EmailLinkPurpose.SIGN_IN)
    mailboxes.ask(db, anne, f" {NEW} ")
    sent = letter(db, "mailbox-code")
    assert (readers_of(sent), anne.email, is_needed(db, sent)) == ((NEW,), OLD, True)
    with app.test_request_context():
        assert code_of(db) in compose(sent).body
    digits = code_of(db)
    mailboxes.prove(db, anne, f"{digits[:3]} {digits[3:]}")
    told = letter(db, "mailbox-changed")
    assert (readers_of(told), anne.email, is_needed(db, told)) == ((OLD,), NEW, True)
    assert email_links.find_link(db, email_token(way_in)) is None, "What went to the former mailbox"
    with pytest.raises(RuleBroken, match="mailbox-code-wrong"):
        mailboxes.prove(db, anne, digits)


def test_only_the_newest_code_in_time_changes_a_mailbox(db: Session, anne: User) -> None:
    mailboxes.ask(db, anne, "anne@wrong.example")
    first = code_of(db)
    mailboxes.ask(db, anne, NEW)
    link = mailboxes.asked(db, anne)
    assert link is not None
    for wrong in (first, "", "000 000"):
        with pytest.raises(RuleBroken, match="mailbox-code-wrong"):
            mailboxes.prove(db, anne, wrong)
    link.expires_at = now() - timedelta(seconds=1)
    with pytest.raises(RuleBroken, match="mailbox-code-wrong"):
        mailboxes.prove(db, anne, code_of(db))
    assert anne.email == OLD


def test_a_mailbox_of_somebody_else_is_not_told_apart_before_its_code_is_known(
    db: Session, anne: User
) -> None:
    a_user(db, Role.COORDINATOR, email=NEW)
    mailboxes.ask(db, anne, NEW.upper())
    with pytest.raises(RuleBroken, match="email-known"):
        mailboxes.prove(db, anne, code_of(db))
    assert anne.email == OLD


def test_a_second_change_waits_until_the_former_mailbox_is_told(db: Session, anne: User) -> None:
    with pytest.raises(RuleBroken, match="mailbox-the-same"):
        mailboxes.ask(db, anne, OLD.upper())
    mailboxes.ask(db, anne, NEW)
    mailboxes.prove(db, anne, code_of(db))
    with pytest.raises(RuleBroken, match="mailbox-just-changed"):
        mailboxes.ask(db, anne, "anne@third.example")


def test_whoever_has_a_password_gives_it_before_the_mailbox_is_changed(
    page: Page, db: Session, caseworker: User
) -> None:
    page.sign_in(caseworker).visit("/account/mailbox")
    page.submit({"email": NEW, "present": "wrong"}, button="Envoyer le code")
    assert "pas votre mot de passe actuel" in page.text
    assert db.scalars(select(EmailLink)).all() == []
    page.submit({"email": NEW, "present": PASSWORD}, button="Envoyer le code")
    page.submit({"code": code_of(db)}, button="Changer d’adresse")
    assert (page.path, caseworker.email) == ("/account/", NEW)


def test_a_coordinator_changes_the_mailbox_of_somebody_who_reads_the_code_to_them(
    page: Page, db: Session, anne: User
) -> None:
    mine = a_coordinator(db, language="en")
    page.sign_in(mine).visit(f"/programme/people/{anne.id}/mailbox")
    page.submit({"email": NEW}, button="Send the code")
    page.submit({"code": code_of(db)}, button="Change the mailbox")
    assert f"From now on we write to {NEW}" in page.text
    page.visit(f"/programme/people/{mine.id}/mailbox", status=404)
    page.visit(f"/programme/people/{a_farmer(db).id}/mailbox", status=404)  # only invited so far
