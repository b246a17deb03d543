"""A table of people comes in: read over before anything is made, whole or not at all, undone."""

from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme
from tests.page import SITE, Page, shown_values
from tests.webapp.forms.centres import a_centre
from tests.webapp.imports.tables_made import TABLE, files, send, the_import
from webapp.ground.clock import now
from webapp.models import Event, Import, KeptForm, User
from webapp.services.records import audit, expiry

pytestmark = pytest.mark.usefixtures("spring")


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def desk(page: Page, caseworker: User) -> Page:
    return page.sign_in(caseworker)


def said(desk: Page) -> str:
    """Return what the page says, with what is quoted inside its quotes."""
    return desk.text.replace("“ ", "“").replace(" ”", "”")


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
    here, added = desk.path, f"/casework/parties/{salma.id}/people/new"
    desk.visit(added).submit({"first_name": "Omar"}, button="Keep for later")
    desk.visit(here).submit(button="Undo this import")
    assert (files(db), db.scalars(select(KeptForm)).all()) == ([], [])
    recorded = db.scalars(select(Event.act).where(Event.act.like("import.%"))).all()
    assert set(recorded) == {"import.uploaded", "import.started", "import.done", "import.undone"}


def test_what_was_read_saved_or_printed_is_undone_and_what_was_changed_is_corrected_in_its_file(
    desk: Page, db: Session
) -> None:
    send(desk).submit(button="Look at the rows").submit(button="Import what is ready")
    here, first = desk.path, files(db)[0]
    for read in ("", "/everything", "/everything.pdf"):
        assert desk.visit(f"/casework/parties/{first.id}{read}").response.status_code == 200
    assert "the whole import can be undone" in desk.visit(here).text
    audit.record(db, "party.changed", first)
    db.commit()
    assert "something was done since with 1 of what it made" in desk.visit(here).text
    assert "“Erase the file” stands at the end" in said(desk)


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


def test_whoever_converses_in_french_and_of_whose_level_no_column_tells_holds_a_conversation(
    desk: Page, db: Session
) -> None:
    rows = "Prénom;Sexe;Date de naissance;Ville;Langues\n"
    rows += "Awa;femme;1994;Caen;bambara, français\nSalma;femme;1995;Caen;dari\n"
    send(desk, rows).submit(button="Look at the rows").submit(button="Import what is ready")
    assert [each.french for party in files(db) for each in party.persons] == ["B1", "A0"]


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
        hidden = shown_values(form)
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
