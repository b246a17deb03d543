"""A reception centre that is removed: histories keep its name, and files are still parted."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.forms.centres import a_centre
from webapp.models import Merge, Party, PartyState, User
from webapp.services.parties import centres, merging


@pytest.fixture
def nora(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


def history_of(page: Page, party: Party) -> str:
    page.visit(f"/casework/parties/{party.id}")
    return page.soup.select_one(".timeline").get_text(" ", strip=True)  # type: ignore[union-attr]


def test_a_history_keeps_the_name_of_a_centre_that_is_removed(
    page: Page, db: Session, nora: User
) -> None:
    party, centre = a_party(db, nora.organisation), a_centre(db)
    left = a_party(db, nora.organisation, centre=centre, state=PartyState.LEFT)
    form = f"/casework/parties/{party.id}/notice"
    page.sign_in(nora).visit(form).submit({"centre": str(centre.id)}, to=form)
    page.visit(form).submit({"centre": ""}, to=form)
    centres.remove(db, centre)
    db.commit()
    assert history_of(page, party).count("CADA du Bessin") == 2
    assert "CADA du Bessin" in history_of(page, left)


def two_of_her(db: Session, nora: User) -> tuple[Party, Party]:
    woman = {"first_name": "Fatima", "last_name": "Bennani", "sex": "woman"}
    kept, other = (
        a_party(db, nora.organisation, persons=[a_person(**woman)], code=code)
        for code in ("P-9001", "P-9002")
    )
    return kept, other


def part(page: Page, nora: User, done: Merge) -> None:
    page.sign_in(nora).visit(f"/casework/parties/{done.merged_id}")
    page.submit(button="Part the two files again")
    assert "P-9002 is a file of its own again." in page.text


@pytest.mark.parametrize("chosen", ["kept", "other"])
def test_files_are_parted_after_the_centre_of_one_was_removed_and_it_is_said(
    page: Page, db: Session, nora: User, chosen: str
) -> None:
    kept, other = two_of_her(db, nora)
    gone = a_centre(db, name="CADA du Lin")
    alive = a_centre(db, name="CADA du Bessin")
    kept.centre, other.centre = (gone, alive) if chosen == "other" else (alive, gone)
    db.flush()
    done = merging.merge(db, kept, other, {"centre_id": chosen}, nora)
    centres.remove(db, gone)
    db.commit()
    part(page, nora, done)
    who = "P-9001" if chosen == "other" else "P-9002"
    assert f"{who} was in a reception centre that has been removed" in page.text
    db.expire_all()
    without, with_one = (kept, other) if chosen == "other" else (other, kept)
    assert (without.centre_id, with_one.centre_id) == (None, alive.id)


def test_nothing_is_said_where_no_centre_was_removed(page: Page, db: Session, nora: User) -> None:
    kept, other = two_of_her(db, nora)
    kept.centre = a_centre(db)
    db.flush()
    part(page, nora, merging.merge(db, kept, other, {}, nora))
    assert "has been removed" not in page.text
    db.expire_all()
    assert kept.centre_id is not None
