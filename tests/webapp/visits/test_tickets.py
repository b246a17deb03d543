"""Tickets: who buys them, whether they are bought, how guests get them, what they cost."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from flask_babel import force_locale
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_slot, a_visit
from tests.page import Page
from tests.webapp.pdf.reading import text_of
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.ground.languages import PUBLIC, Language
from webapp.models import Answer, Side, Visit, VisitState
from webapp.services.visits import disclosure, keeping, stays, tickets

SETTLED: dict[str, Any] = {
    "state": VisitState.CONFIRMED,
    "party_answer": Answer.YES,
    "farm_answer": Answer.YES,
}
BOUGHT: dict[str, Any] = {"bought": True, "given": "counter", "code": "QK7M2P", "fare_cents": 3450}


def test_the_sheet_says_on_page_paper_and_when_kept_how_guests_get_their_tickets(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    tickets.note(db, visit, "association", **BOUGHT)
    give_code(page, db, visit)
    for part in (address(visit), f"{address(visit)}/kept"):
        said = page.visit(part).text
        assert "Votre association a acheté vos billets" in said
        assert "au guichet de la gare, avec ce code : QK7M2P" in said.replace("\u2068", "").replace(
            "\u2069", ""
        )
        assert "34,50" in said
        assert "Votre trajet" not in said
    page.visit(f"{address(visit)}/sheet.pdf")
    printed = " ".join(text_of(page.response.data).split())
    assert "QK7M2P" in printed
    assert "34,50" in printed


def test_the_code_for_the_counter_opens_with_the_sheet_alone_and_is_sealed(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    tickets.note(db, visit, "association", **BOUGHT)
    assert "QK7M2P" not in page.visit(address(visit)).response.text
    assert "QK7M2P" not in page.visit(address(visit, Side.FARM)).response.text
    db.flush()
    kept = db.scalar(text("SELECT ticket_code FROM visits WHERE id = :id"), {"id": visit.id})
    assert b"QK7M2P" not in bytes(kept)


CASES = [
    disclosure.Tickets(by="association", bought=True, given="telephone", code="", fare_cents=None),
    disclosure.Tickets(by="association", bought=True, given="mailbox", code="", fare_cents=None),
    disclosure.Tickets(by="association", bought=True, given="hand", code="", fare_cents=None),
    disclosure.Tickets(by="association", bought=True, given="counter", code="", fare_cents=None),
    disclosure.Tickets(by="association", bought=True, given="counter", code="Q7", fare_cents=995),
    disclosure.Tickets(by="association", bought=True, given=None, code="", fare_cents=None),
    disclosure.Tickets(by="association", bought=False, given=None, code="", fare_cents=None),
    disclosure.Tickets(by="guest", bought=False, given=None, code="", fare_cents=123456),
    disclosure.Tickets(by="guest", bought=True, given=None, code="", fare_cents=None),
    disclosure.Tickets(by="farm", bought=False, given=None, code="", fare_cents=None),
    disclosure.Tickets(
        by="farm", bought=False, given=None, code="", fare_cents=None, farm_agrees=True
    ),
    disclosure.Tickets(by="none", bought=False, given=None, code="", fare_cents=None),
]
ENGLISH = ("Your association", "You need", "The farm", "You buy", "You have bought", "They are",
           "Take them", "Price", "Ask", "Keep", "No tickets")  # fmt: skip
SHOWN = (
    '{% from "visit_page/visit/tickets.html" import tickets with context %}'
    "{% for each in cases %}<section>{{ tickets(each) }}</section>{% endfor %}"
)


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_each_case_is_told_in_the_guests_language(app: Flask, spoken: Language) -> None:
    with app.test_request_context("/v/token"), force_locale(spoken.locale):
        html = render_template_string(SHOWN, cases=CASES, current_language=spoken)
    said = [each.get_text(" ") for each in BeautifulSoup(html, "html.parser").select("section")]
    assert len(set(said)) == len(CASES)
    found = [each for each in ENGLISH if any(each in one for one in said)]
    assert found == (list(ENGLISH) if spoken.code == "en" else [])
    assert "Q7" in said[4]
    assert "\u20669,95\u00a0€\u2069" in said[4]
    assert "\u20661234,56\u00a0€\u2069" in said[7]


def test_whoever_leaves_tomorrow_without_tickets_is_on_the_board(page: Page, db: Session) -> None:
    caseworker = a_caseworker(db)
    slot = a_slot(db, arrival=today())
    visit = a_visit(db, a_party(db, caseworker.organisation), slot, **SETTLED)
    page.sign_in(caseworker)
    tickets.note(db, visit, "association", bought=False)
    heading = "Partent d’ici demain, sans billets"
    assert heading in page.visit("/casework/").text
    assert "pas encore achetés" in page.text
    page.follow("Billets et prix")
    page.submit({"bought": True, "ticket_given": "telephone"}, button="Enregistrer")
    assert "envoyés sur leur téléphone" in page.text
    assert "pas encore achetés" not in page.text
    assert heading not in page.visit("/casework/").text
    page.visit(f"/casework/visits/{visit.id}/tickets")
    page.submit({"bought": None}, button="Enregistrer")
    assert heading in page.visit("/casework/").text


@pytest.mark.parametrize("ticket_from", ["farm", "none"])
def test_whoever_needs_no_ticket_is_ready(db: Session, ticket_from: str) -> None:
    visit = a_settled_visit(db)
    tickets.note(db, visit, ticket_from, bought=False, given="hand", code="X", fare_cents=5)
    assert visit.journey_ready_at is not None
    assert (visit.ticket_given, visit.ticket_code, visit.fare_cents) == (None, None, None)
    tickets.note(db, visit, None, bought=False)
    assert visit.journey_ready_at is None


def test_a_journey_follows_from_its_tickets_where_they_are_noted(db: Session) -> None:
    visit = a_settled_visit(db)
    tickets.note(db, visit, "guest", bought=False)
    with pytest.raises(RuleBroken, match="journey-by-ticket"):
        stays.prepare_journey(db, visit, ready=True)


def test_what_does_not_go_together_is_said_and_given_back(page: Page, db: Session) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit(db, a_party(db, caseworker.organisation), **SETTLED)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}/tickets")
    wrong = {"ticket_from": "none", "bought": True, "ticket_code": "QK7", "fare": "cher"}
    page.submit(wrong, button="Enregistrer", status=200)
    assert "Choisissez qui les achète" in page.text
    assert "ou videz le code" in page.text
    assert "Indiquez un montant en euros" in page.text
    assert [each["value"] for each in page.soup.select("[name=fare], [name=ticket_code]")] == [
        "QK7",
        "cher",
    ]
    db.expire_all()
    assert visit.ticket_from is None


@pytest.mark.parametrize("ticket_from", ["", "farm", "none"])
def test_what_was_typed_of_tickets_that_nobody_buys_is_given_back_and_not_dropped(
    page: Page, db: Session, ticket_from: str
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit(db, a_party(db, caseworker.organisation), **SETTLED)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}/tickets")
    typed = {"ticket_from": ticket_from, "ticket_given": "hand", "fare": "34,50"}
    page.submit(typed, button="Enregistrer", status=200)
    assert "ou videz le prix" in page.text
    assert "ou « Personne ne le sait encore » ici" in page.text
    assert page.soup.select_one("[name=fare]")["value"] == "34,50"  # type: ignore[index]


def test_nothing_is_noted_of_a_visit_that_was_cancelled_meanwhile(page: Page, db: Session) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit(db, a_party(db, caseworker.organisation), **SETTLED)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}/tickets")
    visit.cancel(Side.FARM, "weather")
    db.flush()
    page.submit({"ticket_from": "farm"}, button="Enregistrer", status=200)
    assert "Leur fiche le dit." not in page.text
    assert "Il n’y a rien à enregistrer ici" in page.text
    db.expire_all()
    assert visit.ticket_from is None


@pytest.mark.parametrize(
    ("typed", "cents"), [("12", 1200), ("12,5", 1250), (" 1 234.05 € ", 123405), ("0", 0)]
)
def test_a_fare_is_read_as_people_write_it(page: Page, db: Session, typed: str, cents: int) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit(db, a_party(db, caseworker.organisation), **SETTLED)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}/tickets")
    page.submit({"ticket_from": "guest", "fare": typed}, button="Enregistrer")
    db.expire_all()
    assert visit.fare_cents == cents


def test_a_farm_that_fetches_its_guests_reads_that_it_is_counted_on(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}")
    assert "compte sur vous" not in page.text
    tickets.note(db, visit, "farm", bought=False)
    assert "compte sur vous" in page.visit(f"/farm/visits/{visit.id}").text


def test_a_sheet_that_a_telephone_keeps_is_another_once_tickets_are_bought(db: Session) -> None:
    visit = a_settled_visit(db)

    def name() -> str:
        kept = keeping.may_be_kept(visit, disclosure.view(db, visit, Side.PARTY, code_given=True))
        assert kept is not None
        return kept.version

    names = {name()}
    for told in ({"bought": False}, {"bought": True}, BOUGHT, {**BOUGHT, "code": "OTHER"}):
        tickets.note(db, visit, "association", **told)
        names.add(name())
    assert len(names) == 5


def test_tickets_can_be_noted_until_the_visit_is_over(db: Session) -> None:
    visit: Visit = a_settled_visit(db)
    visit.begin()
    tickets.note(db, visit, "association", bought=True, given="hand")
    assert visit.ticket_given == "hand"
