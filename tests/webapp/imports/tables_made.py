"""Tables that come in and long ones that leave, with sensible defaults."""

from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, an_import
from tests.page import Page
from tests.webapp.forms.directories import a_directory_sent
from webapp.models import Export, Import, KeptForm, Organisation, Party, RoundTemplate, User
from webapp.services.imports import exports

TABLE = """Foyer;Prénom;Nom;Sexe;Date de naissance;Ville;Téléphone;Langues;Du;Au;Besoins
A;Salma;Rahimi;F;02/03/1994;Caen;612345678;Dari, Arabe;05/04/2027;20/04/2027;Repas halal
A;Omar;Rahimi;H;1991;;;dari;;;
;Yusuf;Haile;H;19994;Caen;;;;;
;Lina;Bahar;F;1990;Saint-Martin;;;;;
;Amina;Karimi;F;1988;Lisieux;;;;;
"""


def send(desk: Page, table: str = TABLE, name: str = "liste.csv") -> Page:
    desk.visit("/casework/imports")
    return desk.submit({"table": (BytesIO(table.encode()), name)}, button="Read the table")


def files(db: Session) -> list[Party]:
    return list(db.scalars(select(Party).order_by(Party.id)))


def the_import(db: Session) -> Import:
    return db.scalars(select(Import).order_by(Import.id.desc()).limit(1)).one()


def a_table_asked(db: Session, user: User, kind: str = "parties", **asked: Any) -> Export:
    """A table that a worker is to make."""
    sought = asked or {"names": False, "reason": ""}
    db.add(export := exports.asked_by(user, kind, "csv", "en", sought))
    export.await_worker(2)
    db.flush()
    return export


def a_table_made(db: Session, user: User, kind: str = "parties") -> Export:
    """A table that its owner has not taken yet."""
    export = a_table_asked(db, user, kind)
    export.keep("sillon.csv", b"Ombredune", 1)
    db.flush()
    return export


def settings_kept(db: Session, home: Organisation | None, **values: Any) -> RoundTemplate:
    """Settings that rounds to come may take up."""
    sensible = {"name": "Ombredune", "window_days": 13, "answer_days": 6, "weights": {}}
    kept = RoundTemplate(organisation_id=home.id if home else None, **sensible | values)
    db.add(kept)
    db.flush()
    return kept


def tables_of_world(
    db: Session, home: Organisation, taking: User, over_all: User
) -> tuple[dict[str, int], dict[str, int]]:
    """Tables in and out, a directory, kept settings, somebody's kept form: of a home, of all."""
    of_farms = an_import(db, home, kind="farms", organisation_id=None)
    mine, farms = (a_table_made(db, each).id for each in (taking, over_all))
    kept, for_all = (settings_kept(db, each).id for each in (home, None))
    form = KeptForm(user_id=a_coordinator(db).id, address="/farm/offers/new", typed="[]")
    form.for_later = True
    db.add(form)
    db.flush()
    own = {"export_id": mine, "template_id": kept, "kept_id": form.id}
    return (
        {"import_id": an_import(db, home).id, **own},
        {
            "import_id": of_farms.id,
            "export_id": farms,
            "template_id": for_all,
            "loading_id": a_directory_sent(db).id,
        },
    )
