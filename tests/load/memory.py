"""What each web process holds as its pages are read: `python -m tests.load.memory`.

Gunicorn serves a demonstration as in an installation; told is each process's own memory and its
share of what it has in common with the others (PSS), in MiB. It ends with 1 where one holds more
than is promised.
"""

import argparse
import json
import re
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from local import postgres
from tests.benchmarks.lists import LISTS, sign_in
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.load.__main__ import MEMORY_MIB, memory, serving
from webapp import create_app, demo
from webapp.ground import migrate
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.languages import PUBLIC
from webapp.models import Side, Visit
from webapp.services.records.tokens import visit_token

PROCESSES = 2
A_KIND = 2
"""So many pages of one kind are read, each more than once: by both processes, most likely."""
AGAIN = 2
LINK = re.compile(r'href="(/[^"#?]*)')


def main() -> None:
    """Serve, read, and print what is held after each kind of reader."""
    argparse.ArgumentParser(prog="python -m tests.load.memory", description=__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="sillon-memory-") as made, ExitStack() as stack:
        folder = Path(made)
        folder.chmod(0o711)
        server = stack.enter_context(postgres.start(folder / "data"))
        migrate.migrate(server.url("sillon_owner"))
        database = Database(server.url(), server.url("sillon_owner"))
        app = create_app(Config(database.url, SECRET_KEY, DATA_KEY, mode="demonstration"))
        stack.callback(app.extensions["sessions"].kw["bind"].dispose)
        with app.extensions["sessions"]() as session:
            set_scope(session, EVERYONE)
            demo.load(session, "pilot")
            session.commit()
            guests = _guests(session)
            cookies = {
                start: sign_in(app, session, email) for email, (start, *_more) in LISTS.items()
            }
        web, port = stack.enter_context(serving(folder, database, PROCESSES))
        site = f"http://127.0.0.1:{port}"
        held = {"at the start": memory(web)}
        for address in guests * AGAIN:
            _ask(site + address)
        held["guests in every language"] = memory(web)
        for start, client in cookies.items():
            cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            _read_all(app, site, start, f"{cookie.key}={cookie.value}")
        held["every kind of page of staff and farms"] = memory(web)
    sys.stdout.write(json.dumps(held, indent=1) + "\n")
    sys.exit(any(each > MEMORY_MIB for processes in held.values() for each in processes))


def _guests(session: Session) -> list[str]:
    visits = session.scalars(select(Visit).order_by(Visit.id).limit(5)).all()
    return [
        f"/v/{visit_token(visit, Side.PARTY)}?lang={language.code}"
        for visit in visits
        for language in PUBLIC
    ]


def _read_all(app: Flask, site: str, start: str, cookie: str) -> None:
    """Read some pages of each kind that links lead to, each more than once."""
    read: Counter[str] = Counter()
    waiting, addresses = [start], app.url_map.bind("localhost")
    for address in waiting:
        try:
            kind = str(addresses.match(address, method="GET")[0])
        except HTTPException:
            continue
        if kind in {"static", "auth.sign_out"} or read[kind] >= A_KIND:
            continue
        read[kind] += 1
        for _ in range(AGAIN):
            page = _ask(site + address, cookie)
        waiting += [each for each in re.findall(LINK, page) if each not in waiting]


def _ask(address: str, cookie: str = "") -> str:
    """Open a page; what is refused or gone is a page too."""
    request = urllib.request.Request(address, headers={"Cookie": cookie})  # noqa: S310 (our own)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return str(answer.read().decode(errors="replace"))
    except urllib.error.HTTPError:
        return ""


if __name__ == "__main__":
    main()
