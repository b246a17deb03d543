"""Who may write to guests: from where, by which word they know it, and what is never asked."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme, a_visit
from tests.page import Page
from tests.webapp.pdf.reading import text_of
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from tests.webapp.workshops.builders import a_seat
from webapp.ground.languages import PUBLIC, Language
from webapp.models import Channel, Message, Party, Side, Visit
from webapp.services.records.tokens import household_token
from webapp.wording import compose
from webapp.wording.messages import KINDS

PAGE = "who-writes"


def written(application: Flask, visit: Visit, **given: Any) -> str:
    """Return a message to the people of a visit, as they get it."""
    facts: dict[str, Any] = {"kind": "visit-soon", "channel": Channel.SMS, "side": Side.PARTY}
    message = Message(language=visit.party.language, visit=visit, **{**facts, **given})
    with application.test_request_context():
        return compose(message).body


def a_visit_of(db: Session, **given: Any) -> Visit:
    return a_settled_visit(db, party=a_party(db, **given))


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_the_agreed_word_stands_before_each_message_in_their_language(
    application: Flask, db: Session, spoken: Language
) -> None:
    visit = a_visit_of(db, language=spoken.code, agreed_word="apple")
    known = {"en": "(apple) ", "fr": "(pomme) ", "ar": "(تفاحة) ", "tr": "(elma) "}
    by_text = written(application, visit)
    assert by_text.startswith(known.get(spoken.code, "("))
    assert by_text.partition(") ")[2].startswith("Sillon")
    by_mail = written(application, visit, channel=Channel.EMAIL)
    assert by_mail.partition(")")[0] == by_text.partition(")")[0]


OF_A_HOUSEHOLD = ("workshops-link", "party-interest", "path-link", "file-ends-soon")


@pytest.mark.parametrize("kind", OF_A_HOUSEHOLD)
def test_the_word_stands_before_a_link_to_workshops_as_before_others(
    application: Flask, db: Session, kind: str
) -> None:
    party = a_party(db, language="tr", agreed_word="apple")
    for channel in (Channel.SMS, Channel.EMAIL):
        message = Message(kind=kind, channel=channel, language="tr", party=party)
        with application.test_request_context():
            assert compose(message).body.startswith("(elma) Sillon")


@pytest.mark.parametrize("kind", ["seat-given", "seat-kept", "workshop-changed", "workshop-soon"])
def test_the_word_stands_before_what_is_written_of_a_seat(
    application: Flask, db: Session, kind: str
) -> None:
    seat = a_seat(db, person=a_party(db, agreed_word="apple").persons[0])
    sitting = seat.series.sittings[0]
    message = Message(kind=kind, channel=Channel.SMS, language="fr", seat=seat, sitting=sitting)
    with application.test_request_context():
        assert compose(message).body.startswith("(pomme) Sillon")


def test_the_page_behind_a_household_link_tells_that_a_word_is_agreed(
    page: Page, db: Session
) -> None:
    party = a_party(db, agreed_word="lemon")
    page.visit(f"/v/workshops/{household_token(party)}").follow("Qui peut vous écrire")
    assert "Un mot est convenu avec vous" in page.text
    assert "citron" not in page.response.text


def test_without_a_word_a_message_is_as_it_was(application: Flask, db: Session) -> None:
    assert written(application, a_visit_of(db)).startswith("Sillon")


def test_a_farm_never_reads_the_word_of_its_guests(application: Flask, db: Session) -> None:
    visit = a_visit_of(db, agreed_word="apple")
    for kind in ("visit-soon", "visit-changed", "visit-code"):
        assert kind in KINDS
        told = written(application, visit, kind=kind, side=Side.FARM, channel=Channel.EMAIL)
        assert "pomme" not in told


def test_the_page_tells_the_word_to_who_gave_the_code_alone(page: Page, db: Session) -> None:
    visit = a_visit_of(db, agreed_word="lemon")
    page.visit(address(visit)).follow("Qui peut vous écrire")
    assert "Un mot est convenu avec vous" in page.text
    assert "Ce que nous ne demandons jamais dans un message" in page.text
    assert "citron" not in page.response.text
    give_code(page, db, visit, Side.PARTY)
    assert "Votre mot est : citron" in page.visit(f"{address(visit)}/{PAGE}").text


def test_the_page_claims_no_word_where_none_is_agreed(page: Page, db: Session) -> None:
    said = page.visit(f"{address(a_visit_of(db))}/{PAGE}").text
    assert "Aucun mot n’est encore convenu avec vous" in said
    assert "Le mot manque" not in said


def test_a_farm_has_not_this_page(page: Page, db: Session) -> None:
    visit = a_visit_of(db, agreed_word="lemon")
    page.visit(f"{address(visit, Side.FARM)}/{PAGE}", status=404)


def test_anyone_reads_from_where_messages_come(page: Page, db: Session) -> None:
    a_programme(db, texts_from="36 101")
    said = page.visit(f"/{PAGE}").text
    assert "Ils viennent de : 36 101" in said
    assert "Nos liens commencent par : http" in said


def test_a_number_that_nobody_has_told_is_said_to_differ(page: Page, db: Session) -> None:
    a_programme(db)
    assert "Le numéro peut changer" in page.visit(f"/{PAGE}").text


def test_the_word_is_sealed_and_kept_in_the_history(page: Page, db: Session) -> None:
    party = a_party(db)
    page.sign_in(a_caseworker(db, party.organisation))
    page.visit(f"/casework/parties/{party.id}/contact").submit(
        {"agreed_word": "soap"}, button="Enregistrer"
    )
    db.expire_all()
    assert db.get_one(Party, party.id).agreed_word == "soap"
    kept = db.scalar(text("SELECT agreed_word FROM parties WHERE id = :id"), {"id": party.id})
    assert b"soap" not in bytes(kept)
    page.visit(f"/casework/parties/{party.id}")
    assert page.text.count("savon") == 2  # the fact, and its change


def test_a_letter_bears_the_word(page: Page, db: Session) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit(db, a_party(db, caseworker.organisation, agreed_word="umbrella"))
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}/party-letter.pdf")
    assert "Votre mot est : parapluie" in " ".join(text_of(page.response.data).split())
