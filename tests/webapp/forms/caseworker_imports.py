"""A table of people: sent, its columns named, brought in, stopped, undone, given up."""

import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, an_import
from tests.webapp.forms.places import At, audited
from tests.webapp.forms.row import MISSING, Reading, Row, World, typed
from tests.webapp.imports.tables_made import a_table_asked
from webapp.models import Import, ImportState, Party
from webapp.portals.imports.exporting import ExportForm
from webapp.portals.imports.forms import ColumnsForm, StartForm, TableForm
from webapp.services.imports.tables import Table

COLUMNS = ("first_name", "sex", "birth_year", "commune")
MEANINGS = dict(zip(("Prénom", "Sexe", "Né(e) en", "Commune"), COLUMNS, strict=True))


def an_association(db: Session) -> World:
    return World(reader=a_caseworker(db, language="en"))


def a_table(db: Session, **given: Any) -> World:
    """A table that somebody has sent, with one woman in it."""
    reader = a_caseworker(db, language="en")
    about = an_import(db, reader.organisation, by_id=reader.id, **given)
    return World(reader=reader, **{"import": about})


def a_table_looked_at(db: Session) -> World:
    """The woman of the table looks like somebody recorded."""
    verdict = {"bad": [], "alike": {"2": [[], None]}}
    kept = {"columns": json.dumps(MEANINGS), "verdict": verdict, "state": ImportState.CHECKED}
    world = a_table(db, **kept)
    known = a_person(first_name="Salma", last_name="")
    world.file = a_party(db, world.reader.organisation, persons=[known])
    return world


def a_table_under_way(db: Session) -> World:
    return a_table(db, columns=json.dumps(MEANINGS), state=ImportState.CHECKING)


def an_import_done(db: Session) -> World:
    world = a_table(db, state=ImportState.DONE, rows=None, name=None, made=1)
    a_party(db, world.reader.organisation, import_id=getattr(world, "import").id, state="enrolled")
    return world


def a_table_leaving(db: Session) -> World:
    reader = a_caseworker(db, language="en")
    return World(reader=reader, export=a_table_asked(db, reader))


def a_table_stopped(db: Session) -> World:
    world = a_table_leaving(db)
    world.export.go_back()
    return world


def of_the_export(name: str) -> At:
    return lambda reading: getattr(reading.again(reading.world.export), name)


def of_the_import(name: str) -> At:
    """Return what reads an attribute of the world's import; MISSING once it is gone."""

    def read(reading: Reading) -> Any:
        found = reading.again(getattr(reading.world, "import"))
        return MISSING if found is None else getattr(found, name)

    return read


def said_of(column: str) -> At:
    return lambda reading: of_the_import("meanings")(reading).get(column, "")


def first_cell(reading: Reading) -> Any:
    """Return what stands in the newest table."""
    about = reading.fresh.scalar(select(Import).order_by(Import.id.desc()).limit(1))
    return Table.from_json(about.rows or "").rows[0] if about else MISSING


def files_made(reading: Reading) -> Any:
    return reading.fresh.scalar(
        select(func.count()).where(Party.import_id == getattr(reading.world, "import").id)
    )


ROWS = [
    Row(
        "caseworker.list_imports",
        an_association,
        form=TableForm,
        fields={
            "table": typed(
                lambda _world: ("liste.csv", "Prénom;Sexe\nAmina;F\n"),
                (2, ["Amina", "F"]),
                at=first_cell,
            )
        },
        then={audited("import.uploaded", "rows"): 1},
    ),
    Row(
        "caseworker.export_table",
        an_association,
        form=ExportForm,
        fields={
            "names": typed("names", becomes=True, at=audited("parties.exported", "names")),
            "reason": typed("field-work", at=audited("parties.exported", "reason")),
            "kind": typed("csv", "text/csv", at=lambda reading: reading.page.response.mimetype),
        },
    ),
    Row(
        "caseworker.choose_columns",
        a_table,
        form=ColumnsForm,
        fields={
            f"column_{at}": typed(name, at=said_of(header))
            for at, (header, name) in enumerate(MEANINGS.items())
        },
        then={of_the_import("state"): ImportState.CHECKED},
    ),
    Row(
        "caseworker.show_import",
        a_table_looked_at,
        form=StartForm,
        fields={"chosen": typed(["2"], [2], at=of_the_import("chosen"))},
        then={
            of_the_import("state"): ImportState.DONE,
            files_made: 1,
            audited("import.done"): True,
        },
    ),
    Row(
        "caseworker.stop_import",
        a_table_under_way,
        page="caseworker.show_import",
        then={of_the_import("stop_asked"): True},
    ),
    Row(
        "caseworker.undo_import",
        an_import_done,
        page="caseworker.show_import",
        then={of_the_import("state"): ImportState.UNDONE, files_made: 0},
    ),
    Row(
        "caseworker.give_import_up",
        a_table,
        page="caseworker.choose_columns",
        then={of_the_import("id"): MISSING, audited("import.given-up"): True},
    ),
    Row(
        "caseworker.stop_export",
        a_table_leaving,
        page="caseworker.show_export",
        then={of_the_export("stop_asked"): True},
    ),
    Row(
        "caseworker.repeat_export",
        a_table_stopped,
        page="caseworker.show_export",
        then={of_the_export("is_under_way"): True},
    ),
]
