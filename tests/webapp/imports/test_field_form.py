"""The form for field teams is well formed, and its answers come in."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_programme
from tests.page import Page
from webapp.models import Party
from webapp.portals.caseworker.party_columns import COLUMNS

pytestmark = pytest.mark.usefixtures("spring")

Rows = list[dict[str, str]]


@pytest.fixture
def desk(page: Page, db: Session) -> Page:
    a_programme(db)
    return page.sign_in(a_caseworker(db, language="en"))


@pytest.fixture
def form(desk: Page) -> dict[str, Rows]:
    """The sheets of the form, each row by its header."""
    desk.visit("/casework/imports/form.xlsx")
    book = load_workbook(BytesIO(desk.response.get_data()))
    sheets = {}
    for sheet in book:
        header, *rows = [[str(cell or "") for cell in row] for row in sheet.values]
        sheets[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return sheets


def test_the_form_asks_what_is_imported_in_french_and_arabic(form: dict[str, Rows]) -> None:
    survey, choices, [settings] = form["survey"], form["choices"], form["settings"]
    known = {column.name: column for column in COLUMNS}
    assert {each["name"] for each in survey} <= set(known)
    needed = {each["name"] for each in survey if each["required"] == "yes"}
    assert needed == {column.name for column in COLUMNS if column.required}
    lists = {each["type"].split()[1] for each in survey if " " in each["type"]}
    assert lists == {each["list_name"] for each in choices}
    labels = ("label::Français (fr)", "label::العربية (ar)")
    assert all(each[label] for label in labels for each in (*survey, *choices))
    assert any(each[labels[0]] != each[labels[1]] for each in survey)
    assert settings["default_language"] == "Français (fr)"
    pairs = [(each["list_name"], each["name"]) for each in choices]
    assert len(pairs) == len(set(pairs))
    assert not [name for _list, name in pairs if " " in name]


def answers(form: dict[str, Rows], said: dict[str, str]) -> str:
    """Write one answer as KoboToolbox does: a column for each choice beside the summary."""
    row = {"start": "2027-03-01T10:00:00.000+01:00"}
    for each in form["survey"]:
        name, (kind, *of_list) = each["name"], each["type"].split()
        row[name] = said.get(name, "")
        if kind == "select_multiple":
            chosen = said.get(name, "").split()
            row |= {
                f"{name}/{choice['name']}": str(int(choice["name"] in chosen)) if chosen else ""
                for choice in form["choices"]
                if choice["list_name"] == of_list[0]
            }
    row |= {"_id": "1234", "_uuid": "ab-cd", "_submission_time": "2027-03-01"}
    text = StringIO()
    table = csv.DictWriter(text, list(row), delimiter=";")
    table.writeheader()
    table.writerow(row)
    return text.getvalue()


def test_an_answer_of_the_form_comes_in(desk: Page, db: Session, form: dict[str, Rows]) -> None:
    said = {
        "first_name": "سلمى", "sex": "woman", "birth_year": "1994", "languages": "ar prs",
        "french": "A1", "reads": "0", "commune": "Caen", "phone": "0612345678",
        "needs": "no-pork quiet-place", "private": "1", "wishes": "bees", "frames": "discovery",
        "available_from": "2027-04-05", "available_until": "2027-04-20",
    }  # fmt: skip
    desk.visit("/casework/imports")
    sent = BytesIO(answers(form, said).encode("utf-8-sig"))
    desk.submit({"table": (sent, "sillon.csv")}, button="Read the table")
    desk.submit(button="Look at the rows").submit(button="Import what is ready")
    party = db.scalars(select(Party)).one()
    [person] = party.persons
    assert (person.name, person.sex, person.reads, person.french) == ("سلمى", "woman", False, "A1")
    assert sorted(person.languages) == ["ar", "prs"]
    assert (sorted(party.needs), party.private) == (["no-pork", "quiet-place"], True)
    assert (party.wishes, party.frames, party.phone) == (["bees"], ["discovery"], "+33612345678")
    assert str(party.availabilities[0].last_day) == "2027-04-20"
