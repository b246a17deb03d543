"""Promises 1, 2, 4 and 7 of the programme: every route, tried by every kind of person."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.everything import EVERYTHING
from tests.page import SITE
from tests.webapp import access_matrix as matrix
from tests.webapp.access_world import World
from tests.webapp.written_tables import written_tables
from webapp.ground.database import EVERYONE, set_scope
from webapp.services.records import sessions as user_sessions
from webapp.web.headers import HEADERS
from webapp.web.phrase_form import MAY_HEAR

pytestmark = pytest.mark.early

READING = ("GET", "HEAD", "OPTIONS")
PROVED_OTHERWISE = {"gateway.take_event", "gateway.take_text"}
"""Views that a machine of the association calls: a signature stands for the page's token."""
WRITTEN_BY_READING = {"events", "user_sessions", "users", "attempts", "visit_sessions"}
"""Audit, sessions with the last sight of their user, and throttle."""
KEPT = ("give_keeper", "static", ".show_sheet", ".show_picture")
"""What a browser may keep: these say themselves for how long, and the pictures for whom."""
GUARDED = {"farmer", "caseworker", "coordinator", "local_referent"}
"""The portals with one door for all their pages, which only a role opens."""
INSIDE = [kind for kind in matrix.KINDS if not kind.startswith(tuple(matrix.NOT_SIGNED_IN))]
PRIVATE_WORDS = ("Xanthippe", "Ombredune", "P-977", "Quatrelunes", "Zéphyrine", "chemin du Marais")


