"""How long each list takes at regional size: `python -m tests.benchmarks.lists [times]`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.databases import Databases, a_cluster
from tests.keys import DATA_KEY, SECRET_KEY
from webapp import create_app, demo
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.models import User
from webapp.services.records import sessions

LISTS = {
    "claire@sillon.example": (
        "/casework/",
        "/casework/parties",
        "/casework/parties?text=ra",
        "/casework/parties/ending",
        "/casework/rounds",
        "/casework/visits",
        "/casework/absences",
        "/casework/agreements",
        "/casework/cases",
        "/casework/follow-ups",
        "/casework/imports",
        "/casework/incidents",
        "/casework/referrals",
        "/casework/relationships",
        "/casework/transfers",
        "/casework/workshops",
    ),
    "camille@sillon.example": (
        "/programme/",
        "/programme/farms",
        "/programme/people",
        "/programme/visits",
        "/programme/rounds",
        "/programme/accreditations",
        "/programme/associations",
        "/programme/audit",
        "/programme/centres",
        "/programme/committees",
        "/programme/feedback",
        "/programme/follow-ups",
        "/programme/incidents",
        "/programme/prescribers",
        "/programme/reports",
        "/programme/village",
        "/programme/workshops",
    ),
    "anne@sillon.example": (
        "/farm/",
        "/farm/offers",
        "/farm/visits",
        "/farm/calendar",
        "/farm/gatherings",
        "/farm/photos",
        "/farm/sought",
        "/farm/workshops",
    ),
}
"""Who reads which lists."""


@contextmanager
def a_region() -> Iterator[tuple[Flask, Session]]:
    """Serve a demonstration programme of regional size."""
    with a_cluster() as sockets:
        database = Databases(sockets, "lists").make()
        app = create_app(Config(database.url, SECRET_KEY, DATA_KEY, mode="demonstration"))
        engine = make_engine(database.url)
        with Session(engine) as session:
            demo.load(session, "regional")
            session.commit()
            set_scope(session, EVERYONE)
            yield app, session
        engine.dispose()


def sign_in(app: Flask, session: Session, email: str) -> FlaskClient:
    """Return a browser in which this person has signed in."""
    user = session.scalars(select(User).where(User.email == email)).one()
    found = sessions.find_session(session, sessions.open_session(session, user))
    assert found is not None
    secret = sessions.pass_second_factor(found)
    session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = secret, True
    return client


def milliseconds(client: FlaskClient, address: str, times: int) -> list[float]:
    """Read a page several times, and return how long each took."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = client.get(address)
        taken.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return taken


def main(times: int) -> None:
    """Print median and 95th percentile of each list."""
    with a_region() as (app, session):
        print(f"{'list':<32}{'median ms':>12}{'p95 ms':>12}")
        for email, addresses in LISTS.items():
            client = sign_in(app, session, email)
            for address in addresses:
                taken = milliseconds(client, address, times)
                middle, late = median(taken), quantiles(taken, n=20)[-1]
                print(f"{address:<32}{middle:>12.1f}{late:>12.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
