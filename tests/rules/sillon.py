"""What each rule must find (`ruleid`) and must leave alone (`ok`); nothing of it is ever run."""

import os
import pickle
import ssl
import subprocess
from pathlib import Path
from typing import Any

import requests
from flask import redirect, render_template_string, request, send_file, url_for
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.orm import Session

from webapp.ground import logs
from webapp.ground.database import EVERYONE, Scope, seeing_everyone, set_scope
from webapp.models import Party, Person
from webapp.services.records import audit
from webapp.web.acts import note_reading


def statements(db: Any, typed: str) -> None:
    # ruleid: sql-of-words
    db.execute(text(f"SELECT {typed}"))
    # ruleid: sql-of-words
    db.execute(text("SELECT " + typed))
    # ruleid: sql-of-words
    db.execute("SELECT '%s'" % typed)
    # ruleid: sql-of-words
    db.execute("SELECT '{}'".format(typed))
    # ruleid: sql-of-words
    sql.SQL(f"SELECT {typed}")
    # ok: sql-of-words
    db.execute(text("SELECT :typed"), {"typed": typed})
    # ok: sql-of-words
    sql.SQL("DROP DATABASE {}").format(sql.Identifier(typed))


def files(folder: Path) -> Any:
    name = request.args["name"]
    # ruleid: file-named-by-a-request
    send_file(name)
    # ruleid: file-named-by-a-request
    Path(request.form["name"]).read_text()
    # ruleid: file-named-by-a-request
    (folder / name).read_text()
    # ok: file-named-by-a-request
    return send_file(folder / "sillon.csv")


def ways() -> Any:
    # ruleid: way-named-by-a-request
    redirect(request.args["next"])
    # ok: way-named-by-a-request
    return redirect(url_for("public.show_home", lang=request.args["lang"]))


def programs(thing: object) -> None:
    asked = request.values["do"]
    # ruleid: program-named-by-a-request
    subprocess.run(asked, check=False)
    # ruleid: program-named-by-a-request
    os.system(asked)
    # ruleid: program-named-by-a-request
    render_template_string(asked)
    # ruleid: program-named-by-a-request
    getattr(thing, asked)
    # ruleid: program-named-by-a-request
    pickle.loads(request.files["it"].read())
    # ok: program-named-by-a-request
    subprocess.run(["true"], check=False)


def lines(db: Session, party: Party, person: Person) -> None:
    # ruleid: somebody-in-a-log
    logs.log.info("party", phone=party.phone)
    # ruleid: somebody-in-a-log
    print(f"{person.first_name} was here")
    # ruleid: somebody-in-a-log
    audit.record(db, "party.read", party, who=person.last_name)
    # ruleid: somebody-in-a-log
    note_reading("party.read", party, who=str(person.birth_year))
    # ok: somebody-in-a-log
    logs.log.info("party", id=party.id)


def scopes(db: Session) -> None:
    # ruleid: everything-seen-by-a-view
    set_scope(db, EVERYONE)
    # ok: everything-seen-by-a-view
    set_scope(db, Scope("organisation", 1))
    # ok: everything-seen-by-a-view
    with seeing_everyone(db):
        pass


def calls(address: str) -> None:
    # ruleid: unsafe-way-out
    requests.get(address)
    # ruleid: unsafe-way-out
    requests.post(address, timeout=5, verify=False)
    # ruleid: unsafe-way-out
    ssl._create_unverified_context()
    # ok: unsafe-way-out
    requests.get(address, timeout=5)
