"""Papers end: they are warned of 90, 30 and 7 days before, and their end blocks nothing unsaid."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, an_organisation
from tests.page import Page
from tests.webapp.agreements.builders import a_prescriber
from tests.webapp.forms.accreditations import an_accreditation
from tests.webapp.workshops.builders import a_series
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.models import Accreditation
from webapp.services.records import accreditations
from webapp.services.retention.anonymising import anonymise_farms


def in_days(days: int) -> dict[str, object]:
    return {"valid_until": today() + timedelta(days=days)}


@pytest.mark.parametrize(
    ("days", "warned"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-30, 0),
     (-31, None)],
)  # fmt: skip
def test_an_end_is_warned_of_ever_more_urgently_and_for_a_month_after_it(
    db: Session, days: int, warned: int | None
) -> None:
    an_accreditation(db, **in_days(days))
    a_prescriber(db, **in_days(days))
    found = accreditations.ending(db)
    assert [each.warned for each in found] == ([] if warned is None else [warned, warned])
    assert [each.is_prescriber for each in found] == ([] if warned is None else [False, True])


def test_the_board_says_whose_it_is_and_what_its_end_does(page: Page, db: Session) -> None:
    home = an_organisation(db, name="Accueil 93")
    an_accreditation(db, name="Agrément ISFT", organisation_id=home.id, **in_days(5))
    an_accreditation(db, name="Label rural", farm_id=a_farm(db, name="Le Pré").id, **in_days(40))
    an_accreditation(db, **in_days(80))
    a_prescriber(db, name="Mission locale de Caen", **in_days(20))
    a_prescriber(db, name="Cap emploi", **in_days(0))
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
    board = page.text
    for words in ("Accueil 93", "Le Pré", "The programme’s own", "Mission locale de Caen",
                  "5 days left", "today is the last day",
                  "goes beyond its last day is not signed."):  # fmt: skip
        assert words in board
    assert board.count("Blocks nothing: a reminder, and no more.") == 3


def test_a_paper_of_an_animator_stands_with_the_workshops_that_they_hold(
    page: Page, db: Session
) -> None:
    series = a_series(db, knows_people="Nadia FERHAT", knows_trade="Jean Roux")
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/accreditations/new")
    days = {"valid_from": today(), "valid_until": today() + timedelta(days=6)}
    paper = {"name": "Interculturalité", **{name: day.isoformat() for name, day in days.items()}}
    page.submit({**paper, "holder": "animator"}, button="Save")
    assert "Enter the name of the animator" in page.text
    page.submit({"holder": "programme", "animator": "Nadia Ferhat"}, button="Save")
    assert "above, or leave no name" in page.text
    page.submit({"holder": "animator"}, button="Save")
    assert "Animator: Nadia Ferhat" in page.text
    assert "Animator: Nadia Ferhat" in page.visit("/programme/").text
    page.visit(f"/programme/workshops/dates/{series.id}")
    for words in ("Nadia FERHAT: Interculturalité", "6 days left", "Blocks nothing: a reminder"):
        assert words in page.text


def test_a_paper_that_was_renewed_is_noted_anew_with_who_saw_it(page: Page, db: Session) -> None:
    kept, reader = an_accreditation(db), a_coordinator(db, language="en")
    page.sign_in(reader).visit("/programme/").follow("Agrément ESUS")
    later = today() + timedelta(days=700)
    before = {"valid_until": (kept.valid_from - timedelta(days=1)).isoformat()}
    page.submit(before, button="Save")
    assert "The last day comes before the first one" in page.text
    page.submit({"valid_until": later.isoformat()}, button="Save")
    assert (kept.valid_until, kept.seen_by_id) == (later, reader.id)
    page.visit("/programme/")
    assert "Agrément ESUS" not in page.text


def test_a_farm_reads_on_its_page_that_its_paper_ends_and_that_guests_come_all_the_same(
    page: Page, db: Session
) -> None:
    farm = a_farm(db)
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}")
    page.follow("Note an accreditation")
    paper = {"name": "Accueil Paysan", "valid_from": today().isoformat()}
    page.submit({**paper, "valid_until": (today() + timedelta(days=6)).isoformat()}, button="Save")
    assert "Accueil Paysan" in page.text
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/")
    assert "Accueil Paysan: show a new paper to the programme" in page.text
    assert "Your guests come all the same." in page.text
    assert farm.is_approved
    page.sign_in(a_farmer(db, a_farm(db), language="en")).visit("/farm/")
    assert "Accueil Paysan" not in page.text


def test_it_is_read_by_coordinators_and_its_farm_and_ends_with_the_farm(db: Session) -> None:
    farm = a_farm(db)
    number = an_accreditation(db, farm_id=farm.id).id
    an_accreditation(db, organisation_id=an_organisation(db).id)
    for scope, seen in {
        Scope("farm", farm.id): 1,
        Scope("farm", farm.id + 1): 0,
        Scope("organisation", 1): 0,
        NOBODY: 0,
        EVERYONE: 2,
    }.items():
        set_scope(db, scope)
        assert len(accreditations.everything(db)) == seen, scope
    anonymise_farms(db, [farm])
    assert db.get(Accreditation, number) is None


def test_the_database_keeps_no_paper_of_two_nor_one_that_ends_before_it_begins(
    db: Session,
) -> None:
    two = {"farm_id": a_farm(db).id, "organisation_id": an_organisation(db).id}
    named = {**two, "farm_id": None, "animator": "Nadia"}
    for given in (two, named, {"valid_until": today() - timedelta(days=500)}):
        savepoint = db.begin_nested()
        with pytest.raises(IntegrityError):
            an_accreditation(db, **given)
        savepoint.rollback()
