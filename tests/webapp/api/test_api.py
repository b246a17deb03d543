"""Programs read figures and codes by a key; what they read is what the description says."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.builders import a_coordinator, a_party, a_round, a_visit
from tests.page import SITE, Page, shown_values
from tests.webapp.reports.builders import a_funder, a_report, freeze
from tests.webapp.reports.earlier import FROZEN
from tests.webapp.workshops.builders import a_series
from webapp.ground.clock import now, today
from webapp.models import ApiKey, Event, User
from webapp.portals.api.openapi import document
from webapp.portals.api.resources import RESOURCES
from webapp.services.records import api_keys
from webapp.services.reports import keeping
from webapp.services.reports.rounding import BASE
from webapp.web import shown_once, throttle

PRIVATE = ("Nour", "Exemple", "+336", "Anne et Luc", "chemin du Marais", "traite", "Ferme ")
OF_TYPES: dict[str, type] = {
    "integer": int, "string": str, "boolean": bool, "array": list, "object": dict,
    "null": type(None),
}  # fmt: skip


@pytest.fixture
def by(db: Session) -> User:
    return a_coordinator(db)


def a_key(db: Session, by: User, *scopes: str, last_day: date | None = None) -> str:
    _key, text = api_keys.make(db, by, "Observatory", scopes, last_day or today())
    db.commit()
    return text


def ask(client: FlaskClient, address: str, text: str, **query: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {text}"}
    return client.get(f"/api/v1/{address}", base_url=SITE, headers=headers, query_string=query)


def assert_fits(value: Any, schema: dict[str, Any]) -> None:
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    assert type(value) in {OF_TYPES[each] for each in kinds}
    if value is not None and schema.get("format") == "date":
        date.fromisoformat(value)
    if value is not None and schema.get("format") == "date-time":
        assert datetime.fromisoformat(value).tzinfo
    assert value is None or value in schema.get("enum", [value])
    if isinstance(value, list):
        for each in value:
            assert_fits(each, schema["items"])
    if isinstance(value, dict):
        assert value.keys() == schema["properties"].keys() == set(schema["required"])
        for name, each in value.items():
            assert_fits(each, schema["properties"][name])


def test_every_answer_is_as_the_description_says_and_tells_no_name(
    app: Flask, db: Session, by: User
) -> None:
    visit = a_visit(db)
    a_round(db, visit.party.organisation)
    a_series(db, knows_people="Nour Exemple")
    a_report(db)
    freeze(db, a_report(db, a_funder(db, foreword="Nour Exemple")), by)
    client, text = app.test_client(), a_key(db, by, *RESOURCES)
    described = client.get("/api/v1/openapi.json", base_url=SITE).get_json()
    assert described == document()
    assert described["openapi"].startswith("3.1")
    for name, resource in RESOURCES.items():
        answer = ask(client, name, text)
        schema = described["components"]["schemas"][name]["properties"]["data"]["items"]
        assert schema["required"] == list(resource.columns)
        for row in answer.get_json()["data"]:
            assert row.keys() == schema["properties"].keys()
            for column, value in row.items():
                assert_fits(value, schema["properties"][column])
        assert answer.get_json()["data"]
        assert not [each for each in PRIVATE if each in answer.text]
    assert ask(client, "visits", text).get_json()["data"][0]["code"] == visit.party.code
    read = db.scalars(select(Event).where(Event.act == "api-key.read")).all()
    assert {each.facts["resource"] for each in read} == RESOURCES.keys()


def test_a_program_reads_the_figures_that_a_frozen_report_tells_and_nothing_of_a_draft(
    app: Flask, db: Session, by: User
) -> None:
    for _ in range(24):
        a_party(db)
    told, untold, earlier = (a_report(db) for _ in range(3))
    freeze(db, told, by)
    keeping.freeze(db, earlier, FROZEN, {}, now(), by)
    client, text = app.test_client(), a_key(db, by, "reports")
    rows = ask(client, "reports", text).get_json()["data"]
    assert untold.id not in {row["id"] for row in rows}
    figures = {row["id"]: row["figures"] for row in rows}
    assert figures[earlier.id] == [], "It was frozen in words alone"
    parts = {(each["indicator"], each["split"], each["part"]): each for each in figures[told.id]}
    whole = parts["people-enrolled", "", ""]
    assert (whole["told"], whole["least"], whole["most"]) == (24, 24, 24)
    assert whole["counted"] is None
    assert parts["people-enrolled", "sex", "woman"]["told"] % BASE == 0
    said = told.said or {}
    lines = [line for table in said["tables"] for part in table["parts"] for line in part["lines"]]
    assert [line["among"]["told"] for line in lines] == [each["told"] for each in figures[told.id]]


def test_a_key_opens_what_it_is_for_until_its_day_or_until_somebody_ends_it(
    app: Flask, db: Session, by: User
) -> None:
    client = app.test_client()
    text = a_key(db, by, "slots")
    key = db.scalars(select(ApiKey)).one()
    assert (ask(client, "slots", text).status_code, ask(client, "visits", text).status_code) == (
        200,
        403,
    )
    assert ask(client, "slots", text + "x").status_code == 401
    assert client.get("/api/v1/slots", base_url=SITE).status_code == 401
    for stop in ("last_day", "made_by", "ended"):
        if stop == "last_day":
            key.last_day = today() - timedelta(days=1)
        elif stop == "made_by":
            by.suspended_at = now()
        else:
            api_keys.end(db, key)
        db.commit()
        assert ask(client, "slots", text).get_json() == {"error": "no-key"}
        key.last_day, by.suspended_at, key.ended_at = today(), None, None
        db.commit()
        assert ask(client, "slots", text).status_code == 200


def test_a_key_is_shown_to_who_made_it_however_often_they_pressed_and_then_never_again(
    page: Page, app: Flask, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/settings/keys/new")
    form = page.form_to("/programme/settings/keys/new")
    typed = {**shown_values(form), "name": "Observatory", "scopes": ["visits"]}
    made, again = (
        page.client.post("/programme/settings/keys/new", base_url=SITE, data=typed)
        for _press in range(2)
    )
    assert made.location == again.location, "A browser shows the last answer alone"
    page.visit(made.location)
    assert page.soup.code is not None
    text = page.soup.code.get_text()
    assert text not in made.location
    assert ask(page.client, "visits", text).status_code == 200
    [kept] = db.scalars(select(ApiKey)).all()
    assert text not in repr(vars(kept))
    assert text not in page.visit("/programme/settings/keys").text
    other = Page(app, db).sign_in(a_coordinator(db)).visit(made.location)
    assert other.soup.code is None, "It is sealed for who made it"
    monkeypatch.setattr(shown_once, "now", lambda: now() + shown_once.FOR)
    assert page.visit(made.location).soup.code is None


def test_rows_follow_each_other_page_by_page_and_a_party_by_its_code(
    app: Flask, db: Session, by: User
) -> None:
    visits = [a_visit(db) for _ in range(3)]
    client, text = app.test_client(), a_key(db, by, "visits")
    seen, after = [], 0
    for _page in visits:
        answer = ask(client, "visits", text, after=after, limit=1).get_json()
        seen += [row["id"] for row in answer["data"]]
        after = answer["next"] or after
    assert seen == [visit.id for visit in visits]
    assert answer["next"] is None
    [row] = ask(client, "visits", text, code=visits[1].party.code).get_json()["data"]
    assert row["id"] == visits[1].id


def test_whatever_is_asked_the_answer_is_one_that_the_description_names(
    app: Flask, db: Session, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "_wait", lambda _session, _door: timedelta())
    client, text = app.test_client(), a_key(db, by, "visits", "offers")
    typed = st.one_of(st.text(max_size=30), st.integers().map(str), st.just("9" * 40))
    names = st.sampled_from(["after", "limit", "code", "x"])

    @settings(
        max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(
        st.sampled_from([*RESOURCES, "", "nothing", "visits/1"]),
        st.dictionaries(names, typed, max_size=4),
        st.one_of(st.just(f"Bearer {text}"), st.text(st.characters(codec="latin-1"), max_size=20)),
    )
    def asked(address: str, query: dict[str, str], authorization: str) -> None:
        headers = {"Authorization": "".join(filter(str.isprintable, authorization))}
        answer = client.get(
            f"/api/v1/{address}", base_url=SITE, headers=headers, query_string=query
        )
        assert answer.status_code in {200, 401, 403, 404, 422}

    asked()


def test_what_cannot_be_done_at_an_address_says_what_can(app: Flask) -> None:
    answer = app.test_client().delete("/api/v1/visits", base_url=SITE)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_whatever_is_refused_is_said_in_json_and_a_parameter_that_is_not_described_is_not_passed_by(
    app: Flask, db: Session, by: User
) -> None:
    client, text = app.test_client(), a_key(db, by, "visits", "offers")
    asked = [
        (404, client.get("/api/v1/nothing", base_url=SITE)),
        (404, client.get("/api/v1", base_url=SITE)),
        (405, client.post("/api/v1/visits", base_url=SITE)),
        (422, ask(client, "visits", text, state="confirmed")),
        (422, ask(client, "offers", text, code="P-001")),
    ]
    for status, answer in asked:
        assert (answer.status_code, answer.is_json) == (status, True)
        assert answer.get_json()["error"]
    assert asked[3][1].get_json() == {"error": "parameter", "detail": "state"}


def test_too_many_questions_of_a_key_are_told_when_to_come_back(
    app: Flask, db: Session, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, text = app.test_client(), a_key(db, by, "slots")
    monkeypatch.setattr("webapp.portals.api.views.QUESTIONS", 1)
    assert ask(client, "slots", text).status_code == 200
    answer = ask(client, "slots", text)
    assert (answer.status_code, answer.get_json()) == (429, {"error": "too-many"})
    assert int(answer.headers["Retry-After"]) > 0
