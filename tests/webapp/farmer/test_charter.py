"""The charter is signed on the page, with a code, and asked again when its words change."""

from hashlib import sha256

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer
from tests.page import Page
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLink, EmailLinkPurpose
from webapp.portals.farmer.charter import charter_words
from webapp.services.accounts import charter
from webapp.services.records.tokens import email_digits

KNOWN = {"2026-11": "3187b926a1fd8bce"}
"""By version, the digest of its French words: other words need another version."""


def test_other_words_of_the_charter_have_another_version(app: Flask) -> None:
    with app.test_request_context("/farm/charter"), force_locale("fr"):
        words = charter_words()
    assert sha256(words.encode()).hexdigest()[:16] == KNOWN[charter.VERSION]


def test_only_the_newest_code_of_one_s_own_mailbox_signs_once_and_new_words_ask_again(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    farm = a_farm(db, charter_signed_on=None)
    one, other = a_farmer(db, farm), a_farmer(db, farm)
    for user in (one, one, other):
        charter.send_code(db, user)
    old, new, of_other = (
        email_digits(each) for each in db.scalars(select(EmailLink).order_by(EmailLink.id))
    )
    for wrong in (old, of_other, "", "000 000"):
        with pytest.raises(RuleBroken, match="charter-code-wrong"):
            charter.sign(db, farm, one, wrong, "Les mots")
    assert charter.is_due(db, farm)
    charter.sign(db, farm, one, f"{new[:3]} {new[3:]}", "Les mots")
    signed = charter.newest(db, farm)
    assert signed
    assert (signed.user_id, signed.version, signed.words) == (one.id, charter.VERSION, "Les mots")
    assert not charter.is_due(db, farm)
    with pytest.raises(RuleBroken, match="charter-code-wrong"):
        charter.sign(db, farm, one, new, "Les mots")
    monkeypatch.setattr(charter, "VERSION", "2027-06")
    assert charter.is_due(db, farm)


def test_a_code_that_is_too_old_signs_nothing_and_paper_counts(db: Session) -> None:
    farm = a_farm(db)
    user = a_farmer(db, farm)
    assert not charter.is_due(db, farm)
    charter.send_code(db, user)
    link = db.scalars(select(EmailLink).where(EmailLink.purpose == EmailLinkPurpose.CHARTER)).one()
    link.expires_at = now()
    with pytest.raises(RuleBroken, match="charter-code-wrong"):
        charter.sign(db, farm, user, email_digits(link), "Les mots")


def test_nobody_is_told_of_a_code_that_was_not_sent(page: Page, db: Session) -> None:
    farm, told = a_farm(db), "No code of yours is good any more: ask for a new one."
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/charter/signature")
    assert page.path == "/farm/charter"
    assert told not in page.text, "It is signed already: nothing is asked for"
    farm.charter_signed_on = None
    assert told in page.visit("/farm/charter/signature").text
