"""A farm writes to the association about a visit, and reads what became of it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_visit
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import FarmNote, FarmState, Message, Side, User, Visit
from webapp.services.parties import board
from webapp.services.records.tokens import visit_token
from webapp.services.visits import farm_notes
from webapp.wording import compose

WORDS = "The car is broken."


@pytest.fixture
def caseworker(db: Session) -> User:
    return a_caseworker(db, language="en")


@pytest.fixture
def visit(db: Session, caseworker: User) -> Visit:
    return a_visit(db, a_party(db, caseworker.organisation))


def test_a_note_reaches_the_board_and_its_answer_the_farm(
    db: Session, page: Page, visit: Visit, caseworker: User
) -> None:
    farmer = a_farmer(db, visit.farm, language="en")
    page.sign_in(farmer).visit(f"/farm/visits/{visit.id}").follow("A note to the association")
    page.submit({"words": WORDS}, button="Send the note")
    assert "Not read yet" in page.text
    page.sign_in(caseworker).visit("/casework/")
    assert WORDS in page.text
    page.follow(visit.farm.name).submit({"answer": "We fetch them."}, button="I have seen to it")
    assert WORDS not in page.text
    page.sign_in(farmer).visit(f"/farm/visits/{visit.id}/notes")
    assert "We fetch them." in page.text


def test_guests_never_read_what_a_farm_writes(db: Session, page: Page, visit: Visit) -> None:
    farm_notes.write(db, visit, WORDS)
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    assert WORDS not in page.text
    for scope, seen in {
        Scope("visit", visit.id): 0,
        Scope("party", visit.party_id): 0,
        Scope("farm", visit.farm_id): 1,
        Scope("organisation", visit.organisation_id): 1,
        Scope("organisation", (visit.organisation_id or 0) + 1): 0,
        EVERYONE: 1,
    }.items():
        set_scope(db, scope)
        assert len(db.scalars(select(FarmNote.id)).all()) == seen, scope


def test_a_note_that_is_sent_twice_is_one(db: Session, visit: Visit) -> None:
    for _twice in range(2):
        farm_notes.write(db, visit, WORDS)
    assert len(farm_notes.of_visit(db, visit)) == 1


def test_only_so_many_notes_of_a_visit_wait_at_once(db: Session, visit: Visit) -> None:
    for number in range(farm_notes.MOST_WAITING):
        farm_notes.write(db, visit, f"{WORDS} {number}")
    with pytest.raises(RuleBroken, match="farm-notes-wait"):
        farm_notes.write(db, visit, WORDS)


def test_a_note_is_seen_to_once(db: Session, visit: Visit, caseworker: User) -> None:
    farm_notes.write(db, visit, WORDS)
    [note] = farm_notes.of_visit(db, visit)
    farm_notes.see_to(db, note, caseworker, "")
    with pytest.raises(RuleBroken, match="farm-note-seen-to"):
        farm_notes.see_to(db, note, caseworker, "Once more")
    assert (note.answer, board.todo(db, board.Desk(visit.organisation_id or 0)).farm_notes.count) \
        == (None, 0)  # fmt: skip


def test_who_takes_a_visit_over_reads_the_notes_of_its_farm_on_the_visit(
    db: Session, page: Page, visit: Visit, caseworker: User
) -> None:
    farm_notes.write(db, visit, WORDS)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}")
    page.follow("Answer").submit({"answer": "We fetch them."}, button="I have seen to it")
    page.visit(f"/casework/visits/{visit.id}")
    assert WORDS in page.text
    assert "The association answers: We fetch them." in page.text


def test_whom_to_call_instead_stands_beside_a_note(db: Session, page: Page, visit: Visit) -> None:
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit(f"/farm/visits/{visit.id}/notes")
    numbers = [link["href"] for link in page.soup.select("main a[href^=tel]")]
    assert f"tel:{visit.party.organisation.phone}" in numbers


def test_signs_that_show_nothing_are_no_note(db: Session, page: Page, visit: Visit) -> None:
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit(f"/farm/visits/{visit.id}/notes")
    page.submit({"words": "\u200b \u200b"}, button="Send the note")
    assert "Write in a sentence what there is to know." in page.text
    assert farm_notes.of_visit(db, visit) == []


def test_a_farm_is_written_to_when_its_note_was_answered_and_reads_it_where_it_looks(
    app: Flask, db: Session, page: Page, visit: Visit, caseworker: User
) -> None:
    farmer = a_farmer(db, visit.farm, language="en")
    farm_notes.write(db, visit, WORDS)
    [note] = farm_notes.of_visit(db, visit)
    page.sign_in(farmer).visit("/farm/")
    assert "has answered your note" not in page.text
    farm_notes.see_to(db, note, caseworker, "We fetch them.")
    [message] = db.scalars(select(Message).where(Message.kind == farm_notes.ANSWERED))
    assert is_true(message)
    with app.test_request_context():
        letter = compose(message)
    assert "We fetch them." not in letter.body
    assert WORDS not in letter.body
    assert f"/farm/visits/{visit.id}/notes" in letter.body
    page.visit("/farm/").follow("Read the answer")
    assert "We fetch them." in page.text
    assert "We fetch them." in page.visit(f"/farm/visits/{visit.id}").text
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert farm_notes.answered(db, visit.farm) == []
    visit.farm.state = FarmState.SUSPENDED
    assert not is_true(message)


def test_a_farm_without_an_account_is_written_nothing_that_could_not_arrive(
    db: Session, visit: Visit, caseworker: User
) -> None:
    farm_notes.write(db, visit, WORDS)
    farm_notes.see_to(db, farm_notes.of_visit(db, visit)[0], caseworker, "")
    assert db.scalars(select(Message).where(Message.kind == farm_notes.ANSWERED)).all() == []
