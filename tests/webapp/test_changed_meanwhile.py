"""Nothing is saved over what has changed since a form was opened: both values are said."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_coordinator, a_farm, a_farmer, a_programme
from tests.page import Page
from tests.webapp.form_table import ROWS
from tests.webapp.forms.filling import address_of, open_the_form, typed_into
from tests.webapp.forms.row import Row, a_few
from tests.webapp.test_forms import assert_kept, the_world
from webapp.models import Farm

pytestmark = pytest.mark.usefixtures("spring")

EDITS = [row for row in ROWS if row.edits]
SAID = "was changed after you had opened the page"


def summary(soup: BeautifulSoup) -> str:
    found = soup.select_one(".summary")
    return " ".join(found.get_text(" ", strip=True).split()) if found else ""


@pytest.mark.early
@pytest.mark.parametrize("row", a_few(EDITS), ids=str)
def test_what_another_window_has_saved_is_shown_and_stays(
    row: Row, page: Page, db: Session, app: Flask, sessions: sessionmaker[Session]
) -> None:
    world = the_world(row, db)
    wanted = row.expectations(world)
    address = address_of(app, row.endpoint, world)
    form = open_the_form(page, app, row, world)
    elsewhere = Page(app, db)
    open_the_form(elsewhere, app, row, world)
    elsewhere.submit(typed_into(form, row, world), to=address)
    page.submit(to=address)
    assert summary(page.soup), "The page says that another value is stored now"
    assert_kept(row, wanted, sessions, world, page)
    page.submit(to=address)
    assert not summary(page.soup), "What was not touched is shown anew, and sent once more"
    assert_kept(row, wanted, sessions, world, page)


def test_what_a_colleague_set_for_the_programme_is_said_to_be_theirs(
    page: Page, db: Session, app: Flask
) -> None:
    a_programme(db)
    mine, colleague = a_coordinator(db, language="en"), a_coordinator(db, name="Dominique Petit")
    page.sign_in(mine).visit("/programme/settings")
    Page(app, db).sign_in(colleague).visit("/programme/settings").submit(
        {"answer_days": "9"}, button="Enregistrer"
    )
    page.submit({"answer_days": "7"}, button="Save")
    assert "The last change here is by Dominique Petit" in page.text


def test_a_safety_checklist_keeps_what_a_colleague_wrote_and_says_both(
    page: Page, db: Session, app: Flask
) -> None:
    farm = a_farm(db, insured_until=date(2027, 9, 30), season_limit=6)
    mine, theirs = a_coordinator(db, language="en"), a_coordinator(db, name="Ana Roy")
    address = f"/programme/farms/{farm.id}/checklist"
    page.sign_in(mine).visit(f"{address}?lang=en")
    colleague = Page(app, db).sign_in(theirs).visit(address)
    colleague.submit({"insured_until": "2028-06-30", "season_limit": "5"}, to=address)
    page.submit({"season_limit": "4"}, to=address)
    said = summary(page.soup)
    assert SAID in said
    assert "by Ana Roy" in said
    assert "Stays a year at most: “5” is stored now, and you wrote “4”" in said
    assert "it was “Thursday, September 30, 2027”" in said
    assert "“Friday, June 30, 2028” is stored now" in said
    assert stored(db, farm) == (date(2028, 6, 30), 5)
    [typed] = page.soup.select('[name="season_limit"]')
    assert typed["value"] == "4", "What was typed is kept"
    page.submit(to=address)
    assert stored(db, farm) == (date(2028, 6, 30), 4)


def stored(db: Session, farm: Farm) -> tuple[date | None, int]:
    db.expire_all()
    found = db.get_one(Farm, farm.id)
    return found.insured_until, found.season_limit


def test_two_who_write_the_same_are_not_in_each_others_way(
    page: Page, db: Session, app: Flask
) -> None:
    farm = a_farm(db)
    user = a_farmer(db, farm, language="en")
    address = "/farm/my-farm/station"
    page.sign_in(user).visit(address)
    other = Page(app, db).sign_in(user).visit(address)
    other.submit({"station": "Vire"}, to=address)
    page.submit({"station": "Vire"}, to=address)
    assert not summary(page.soup)
