"""Everybody says at one instant that the guests are there: nobody waits in a circle."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_farmer,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
)
from tests.databases import Database
from tests.page import SITE, Page, shown_values
from tests.waiting import wait_until
from tests.webapp.visits.nearby import a_local_referent
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.models import Answer, Event, Farm, Party, Side, User, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import places

ROUNDS = 3
NINE = 9

Sent = tuple[str, str, dict[str, Any]]
"""Where a form goes, the cookie of its browser, and what it sends."""


@pytest.fixture
def committed(fresh_database: Database, application: Flask) -> Iterator[Session]:
    """A session whose commits are real, as the application's are."""
    engine = make_engine(fresh_database.url, pool_size=20)
    application.extensions["sessions"] = make_sessions(engine)
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        a_programme(session)
        session.commit()
        yield session
    engine.dispose()


def a_visit_of_today(db: Session) -> tuple[Visit, dict[str, User]]:
    lise = a_local_referent(db)
    slot = a_slot(db, arrival=today())
    yes: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    party = a_party(db, persons=[a_person()], language="ar")
    visit = a_visit(db, party, slot, state=VisitState.CONFIRMED, local_referent_id=lise.id, **yes)
    people = {
        "near": lise,
        "farm": a_farmer(db, slot.farm),
        "casework": a_caseworker(db, party.organisation),
    }
    db.commit()
    return visit, people


def forms(app: Flask, db: Session, visit: Visit, people: dict[str, User]) -> list[Sent]:
    """Open every page on which somebody may say so, and return what each would send."""
    addresses = {each: f"/{each}/visits/{visit.id}" for each in people}
    found = []
    for portal, user in people.items():
        page = Page(app, db).sign_in(user)
        found.append(sent(app, page, addresses[portal], f"{addresses[portal]}/arrival"))
    token = visit_token(visit, Side.PARTY)
    for language in ("ar", "fr", "en"):
        page = Page(app, db)
        for act in ("arrival", "help"):
            found.append(sent(app, page, f"/v/{token}?lang={language}", f"/v/{token}/{act}"))
    db.commit()
    return found


def sent(app: Flask, page: Page, address: str, to: str) -> Sent:
    """Open a page, and return what its form that leads there would send."""
    page.visit(address)
    form = page.form_to(to)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = page.client.get_cookie(name, domain="sillon.example")
    return to, f"{name}={cookie.value}" if cookie else "", shown_values(form)


def press_all(app: Flask, found: list[Sent]) -> list[int]:
    """Send every form at one and the same moment; return what each is answered."""
    ready = Barrier(len(found))

    def press(each: Sent) -> int:
        to, cookie, data = each
        ready.wait(60)
        browser = app.test_client(use_cookies=False)
        answer = browser.post(to, base_url=SITE, data=data, headers={"Cookie": cookie})
        return answer.status_code

    with ThreadPoolExecutor(len(found)) as pool:
        return list(pool.map(press, found))


def test_nine_who_say_at_once_that_they_are_there_are_all_heard(
    application: Flask, committed: Session
) -> None:
    for _ in range(ROUNDS):
        visit, people = a_visit_of_today(committed)
        found = forms(application, committed, visit, people)
        assert len(found) == NINE
        assert set(press_all(application, found)) == {302}
        arrivals = sum(to.endswith("/arrival") for to, _cookie, _data in found)
        told = Event.act == "visit.arrived", Event.subject_id == visit.id
        events = committed.scalar(select(func.count()).select_from(Event).where(*told))
        committed.refresh(visit)
        assert (events, visit.state) == (arrivals, VisitState.UNDER_WAY)


def test_a_guest_who_chose_a_language_waits_for_the_farm_before_anything_else(
    application: Flask, committed: Session
) -> None:
    visit, people = a_visit_of_today(committed)
    found = forms(application, committed, visit, people)
    french = next(each for each in found if each[0].startswith("/v/") and "/help" in each[0])
    sessions = application.extensions["sessions"]
    with sessions() as other, ThreadPoolExecutor(1) as pool:
        set_scope(other, EVERYONE)
        places.lock_farm(other, other.get_one(Farm, visit.farm_id))
        pressed = pool.submit(press_all, application, [french])
        wait_until(lambda: is_blocked(sessions), seconds=60)
        nobody_holds = select(Party.id).where(Party.id == visit.party_id)
        other.scalars(nobody_holds.with_for_update(nowait=True)).one()
        other.commit()
        assert pressed.result(60) == [302]


def is_blocked(sessions: sessionmaker[Session]) -> bool:
    """Whether somebody waits for a lock."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with sessions() as session:  # what is seen of others stays as it is within a transaction
        return bool(session.scalar(text(f"{waits} AND datname = current_database()")))
