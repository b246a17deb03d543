"""The outbox of a demonstration: a newcomer finds the message, and so the link, of a visit."""

from dataclasses import replace

import pytest
from flask import Flask, render_template
from sqlalchemy.orm import Session

from local.start import welcome
from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.ground.config import Config
from webapp.services.visits import proposing


def test_a_message_is_headed_by_the_visit_that_it_is_about(
    page: Page, app: Flask, config: Config, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    farm = a_farm(db, name="Ferme des Oyats")
    visit = a_visit(db, a_party(db, code="P-777"), a_slot(db, an_offer(db, farm)))
    proposing.tell_both(db, visit, "visit-proposed")
    page.visit("/demonstration/outbox")
    assert page.text.count("P-777, Ferme des Oyats, du") == 2


def test_every_page_of_a_demonstration_leads_to_its_messages(app: Flask) -> None:
    with app.test_request_context("/v/token"):
        shown = [render_template("visit_page/show_dead_link.html", demonstration=is_one)
                 for is_one in (True, False)]  # fmt: skip
    assert ["/demonstration/outbox" in each for each in shown] == [True, False]


def test_the_start_says_where_the_messages_are() -> None:
    said = "\n".join(welcome(8000, 8000, ["  Sign in as one of these"], network=False))
    assert "http://localhost:8000/demonstration/outbox" in said
    assert "outbox" not in "\n".join(welcome(8000, 8000, [], network=False))
