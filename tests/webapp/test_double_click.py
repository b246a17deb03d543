"""A form that is sent twice at once does one thing: it acts, is committed, and sent again.

That each act counts is held by `test_forms.py`, where all are done: here a few of each kind are
really sent twice.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from sqlalchemy import Engine, func, literal, select, table, union_all
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from tests.builders import a_farm, a_farmer, a_programme
from tests.databases import Database, Databases
from tests.page import SITE, Page, shown_values
from tests.webapp.form_table import ROWS
from tests.webapp.forms.filling import open_the_form, typed_into
from tests.webapp.forms.row import Row, World, a_few
from webapp.ground.database import EVERYONE, Base, make_engine, make_sessions, set_scope
from webapp.models import EmailLinkPurpose, Farm, User, UserSession
from webapp.services.accounts import email_links, passwords
from webapp.services.records.tokens import email_token

pytestmark = [pytest.mark.early, pytest.mark.usefixtures("spring", "a_quick_hasher")]

UNCOUNTED = {"attempts", "sent_forms"}
"""Each knock counts, and each form is remembered."""
COUNTED = sorted({*Base.metadata.tables, "procrastinate_jobs"} - UNCOUNTED)
HOW_MANY = union_all(
    *(select(literal(name), func.count()).select_from(table(name)) for name in COUNTED)
)


@pytest.fixture
def a_quick_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))


@pytest.fixture(scope="module")
def own_database(databases: Databases) -> Iterator[Database]:
    """A database for real commits; each test finds it empty."""
    made = databases.make()
    yield made
    databases.drop(made)


@pytest.fixture(scope="module")
def own_engine(own_database: Database) -> Iterator[Engine]:
    # Each connection that is used at all plans everything once: the same few are used again.
    engine = make_engine(own_database.url, pool_use_lifo=True)
    yield engine
    engine.dispose()


@pytest.fixture
def committed(
    databases: Databases, own_database: Database, own_engine: Engine, application: Flask
) -> Iterator[Session]:
    """A session whose commits are real, as the application's are."""
    application.extensions["sessions"] = make_sessions(own_engine)
    with make_sessions(own_engine)() as session:
        set_scope(session, EVERYONE)
        a_programme(session)
        session.commit()
        yield session
    databases.empty(own_database)


def counts(session: Session) -> Counter[str]:
    """Return how many rows each table has."""
    set_scope(session, EVERYONE)
    return Counter({str(name): number for name, number in session.execute(HOW_MANY)})


Sent = dict[str, Any]


def send(app: Flask, address: str, cookie: str, sent: Sent) -> TestResponse:
    return app.test_client(use_cookies=False).post(
        address, base_url=SITE, data=sent, headers={"Cookie": cookie}, buffered=True
    )


def send_at_once(app: Flask, address: str, *sent: tuple[str, Sent]) -> list[TestResponse]:
    """Send forms, each with its browser's cookie, at one and the same moment."""
    ready = Barrier(len(sent))

    def press(cookie: str, data: Sent) -> TestResponse:
        ready.wait(timeout=120)
        return send(app, address, cookie, data)

    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(press, *zip(*sent, strict=True)))


def open_with(app: Flask, address: str, answer: TestResponse) -> TestResponse:
    """Open a page with the cookie that an answer has set."""
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    browser = app.test_client(use_cookies=False)
    return browser.get(address, base_url=SITE, headers={"Cookie": cookie})


def cookie_of(page: Page, app: Flask) -> str:
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = page.client.get_cookie(name, domain="sillon.example")
    return f"{name}={cookie.value}" if cookie else ""


def fill(row: Row, world: World, app: Flask, db: Session) -> tuple[str, str, Sent]:
    """Open a row's form in a browser of its own; return where it goes, cookie and what it sends."""
    page = Page(app, db)
    form = open_the_form(page, app, row, world)
    filled = {**shown_values(form), **typed_into(form, row, world)}
    address = str(form.attributes.get("action") or page.response.request.full_path)
    db.commit()
    sent = {name: each for name, each in filled.items() if each is not None}
    return address, cookie_of(page, app), sent


