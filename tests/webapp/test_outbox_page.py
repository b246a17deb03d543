"""The outbox of a demonstration: a newcomer finds the message, and so the link, of a visit."""

from dataclasses import replace

import pytest
from flask import Flask, render_template
from sqlalchemy.orm import Session

from local.start import welcome
from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.channels.truth import TRUTHS
from webapp.ground.config import Config
from webapp.models import Message
from webapp.portals.public import about
from webapp.services.records import outbox
from webapp.services.visits import proposing
from webapp.wording.messages import KINDS


def test_a_message_is_headed_by_the_visit_that_it_is_about(
    page: Page, app: Flask, config: Config, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    farm = a_farm(db, name="Ferme des Oyats")
    visit = a_visit(db, a_party(db, code="P-777"), a_slot(db, an_offer(db, farm)))
    proposing.tell_both(db, visit, "visit-proposed")
    page.visit("/demonstration/outbox")
    assert page.text.count("P-777, Ferme des Oyats, du") == 2


def of_each_kind(db: Session) -> list[Message]:
    """Return a message of every kind to everybody to whom that kind may be written."""
    visit, farmer, staff = a_visit(db), a_farmer(db, a_farm(db)), a_caseworker(db)
    series = a_series(db)
    seats = [
        a_seat(db, series),
        a_seat(db, series, farm=farmer.farm, name="Luc"),
        a_seat(db, series, user=staff),
    ]
    told = []
    for kind, truth in TRUTHS.items():
        if truth.states:
            for write in (outbox.write_to_party, outbox.write_to_farm, outbox.write_to_on_duty):
                told.append(write(db, visit, kind, key=f"{kind} {write.__name__}"))
        elif kind.startswith(("seat-", "workshop")):
            told += [
                outbox.write_to_seat(db, each, kind, key=f"{kind} {each.id}") for each in seats
            ]
            told.append(outbox.write_to_household(db, visit.party, kind, key=kind))
        else:
            told.append(outbox.write_to_user(db, farmer, kind, key=kind))
    return told


def test_a_message_of_every_kind_is_shown_whoever_reads_it(
    page: Page, app: Flask, config: Config, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    monkeypatch.setattr(about, "SHOWN", 1000)
    told = of_each_kind(db)
    owners = {"user_id", "visit_id", "seat_id", "party_id"}
    written_to = {name for name in owners for each in told if getattr(each, name) is not None}
    assert written_to == owners
    assert {each.kind for each in told} == KINDS.keys()
    page.visit("/demonstration/outbox")
    assert len(page.soup.select("li.card")) == len(told)
    assert "La campagne sans clichés" in page.text


def test_every_page_of_a_demonstration_leads_to_its_messages(app: Flask) -> None:
    with app.test_request_context("/v/token"):
        shown = [render_template("visit_page/show_dead_link.html", demonstration=is_one)
                 for is_one in (True, False)]  # fmt: skip
    assert ["/demonstration/outbox" in each for each in shown] == [True, False]


def test_the_start_says_where_the_messages_are() -> None:
    said = "\n".join(welcome(8000, 8000, ["  Sign in as one of these"], network=False))
    assert "http://localhost:8000/demonstration/outbox" in said
    assert "outbox" not in "\n".join(welcome(8000, 8000, [], network=False))
