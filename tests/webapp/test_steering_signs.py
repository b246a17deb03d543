"""A name is what it shows: signs that nobody sees are not kept of a line that somebody types."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_party
from tests.page import Page
from webapp.models import Farm, Person


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eAmina\u202c", "Amina"),
        ("Ami\u200bna\u2069\ufeff", "Amina"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("ক্\u200dষমা", "ক্\u200dষমা"),
    ],
)
def test_a_name_is_kept_as_it_is_seen(page: Page, db: Session, typed: str, kept: str) -> None:
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation)
    page.sign_in(reader).visit(f"/casework/parties/{party.id}/people/new")
    said = {"first_name": typed, "last_name": "Karimi", "sex": "woman", "birth_year": "1994"}
    page.submit(said, button="Add")
    assert kept in db.scalars(select(Person.first_name)).all()


def test_a_name_of_nothing_that_is_seen_is_none(page: Page, db: Session) -> None:
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation)
    page.sign_in(reader).visit(f"/casework/parties/{party.id}/people/new")
    said = {"first_name": "\u200b\u202e", "last_name": "Karimi", "sex": "woman"}
    page.submit({**said, "birth_year": "1994"}, button="Add")
    assert "Enter a first name" in page.text


def test_a_written_word_is_not_overwritten_unseen(page: Page, db: Session) -> None:
    farm: Farm = a_farm(db, workshop_waiver="They trained with us in 2024.")
    page.sign_in(a_coordinator(db, language="en"))
    page.visit(f"/programme/farms/{farm.id}/preparation")
    assert "They trained with us in 2024." in page.text
    farm.workshop_waiver = "They came to the workshop of a neighbour."
    db.flush()
    page.submit({"reason": "They need none, says a friend."}, button="Write it down")
    assert farm.workshop_waiver == "They came to the workshop of a neighbour."
    assert "They came to the workshop of a neighbour." in page.text
