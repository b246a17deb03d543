"""What a yes stood on and is another thing now: what it was, and when it is as before again."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_visit
from tests.page import Page
from tests.webapp.visits.test_messages import Recorder, send
from webapp.models import Answer, Message, Side, Visit
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, misfits

YES = Answer.YES


@pytest.fixture
def visit(db: Session) -> Visit:
    """A visit that both sides have said yes to."""
    made = a_visit(db)
    a_farmer(db, made.farm)
    for side in Side:
        answers.answer(db, made, side, YES)
    misfits.look_again(db)
    return made


def test_both_pages_say_what_a_fact_of_the_place_was_and_what_it_is(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.farm.commune, visit.farm.languages = "14118", ["fr", "pt"]
    visit.farm.address, visit.farm.hazards = "3 rue du Port", ["bees"]
    db.commit()
    told = [
        "the place: before, “Carentan-les-Marais”; now, “Caen”",
        "the languages: before, “French”; now, “French and Portuguese”",
        "what is good to know: before, “nothing”; now, “Bees”",
    ]
    guest = page.visit(f"/v/{visit_token(visit, Side.PARTY)}?lang=en").text
    desk = a_caseworker(db, visit.party.organisation, language="en")
    staff = page.sign_in(desk).visit(f"/casework/visits/{visit.id}").text
    for said in (guest, staff):
        assert [each for each in told if each.replace(" ", "") not in said.replace(" ", "")] == []
    assert "rue du Port" not in guest
    assert "chemin du Marais" not in guest


def test_of_a_yes_from_before_it_was_kept_a_page_says_that_nobody_knows(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.party_shown = visit.party_read = None
    visit.farm.commune = "14118"
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}")
    assert page.text.count("Nobody has kept what was shown with this yes") == 1
    assert "Changed since this yes" not in page.text


def leave_all(app: Flask, db: Session) -> list[str]:
    """Send all that waits of one side; return the kinds."""
    kinds = []
    for message in db.query(Message).filter_by(side=Side.PARTY).order_by(Message.id).all():
        sender = Recorder()
        send(app, db, message, sender)
        kinds += [message.kind] * len(sender.letters)
    return kinds


def test_whoever_was_told_of_a_change_that_is_taken_back_is_told_so(
    app: Flask, db: Session, visit: Visit
) -> None:
    leave_all(app, db)
    for languages, told in ((["fr", "pt"], ["visit-changed"]), (["fr"], ["visit-as-before"])):
        visit.farm.languages = languages
        misfits.look_again(db)
        assert leave_all(app, db) == told
    visit.farm.languages = ["fr", "pt"]
    misfits.look_again(db)
    visit.farm.languages = ["fr"]
    misfits.look_again(db)
    assert leave_all(app, db) == [], "Nobody had heard of it"


def test_whoever_agreed_to_a_change_is_not_told_that_it_is_as_before(
    app: Flask, db: Session, visit: Visit
) -> None:
    leave_all(app, db)
    visit.farm.languages = ["fr", "pt"]
    misfits.look_again(db)
    assert leave_all(app, db) == ["visit-changed"]
    answers.answer(db, visit, Side.PARTY, YES)
    visit.farm.season_limit += 1
    misfits.look_again(db)
    assert leave_all(app, db) == []
