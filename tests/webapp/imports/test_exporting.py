"""Files leave as a table, and come in again as they were."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.forms.centres import a_centre
from webapp.geography import find_commune
from webapp.models import Engagement, Event, Party, Person, User
from webapp.services.imports.sheets import read_sheet

pytestmark = pytest.mark.usefixtures("spring")

BUTTONS = {
    "en": ("Read the table", "Look at the rows", "Import what is ready"),
    "fr": ("Lire le tableau", "Regarder les lignes", "Importer ce qui est prêt"),
}
OWN = {"id", "code", "party_id", "import_id", "created_at", "state", "waiting_since", "identity"}
"""What each file has of its own, however it was made."""


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    user = a_caseworker(db, language="en")
    hostile = a_person(
        first_name="=SUM(A1)", last_name='-Omar; "Le Grand"', sex="man", is_another=False
    )
    child = a_person(
        first_name="Zoé",
        last_name="",
        birth_year=2020,
        languages=["prs", "Zaghawa"],
        is_another=False,
    )
    course = Engagement(
        kind="course",
        first_day=spring_day(8),
        last_day=spring_day(20),
        weekdays=[1, 4],
        hours=3,
        missable=12,
    )
    party = a_party(
        db,
        user.organisation,
        centre=a_centre(db),
        childcare="relative",
        persons=[hostile, child],
        needs=["no-dogs", "halal-menu"],
        wishes=["bees", "sheep-goats"],
        frames=["discovery", "immersion"],
        engagements=[course],
        notice_days=30,
        notice_reason="course",
        interpreter=True,
        referent_id=user.id,
    )
    party.set_phone("+93701234567")
    party.channel = "phone-call"
    home = find_commune(party.commune)
    assert home is not None
    party.latitude, party.longitude = home.point.latitude, home.point.longitude
    party.keep_civic_days([spring_day(22), spring_day(24)])
    party.open_days(spring_day(25), spring_day(28))
    db.commit()
    return user


def spring_day(number: int) -> date:
    return date(2027, 3, number)


def export(desk: Page, kind: str, names: str = "names") -> bytes:
    desk.visit("/casework/imports/export")
    reason = "own-records" if names == "names" else ""
    desk.submit({"names": names, "reason": reason, "kind": kind}, to="/casework/imports/export")
    return desk.response.get_data()


def told(things: Any) -> list[dict[str, Any]]:
    """Return what files hold, but for what each has of its own."""
    return [
        {
            column.key: getattr(each, column.key)
            for column in inspect(type(each)).column_attrs
            if column.key not in OWN
        }
        for each in things
    ]


def everything(db: Session) -> list[Any]:
    db.expire_all()
    party = db.scalars(select(Party)).one()
    return [*told([party]), *map(told, (party.persons, party.availabilities, party.engagements))]


@pytest.mark.parametrize(("kind", "language"), [("xlsx", "fr"), ("csv", "en")])
def test_what_was_exported_comes_in_again_as_it_was(
    page: Page, db: Session, caseworker: User, kind: str, language: str
) -> None:
    caseworker.language = language
    db.commit()
    before = everything(db)
    desk = page.sign_in(caseworker)
    read, look, bring = BUTTONS[language]
    desk.visit("/casework/imports/export")
    desk.submit(
        {"names": "names", "reason": "own-records", "kind": kind}, to="/casework/imports/export"
    )
    table = desk.response.get_data()
    db.execute(delete(Party))
    desk.visit("/casework/imports").submit({"table": (BytesIO(table), f"a.{kind}")}, button=read)
    desk.submit(button=look).submit(button=bring)
    assert everything(db) == before


def test_names_leave_only_for_a_reason_and_who_took_them_is_kept(
    page: Page, db: Session, caseworker: User
) -> None:
    desk = page.sign_in(caseworker)
    cells = [cell for row in read_sheet(export(desk, "xlsx", "codes")).rows for cell in row]
    people = db.scalars(select(Person)).all()
    assert not {"+93 70 123 4567", *(person.first_name for person in people)} & set(cells)
    assert db.scalars(select(Party.code)).one() in cells
    desk.visit("/casework/imports/export").submit({"names": "names"}, to="/casework/imports/export")
    assert "Say why names are needed" in desk.text
    [kept] = db.scalars(select(Event).where(Event.act == "parties.exported"))
    assert kept.facts == {"rows": 2, "names": False, "reason": ""}


def test_no_cell_of_an_export_is_a_formula(page: Page, caseworker: User) -> None:
    written = export(page.sign_in(caseworker), "csv").decode("utf-8-sig")
    assert "'=SUM(A1)" in written
    assert ";=SUM" not in written
    assert "'+93" in written