def what_one_press_makes(app: Flask, engine: Engine, *sent: Any) -> Counter[str]:
    """Return how many rows each table has once a form was sent; it is taken back."""
    with engine.connect() as connection, connection.begin() as everything:
        sessions = sessionmaker(connection, join_transaction_mode="create_savepoint")
        app.extensions["sessions"] = sessions
        assert send(app, *sent).status_code < 400
        with sessions() as session:
            made = counts(session)
        everything.rollback()
    app.extensions["sessions"] = make_sessions(engine)
    return made


@pytest.mark.parametrize("row", a_few(ROWS), ids=str)
def test_a_double_click_does_one_thing(
    row: Row, committed: Session, own_engine: Engine, application: Flask
) -> None:
    world = row.world(committed)
    committed.commit()
    committed.expunge_all()
    address, cookie, sent = fill(row, world, application, committed)
    before = counts(committed)
    wanted = what_one_press_makes(application, own_engine, address, cookie, sent)
    answers = send_at_once(application, address, (cookie, sent), (cookie, sent))
    assert [answer.status_code for answer in answers if answer.status_code >= 400] == []
    assert counts(committed) == wanted
    pages = [answer for answer in answers if answer.mimetype == "text/html"]
    shown = [answer for answer in pages if answer.status_code == 200]
    assert not shown or wanted == before, "The browser shows the second answer, never the first"


def a_host(page: Page, email: str) -> dict[str, Any]:
    form = page.visit("/account/host").form_to("/account/host")
    return {**shown_values(form), "name": "Anne Lebrun", "email": email}


@pytest.mark.parametrize("is_known", [False, True])
def test_asking_to_host_twice_at_once_does_not_tell_whether_an_address_is_known(
    committed: Session, application: Flask, is_known: bool
) -> None:
    """From two browsers, so that neither is a double click of the other."""
    email = a_farmer(committed).email if is_known else "anne@ferme.example"
    pages = [Page(application, committed) for _browser in range(4)]
    forms = [a_host(page, email) for page in pages]
    cookies = [cookie_of(page, application) for page in pages]
    sent = list(zip(cookies, forms, strict=True))
    answers = send_at_once(application, "/account/host", *sent)
    met = {(answer.status_code, answer.location) for answer in answers}
    assert met == {(302, "/account/link-sent?new=farm")}
    assert committed.scalar(select(func.count()).where(User.email == email)) == 1


def test_the_second_press_is_told_that_it_is_done_and_led_where_the_first_one_was(
    committed: Session, application: Flask
) -> None:
    farm = a_farm(committed)
    page = Page(application, committed).sign_in(a_farmer(committed, farm, language="en"))
    form = page.visit("/farm/my-farm/rooms/new?lang=en").form_to("/farm/my-farm/rooms/new")
    data = {**shown_values(form), "name": "Under the roof"}
    cookie = cookie_of(page, application)
    for _press in range(2):
        answer = send(application, "/farm/my-farm/rooms/new", cookie, data)
        assert (answer.status_code, answer.location) == (302, "/farm/my-farm/rooms")
    follows = open_with(application, "/farm/my-farm/rooms", answer)
    assert "Already done" in follows.text
    other = send(application, "/farm/my-farm/rooms/new", cookie, {**data, "name": "In the yard"})
    assert other.location == "/farm/my-farm/rooms"
    committed.expire_all()
    names = [room.name for room in committed.get_one(Farm, farm.id).rooms]
    assert names[-2:] == ["Under the roof", "In the yard"], "Other words are another act"


def test_a_browser_that_missed_the_answer_to_its_first_press_is_let_in_by_the_second(
    committed: Session, application: Flask
) -> None:
    user = a_farmer(committed)
    link = email_links.make_link(committed, user, EmailLinkPurpose.SIGN_IN)
    address = f"/account/e/{email_token(link)}"
    page = Page(application, committed)
    form = page.visit(address).form_to(address)
    sent = (cookie_of(page, application), shown_values(form))
    first, second = send(application, address, *sent), send(application, address, *sent)
    assert first.location == second.location
    inside = [open_with(application, "/farm/", each).status_code for each in (first, second)]
    assert inside == [302, 200], "The second answer has the one key to the one session"
    assert committed.scalar(select(func.count()).select_from(UserSession)) == 1
