"""Somebody is sent from outside, called, enrolled or not, and whoever sent them hears back."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, an_organisation
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.models import Organisation, Party, Referral, User
from webapp.services.parties import referrals
from webapp.services.records.tokens import referral_token, referring_token

SALMA = {
    "first_name": "Salma", "last_name": "Rahimi", "phone": "0639980002", "language": "prs",
    "prescriber": "mission-locale", "sent_by": "N. Petit", "agreed": "y",
}  # fmt: skip


@pytest.fixture
def home(caseworker: User) -> Organisation:
    assert caseworker.organisation is not None
    return caseworker.organisation


@pytest.fixture
def outside(app: Flask, db: Session) -> Page:
    """The browser of a prescriber, who has no account; in English."""
    visitor = Page(app, db)
    visitor.visit("/?lang=en")
    return visitor


def only(db: Session) -> Referral:
    return db.scalars(select(Referral)).one()


def test_a_prescriber_sends_somebody_who_is_enrolled_and_hears_back(
    outside: Page, desk: Page, db: Session, home: Organisation
) -> None:
    outside.visit(f"/refer/{referring_token(home)}")
    outside.submit({**SALMA, "agreed": None}, button="Send")
    assert "nobody is called who has not agreed" in outside.text
    outside.submit({"agreed": "y"}, button="Send")
    assert outside.title == "Thank you: it is sent"
    address = outside.path
    desk.visit("/casework/parties").follow("People sent to you")
    assert "Salma Rahimi" in desk.text
    assert "Mission locale · " in desk.text
    desk.submit(button="Reached")
    outside.visit(address)
    assert "The person was reached" in outside.text
    desk.submit(button="Interested").follow("Record their file")
    told = {"sex": "woman", "birth_year": "1994", "french": "A1", "commune": "Caen"}
    desk.submit(told, button="Record")
    party = db.scalars(select(Party)).one()
    assert (party.names, party.phone, party.language) == ("Salma Rahimi", "+33639980002", "prs")
    assert only(db).party is party
    outside.visit(address)
    assert "takes part in the programme" in outside.text
    assert not {"Salma", "Rahimi", party.code, "98 00 02"} & set(outside.text.split())


def test_why_it_does_not_go_on_is_counted_and_not_told(
    outside: Page, desk: Page, db: Session, home: Organisation
) -> None:
    outside.visit(f"/refer/{referring_token(home)}").submit(SALMA, button="Send")
    address = outside.path
    desk.visit("/casework/referrals").follow("Not pursued")
    desk.submit({"reason": "not-interested"}, button="Save")
    outside.visit(address)
    assert "It does not go on for now" in outside.text
    assert "Does not wish to" not in outside.text
    desk.visit("/casework/referrals?show=all").submit(button="Take it up again")
    assert only(db).is_open


def test_a_renewed_address_and_a_forged_one_open_nothing(
    outside: Page, db: Session, home: Organisation
) -> None:
    before = referring_token(home)
    home.referral_version += 1
    db.flush()
    for wrong in (before, f"{home.id}-AAAA", "x", "999999-AAAA"):
        outside.visit(f"/refer/{wrong}", status=404)
        outside.visit(f"/referral/{wrong}", status=404)


def test_one_number_is_sent_three_times_a_day_at_most(
    outside: Page, db: Session, home: Organisation
) -> None:
    for times in range(4):
        outside.visit(f"/refer/{referring_token(home)}").submit(SALMA, button="Send")
        assert ("This was sent several times" in outside.text) == (times == 3)
    assert db.scalar(select(func.count()).select_from(Referral)) == 3


def test_the_funnel_counts_every_state_by_place_and_as_a_table(
    page: Page, desk: Page, db: Session, home: Organisation
) -> None:
    places = ("centre", "centre", "centre", "france-travail", "self")
    sent = [
        referrals.refer(db, home, first_name="A", prescriber=each, language="fr") for each in places
    ]
    referrals.refer(db, an_organisation(db), first_name="B", prescriber="self", language="fr")
    sent[0].contact()
    sent[1].interest()
    referrals.enrol(db, sent[2], a_party(db, home))
    sent[3].end("unreachable")
    old = referrals.refer(db, home, first_name="C", prescriber="self", language="fr")
    old.created_at = now() - timedelta(days=400)
    desk.visit("/casework/recruitment")
    counts = {
        each.caption.text: [cell.text for cell in each.select("td")]
        for each in desk.soup.select("table")
        if each.caption
    }
    assert counts["Reception or housing centre"] == ["3", "3", "2", "1", "2", *"000000"]
    assert counts["France Travail"] == ["1", "0", "0", "0", "0", "1", *"00000"]
    assert counts["All together"] == ["5", "3", "2", "1", "3", "1", *"00000"]
    desk.submit(button="Save as a table")
    assert "Reception or housing centre" in desk.response.text
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/recruitment")
    assert page.soup.select("table")[-1].select("td")[0].text == "6"


def test_names_are_forgotten_once_they_have_served_and_the_counts_stay(
    db: Session, home: Organisation
) -> None:
    over, fresh = (
        referrals.refer(db, home, first_name=name, prescriber="self", language="fr", phone="+33")
        for name in ("Over", "Fresh")
    )
    over.end("not-now")
    db.flush()
    with time_machine.travel(now() + referrals.KEPT_AFTER + timedelta(days=1)):
        referrals.forget(db)
        db.expire_all()
        assert (over.first_name, over.phone, fresh.first_name) == (None, None, "Fresh")
        counted = referrals.funnel(db, home.id, today() - timedelta(days=200), today())
        assert counted.total()[0] == 2


def test_a_referral_is_seen_by_its_association_and_by_its_own_link_alone(
    db: Session, home: Organisation
) -> None:
    sent = referrals.refer(db, home, first_name="A", prescriber="self", language="fr")
    other = a_caseworker(db).organisation_id
    db.flush()
    seen = {
        Scope("organisation", home.id): 1, Scope("referral", sent.id): 1,
        Scope("organisation", other): 0, Scope("referral", sent.id + 1): 0, NOBODY: 0,
    }  # fmt: skip
    for scope, count in seen.items():
        set_scope(db, scope)
        assert db.scalar(select(func.count()).select_from(Referral)) == count
    set_scope(db, EVERYONE)
    assert referral_token(sent).startswith(f"{sent.id}-")
