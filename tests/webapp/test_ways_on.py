"""Every page of refusal says the way on as a link: going back shows an empty form."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

import webapp
from tests.builders import a_farm, a_farmer
from tests.page import SITE, Page, shown_values
from webapp.application import LARGEST_FORM
from webapp.ground.errors import RuleBroken

ROOT = Path(webapp.__file__).parent
TOLD_TO_GO_BACK = re.compile(r"\b(?:go|step) back\b|back button", re.IGNORECASE)
NAME = "/farm/my-farm/name"


def test_no_page_tells_to_go_back() -> None:
    words = (ROOT / "translations" / "fr" / "LC_MESSAGES" / "messages.po").read_text()
    told = [line for line in words.splitlines() if TOLD_TO_GO_BACK.search(line)]
    assert told == [], "A page is not kept by the browser: name the way on, as a link"


@pytest.fixture
def naming(page: Page, db: Session) -> Page:
    """A farmer who has the page of the farm's name open."""
    return page.sign_in(a_farmer(db, a_farm(db), language="en")).visit(f"{NAME}?lang=en")


def ways_on(page: Page) -> list[str]:
    return [str(link["href"]) for link in page.soup.select("main .actions a")]


def test_a_conflict_that_no_form_can_show_leads_to_the_page_of_the_form(
    naming: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_all: object, **_named: object) -> None:
        raise RuleBroken("changed-meanwhile")

    monkeypatch.setattr("webapp.portals.farmer.farm.own_farm", refuse)
    naming.submit({"name": "The Oaks"}, to=NAME, status=409)
    assert ways_on(naming) == [f"{NAME}?lang=en", "/"]


def test_a_form_that_is_too_large_leads_to_its_page(naming: Page) -> None:
    naming.submit({"presentation": "a" * LARGEST_FORM}, to=NAME, status=413)
    assert ways_on(naming) == [NAME, "/"]


def test_a_form_without_its_guard_leads_to_its_page(naming: Page, app: Flask) -> None:
    data = shown_values(naming.form_to(NAME))
    other = app.test_client(use_cookies=False)
    answer = other.post(NAME, base_url=SITE, data={"name": "The Oaks"})
    soup = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    assert [link["href"] for link in soup.select("main .actions a")] == [NAME, "/"]
    data.pop("csrf_token")
    answer = other.post(NAME, base_url=SITE, data=data)
    assert (answer.status_code, answer.location) == (
        302,
        f"/account/sign-in?next={NAME}?lang%3Den",
    )
