"""How long a table of 10,000 people takes: `python -m tests.benchmarks.imports [rows]`.

Prints seconds for each step, with those of the processor, here and in the database, and by how many
MiB the process has grown at most: reading the workbook (in a process of its own), looking at every
row, bringing them all in, and undoing it.
"""

import argparse
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from tests.benchmarks.page_reader import spent
from tests.builders import a_caseworker, a_programme
from tests.databases import Databases, a_cluster
from tests.keys import DATA_KEY, SECRET_KEY
from tests.webapp.imports.workbooks import xlsx
from webapp import create_app
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.languages import compile_catalogues
from webapp.jobs.imports import run_import
from webapp.models import Import
from webapp.portals.imports import proposing
from webapp.services.imports.sheets import read_sheet
from webapp.services.imports.tables import table_of

HEADER = (
    "Prénom", "Nom", "Sexe", "Né en", "Commune", "Téléphone", "Langues", "Français", "Du", "Au",
    "Besoins", "Souhaits",
)  # fmt: skip
A_MEBIBYTE = 1024


def main(rows: int) -> None:
    """Measure, and print."""
    compile_catalogues()
    written = xlsx([HEADER, *(_person(number) for number in range(rows))])
    with a_cluster() as sockets:
        database = Databases(sockets, "imports").make()
        app = create_app(Config(database.url, SECRET_KEY, DATA_KEY, mode="demonstration"))
        sessions = app.extensions["sessions"]
        before = _peak()
        with app.app_context(), sessions() as session:
            set_scope(session, EVERYONE)
            with _timed("read", session):
                about = _import(session, written)
            with _timed("look at every row", session):
                run_import(about.id)
            session.refresh(about)
            assert about.failure is None, about.failure
            about.start([], about.total)
            session.commit()
            with _timed("bring in", session):
                run_import(about.id)
            session.refresh(about)
            about.start_undoing()
            session.commit()
            with _timed("undo", session):
                run_import(about.id)
            session.refresh(about)
            assert about.failure is None, about.failure
            print(f"{about.made} files; the process has grown by {_peak() - before} MiB")
        sessions.kw["bind"].dispose()


def _person(number: int) -> list[object]:
    names = [_name(number), _name(number // 7 + 90_001), "FH"[number % 2], 1960 + number % 45]
    home = ["Caen", f"6{number:08}", "Dari; Arabe", "A1", "05/04/2027", "20/06/2027"]
    return [*names, *home, "Repas halal", "Abeilles"]


def _name(number: int) -> str:
    """Return a name that sounds like no other one of a number below a million."""
    return "".join(f"{'bdfgjklmrt'[int(figure)]}a" for figure in f"{number:06}").capitalize()


def _import(session: Session, written: bytes) -> Import:
    a_programme(session)
    user = a_caseworker(session)
    table = table_of(read_sheet(written), lambda name: bool(proposing.meaning_of("parties", name)))
    about = Import(
        organisation_id=user.organisation_id, kind="parties", by_id=user.id, rows=table.to_json()
    )
    session.add(about)
    session.flush()
    about.check(proposing.proposed("parties", table, {}), len(table.rows))
    session.commit()
    return about


@contextmanager
def _timed(what: str, session: Session) -> Iterator[None]:
    began, used, in_all = time.perf_counter(), time.process_time(), spent(session)
    yield
    took, here = time.perf_counter() - began, time.process_time() - used
    there = spent(session) - in_all - here
    print(f"{what}: {took:.1f} s, {here:.1f} of the processor, and {there:.1f} of the database's")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // A_MEBIBYTE


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.imports")
    parser.add_argument("rows", type=int, nargs="?", default=10_000, help="of the table")
    main(parser.parse_args().rows)
