"""What anyone may read."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_programme
from tests.page import SITE, Page
from webapp.ground.clock import now
from webapp.ground.languages import PUBLIC, Language


@pytest.mark.parametrize("language", PUBLIC, ids=[each.code for each in PUBLIC])
def test_every_public_page_stands_in_every_language(page: Page, language: Language) -> None:
    for address in ("/", "/hosting", "/matching", "/privacy", "/credits", "/my-link/sent"):
        page.visit(f"{address}?lang={language.code}")
        assert page.soup.html is not None
        assert (page.soup.html["lang"], page.soup.html["dir"]) == (language.tag, language.direction)


def test_the_home_page_leads_each_kind_of_person_on(page: Page) -> None:
    page.visit("/?lang=en")
    for words, path in (
        ("I received a message", "/my-link"),
        ("I have a farm", "/hosting"),
        ("I have an account", "/account/sign-in"),
    ):
        page.visit("/").follow(words)
        assert page.path == path


def test_how_long_something_is_kept_is_said_as_people_say_it(page: Page, db: Session) -> None:
    programme = a_programme(db)
    for days, said in ((730, "2 years"), (731, "731 days"), (1461, "4 years"), (700, "700 days")):
        programme.retention_days = days
        assert f"For {said} after" in page.visit("/privacy?lang=en").text


def test_a_weakness_is_told_where_the_installation_says_and_for_three_months(
    page: Page, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/.well-known/security.txt"
    page.visit(address, status=404)
    config = replace(app.extensions["config"], security_contact="mailto:safe@sillon.example")
    monkeypatch.setitem(app.extensions, "config", config)
    answer = page.client.get(address, base_url=SITE)
    said = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.content_type == "text/plain; charset=utf-8"
    assert said["Contact"] == "mailto:safe@sillon.example"
    assert said["Canonical"] == f"https://sillon.example{address}"
    left = datetime.fromisoformat(said["Expires"]) - now()
    assert timedelta(days=89) < left < timedelta(days=365)


def test_what_never_counts_is_published(page: Page) -> None:
    page.visit("/matching?lang=en")
    assert "Nationality, religion, health" in page.text


def test_a_commune_is_suggested_while_it_is_typed(page: Page) -> None:
    page.visit("/communes?text=saint+denis&lang=en")
    suggested = "Saint-Denis (93, Seine-Saint-Denis) · 149,077 inhabitants"
    assert suggested in (page.response.json or [])


def test_a_suggestion_tells_the_former_name_that_was_typed(page: Page) -> None:
    page.visit("/communes?text=Touzac&lang=en")
    assert any(each.endswith("· former commune: Touzac") for each in page.response.json or [])


def test_a_form_that_asks_for_a_commune_names_where_suggestions_come_from(
    page: Page, db: Session
) -> None:
    page.sign_in(a_farmer(db)).visit("/farm/my-farm/place")
    field = page.soup.find("input", id="commune")
    assert field is not None
    assert field["data-suggest"] == "/communes"
