"""Guests who will be late say so in a ready sentence: farm and association learn it at once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_slot
from tests.page import Page
from tests.webapp.visits.test_threads import a_visit_with_a_farmer, give_code, write
from tests.webapp.visits.test_visit_page import a_settled_visit, address, the_code
from webapp.ground.clock import now, today
from webapp.models import Message, MessageState, Side, ThreadLine, Visit, Writer
from webapp.services.parties import digest
from webapp.services.visits import threads
from webapp.services.visits.translating import LATE, LATE_TOGETHER, ON_THE_WAY
from webapp.wording import compose
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


@pytest.fixture
def today_s(db: Session) -> Visit:
    """A visit that begins today."""
    caseworker = a_caseworker(db, language="en")
    slot, party = a_slot(db, arrival=today()), a_party(db, caseworker.organisation, language="en")
    visit = a_settled_visit(db, party=party, slot=slot)
    a_farmer(db, visit.farm, language="en")
    db.refresh(visit.farm)
    return visit


def letters(db: Session) -> list[Message]:
    """What was written to the farm of it, and is to leave or has left."""
    news = Message.kind == threads.NEWS, Message.state != MessageState.NOT_NEEDED
    return list(db.scalars(select(Message).where(*news).order_by(Message.id)))


def said_in(app: Flask, message: Message) -> tuple[str, str]:
    with app.test_request_context():
        text = compose(message)
    return text.subject, text.body


@pytest.mark.parametrize("card", sorted(ON_THE_WAY))
def test_the_farm_reads_in_its_letter_where_its_guests_are(
    app: Flask, db: Session, today_s: Visit, card: str
) -> None:
    write(db, today_s, words="", card=card, language="ar")
    [letter] = letters(db)
    subject, body = said_in(app, letter)
    told = f"Your guests write: “{OF_THREADS['thread-card'][card]}”"
    assert subject.startswith(told)
    assert f"{told} Read it on the page of the visit:" in body
    today_s.arrive()
    assert "Your guests write" not in "".join(said_in(app, letter))


def test_a_letter_says_what_they_said_last_and_nothing_that_the_farm_has_read(
    app: Flask, db: Session, today_s: Visit
) -> None:
    write(db, today_s, words="", card="late")
    write(db, today_s, words="", card="late-missed")
    write(db, today_s, words="", card="thanks")
    [letter] = letters(db)
    assert "I missed my train or coach." in said_in(app, letter)[0]
    threads.read(db, today_s, Side.FARM)
    write(db, today_s, words="", card="thanks")
    assert said_in(app, letters(db)[-1])[0].startswith("A new message about the visit")


def test_a_word_of_a_day_before_is_news_as_any_other(app: Flask, db: Session) -> None:
    visit = a_visit_with_a_farmer(db, a_caseworker(db, language="en"))
    write(db, visit, words="", card="late")
    [letter] = letters(db)
    assert said_in(app, letter)[0].startswith("A new message about the visit")


def test_a_farm_with_much_to_read_is_told_all_the_same_that_they_are_late_then_there(
    app: Flask, db: Session, today_s: Visit
) -> None:
    write(db, today_s, words="Hello!")
    letters(db)[0].send()
    write(db, today_s, words="", card="late-train")
    write(db, today_s, words="", card="late-missed")
    assert len(letters(db)) == 2
    letters(db)[1].send()
    write(db, today_s, words="", card="at-station")
    write(db, today_s, words="Where are you?")
    assert [each.state for each in letters(db)] == [*[MessageState.SENT] * 2, MessageState.QUEUED]
    assert "I am at the station." in said_in(app, letters(db)[-1])[0]


def test_of_two_words_before_the_first_letter_leaves_the_farm_gets_one(
    db: Session, today_s: Visit
) -> None:
    write(db, today_s, words="Hello!")
    write(db, today_s, words="", card="late")
    write(db, today_s, words="", card="at-station")
    assert len(letters(db)) == 1


def test_whoever_is_at_the_station_is_late_no_more(db: Session, today_s: Visit) -> None:
    said = [(Writer.PARTY, "late"), (Writer.FARM, "at-station"), (Writer.PARTY, "at-station"),
            (Writer.PARTY, "late-rest")]  # fmt: skip
    shown = []
    for writer, card in said:
        write(db, today_s, writer, words="", card=card)
        shown.append(len(threads.late(db)))
    assert shown == [1, 1, 0, 1]


def test_whoever_says_that_they_are_late_is_counted_once_on_the_board_and_in_the_letter(
    page: Page, db: Session, today_s: Visit
) -> None:
    home, no_sign = today_s.party.organisation, "No sign of arrival yet"
    today_s.begin()
    db.flush()
    assert digest.urgent(db, home.id) == {"no_sign": 1}
    write(db, today_s, words="", card="late")
    assert digest.urgent(db, home.id) == {"late": 1}
    page.sign_in(a_caseworker(db, home, language="en"))
    assert no_sign not in page.visit("/casework/").text
    write(db, today_s, words="", card="at-station")
    assert digest.urgent(db, home.id) == {"no_sign": 1}
    write(db, today_s, words="", card="late-rest")
    page.visit("/casework/").submit(button="They have arrived")
    assert today_s.arrived_at is not None
    assert not digest.urgent(db, home.id)
