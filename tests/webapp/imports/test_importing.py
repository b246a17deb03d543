"""A table of people comes in: read over before anything is made, whole or not at all, undone."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme, an_import
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.page import SITE, Page
from tests.webapp.forms.centres import a_centre
from webapp import create_app
from webapp.ground.clock import now
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.jobs.imports import run_import
from webapp.models import Event, Import, ImportState, Party, User
from webapp.portals.imports.seeing import see
from webapp.services.imports import running
from webapp.services.imports.tables import Table
from webapp.services.records import expiry, long_work

TABLE = """Foyer;Prénom;Nom;Sexe;Date de naissance;Ville;Téléphone;Langues;Du;Au;Besoins
A;Salma;Rahimi;F;02/03/1994;Caen;612345678;Dari, Arabe;05/04/2027;20/04/2027;Repas halal
A;Omar;Rahimi;H;1991;;;dari;;;
;Yusuf;Haile;H;19994;Caen;;;;;
;Lina;Bahar;F;1990;Saint-Martin;;;;;
;Amina;Karimi;F;1988;Lisieux;;;;;
"""

pytestmark = pytest.mark.usefixtures("spring")


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def desk(page: Page, caseworker: User) -> Page:
    return page.sign_in(caseworker)


def send(desk: Page, table: str = TABLE, name: str = "liste.csv") -> Page:
    desk.visit("/casework/imports")
    return desk.submit({"table": (BytesIO(table.encode()), name)}, button="Read the table")


def said(desk: Page) -> str:
    """Return what the page says, with what is quoted inside its quotes."""
    return desk.text.replace("“ ", "“").replace(" ”", "”")


def files(db: Session) -> list[Party]:
    return list(db.scalars(select(Party).order_by(Party.id)))


def the_import(db: Session) -> Import:
    return db.scalars(select(Import).order_by(Import.id.desc()).limit(1)).one()


def test_a_table_is_read_over_then_brought_in_and_undone(desk: Page, db: Session) -> None:
    send(desk).submit(button="Look at the rows")
    assert "2 files would be made" in desk.text
    assert "Row 4, Year of birth, “19994”: Nobody is born in this year: check it" in said(desk)
    assert "Row 5, Commune, “Saint-Martin”: Write which one is meant" in said(desk)
    assert files(db) == []
    desk.submit(button="Import what is ready")
    salma, amina = files(db)
    assert [person.name for person in salma.persons] == ["Salma Rahimi", "Omar Rahimi"]
    assert (salma.phone, salma.needs, salma.commune) == ("+33612345678", ["halal-menu"], "14118")
    assert [person.birth_year for person in salma.persons] == [1994, 1991]
    assert salma.persons[0].languages == ["prs", "ar"]
    assert (amina.state, amina.referent) == ("enrolled", the_import(db).by)
    assert (the_import(db).rows, the_import(db).name) == (None, None)
    desk.submit(button="Undo this import")
    assert files(db) == []
    recorded = db.scalars(select(Event.act).where(Event.act.like("import.%"))).all()
    assert set(recorded) == {"import.uploaded", "import.started", "import.done", "import.undone"}


def test_a_cell_with_an_error_of_the_spreadsheet_is_no_name_and_no_answer(
    desk: Page, db: Session
) -> None:
    failed = TABLE.replace("Omar", "#REF!").replace("19994", "#DIV/0!")
    send(desk, failed).submit(button="Look at the rows")
    told = "The spreadsheet shows an error here: put it right there, or leave the cell empty"
    assert f"“#REF!”: {told}" in said(desk)
    assert f"“#DIV/0!”: {told}" in said(desk)
    assert "check it" not in desk.text
    desk.submit(button="Import what is ready")
    assert "#" not in "".join(person.name for party in files(db) for person in party.persons)


def test_a_centre_is_found_by_its_name_and_a_civic_day_that_is_none_is_said_with_its_row(
    desk: Page, db: Session
) -> None:
    centre = a_centre(db)
    db.commit()
    rows = "Prénom;Sexe;Date de naissance;Ville;Centre d’accueil;Journées civiques\n"
    rows += "Salma;F;1994;Caen;cada du bessin;12/04/2027, 19/04/2027\n"
    rows += "Omar;H;1991;Caen;CADA de Nulle Part;31/04/2027\n"
    send(desk, rows).submit(button="Look at the rows")
    assert "Row 3, Reception centre, “CADA de Nulle Part”: No centre is called so" in said(desk)
    assert "Row 3, Civic days, “31/04/2027”: Write each day as 12/04/2027" in said(desk)
    desk.submit(button="Import what is ready")
    [salma] = files(db)
    assert (salma.centre, len(salma.civic_days)) == (centre, 2)


def test_what_was_said_of_the_columns_is_remembered(desk: Page, db: Session) -> None:
    table = "Qui;Sexe;Né en;Où\nSalma;F;1994;Caen\n"
    send(desk, table)
    desk.submit({"column_0": "first_name"}, button="Look at the rows")
    assert "Say which column has this: Commune" in desk.text
    desk.submit({"column_3": "commune"}, button="Look at the rows")
    assert "What would be imported" in desk.text
    send(desk, table).submit(button="Look at the rows")
    assert "1 file would be made" in desk.text


def test_people_who_look_like_somebody_known_come_in_only_when_ticked(
    desk: Page, db: Session, caseworker: User
) -> None:
    known = a_person(first_name="Karimi", last_name="Amîna", birth_year=1988)
    there = a_party(db, caseworker.organisation, persons=[known])
    twice = ("أمينة;كريمي;F;1989;Caen", "Zoé;Ba;F;1990;Caen", "Ba;Zoe;F;1990;Caen")
    send(desk, "\n".join(["Prénom;Nom;Sexe;Né en;Ville", *twice])).submit(button="Look at the rows")
    assert f"Row 2 looks like: {there.code}" in desk.text
    assert "Row 4 has the same name as row 3" in desk.text
    desk.submit({"chosen": ["2"]}, button="Import what is ready")
    _known, amina, zoe = files(db)
    assert (amina.persons[0].is_another, zoe.persons[0].name) == (True, "Zoé Ba")
    assert amina.persons[0].identity != known.identity


def test_rows_that_look_like_each_other_are_asked_about(desk: Page) -> None:
    """By name, by a name that sounds alike in another script, and by telephone."""
    table = (
        "Prénom;Nom;Sexe;Né en;Ville;Téléphone\n"
        "Mohammed;Ahmadi;H;1990;Caen;\n"
        "محمد;احمدی;H;1990;Caen;\n"
        "Zoé;Même;F;1991;Caen;06 12 34 56 78\n"
        "Autre;Personne;F;1980;Caen;0612345678\n"
    )
    send(desk, table).submit(button="Look at the rows")
    boxes = desk.soup.select("[name=chosen]")
    assert [box["value"] for box in boxes] == ["3", "5"]


def test_a_table_of_a_header_alone_is_empty(desk: Page) -> None:
    send(desk, "Prénom;Nom;Sexe\n")
    assert "Read the table" in desk.text
    assert desk.soup.select_one(".summary") is not None


def test_rows_of_one_household_may_not_say_two_things(desk: Page) -> None:
    table = "Foyer;Prénom;Sexe;Né en;Ville\nA;Salma;F;1994;Caen\nA;Omar;H;1991;Lisieux\n"
    send(desk, table).submit(button="Look at the rows")
    assert "Row 3, Commune, “Lisieux”: Row 2 of the same household says “Caen”" in said(desk)


def test_an_import_with_whose_files_something_was_done_stays(desk: Page, db: Session) -> None:
    table = "Prénom;Sexe;Né en;Ville\nSalma;F;1994;Caen\nOmar;H;1991;Caen\n"
    send(desk, table).submit(button="Look at the rows").submit(button="Import what is ready")
    here, [salma, _omar] = desk.path, files(db)
    needs = f"/casework/parties/{salma.id}/needs"
    desk.visit(needs).submit({"private": "y"}, to=needs)
    desk.visit(here)
    assert f"something was done since with 1 of what it made. {salma.code}" in desk.text
    assert "Undo this import" not in desk.text


class SwitchedOffError(Exception):
    """What a machine does that is switched off."""


def work(app: Flask, number: int) -> None:
    """Do what a worker does."""
    with app.app_context():
        run_import(number)


def looked_at(db: Session, desk: Page, monkeypatch: pytest.MonkeyPatch) -> int:
    """Send the table, and wait for a worker to look at it."""
    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    send(desk).submit(button="Look at the rows")
    return the_import(db).id


def test_a_long_table_is_seen_to_by_a_worker_who_may_be_stopped(
    desk: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = looked_at(db, desk, monkeypatch)
    assert "0 of 5" in desk.text
    work(app, number)
    desk.visit(desk.path).submit(button="Import what is ready").submit(button="Stop")
    work(app, number)
    db.expire_all()
    assert (the_import(db).state, files(db)) == (ImportState.CHECKED, [])
    desk.visit(desk.path).submit(button="Import what is ready")
    work(app, number)
    work(app, number)  # once more, by a worker who heard of it twice
    assert (the_import(db).made, len(files(db))) == (2, 2)


def test_nothing_is_half_imported(
    desk: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = looked_at(db, desk, monkeypatch)
    work(app, number)
    desk.visit(desk.path).submit(button="Import what is ready")

    def break_at_the_end(*given: Any) -> Any:
        see(*given)
        raise SwitchedOffError

    with monkeypatch.context() as breaking:
        breaking.setattr("webapp.jobs.imports.see", break_at_the_end)
        work(app, number)
    db.expire_all()
    assert (files(db), the_import(db).failure) == ([], running.BROKEN)
    a_party(db, desk_of(db), persons=[a_person(first_name="Amina", last_name="Karimi")])
    desk.visit(desk.path).submit(button="Import what is ready")
    work(app, number)
    db.expire_all()
    assert (len(files(db)), the_import(db).failure) == (1, "import-changed")


def desk_of(db: Session) -> Any:
    return the_import(db).by.organisation


def test_a_table_that_nobody_brings_in_is_deleted(desk: Page, db: Session) -> None:
    send(desk)
    expiry.forget(db)
    about = the_import(db)
    about.created_at = now() - expiry.UPLOADED_KEPT
    expiry.forget(db)
    assert db.scalars(select(Import)).all() == []


def test_another_file_from_the_same_page_is_another_file(desk: Page, db: Session) -> None:
    desk.visit("/casework/imports")
    for table in (TABLE, TABLE.replace("Salma", "Selma"), TABLE):
        form = desk.form_to("/casework/imports")
        hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
        desk.client.post(
            "/casework/imports",
            base_url=SITE,
            data={**hidden, "table": (BytesIO(table.encode()), "liste.csv")},
        )
    assert len(db.scalars(select(Import)).all()) == 2


def test_a_file_that_is_too_large_is_refused_with_its_page(desk: Page) -> None:
    desk.visit("/casework/imports")
    sent = desk.client.post(
        "/casework/imports",
        base_url=SITE,
        data=b"a" * (9 * 2**20),
        content_type="multipart/form-data; boundary=a",
    )
    assert (sent.status_code, "too large" in sent.get_data(as_text=True)) == (413, True)


def test_how_far_it_is_is_said_beside_the_transaction_that_brings_rows_in(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made points at its import, whose row must stay free for whoever says how far."""
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    monkeypatch.setattr("webapp.portals.imports.seeing.A_BATCH", 1)
    options = {"options": "-c lock_timeout=60000"}
    engine = make_engine(fresh_database.url, connect_args=options)
    app = create_app(
        Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test"), make_sessions(engine)
    )
    with Session(engine) as db:
        set_scope(db, EVERYONE)
        a_programme(db)
        header = ["first_name", "sex", "birth_year", "commune"]
        rows = [(at, [f"Salma {at}", "F", "1994", "Caen"]) for at in range(2, 5)]
        about = an_import(db, rows=Table("", header, rows).to_json())
        about.check({name: name for name in header}, 3)
        db.commit()
        work(app, about.id)
        db.refresh(about)
        about.start([], 3)
        db.commit()
        work(app, about.id)
        db.refresh(about)
        assert (about.made, about.done) == (3, 3)
    engine.dispose()