@pytest.fixture(scope="module")
def world(application: Flask, engine: Engine) -> Iterator[World]:
    """One world for the whole module; every request is undone."""
    with engine.connect() as connection:
        transaction = connection.begin()
        factory = sessionmaker(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        with factory() as db:
            set_scope(db, EVERYONE)
            made = World(application, connection, factory, db)
        yield made
        transaction.rollback()


@pytest.fixture(autouse=True)
def _use_the_world(world: World, application: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(application.extensions, "sessions", world.sessions)
    monkeypatch.setitem(application.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.fixture(autouse=True)
def _is_not_seen_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request is undone, and would write again a minute later that somebody is here."""
    monkeypatch.setattr(user_sessions, "SEEN_EVERY", timedelta(days=1))


@pytest.fixture
def without_csrf(application: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)


def rules(application: Flask) -> list[Rule]:
    return list(application.url_map.iter_rules())


def names_an_object(rule: Rule) -> bool:
    return bool(rule.arguments - {"token", "filename"})


def meeting(answer: TestResponse) -> str:
    """Say what someone met."""
    leads_to = urlsplit(answer.headers.get("Location", "")).path
    if answer.status_code in {404, 410}:
        return matrix.HIDDEN
    if answer.status_code == 401:
        return matrix.NO_KEY
    if leads_to in {"/account/code", "/account/set-up-code"}:
        return matrix.CODE
    return matrix.SIGN_IN if leads_to == "/account/sign-in" else matrix.OPENS


def fits(met: str, decided: str) -> bool:
    if decided == matrix.DEPENDS:
        return True
    return met != matrix.HIDDEN if decided == matrix.ANSWERS else met == decided


def is_tried(kind: str, rule: Rule, number: int) -> bool:
    """Return whether a kind of person tries a page, or another kind has been at the same door.

    Without the token of their link, who holds one asks as anybody does. Whoever has not signed in
    tries every door, so that a page without one is found; those of another role meet one guard at
    all pages of a portal, and try them in turn.
    """
    if kind.startswith("holder"):
        return "token" in rule.arguments
    portal = rule.endpoint.partition(".")[0]
    role = portal.replace("_", " ")
    if EVERYTHING or kind == "anonymous" or portal not in GUARDED or role in kind:
        return True
    strangers = [each for each in INSIDE if role not in each]
    return kind == strangers[number % len(strangers)]


@pytest.mark.parametrize("kind", [each for each in matrix.KINDS if each.startswith("holder")])
def test_without_their_token_who_holds_a_link_meets_what_anybody_does(
    application: Flask, kind: str
) -> None:
    for rule in rules(application):
        if "token" not in rule.arguments and rule.endpoint in matrix.declared():
            names = names_an_object(rule)
            theirs, anybodys = (
                matrix.decided(rule.endpoint, each, names_an_object=names)
                for each in (kind, "anonymous")
            )
            assert theirs == anybodys, rule.endpoint


def test_every_route_is_in_the_matrix(application: Flask) -> None:
    there = {rule.endpoint for rule in rules(application)}
    new, gone = there - matrix.declared(), matrix.declared() - there
    assert not new, f"Say who may open {sorted(new)}: add them to ROUTES in access_routes.py"
    assert not gone, f"Take {sorted(gone)} out of ROUTES in access_routes.py: there is no such view"


def test_every_row_decides_on_every_kind_of_person() -> None:
    for portal in matrix.PORTALS.values():
        assert set(portal) == set(matrix.KINDS)
    for cells in (*matrix.EXCEPTIONS.values(), *matrix.OTHERS_OBJECT.values()):
        assert set(cells) <= set(matrix.KINDS)


@pytest.mark.usefixtures("without_csrf")
@pytest.mark.parametrize("kind", matrix.KINDS)
def test_everyone_meets_what_was_decided(world: World, application: Flask, kind: str) -> None:
    wrong = []
    declared = matrix.declared()  # what is not is told by the test above
    for number, rule in enumerate(rules(application)):
        if rule.endpoint not in declared or not is_tried(kind, rule, number):
            continue
        decided = matrix.decided(rule.endpoint, kind, names_an_object=names_an_object(rule))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            with written_tables(world.connection) as written:
                answer = world.ask(kind, method, rule)
            met = meeting(answer)
            if not fits(met, decided) or answer.status_code >= 500:
                wrong.append(f"{method} {rule.endpoint}: {met} ({answer.status}), not {decided}")
            if met in {matrix.HIDDEN, matrix.CODE}:
                wrong += [f"{method} {rule.endpoint} {leak}" for leak in leaks(answer, written)]
            if method == "GET":
                wrong += [f"{rule.endpoint} {each}" for each in wrote(written)]
            wrong += [f"{method} {rule.endpoint} {each}" for each in headers_amiss(answer, rule)]
    assert not wrong, f"{kind}:\n" + "\n".join(wrong)


@pytest.mark.usefixtures("without_csrf")
def test_a_number_that_no_row_can_have_is_not_found(world: World, application: Flask) -> None:
    urls = application.url_map.bind("sillon.example")
    client = application.test_client(use_cookies=False)
    for rule in rules(application):
        if "<int:" in rule.rule:
            kind = reader_of(rule)
            values = {name: world.value(rule, name, kind) for name in rule.arguments}
            numbers = dict.fromkeys(re.findall(r"<int:(\w+)>", rule.rule), 2**31)
            address = urls.build(rule.endpoint, values | numbers)
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            cookie = world.cookie(kind)
            answer = client.open(address, method=method, base_url=SITE, headers=cookie)
            assert answer.status_code == 404, address


@pytest.mark.usefixtures("without_csrf")
@pytest.mark.parametrize("number", [2**31, 10**30])
def test_a_form_that_names_what_no_row_can_be_is_not_found(
    world: World, application: Flask, number: int
) -> None:
    address = f"/casework/free-places/{world.objects['slot_id']}"
    answer = application.test_client(use_cookies=False).post(
        address, base_url=SITE, headers=world.cookie("caseworker"), data={"party": number}
    )
    assert answer.status_code == 404


def leaks(answer: TestResponse, written: set[str]) -> list[str]:
    """Say what a refusal told or changed nevertheless."""
    told = [f"says {word!r}" for word in PRIVATE_WORDS if word in answer.get_data(as_text=True)]
    return told + wrote(written)


def wrote(tables: set[str]) -> list[str]:
    """Say which tables were written to, beside those that reading writes to."""
    return [f"wrote to {table}" for table in sorted(tables - WRITTEN_BY_READING)]


RECORDS = "coordinator.record_phrase"
"""The one page that may ask for the microphone."""


def headers_amiss(answer: TestResponse, rule: Rule) -> list[str]:
    """Say which headers an answer lacks."""
    wanted = dict(HEADERS)
    if rule.endpoint == RECORDS and answer.status_code == 200:
        wanted["Permissions-Policy"] = MAY_HEAR
    missing = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    if not rule.endpoint.endswith(KEPT) and answer.headers["Cache-Control"] != "no-store":
        missing.append("Cache-Control")
    return [f"has another {name}" for name in missing]


def reader_of(rule: Rule) -> str:
    """Return who reads a page by right: anybody else is turned away at its door."""
    portal = rule.endpoint.partition(".")[0].replace("_", " ")
    return portal if portal in matrix.KINDS else "coordinator"


def test_asking_for_the_head_of_a_page_changes_nothing(world: World, application: Flask) -> None:
    """Of those that also act: where nothing is sent, the walk above has shown it by GET."""
    wrong = []
    for rule in rules(application):
        if {"HEAD", "POST"} <= (rule.methods or set()):
            with written_tables(world.connection) as written:
                world.ask(reader_of(rule), "HEAD", rule)
            wrong += [f"{rule.endpoint} {each}" for each in wrote(written)]
    assert not wrong, "\n".join(wrong)


def test_asking_what_a_page_takes_changes_nothing(world: World, application: Flask) -> None:
    """No view is asked, but the door of its portal is."""
    assert all(vars(rule)["provide_automatic_options"] for rule in rules(application))
    doors = {rule.endpoint.partition(".")[0]: rule for rule in rules(application)}
    for rule in doors.values():
        with written_tables(world.connection) as written:
            assert world.ask(reader_of(rule), "OPTIONS", rule).status_code < 500
        assert not wrote(written), rule.endpoint


def test_no_act_is_done_without_the_pages_own_token(world: World, application: Flask) -> None:
    wrong = []
    for rule in rules(application):
        for method in sorted((rule.methods or set()) - set(READING)):
            with written_tables(world.connection) as written:
                answer = world.ask("coordinator", method, rule)
            refused = 404 if rule.endpoint in PROVED_OTHERWISE else 400
            if answer.status_code != refused or written - WRITTEN_BY_READING:
                wrong.append(f"{method} {rule.endpoint}: {answer.status}, wrote {sorted(written)}")
    assert not wrong, "\n".join(wrong)


def test_the_canary_of_reading_sees_a_write(world: World, connection: Connection) -> None:
    with written_tables(connection) as written:
        connection.exec_driver_sql("UPDATE farms SET name = name WHERE false")
        connection.exec_driver_sql("SELECT 1")
    assert written == {"farms"}


def test_a_signed_in_person_stays_in_place_after_a_form_too_old(
    world: World, application: Flask, db: Session
) -> None:
    rule = next(each for each in rules(application) if each.endpoint == "account.edit_profile")
    answer = world.ask("caseworker", "POST", rule)
    assert "encore une fois" in answer.get_data(as_text=True)
    assert 'href="/account/profile"' in answer.get_data(as_text=True)
