"""Guests who will be late say so in a ready sentence: farm and association learn it at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_slot
from tests.page import Page
from tests.webapp.visits.test_threads import a_visit_with_a_farmer, give_code, write
from tests.webapp.visits.test_visit_page import a_settled_visit, address, the_code
from webapp.ground.clock import now, today
from webapp.models import Message, Side, ThreadLine, Writer
from webapp.services.visits import threads
from webapp.services.visits.translating import LATE, LATE_TOGETHER
from webapp.wording.thread_labels import OF_THREADS


@pytest.mark.parametrize("ago", [0, 1], ids=["today", "a day later"])
@pytest.mark.parametrize("card", [*LATE, *LATE_TOGETHER])
def test_guests_who_say_that_they_are_late_are_on_the_board_until_they_are_there(
    page: Page, db: Session, card: str, ago: int
) -> None:
    caseworker, slot = (
        a_caseworker(db, language="en"),
        a_slot(db, arrival=today() - timedelta(days=ago)),
    )
    together = card in LATE_TOGETHER
    party = a_party(db, caseworker.organisation, children=int(together), language="en")
    visit = a_settled_visit(db, party=party, slot=slot)
    a_farmer(db, visit.farm, language="en")
    db.refresh(visit.farm)
    give_code(page, db, visit)
    page.follow("Say that we are late" if together else "Say that I am late")
    page.submit({"card": card}, button="Send")
    assert db.scalars(select(Message).where(Message.kind == threads.NEWS)).one().side is Side.FARM
    page.sign_in(caseworker)
    heading, said = "Say that they will be late", str(OF_THREADS["thread-card"][card])
    assert heading in page.visit("/casework/").text
    assert said in page.text
    visit.arrive()
    db.flush()
    assert heading not in page.visit("/casework/").text


def test_a_farm_that_is_late_or_a_word_of_another_day_is_not_on_the_board(
    page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db, language="en")
    visit = a_visit_with_a_farmer(db, caseworker)
    for writer in (Writer.PARTY, Writer.FARM):
        write(db, visit, writer, words="", card="late-train")
    page.sign_in(caseworker)
    assert "Say that they will be late" not in page.visit("/casework/").text


def test_a_word_of_a_day_before_the_journey_is_not_told_as_one_of_today(
    page: Page, db: Session
) -> None:
    caseworker, slot = a_caseworker(db, language="en"), a_slot(db, arrival=today())
    visit = a_settled_visit(db, party=a_party(db, caseworker.organisation), slot=slot)
    a_farmer(db, visit.farm)
    db.refresh(visit.farm)
    write(db, visit, words="", card="late")
    page.sign_in(caseworker)
    assert "Say that they will be late" in page.visit("/casework/").text
    db.scalars(select(ThreadLine)).one().at = now() - timedelta(days=1)
    db.flush()
    assert "Say that they will be late" not in page.visit("/casework/").text


def test_whoever_missed_a_train_is_a_guest_and_whoever_comes_to_fetch_them_is_none(
    page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db, language="en")
    visit = a_visit_with_a_farmer(db, caseworker)
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread")
    guests = {each["value"] for each in page.soup.select("[name=card] option")}
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}/thread")
    association = {each["value"] for each in page.soup.select("[name=card] option")}
    page.visit(address(visit, Side.FARM)).submit({}, button="code")
    page.submit({"code": the_code(db, visit)}, button="Show")
    page.visit(f"{address(visit, Side.FARM)}/thread")
    farm = {each["value"] for each in page.soup.select("[name=card] option")}
    assert farm == association
    assert guests - farm == {"late-train", "late-missed", "late-rest"}
    assert farm - guests == {"fetch"}
