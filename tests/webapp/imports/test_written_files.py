"""Tables as LibreOffice and KoboToolbox write them come in as they were meant (`written/`)."""

from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_programme
from tests.page import Page
from webapp.models import Party
from webapp.portals.imports import proposing
from webapp.services.imports.sheets import read_sheet
from webapp.services.imports.tables import Table, table_of

WRITTEN = Path(__file__).with_name("written")
HEADER = [
    "Foyer", "Prénom", "Nom", "Sexe", "Né(e) en", "Commune", "Téléphone", "Langues", "Du", "Au",
    "Besoins",
]  # fmt: skip
STAY = ["2027-04-05", "2027-04-20"]
ROWS = [
    (4, ["A", "Salma", "RAHIMI", "F", "1994-03-02", "Caen", "612345678", "Dari, Arabe", *STAY,
         "Repas halal"]),
    (5, ["A", "Omar", "Rahimi", "H", "1991", "Caen", "06 12 34 56 79", "dari", "", "", ""]),
    (6, ["", 'Zoé "la grande"', "Haile;Tesfay", "F", "1988", "Lisieux", "+33 6 12 34 56 80",
         "Tigrinya\nAnglais", "2027-05-01", "2027-05-09", ""]),
    (7, ["", "سلمى", "Диалло", "F", "#N/A", "Caen", "", "arabe", "", "", ""]),
]  # fmt: skip


@pytest.fixture
def words(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def read(name: str) -> Table:
    written = (WRITTEN / name).read_bytes()
    return table_of(read_sheet(written), known)


def known(word: str) -> bool:
    return bool(proposing.meaning_of("parties", word))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("libreoffice.xlsx", {}),
        ("libreoffice.ods", {}),
        ("libreoffice.xls", {"#N/A": "1992"}),
        ("libreoffice-semicolons.csv", {}),
        ("libreoffice-commas.csv", {}),
        ("libreoffice-tabs-windows-1252.csv", {"سلمى": "????", "Диалло": "??????"}),
    ],
)
@pytest.mark.usefixtures("words")
def test_a_table_of_libreoffice_is_read_as_it_shows_it(name: str, other: dict[str, str]) -> None:
    table = read(name)
    assert (table.header, table.rows) == (
        HEADER,
        [(number, [other.get(cell, cell) for cell in row]) for number, row in ROWS],
    )


@pytest.mark.parametrize(
    ("error", "said"), [(0x2A, "#N/A"), (0x00, "#NULL!"), (0x17, "#REF!"), (0x07, "#DIV/0!")]
)
@pytest.mark.usefixtures("words")
def test_a_formula_of_an_old_workbook_that_failed_says_so_in_its_row(error: int, said: str) -> None:
    """The year of Omar is a formula, `=1990+1`; Excel writes its last value beside it."""
    written = (WRITTEN / "libreoffice.xls").read_bytes()
    failed = written.replace(pack("<d", 1991), bytes([2, 0, error, 0, 0, 0, 255, 255]))
    assert failed != written
    rows = dict(table_of(read_sheet(failed), known).rows)
    assert rows[5][4] == said
    assert rows[4][4] == "1994-03-02"


@pytest.mark.parametrize("name", ["kobo-names.csv", "kobo-french.xlsx", "kobo-arabic.csv"])
@pytest.mark.usefixtures("spring")
def test_an_export_of_kobotoolbox_becomes_the_files_that_were_meant(
    page: Page, db: Session, name: str
) -> None:
    a_programme(db)
    desk = page.sign_in(a_caseworker(db, language="en")).visit("/casework/imports")
    with (WRITTEN / name).open("rb") as table:
        desk.submit({"table": (table, name)}, button="Read the table")
    desk.submit(button="Look at the rows").submit(button="Import what is ready")
    assert [told(party) for party in db.scalars(select(Party).order_by(Party.id))] == [
        {
            "who": [("سلمى", "رحيمي", "woman", 1994, {"ar", "prs"}, "A1", False)],
            "phone": "+33612345678", "channel": "sms", "private": True, "interpreter": False,
            "needs": {"no-pork", "quiet-place"}, "wishes": {"bees"}, "frames": {"discovery"},
            "days": [tuple(STAY)],
        },
        {
            "who": [("Omar", "", "man", 1991, {"fr", "ar"}, "B1", True)],
            "phone": None, "channel": "phone-call", "private": False, "interpreter": True,
            "needs": set(), "wishes": {"vegetables", "sheep-goats"},
            "frames": {"discovery", "immersion"}, "days": [("2027-05-01", "2027-05-09")],
        },
    ]  # fmt: skip


def told(party: Party) -> dict[str, Any]:
    return {
        "who": [
            (
                each.first_name, each.last_name, each.sex, each.birth_year, {*each.languages},
                each.french, each.reads,
            )
            for each in party.persons
        ],
        "phone": party.phone,
        "channel": party.channel,
        "private": party.private,
        "interpreter": party.interpreter,
        "needs": {*party.needs},
        "wishes": {*party.wishes},
        "frames": {*party.frames},
        "days": [(str(each.first_day), str(each.last_day)) for each in party.availabilities],
    }  # fmt: skip
