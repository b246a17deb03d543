"""A household of several adults tells their seats apart by a letter, and acts for one alone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.ground.clock import now
from webapp.models import Message, Party, Seat, SeatSide, SeatState, Series
from webapp.services.records.tokens import household_token
from webapp.services.workshops import household, seats, telling
from webapp.services.workshops.household import Said
from webapp.wording import compose


@pytest.fixture
def pair(db: Session) -> Party:
    """Two adults and a child."""
    a_programme(db)
    adults = [a_person(first_name="Nour"), a_person(first_name="Karim")]
    return a_party(db, persons=[*adults, a_person(first_name="Nadia", birth_year=2020)])


def seat_of(db: Session, party: Party, name: str, series: Series) -> Seat:
    person = next(each for each in party.persons if each.first_name == name)
    of_them = Seat.person_id == person.id, Seat.series_id == series.id
    return db.scalars(select(Seat).where(*of_them)).one()


def written(app: Flask, db: Session, kind: str) -> str:
    [message] = db.scalars(select(Message).where(Message.kind == kind))
    with app.test_request_context():
        return compose(message).body


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (["Nour", "Karim"], ["N", "K"]),
        (["Nour", "nadia"], ["No", "na"]),
        (["Ali", "Alina"], ["A 1", "A 2"]),
        (["Ali", "Ali"], ["A 1", "A 2"]),
    ],
)
def test_a_letter_tells_the_adults_of_a_household_apart(
    db: Session, names: list[str], letters: list[str]
) -> None:
    party = a_party(db, persons=[a_person(first_name=each) for each in names])
    assert [person.letter for person in party.persons] == letters


def test_one_of_two_comes_and_the_other_gives_their_place_back_alone(
    page: Page, db: Session, pair: Party
) -> None:
    series = a_series(db)
    page.visit(f"/v/workshops/{household_token(pair)}?lang=en")
    page.submit(button="N comes")
    assert "With a place: N" in page.text
    assert "Nour" not in page.text
    page.submit(button="K comes")
    page.submit(button="Give back the place of N")
    assert seat_of(db, pair, "Nour", series).state is SeatState.CANCELLED
    assert seat_of(db, pair, "Karim", series).state is SeatState.SIGNED_UP
    assert "With a place: K" in page.text
    assert page.soup.find("button", string="Give back the place of N") is None


def test_whoever_waits_is_told_apart_from_whoever_has_a_place(
    page: Page, db: Session, pair: Party
) -> None:
    series = a_series(db, seats=1)
    household.say(db, pair, series, Said.COME)
    page.visit(f"/v/workshops/{household_token(pair)}?lang=en")
    assert "With a place: N" in page.text
    assert "Waiting for a place: K" in page.text
    page.submit(button="K does not come")
    assert "Waiting for a place" not in page.text
    assert seat_of(db, pair, "Nour", series).is_held


def test_a_kept_place_says_for_whom_and_is_taken_or_left_by_them_alone(
    page: Page, db: Session, pair: Party
) -> None:
    nour, karim, _child = pair.persons
    series, until = a_series(db), now() + timedelta(hours=9)
    kept = [a_seat(db, series, person=each, kept_until=until) for each in (nour, karim)]
    page.visit(f"/v/workshops/{household_token(pair)}?lang=en")
    assert "A place is free for N" in page.text
    page.submit(button="K comes")
    page.submit(button="N does not come")
    assert [(each.is_held, each.is_offered) for each in kept] == [(False, False), (True, False)]


def test_a_household_speaks_of_its_own_adults_alone(page: Page, db: Session, pair: Party) -> None:
    a_series(db)
    stranger = a_party(db).persons[0]
    token = household_token(pair)
    for number in (stranger.id, pair.persons[2].id):
        page.visit(f"/v/workshops/{token}?lang=en")
        page.submit({"person": str(number)}, button="N comes", status=404)
    assert db.scalars(select(Seat)).all() == []


def test_messages_say_by_a_letter_whose_place_it_is(app: Flask, db: Session, pair: Party) -> None:
    nour, karim, _child = pair.persons
    series = a_series(db, seats=2)
    household.say(db, pair, series, Said.COME, nour.id)
    assert "pour N," in written(app, db, "seat-given")
    household.say(db, pair, series, Said.COME, karim.id)
    assert "pour N et K," in written(app, db, "seat-given")
    seats.give_back(db, seat_of(db, pair, "Nour", series), SeatSide.STAFF)
    assert "Avec une place\u00a0: K." in written(app, db, "seat-returned")
    kept = a_seat(db, a_series(db), person=nour, kept_until=now() + timedelta(hours=9))
    telling.tell(db, [kept], "seat-kept", "kept")
    assert "libre pour N à" in written(app, db, "seat-kept")


def test_a_household_of_one_adult_reads_no_letter(page: Page, app: Flask, db: Session) -> None:
    a_programme(db)
    party = a_party(db, persons=[a_person(first_name="Nour"), a_person(birth_year=2020)])
    a_series(db)
    page.visit(f"/v/workshops/{household_token(party)}?lang=en")
    page.submit(button="I come to the workshop")
    assert "You have a place." in page.text
    assert "you have a place at a workshop" in written(app, db, "seat-given")


def test_where_all_places_are_given_one_presses_to_wait_and_not_to_come(
    page: Page, db: Session
) -> None:
    a_programme(db)
    party, series = a_party(db), a_series(db, seats=1)
    a_seat(db, series, person=a_party(db).persons[0])
    page.visit(f"/v/workshops/{household_token(party)}?lang=en")
    assert "I come to the workshop" not in page.text
    page.submit(button="Wait for a place")
    assert "You are in line" in page.text
    assert "Wait for a place" not in page.text


def test_a_caseworker_reads_for_whom_of_two_a_place_is_kept(
    page: Page, db: Session, pair: Party
) -> None:
    until = now() + timedelta(hours=9)
    a_seat(db, a_series(db), person=pair.persons[1], kept_until=until)
    page.sign_in(a_caseworker(db, pair.organisation, language="en")).visit("/casework/")
    assert "La campagne sans clichés, Karim" in page.text
